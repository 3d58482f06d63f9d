-- How often a source failed in a row, and until when its server asked us to wait: both are gone with the next answer.

ALTER TABLE source ADD COLUMN failures BIGINT NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN wait_until TEXT;
