-- What changes a message that was sent before: reactions, edits, revocations, votes, the outcome of calls.
--
-- A row may be there before its message is: they meet on the provider's bare id.
CREATE TABLE alteration (
    workspace TEXT NOT NULL,
    channel TEXT NOT NULL,
    -- the bare id of the message
    target TEXT NOT NULL,
    -- reaction, edit, revocation, vote, call
    kind TEXT NOT NULL,
    -- what there is one of: a reaction or a vote of a person, an edit or a revocation of a moment, an outcome of a call
    slot TEXT NOT NULL,
    -- MessageActor as JSON
    actor TEXT NOT NULL,
    -- the emoji, the new text, the outcome
    text TEXT,
    -- what was voted for, as a JSON list
    options TEXT,
    -- by the provider's clock: the newest counts
    told_at INTEGER NOT NULL,
    PRIMARY KEY (workspace, channel, target, kind, slot)
-- engine: sqlite
) WITHOUT ROWID;
-- engine: postgres
);
-- engine: both

-- What a person has reacted to or voted on, when it turns out who they are.
CREATE INDEX alteration_by_person ON alteration (workspace, slot) WHERE kind IN ('reaction', 'vote');

-- Messages as they were before the first change of what they say.
CREATE TABLE message_original (
    message TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    body TEXT,
    content TEXT,
    media TEXT
);
