-- A workspace whose members, packages and leads are read from a database of its own, and when. Moments are milliseconds
-- since 1970.
CREATE TABLE crm (
    workspace TEXT PRIMARY KEY,
    -- Which instance reads, and until when nobody else does.
    holder TEXT,
    held_until INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    -- Runs that failed, one after the other.
    failures INTEGER NOT NULL DEFAULT 0,
    -- How often a run was asked for by hand; whether the next one reads all, and removes however many have gone.
    asked INTEGER NOT NULL DEFAULT 0,
    whole INTEGER NOT NULL DEFAULT 0,
    removals INTEGER NOT NULL DEFAULT 0
);

-- How far each table of the database was read.
CREATE TABLE crm_table (
    workspace TEXT NOT NULL,
    -- members, packages or leads
    kind TEXT NOT NULL,
    -- From where on what has changed is read, as the database writes it.
    place TEXT,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    whole_read_at INTEGER,
    row_count INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    withheld INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    problem TEXT,
    error TEXT,
    PRIMARY KEY (workspace, kind)
);

-- Rows that a reading of a whole table did not meet, until it is over.
CREATE TABLE crm_gone (
    workspace TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (workspace, kind, id)
);
