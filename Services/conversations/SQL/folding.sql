-- name: active-of-contact
-- What a contact has at a time, those with a number first, then the latest. Served by person_by_contact and
-- conversation_by_identifier.
SELECT * FROM conversation_full
WHERE workspace = ?1 AND ended_at IS NULL AND kind = 'personal'
    AND identifier IN (SELECT identifier FROM person WHERE workspace = ?1 AND contact = ?2)
ORDER BY CASE WHEN phone IS NULL THEN 1 ELSE 0 END, active_at DESC, last_message DESC, id;

-- name: fold
-- Makes a conversation part of another one; nothing changes when it is ended already. ?4 is 2 or 3.
UPDATE conversation SET
    ended = ?4, ended_at = ?3, next = ?2, unread = 0, is_unread = 0, holder = '', requested_by = '',
    held_since = ?3, work_version = work_version + 1, work_by = '', work_at = ?3
WHERE id = ?1 AND ended = 0;

-- name: fold-along
-- What was part of one that becomes part of another in turn. Served by conversation_folded.
UPDATE conversation SET next = ?2 WHERE next = ?1 AND ended > 1;

-- name: move-messages
-- Served by message_by_conversation.
UPDATE message SET conversation = ?2 WHERE conversation = ?1;

-- name: take-over
-- ?2 unread to add, ?3 the note: who has seen a version of before, of either, has not seen it.
UPDATE conversation SET
    unread = unread + ?2, is_unread = CASE WHEN unread + ?2 > 0 THEN 1 ELSE 0 END, note = ?3,
    note_version = version + 1, note_by = '', note_at = ?4, version = version + 1, updated_at = ?4
WHERE id = ?1;

-- name: find-last-heard
-- Where a reply goes is looked up anew, after messages have moved. Served by message_by_conversation.
UPDATE conversation SET
    heard_at = COALESCE((
        SELECT sent_at FROM message WHERE conversation = ?1 AND direction = 'in' ORDER BY sent_at DESC, id DESC LIMIT 1
    ), heard_at),
    chat = COALESCE((
        SELECT chat FROM message WHERE conversation = ?1 AND direction = 'in' ORDER BY sent_at DESC, id DESC LIMIT 1
    ), chat)
WHERE id = ?1;

-- name: folded
-- What became part of another one because both were with one person, where either has the identifier ?2 and they are not
-- any more; and with whom it is now. Served by conversation_by_identifier, for which the plus, and conversation_folded.
SELECT f.id, f.next, f.channel, f.chat, f.phone, f.branch, p.contact, host.identifier
FROM (
    SELECT id FROM conversation WHERE workspace = ?1 AND identifier = ?2 AND +ended = 2
    UNION
    SELECT f.id FROM conversation host JOIN conversation f ON f.next = host.id AND f.ended > 1
    WHERE host.workspace = ?1 AND host.identifier = ?2 AND f.ended = 2
) part
JOIN conversation f ON f.id = part.id
JOIN conversation host ON host.id = f.next
LEFT JOIN person p ON p.workspace = f.workspace AND p.identifier = f.identifier
LEFT JOIN person other ON other.workspace = host.workspace AND other.identifier = host.identifier
WHERE p.contact IS NULL OR other.contact IS NULL OR p.contact <> other.contact
ORDER BY f.id;

-- name: addresses
-- Served by address_by_conversation.
SELECT chat FROM address WHERE conversation = ?1;

-- name: unread-of (sqlite)
-- How many of the ?2 newest messages of a conversation that count as unread came from one of the addresses ?3, JSON.
SELECT COUNT(*) FROM (
    SELECT chat FROM message WHERE conversation = ?1 AND direction = 'in' AND quiet = 0
    ORDER BY sent_at DESC, id DESC LIMIT ?2
) part WHERE chat IN (SELECT value FROM json_each(?3));

-- name: unread-of (postgres)
SELECT COUNT(*) FROM (
    SELECT chat FROM message WHERE conversation = ?1 AND direction = 'in' AND quiet = 0
    ORDER BY sent_at DESC, id DESC LIMIT ?2
) part WHERE chat = ANY (ARRAY(SELECT jsonb_array_elements_text(?3::jsonb)));

-- name: part-messages (sqlite)
-- What was exchanged with the addresses ?3, JSON, goes its own way. Served by message_by_conversation.
UPDATE message SET conversation = ?2 WHERE conversation = ?1 AND chat IN (SELECT value FROM json_each(?3));

-- name: part-messages (postgres)
UPDATE message SET conversation = ?2
WHERE conversation = ?1 AND chat = ANY (ARRAY(SELECT jsonb_array_elements_text(?3::jsonb)));

-- name: unfold
UPDATE conversation SET
    ended = 0, ended_at = NULL, next = '', unread = ?2, is_unread = CASE WHEN ?2 > CAST(0 AS BIGINT) THEN 1 ELSE 0 END,
    version = version + 1, updated_at = ?3
WHERE id = ?1 AND ended = 2;
