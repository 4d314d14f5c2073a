-- A person, as others were last told. Days are text, YYYY-MM-DD; moments are milliseconds since 1970.
CREATE TABLE contact (
    workspace TEXT NOT NULL,
    id TEXT NOT NULL,
    -- What the person calls themselves on WhatsApp.
    whatsapp_name TEXT,
    -- What staff call them; it goes before all other names.
    given_name TEXT,
    name TEXT,
    kind TEXT NOT NULL,
    badge TEXT NOT NULL,
    badge_label TEXT NOT NULL,
    branch TEXT,
    -- Of the lead, as its badge has it.
    lead_status TEXT,
    -- The last day on which the badge holds; NULL when no day ends it.
    holds_until TEXT,
    -- Names in lower case and the digits of the identifiers, a line each.
    search TEXT NOT NULL DEFAULT '',
    -- The contact that this one turned out to be.
    merged_into TEXT,
    -- Counts what others were told.
    version INTEGER NOT NULL,
    -- Who changed it last by hand, and when anything did.
    changed_by TEXT,
    changed_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (workspace, id)
);
CREATE INDEX contact_due ON contact (holds_until) WHERE holds_until IS NOT NULL;
CREATE INDEX contact_merged ON contact (workspace, merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE identifier (
    workspace TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    -- How often it has changed hands.
    moves INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (workspace, kind, value)
);
-- In the order in which they are listed, lest SQLite takes the primary key for that order and reads the workspace.
CREATE INDEX identifier_contact ON identifier (workspace, contact_id, kind DESC, value);

-- Every merge with what it moved, so that it can be undone.
CREATE TABLE contact_merge (
    workspace TEXT NOT NULL,
    id TEXT NOT NULL,
    loser TEXT NOT NULL,
    winner TEXT NOT NULL,
    reason TEXT NOT NULL,
    -- JSON: identifiers, members, leads, links, contacts, names.
    moved TEXT NOT NULL,
    merged_by TEXT,
    merged_at INTEGER NOT NULL,
    undone_by TEXT,
    undone_at INTEGER,
    PRIMARY KEY (workspace, id)
);
CREATE INDEX contact_merge_loser ON contact_merge (workspace, loser, id);
CREATE INDEX contact_merge_winner ON contact_merge (workspace, winner, id);

-- Contacts whose merge was undone: they are merged again only by hand. Each pair in both orders.
CREATE TABLE kept_apart (
    workspace TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    other_id TEXT NOT NULL,
    PRIMARY KEY (workspace, contact_id, other_id)
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
    -- upload, or crm: what came from the database goes when it has gone there.
    source TEXT NOT NULL,
    contact_id TEXT,
    -- Id, name and e-mail address in lower case and the digits of the number, a line each.
    search TEXT NOT NULL DEFAULT '',
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
    source TEXT NOT NULL,
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
    -- The status that the last upload brought: staff may have changed it since.
    told_status TEXT NOT NULL,
    status_by TEXT,
    status_at INTEGER NOT NULL,
    branch TEXT,
    -- The member that the lead became; it may come later.
    member_id TEXT,
    source TEXT NOT NULL,
    contact_id TEXT,
    -- Id, name and e-mail address in lower case and the digits of the number, a line each.
    search TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (workspace, id)
);
CREATE INDEX lead_contact ON lead (workspace, contact_id);
CREATE INDEX lead_member ON lead (workspace, member_id);

-- What staff have said of a contact and a record: that they belong together whatever their numbers are, or do not.
CREATE TABLE hand_link (
    workspace TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    -- member or lead
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    linked INTEGER NOT NULL,
    linked_by TEXT,
    linked_at INTEGER NOT NULL,
    PRIMARY KEY (workspace, contact_id, kind, record_id)
);
CREATE INDEX hand_link_record ON hand_link (workspace, kind, record_id, contact_id);
