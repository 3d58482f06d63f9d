-- Since when something has been wrong with a target: with publishing to it, or with what readers get from it.

ALTER TABLE target ADD COLUMN failing_since TEXT;
UPDATE target SET failing_since = failed_at;
