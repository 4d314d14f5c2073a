-- ?1 is the workspace throughout.

-- name: find-identifiers
-- Who is known by a phone number (?2, or ?3, its other form) or a hidden id (?4); empty texts find nobody. One by one:
-- SQLite then looks each up, and does not read all of the workspace.
SELECT i.kind, i.value, i.contact_id, c.whatsapp_name FROM identifier i
JOIN contact c ON c.workspace = i.workspace AND c.id = i.contact_id
WHERE i.workspace = ?1 AND i.kind = 'phone' AND i.value = ?2
UNION
SELECT i.kind, i.value, i.contact_id, c.whatsapp_name FROM identifier i
JOIN contact c ON c.workspace = i.workspace AND c.id = i.contact_id
WHERE i.workspace = ?1 AND i.kind = 'phone' AND i.value = ?3
UNION
SELECT i.kind, i.value, i.contact_id, c.whatsapp_name FROM identifier i
JOIN contact c ON c.workspace = i.workspace AND c.id = i.contact_id
WHERE i.workspace = ?1 AND i.kind = 'lid' AND i.value = ?4;

-- name: claim-identifier
INSERT INTO identifier (workspace, kind, value, contact_id) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (workspace, kind, value) DO NOTHING;

-- name: identifier-owner
SELECT contact_id FROM identifier WHERE workspace = ?1 AND kind = ?2 AND value = ?3;

-- name: identifiers
SELECT kind, value, moves FROM identifier WHERE workspace = ?1 AND contact_id = ?2 ORDER BY kind DESC, value;

-- name: move-identifiers
UPDATE identifier SET contact_id = ?3, moves = moves + 1 WHERE workspace = ?1 AND contact_id = ?2;

-- name: return-identifier
UPDATE identifier SET contact_id = ?5, moves = moves + 1
WHERE workspace = ?1 AND kind = ?2 AND value = ?3 AND contact_id = ?4;

-- name: add-contact
INSERT INTO contact (workspace, id, kind, badge, badge_label, version, changed_at, created_at)
VALUES (?1, ?2, 'unknown', 'notAMember', 'Not a Member', 0, ?3, ?3);

-- name: contact
SELECT id, whatsapp_name, given_name, name, kind, badge, badge_label, branch, lead_status, holds_until, search,
    merged_into, version, changed_by, changed_at FROM contact
WHERE workspace = ?1 AND id = ?2;

-- name: contact-to-change (sqlite)
SELECT id, whatsapp_name, given_name, name, kind, badge, badge_label, branch, lead_status, holds_until, search,
    merged_into, version, changed_by, changed_at FROM contact
WHERE workspace = ?1 AND id = ?2;

-- name: contact-to-change (postgres)
SELECT id, whatsapp_name, given_name, name, kind, badge, badge_label, branch, lead_status, holds_until, search,
    merged_into, version, changed_by, changed_at FROM contact
WHERE workspace = ?1 AND id = ?2 FOR UPDATE;

-- name: change-contact
UPDATE contact SET name = ?3, kind = ?4, badge = ?5, badge_label = ?6, branch = ?7, lead_status = ?8,
    holds_until = ?9, search = ?10, version = ?11, changed_by = ?12, changed_at = ?13
WHERE workspace = ?1 AND id = ?2;

-- name: rename-contact
UPDATE contact SET whatsapp_name = ?3 WHERE workspace = ?1 AND id = ?2;

-- name: give-name
UPDATE contact SET given_name = ?3 WHERE workspace = ?1 AND id = ?2;

-- name: end-contact
UPDATE contact SET merged_into = ?3, holds_until = NULL, version = ?4, changed_by = ?5, changed_at = ?6
WHERE workspace = ?1 AND id = ?2;

-- name: revive-contact
UPDATE contact SET merged_into = NULL WHERE workspace = ?1 AND id = ?2;

-- name: contacts
-- Without those that are part of another, the newest first. ?2 comes after the first one, ?3 how many, ?4 to ?6 patterns
-- of which one must fit, ?7 a kind or '', ?8 a branch to stay in, or ''.
SELECT id, whatsapp_name, given_name, name, kind, badge, badge_label, branch, lead_status, holds_until, search,
    merged_into, version, changed_by, changed_at FROM contact
WHERE workspace = ?1 AND id < ?2 AND merged_into IS NULL
    AND (search LIKE ?4 ESCAPE '!' OR search LIKE ?5 ESCAPE '!' OR search LIKE ?6 ESCAPE '!')
    AND ?7 IN ('', kind) AND (?8 IN ('', branch) OR branch IS NULL)
ORDER BY id DESC LIMIT ?3;

-- name: redirect-contacts
UPDATE contact SET merged_into = ?3 WHERE workspace = ?1 AND merged_into = ?2 RETURNING id;

-- name: return-contact
UPDATE contact SET merged_into = ?4 WHERE workspace = ?1 AND id = ?2 AND merged_into = ?3;

-- name: record-merge
INSERT INTO contact_merge (workspace, id, loser, winner, reason, moved, merged_by, merged_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: merge
SELECT id, loser, winner, reason, moved, merged_by, merged_at, undone_by, undone_at FROM contact_merge
WHERE workspace = ?1 AND id = ?2;

-- name: merges-of-contact
SELECT id, loser, winner, reason, moved, merged_by, merged_at, undone_by, undone_at FROM contact_merge
WHERE (workspace = ?1 AND loser = ?2 AND id < ?3) OR (workspace = ?1 AND winner = ?2 AND id < ?3)
ORDER BY id DESC LIMIT ?4;

-- name: undo-merge
-- Once.
UPDATE contact_merge SET undone_by = ?3, undone_at = ?4 WHERE workspace = ?1 AND id = ?2 AND undone_at IS NULL;

-- name: keep-apart
INSERT INTO kept_apart (workspace, contact_id, other_id) VALUES (?1, ?2, ?3), (?1, ?3, ?2)
ON CONFLICT (workspace, contact_id, other_id) DO NOTHING;

-- name: kept-apart
SELECT other_id FROM kept_apart WHERE workspace = ?1 AND contact_id = ?2 ORDER BY other_id;

-- name: let-together
DELETE FROM kept_apart
WHERE workspace = ?1 AND ((contact_id = ?2 AND other_id = ?3) OR (contact_id = ?3 AND other_id = ?2));

-- name: link
INSERT INTO hand_link (workspace, contact_id, kind, record_id, linked, linked_by, linked_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (workspace, contact_id, kind, record_id) DO UPDATE SET
    linked = excluded.linked, linked_by = excluded.linked_by, linked_at = excluded.linked_at;

-- name: unlink-others
-- A link by hand takes the place of those before it.
DELETE FROM hand_link WHERE workspace = ?1 AND contact_id = ?2 AND kind = ?3 AND linked = 1 AND record_id <> ?4;

-- name: move-links
-- What the other contact's links say of the same record stands.
UPDATE hand_link SET contact_id = ?3 WHERE workspace = ?1 AND contact_id = ?2 AND NOT EXISTS (
    SELECT 1 FROM hand_link o WHERE o.workspace = ?1 AND o.contact_id = ?3 AND o.kind = hand_link.kind
        AND o.record_id = hand_link.record_id
) RETURNING kind, record_id;

-- name: return-link
UPDATE hand_link SET contact_id = ?5 WHERE workspace = ?1 AND kind = ?2 AND record_id = ?3 AND contact_id = ?4;

-- name: due-contacts
-- Of all workspaces: whose badge held until a day before ?1; ?2 is how many at most.
SELECT workspace, id FROM contact WHERE holds_until < ?1 ORDER BY holds_until, workspace, id LIMIT ?2;

-- name: member
SELECT id, name, phone, email, date_of_birth, gender, branch, registered_on, trainer, contact_id, source FROM member
WHERE workspace = ?1 AND id = ?2;

-- name: members-of-contact
-- By number, as what a lead of the contact became, and by hand; but for those that staff took off it. Those by hand come
-- before the others, the newest first. One may come twice.
SELECT m.id, m.name, m.phone, m.email, m.date_of_birth, m.gender, m.branch, m.registered_on, m.trainer, m.contact_id,
    0 AS linked, 0 AS linked_at, m.updated_at
FROM member m
WHERE m.workspace = ?1 AND m.contact_id = ?2 AND NOT EXISTS (
    SELECT 1 FROM hand_link h
    WHERE h.workspace = ?1 AND h.contact_id = ?2 AND h.kind = 'member' AND h.record_id = m.id
)
UNION ALL
SELECT m.id, m.name, m.phone, m.email, m.date_of_birth, m.gender, m.branch, m.registered_on, m.trainer, m.contact_id, 0, 0, m.updated_at
FROM lead l JOIN member m ON m.workspace = l.workspace AND m.id = l.member_id
WHERE l.workspace = ?1 AND l.contact_id = ?2 AND NOT EXISTS (
    SELECT 1 FROM hand_link h
    WHERE h.workspace = ?1 AND h.contact_id = ?2 AND h.kind = 'lead' AND h.record_id = l.id
) AND NOT EXISTS (
    SELECT 1 FROM hand_link h
    WHERE h.workspace = ?1 AND h.contact_id = ?2 AND h.kind = 'member' AND h.record_id = m.id
)
UNION ALL
SELECT m.id, m.name, m.phone, m.email, m.date_of_birth, m.gender, m.branch, m.registered_on, m.trainer, m.contact_id, 0, 0, m.updated_at
FROM hand_link c JOIN lead l ON l.workspace = c.workspace AND l.id = c.record_id
JOIN member m ON m.workspace = l.workspace AND m.id = l.member_id
WHERE c.workspace = ?1 AND c.contact_id = ?2 AND c.kind = 'lead' AND c.linked = 1 AND NOT EXISTS (
    SELECT 1 FROM hand_link h
    WHERE h.workspace = ?1 AND h.contact_id = ?2 AND h.kind = 'member' AND h.record_id = m.id
)
UNION ALL
SELECT m.id, m.name, m.phone, m.email, m.date_of_birth, m.gender, m.branch, m.registered_on, m.trainer, m.contact_id, 1, c.linked_at,
    m.updated_at
FROM hand_link c JOIN member m ON m.workspace = c.workspace AND m.id = c.record_id
WHERE c.workspace = ?1 AND c.contact_id = ?2 AND c.kind = 'member' AND c.linked = 1
ORDER BY linked DESC, linked_at DESC, updated_at DESC, id;

-- name: contacts-of-member
-- Whoever may show the member: of some a link by hand says otherwise. Served by lead_member and hand_link_record: the
-- leads come first, as they are few.
SELECT contact_id FROM member WHERE workspace = ?1 AND id = ?2 AND contact_id IS NOT NULL
UNION
SELECT contact_id FROM lead WHERE workspace = ?1 AND member_id = ?2 AND contact_id IS NOT NULL
UNION
SELECT h.contact_id FROM lead l CROSS JOIN hand_link h
WHERE l.workspace = ?1 AND l.member_id = ?2 AND h.workspace = l.workspace AND h.kind = 'lead' AND h.record_id = l.id
UNION
SELECT contact_id FROM hand_link WHERE workspace = ?1 AND kind = 'member' AND record_id = ?2;

-- name: members
-- By id. ?2 comes before the first one, ?3 how many, ?4 to ?6 patterns of which one must fit, ?7 a branch to stay in, or
-- ''.
SELECT id, name, phone, email, date_of_birth, gender, branch, registered_on, trainer, contact_id FROM member
WHERE workspace = ?1 AND id > ?2
    AND (search LIKE ?4 ESCAPE '!' OR search LIKE ?5 ESCAPE '!' OR search LIKE ?6 ESCAPE '!')
    AND (?7 IN ('', branch) OR branch IS NULL)
ORDER BY id LIMIT ?3;

-- name: put-member
INSERT INTO member (workspace, id, name, phone, email, date_of_birth, gender, branch, registered_on, trainer,
    contact_id, search, updated_at, source)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
ON CONFLICT (workspace, id) DO UPDATE SET name = excluded.name, phone = excluded.phone, email = excluded.email,
    date_of_birth = excluded.date_of_birth, gender = excluded.gender, branch = excluded.branch,
    registered_on = excluded.registered_on, trainer = excluded.trainer, contact_id = excluded.contact_id,
    search = excluded.search, updated_at = excluded.updated_at, source = excluded.source;

-- name: remove-member
DELETE FROM member WHERE workspace = ?1 AND id = ?2 AND source = 'crm';

-- name: move-members
UPDATE member SET contact_id = ?3 WHERE workspace = ?1 AND contact_id = ?2 RETURNING id;

-- name: return-member
UPDATE member SET contact_id = ?4 WHERE workspace = ?1 AND id = ?2 AND contact_id = ?3;

-- name: package
SELECT id, member_id, name, remaining_sessions, expires_on, trainer, source FROM package
WHERE workspace = ?1 AND id = ?2;

-- name: packages-of-member
SELECT id, member_id, name, remaining_sessions, expires_on, trainer FROM package
WHERE workspace = ?1 AND member_id = ?2 ORDER BY expires_on, id;

-- name: put-package
INSERT INTO package (workspace, id, member_id, name, remaining_sessions, expires_on, trainer, source)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (workspace, id) DO UPDATE SET member_id = excluded.member_id, name = excluded.name,
    remaining_sessions = excluded.remaining_sessions, expires_on = excluded.expires_on, trainer = excluded.trainer,
    source = excluded.source;

-- name: remove-package
DELETE FROM package WHERE workspace = ?1 AND id = ?2 AND source = 'crm';

-- name: lead
SELECT id, name, phone, email, status, branch, member_id, contact_id, version, told_status, status_by, status_at,
    updated_at, source
FROM lead WHERE workspace = ?1 AND id = ?2;

-- name: leads-of-contact
-- By number, but for those that staff took off it, and by hand. Those by hand come before the others, the newest first.
SELECT l.id, l.name, l.phone, l.email, l.status, l.branch, l.member_id, l.contact_id, l.version, 0 AS linked, 0 AS linked_at, l.updated_at
FROM lead l
WHERE l.workspace = ?1 AND l.contact_id = ?2 AND NOT EXISTS (
    SELECT 1 FROM hand_link h
    WHERE h.workspace = ?1 AND h.contact_id = ?2 AND h.kind = 'lead' AND h.record_id = l.id
)
UNION ALL
SELECT l.id, l.name, l.phone, l.email, l.status, l.branch, l.member_id, l.contact_id, l.version, 1, c.linked_at, l.updated_at
FROM hand_link c JOIN lead l ON l.workspace = c.workspace AND l.id = c.record_id
WHERE c.workspace = ?1 AND c.contact_id = ?2 AND c.kind = 'lead' AND c.linked = 1
ORDER BY linked DESC, linked_at DESC, updated_at DESC, id LIMIT 1;

-- name: contacts-of-lead
-- Whoever may show the lead: of some a link by hand says otherwise.
SELECT contact_id FROM lead WHERE workspace = ?1 AND id = ?2 AND contact_id IS NOT NULL
UNION
SELECT contact_id FROM hand_link WHERE workspace = ?1 AND kind = 'lead' AND record_id = ?2;

-- name: leads
-- By id. ?2 comes before the first one, ?3 how many, ?4 to ?6 patterns of which one must fit, ?7 a status or '', ?8 a
-- branch to stay in, or ''.
SELECT id, name, phone, email, status, branch, member_id, contact_id, version FROM lead
WHERE workspace = ?1 AND id > ?2
    AND (search LIKE ?4 ESCAPE '!' OR search LIKE ?5 ESCAPE '!' OR search LIKE ?6 ESCAPE '!')
    AND ?7 IN ('', status) AND (?8 IN ('', branch) OR branch IS NULL)
ORDER BY id LIMIT ?3;

-- name: put-lead
-- What staff did to the status stands until an upload brings another one than the upload before.
INSERT INTO lead (workspace, id, name, phone, email, status, branch, member_id, contact_id, search, updated_at,
    told_status, status_at, source)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?6, ?11, ?12)
ON CONFLICT (workspace, id) DO UPDATE SET name = excluded.name, phone = excluded.phone, email = excluded.email,
    status = CASE WHEN lead.told_status = excluded.status THEN lead.status ELSE excluded.status END,
    status_by = CASE WHEN lead.told_status = excluded.status THEN lead.status_by ELSE NULL END,
    status_at = CASE WHEN lead.told_status = excluded.status THEN lead.status_at ELSE excluded.status_at END,
    told_status = excluded.told_status, branch = excluded.branch, member_id = excluded.member_id,
    contact_id = excluded.contact_id, search = excluded.search, version = lead.version + 1,
    updated_at = excluded.updated_at, source = excluded.source;

-- name: remove-lead
DELETE FROM lead WHERE workspace = ?1 AND id = ?2 AND source = 'crm';

-- name: set-lead-status
-- Compare-and-set: nothing changes when the lead is not at version ?3 any more.
UPDATE lead SET status = ?4, status_by = ?5, status_at = ?6, updated_at = ?6, version = version + 1
WHERE workspace = ?1 AND id = ?2 AND version = ?3;

-- name: move-leads
UPDATE lead SET contact_id = ?3 WHERE workspace = ?1 AND contact_id = ?2 RETURNING id;

-- name: return-lead
UPDATE lead SET contact_id = ?4 WHERE workspace = ?1 AND id = ?2 AND contact_id = ?3;

-- name: await-lid
INSERT INTO lid_lookup (workspace, lid, due_at) VALUES (?1, ?2, ?3) ON CONFLICT (workspace, lid) DO NOTHING;

-- name: forget-lid
DELETE FROM lid_lookup WHERE workspace = ?1 AND lid = ?2;

-- name: take-lids
-- Up to ?3 that are due at ?1, of all workspaces; nobody else takes them before ?2.
UPDATE lid_lookup SET due_at = ?2 WHERE (workspace, lid) IN (
    SELECT workspace, lid FROM lid_lookup WHERE due_at <= ?1 ORDER BY due_at LIMIT ?3
) AND due_at <= ?1
RETURNING workspace, lid, tries;

-- name: put-off-lid
UPDATE lid_lookup SET tries = ?3, due_at = ?4 WHERE workspace = ?1 AND lid = ?2;

-- name: ask-lids-again
-- After a start: whoever was asked in vain may have been told since.
UPDATE lid_lookup SET due_at = ?1 WHERE due_at > ?1;
