-- name: people-of-chats
-- Whom something in a conversation is told that is nobody's: who may see it, wants to know, and does not know yet. ?2 the
-- kind, ?3 the conversation, ?4 its branch. Served by the staff of the workspace.
SELECT s.id, COALESCE(p.language, ''), 1 FROM staff s
LEFT JOIN notification_preference p ON p.workspace = s.workspace AND p.staff = s.id
WHERE s.workspace = ?1 AND s.active = 1 AND s.views_chats = 1 AND (s.branch IS NULL OR ?4 IN ('', s.branch))
    AND COALESCE(p.muted, '') NOT LIKE '%;' || ?2 || ';%'
    AND NOT EXISTS (
        SELECT 1 FROM notification n
        WHERE n.workspace = s.workspace AND n.staff = s.id AND n.kind = ?2 AND n.subject = ?3 AND n.read_at IS NULL
    );

-- name: people-of-channels
-- Who may set channels up and wants to know.
SELECT s.id, COALESCE(p.language, ''), 1 FROM staff s
LEFT JOIN notification_preference p ON p.workspace = s.workspace AND p.staff = s.id
WHERE s.workspace = ?1 AND s.active = 1 AND s.manages_channels = 1
    AND COALESCE(p.muted, '') NOT LIKE '%;' || ?2 || ';%';

-- name: person-of-chats
-- One person, when they may see the conversation, and whether they want to know. ?3 who, ?4 the branch.
SELECT s.id, COALESCE(p.language, ''), CASE WHEN p.muted LIKE '%;' || ?2 || ';%' THEN 0 ELSE 1 END FROM staff s
LEFT JOIN notification_preference p ON p.workspace = s.workspace AND p.staff = s.id
WHERE s.workspace = ?1 AND s.id = ?3 AND s.active = 1 AND s.views_chats = 1
    AND (s.branch IS NULL OR ?4 IN ('', s.branch));

-- name: add-notification
-- A new one, or one more of what is unread already: unique by notification_unread.
INSERT INTO notification (id, workspace, staff, kind, subject, caused_by, state, count, at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?8)
ON CONFLICT (workspace, staff, kind, subject) WHERE read_at IS NULL DO UPDATE SET
    caused_by = excluded.caused_by, state = excluded.state, count = notification.count + 1, at = excluded.at
RETURNING id, count;

-- name: notifications
-- The latest first, those before a moment and an id. ?5 is 1 for unread ones only. What is about a conversation that the
-- person does not see any more is left out. Served by notification_by_staff.
SELECT n.id, n.kind, n.subject, n.caused_by, COALESCE(b.name, n.caused_by), n.state, n.count, n.at, n.read_at,
    c.kind, COALESCE(k.name, c.name, c.phone, c.chat), c.unread, m.type, substr(m.body, 1, 160), l.name
FROM notification n
LEFT JOIN staff s ON s.workspace = n.workspace AND s.id = n.staff
LEFT JOIN staff b ON b.workspace = n.workspace AND b.id = n.caused_by
LEFT JOIN conversation c ON c.id = n.subject
LEFT JOIN person p ON p.workspace = c.workspace AND p.identifier = c.identifier
LEFT JOIN contact k ON k.workspace = p.workspace AND k.id = p.contact
LEFT JOIN message m ON m.id = c.last_message
LEFT JOIN session l ON l.workspace = n.workspace AND l.channel = n.subject
WHERE n.workspace = ?1 AND n.staff = ?2 AND (n.at, n.id) < (?3, ?4)
    AND (CAST(?5 AS BIGINT) = 0 OR n.read_at IS NULL)
    AND (c.id IS NULL OR (s.views_chats = 1 AND (s.branch IS NULL OR c.branch IN ('', s.branch))))
ORDER BY n.at DESC, n.id DESC LIMIT ?6;

-- name: count-unread
-- Served by notification_unread.
SELECT COUNT(*) FROM notification n
LEFT JOIN staff s ON s.workspace = n.workspace AND s.id = n.staff
LEFT JOIN conversation c ON c.id = n.subject
WHERE n.workspace = ?1 AND n.staff = ?2 AND n.read_at IS NULL
    AND (c.id IS NULL OR (s.views_chats = 1 AND (s.branch IS NULL OR c.branch IN ('', s.branch))));

-- name: notification
SELECT 1 FROM notification WHERE id = ?3 AND workspace = ?1 AND staff = ?2;

-- name: read-notification
UPDATE notification SET read_at = ?4 WHERE id = ?3 AND workspace = ?1 AND staff = ?2 AND read_at IS NULL;

-- name: read-all-notifications
-- Served by notification_unread.
UPDATE notification SET read_at = ?3 WHERE workspace = ?1 AND staff = ?2 AND read_at IS NULL;

-- name: read-of-subject
-- What anybody has unread of two kinds about a conversation. Served by notification_by_subject.
UPDATE notification SET read_at = ?3 WHERE workspace = ?1 AND subject = ?2 AND kind IN (?4, ?5) AND read_at IS NULL
RETURNING staff, id;

-- name: move-notifications
-- What is unread about a conversation is about another one from now on, unless its person has one like it there. Served by
-- notification_by_subject.
UPDATE notification SET subject = ?3
WHERE workspace = ?1 AND subject = ?2 AND read_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM notification n
    WHERE n.workspace = notification.workspace AND n.staff = notification.staff AND n.kind = notification.kind
        AND n.subject = ?3 AND n.read_at IS NULL
);

-- name: read-rest-of-subject
-- Served by notification_by_subject.
UPDATE notification SET read_at = ?3 WHERE workspace = ?1 AND subject = ?2 AND read_at IS NULL RETURNING staff, id;

-- name: preferences
SELECT muted, sound, language, quiet_from, quiet_to FROM notification_preference WHERE workspace = ?1 AND staff = ?2;

-- name: set-preferences
INSERT INTO notification_preference (workspace, staff, muted, sound, language, quiet_from, quiet_to)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (workspace, staff) DO UPDATE SET
    muted = excluded.muted, sound = excluded.sound, language = excluded.language, quiet_from = excluded.quiet_from,
    quiet_to = excluded.quiet_to;

-- name: take-session
-- Makes the row of a session, or waits for whoever is changing it, and tells what is known.
INSERT INTO session (workspace, channel, name) VALUES (?1, ?2, ?3)
ON CONFLICT (workspace, channel) DO UPDATE SET name = excluded.name
RETURNING status, status_at, health, health_at, has_worked, is_troubled;

-- name: set-session
UPDATE session SET status = ?3, status_at = ?4, health = ?5, health_at = ?6, has_worked = ?7, is_troubled = ?8
WHERE workspace = ?1 AND channel = ?2;

-- name: remove-old
-- Some of those that last happened before a moment and are read, or before another one and are not. Served by
-- notification_by_age.
DELETE FROM notification WHERE id IN (
    SELECT id FROM notification WHERE at < ?1 AND (read_at IS NOT NULL OR at < ?2) ORDER BY at LIMIT ?3
);
