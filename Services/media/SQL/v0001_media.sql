-- Files, stored or on their way. Times are milliseconds since 1970.
CREATE TABLE media (
    workspace TEXT NOT NULL,
    id TEXT NOT NULL,
    state TEXT NOT NULL,
    mimetype TEXT,
    filename TEXT,
    size INTEGER,
    -- Lower-case hex; the name of the file in the content store.
    sha256 TEXT,
    error TEXT,
    created_at INTEGER NOT NULL,
    -- The message that it came with, in the provider's words; null for what was uploaded.
    channel TEXT,
    chat TEXT,
    message TEXT,
    -- image, video, audio, document, voice, sticker.
    class TEXT NOT NULL,
    -- When its bytes came, or when it last left the gallery.
    kept_since INTEGER,
    -- 1 while it is in the gallery.
    pinned INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (workspace, id)
);

-- Files still to be fetched from a provider.
CREATE TABLE planned_fetch (
    workspace TEXT NOT NULL,
    media TEXT NOT NULL,
    -- The message that it belongs to, in the provider's words.
    channel TEXT NOT NULL,
    chat TEXT NOT NULL,
    message TEXT NOT NULL,
    -- Where the provider said it is; null when it has to be asked.
    url TEXT,
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    -- When to give up.
    deadline INTEGER NOT NULL,
    PRIMARY KEY (workspace, media)
);

CREATE INDEX planned_fetch_by_time ON planned_fetch (due_at);
