-- Who may sign in, and what they may do. Times are milliseconds since 1970.
CREATE TABLE workspace (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE staff (
    id TEXT PRIMARY KEY,
    workspace TEXT NOT NULL REFERENCES workspace (id),
    email TEXT NOT NULL,
    -- The address in lower case: e-mail matches without case.
    email_key TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    status TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (email_key, workspace)
);

-- What one person may do beyond or short of the role.
CREATE TABLE staff_permission (
    staff TEXT NOT NULL REFERENCES staff (id),
    module TEXT NOT NULL,
    action TEXT NOT NULL,
    allowed INTEGER NOT NULL,
    PRIMARY KEY (staff, module, action)
);

-- One row per sign-in. The token itself is nowhere: only its SHA-256.
CREATE TABLE sign_in (
    token_hash TEXT PRIMARY KEY,
    staff TEXT NOT NULL REFERENCES staff (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
);

CREATE INDEX sign_in_by_expiry ON sign_in (expires_at);
