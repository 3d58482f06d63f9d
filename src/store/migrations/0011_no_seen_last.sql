-- When an item was shown last is what the window of its source says (`coverage.pulled_at`): kept with each item, it made every pull write
-- every item anew.

ALTER TABLE item DROP COLUMN seen_last;
