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
CREATE INDEX identifier_contact ON identifier (workspace, contact_id);

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
CREATE INDEX hand_link_record ON hand_link (workspace, kind, record_id);

-- The leads of each contact: by number but for those that staff took off it, and by hand.
CREATE VIEW contact_lead AS
SELECT l.workspace, l.contact_id, l.id AS lead_id, 0 AS linked, 0 AS linked_at FROM lead l
WHERE l.contact_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM hand_link h
    WHERE h.workspace = l.workspace AND h.contact_id = l.contact_id AND h.kind = 'lead' AND h.record_id = l.id
)
UNION ALL
SELECT workspace, contact_id, record_id, linked, linked_at FROM hand_link WHERE kind = 'lead' AND linked = 1;

-- The members of each contact, likewise; the member that a lead of the contact became is one of them.
CREATE VIEW contact_member AS
SELECT m.workspace, m.contact_id, m.id AS member_id, 0 AS linked, 0 AS linked_at FROM member m
WHERE m.contact_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM hand_link h
    WHERE h.workspace = m.workspace AND h.contact_id = m.contact_id AND h.kind = 'member' AND h.record_id = m.id
)
UNION ALL
SELECT c.workspace, c.contact_id, l.member_id, 0, 0 FROM contact_lead c
JOIN lead l ON l.workspace = c.workspace AND l.id = c.lead_id
WHERE l.member_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM hand_link h
    WHERE h.workspace = c.workspace AND h.contact_id = c.contact_id AND h.kind = 'member'
        AND h.record_id = l.member_id
)
UNION ALL
SELECT workspace, contact_id, record_id, linked, linked_at FROM hand_link WHERE kind = 'member' AND linked = 1;
