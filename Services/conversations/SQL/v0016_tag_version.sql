-- Counts the changes of a tag, and tells whose the last one was: '' for nobody's.
ALTER TABLE tag ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE tag ADD COLUMN changed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE tag ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
