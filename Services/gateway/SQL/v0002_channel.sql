-- A connected WhatsApp account. Times are milliseconds since 1970.
CREATE TABLE channel (
    id TEXT PRIMARY KEY,
    workspace TEXT NOT NULL REFERENCES workspace (id),
    provider TEXT NOT NULL,
    name TEXT NOT NULL,
    base_url TEXT NOT NULL,
    session TEXT NOT NULL,
    -- Sealed with the cluster's key; null when there is none.
    api_key BLOB,
    webhook_secret BLOB,
    -- The provider's word for what drives the session; null until it is known.
    engine TEXT,
    -- The session's state in the provider's words, and since when; null until it is known.
    status TEXT,
    status_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (workspace, provider, session)
);
