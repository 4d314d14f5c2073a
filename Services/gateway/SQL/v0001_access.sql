-- Who may sign in, and what they may do. Times are milliseconds since 1970.
CREATE TABLE workspace (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- Counts the changes of staff and roles, which are made one at a time.
    staff_changes INTEGER NOT NULL
);

-- One person who signs in: one address and one password over all workspaces.
CREATE TABLE account (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL,
    -- The address in lower case: e-mail matches without case.
    email_key TEXT NOT NULL UNIQUE,
    -- Null until one is chosen: nobody signs in before.
    password_hash TEXT,
    -- The workspace that was signed in to last; null before the first time.
    last_workspace TEXT REFERENCES workspace (id),
    created_at INTEGER NOT NULL
);

-- A person at work in one workspace.
CREATE TABLE staff (
    id TEXT PRIMARY KEY,
    workspace TEXT NOT NULL REFERENCES workspace (id),
    account TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    status TEXT NOT NULL,
    -- Null for one who sees all branches.
    branch TEXT,
    -- Counts the changes, exceptions included.
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    -- When anything about what they may do last changed, the role and the sign-ins included: connections of theirs are
    -- looked at again then.
    rights_at INTEGER NOT NULL,
    UNIQUE (account, workspace)
);

CREATE INDEX staff_by_workspace ON staff (workspace, id);
CREATE INDEX staff_by_rights ON staff (rights_at);

-- What people may be in a workspace. The permissions of "administrator" are all there are, whatever stands below.
CREATE TABLE role (
    workspace TEXT NOT NULL REFERENCES workspace (id),
    name TEXT NOT NULL,
    PRIMARY KEY (workspace, name)
);

CREATE TABLE role_permission (
    workspace TEXT NOT NULL,
    role TEXT NOT NULL,
    module TEXT NOT NULL,
    action TEXT NOT NULL,
    PRIMARY KEY (workspace, role, module, action),
    FOREIGN KEY (workspace, role) REFERENCES role (workspace, name)
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
    -- What it is called in lists, where it must not be recognized as a token.
    id TEXT NOT NULL UNIQUE,
    staff TEXT NOT NULL REFERENCES staff (id),
    ip TEXT NOT NULL,
    agent TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
);

CREATE INDEX sign_in_by_expiry ON sign_in (expires_at);
CREATE INDEX sign_in_by_staff ON sign_in (staff, id);

-- Who tried to sign in, for as long as it is kept.
CREATE TABLE sign_in_attempt (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (id),
    -- Where it led to; null when it did not.
    workspace TEXT,
    at INTEGER NOT NULL,
    ip TEXT NOT NULL,
    agent TEXT NOT NULL,
    outcome TEXT NOT NULL
);

CREATE INDEX sign_in_attempt_by_account ON sign_in_attempt (account, id);
CREATE INDEX sign_in_attempt_by_time ON sign_in_attempt (at);

-- How often something was tried by an address of mail or of the network, until the count begins anew.
CREATE TABLE attempt_count (
    key TEXT PRIMARY KEY,
    used INTEGER NOT NULL,
    ends_at INTEGER NOT NULL
);

CREATE INDEX attempt_count_by_end ON attempt_count (ends_at);

-- Links by which a new password is chosen, each good for one. The token itself is nowhere: only its SHA-256.
CREATE TABLE password_reset (
    token_hash TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (id),
    expires_at INTEGER NOT NULL
);

CREATE INDEX password_reset_by_account ON password_reset (account);
CREATE INDEX password_reset_by_expiry ON password_reset (expires_at);

-- Tokens for other programs, which act for the one who made them. The token itself is nowhere: only its SHA-256.
CREATE TABLE api_token (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    workspace TEXT NOT NULL REFERENCES workspace (id),
    staff TEXT NOT NULL REFERENCES staff (id),
    name TEXT NOT NULL,
    -- JSON: module → actions. Of these, what the owner may still do.
    permissions TEXT NOT NULL,
    -- JSON: ids of channels; null for all of them.
    channels TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER
);

CREATE INDEX api_token_by_workspace ON api_token (workspace, id);
CREATE INDEX api_token_by_staff ON api_token (staff);
