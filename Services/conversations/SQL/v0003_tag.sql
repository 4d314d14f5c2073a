-- Labels on conversations.

CREATE TABLE tag (
    id TEXT PRIMARY KEY,
    workspace TEXT NOT NULL,
    name TEXT NOT NULL,
    -- the name in lower case
    folded TEXT NOT NULL,
    description TEXT,
    color TEXT NOT NULL,
    place INTEGER NOT NULL,
    active INTEGER NOT NULL,
    UNIQUE (workspace, folded)
);

CREATE TABLE conversation_tag (
    tag TEXT NOT NULL,
    conversation TEXT NOT NULL,
    PRIMARY KEY (tag, conversation)
);
