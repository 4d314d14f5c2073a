-- name: set-work
-- Compare-and-set: nothing changes when assignment, control or end have changed since version ?3. Takes the row for this
-- transaction and tells what is unread in it and whose branch it is.
UPDATE conversation SET
    assignee = ?4, holder = ?5, held_since = ?6, requested_by = ?7, ended = ?8, ended_at = ?9,
    work_version = work_version + 1, work_by = ?10, work_at = ?11, version = version + 1, updated_at = ?11,
    facets = (facets & ?12) | ?13
WHERE workspace = ?1 AND id = ?2 AND work_version = ?3
RETURNING unread, branch;

-- name: last-work
-- Whose the last change of the work on a conversation was, and when.
SELECT COALESCE(s.name, c.work_by), c.work_at, c.work_version FROM conversation c
LEFT JOIN staff s ON s.workspace = c.workspace AND s.id = c.work_by
WHERE c.workspace = ?1 AND c.id = ?2;

-- name: end-assignment
-- ?2 now, ?3 by whom. Served by assignment_running.
UPDATE assignment SET to_at = ?2, ended_by = ?3 WHERE conversation = ?1 AND to_at IS NULL;

-- name: add-assignment
INSERT INTO assignment (id, workspace, conversation, staff, assigned_by, from_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: assignments
-- Newest first, those before a moment and an id. Served by assignment_by_conversation.
SELECT a.id, a.staff, COALESCE(s.name, a.staff), a.assigned_by, COALESCE(b.name, a.assigned_by), a.from_at, a.to_at,
    a.ended_by, COALESCE(e.name, a.ended_by)
FROM assignment a
LEFT JOIN staff s ON s.workspace = a.workspace AND s.id = a.staff
LEFT JOIN staff b ON b.workspace = a.workspace AND b.id = a.assigned_by
LEFT JOIN staff e ON e.workspace = a.workspace AND e.id = a.ended_by
WHERE a.conversation = ?1 AND (a.from_at, a.id) < (?2, ?3)
ORDER BY a.from_at DESC, a.id DESC LIMIT ?4;

-- name: staff
SELECT name FROM staff WHERE workspace = ?1 AND id = ?2;

-- name: colleague (sqlite)
SELECT name, branch, active, CASE WHEN views_chats = 1 AND writes_chats = 1 THEN 1 ELSE 0 END FROM staff
WHERE workspace = ?1 AND id = ?2;

-- name: colleague (postgres)
-- Stays so until the end of the transaction: whoever tells that they left waits, and finds what they were given.
SELECT name, branch, active, CASE WHEN views_chats = 1 AND writes_chats = 1 THEN 1 ELSE 0 END FROM staff
WHERE workspace = ?1 AND id = ?2 FOR SHARE;

-- name: set-staff
-- Changes nothing when a later version is here.
INSERT INTO staff (workspace, id, name, branch, active, version, views_chats, manages_channels, writes_chats)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (workspace, id) DO UPDATE SET
    name = excluded.name, branch = excluded.branch, active = excluded.active, version = excluded.version,
    views_chats = excluded.views_chats, manages_channels = excluded.manages_channels,
    writes_chats = excluded.writes_chats
WHERE staff.version < excluded.version;

-- name: held-or-asked-by
-- What a person holds or has asked for. Served by conversation_by_holder and conversation_by_requester.
SELECT id FROM conversation WHERE workspace = ?1 AND holder = ?2 AND holder <> ''
UNION
SELECT id FROM conversation WHERE workspace = ?1 AND requested_by = ?2 AND requested_by <> ''
ORDER BY id;

-- name: history-of-contact
-- All conversations of a contact, those before a place in the list. Served by conversation_by_identifier, for which the
-- plus.
SELECT * FROM conversation_full
WHERE workspace = ?1 AND identifier IN (SELECT identifier FROM person WHERE workspace = ?1 AND contact = ?2)
    AND +ended < 2 AND (active_at, last_message) < (?3, ?4)
ORDER BY active_at DESC, last_message DESC LIMIT ?5;

-- name: history-of-identifier
-- The same for somebody who is no contact yet. Served by conversation_by_identifier.
SELECT * FROM conversation_full
WHERE workspace = ?1 AND identifier = ?2 AND +ended < 2 AND (active_at, last_message) < (?3, ?4)
ORDER BY active_at DESC, last_message DESC LIMIT ?5;
