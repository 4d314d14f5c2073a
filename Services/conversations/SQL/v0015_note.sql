-- What the conversation's version was when its note was last changed, whose change that was, and when: '' and 0 for none.
ALTER TABLE conversation ADD COLUMN note_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN note_by TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN note_at INTEGER NOT NULL DEFAULT 0;
