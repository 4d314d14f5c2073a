-- Profile pictures as they were last looked up at the provider.
CREATE TABLE picture (
    workspace TEXT NOT NULL,
    contact TEXT NOT NULL,
    -- Where the file is; NULL for who shows none.
    media TEXT,
    -- The provider's address without its signature: the same while the picture is.
    source TEXT,
    looked_up_at INTEGER NOT NULL,
    PRIMARY KEY (workspace, contact)
);
