-- Uploads of people: how far each came.
CREATE TABLE import (
    workspace TEXT NOT NULL,
    id TEXT NOT NULL,
    -- members, packages or leads
    kind TEXT NOT NULL,
    -- running, finished or failed
    state TEXT NOT NULL,
    dry_run INTEGER NOT NULL,
    row_count INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    started_by TEXT,
    started_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (workspace, id)
);
