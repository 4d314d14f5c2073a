-- A person, as others were last told. Days are text, YYYY-MM-DD; moments are milliseconds since 1970.
CREATE TABLE contact (
    workspace TEXT NOT NULL,
    id TEXT NOT NULL,
    -- What the person calls themselves on WhatsApp.
    whatsapp_name TEXT,
    name TEXT,
    kind TEXT NOT NULL,
    badge TEXT NOT NULL,
    badge_label TEXT NOT NULL,
    branch TEXT,
    -- The last day on which the badge holds; NULL when no day ends it.
    holds_until TEXT,
    -- The contact that this one turned out to be.
    merged_into TEXT,
    -- Counts what others were told.
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (workspace, id)
);
CREATE INDEX contact_due ON contact (holds_until) WHERE holds_until IS NOT NULL;

CREATE TABLE identifier (
    workspace TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    PRIMARY KEY (workspace, kind, value)
);
CREATE INDEX identifier_contact ON identifier (workspace, contact_id);

-- Every merge with what it moved, so that it can be undone.
CREATE TABLE contact_merge (
    workspace TEXT NOT NULL,
    loser TEXT NOT NULL,
    winner TEXT NOT NULL,
    -- JSON: {"identifiers": [{"kind", "value"}], "members": [id], "leads": [id]}.
    moved TEXT NOT NULL,
    merged_at INTEGER NOT NULL,
    PRIMARY KEY (workspace, loser)
);

CREATE TABLE member (
    workspace TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT,
    email TEXT,
    date_of_birth TEXT,
    gender TEXT,
    branch TEXT,
    registered_on TEXT,
    trainer TEXT,
    contact_id TEXT,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (workspace, id)
);
CREATE INDEX member_contact ON member (workspace, contact_id);

-- A package may come before its member.
CREATE TABLE package (
    workspace TEXT NOT NULL,
    id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    name TEXT NOT NULL,
    remaining_sessions INTEGER,
    expires_on TEXT,
    trainer TEXT,
    PRIMARY KEY (workspace, id)
);
CREATE INDEX package_member ON package (workspace, member_id);

CREATE TABLE lead (
    workspace TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT,
    email TEXT,
    status TEXT NOT NULL,
    branch TEXT,
    -- The member that the lead became; it may come later.
    member_id TEXT,
    contact_id TEXT,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (workspace, id)
);
CREATE INDEX lead_contact ON lead (workspace, contact_id);
CREATE INDEX lead_member ON lead (workspace, member_id);
