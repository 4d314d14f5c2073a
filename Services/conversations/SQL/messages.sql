-- name: message
-- With the branch of its conversation.
SELECT m.*, NULLIF(c.branch, '') AS branch FROM message_full m LEFT JOIN conversation c ON c.id = m.conversation
WHERE m.workspace = ?1 AND m.id = ?2;

-- name: listed-messages (sqlite)
-- Those of a JSON array of ids, in no order.
SELECT m.*, NULLIF(c.branch, '') AS branch FROM message_full m LEFT JOIN conversation c ON c.id = m.conversation
WHERE m.workspace = ?1 AND m.id IN (SELECT value FROM json_each(?2));

-- name: listed-messages (postgres)
SELECT m.*, NULLIF(c.branch, '') AS branch FROM message_full m LEFT JOIN conversation c ON c.id = m.conversation
WHERE m.workspace = ?1 AND m.id = ANY (ARRAY(SELECT jsonb_array_elements_text(?2::jsonb)));

-- name: message-by-key
-- ?1 workspace, ?2 channel, ?3 kind of key, ?4 key.
SELECT m.*, NULLIF(c.branch, '') AS branch FROM message_full m LEFT JOIN conversation c ON c.id = m.conversation
WHERE m.id = (
    SELECT message FROM message_key WHERE workspace = ?1 AND channel = ?2 AND kind = ?3 AND id = ?4
);

-- name: claim-key
-- Names a message by a key unless the key has one already; tells which it has, and what waits for it.
INSERT INTO message_key (workspace, channel, kind, id, message) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (workspace, channel, kind, id) DO UPDATE SET message = COALESCE(message_key.message, excluded.message)
RETURNING message, parked;

-- name: wait-for-key
-- Tells which message a key has; when it has none, one more waits for it.
INSERT INTO message_key (workspace, channel, kind, id, parked) VALUES (?1, ?2, ?3, ?4, 1)
ON CONFLICT (workspace, channel, kind, id) DO UPDATE SET
    parked = message_key.parked + CASE WHEN message_key.message IS NULL THEN 1 ELSE 0 END
RETURNING message;

-- name: move-key
UPDATE message_key SET message = ?5 WHERE workspace = ?1 AND channel = ?2 AND kind = ?3 AND id = ?4;

-- name: clear-key
UPDATE message_key SET parked = 0 WHERE workspace = ?1 AND channel = ?2 AND kind = ?3 AND id = ?4;

-- name: add-message
INSERT INTO message (
    id, workspace, conversation, channel, chat, direction, type, body, status, sent_at, accepted_at, provider_id,
    client_ref, sender_chat, sender_name, sender_phone, quoted_id, source, sent_by, campaign, recipient, media, ours,
    quiet, content, received_at
) VALUES (
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24,
    ?25, ?26
)
ON CONFLICT (id) DO NOTHING;

-- name: advance-message
-- Compare-and-set: nothing changes when the row is not at revision ?2 any more. ?10 is NULL when the content stays.
UPDATE message SET
    status = ?3, uncertain = ?4, error_code = ?5, error_text = ?6, provider_id = ?7, accepted_at = ?8, sent_at = ?9,
    content = COALESCE(?10, content), revision = revision + 1
WHERE id = ?1 AND revision = ?2;

-- name: move-message
UPDATE message SET conversation = ?2 WHERE id = ?1;

-- name: count-message
UPDATE message SET quiet = 0 WHERE id = ?1 AND quiet = 1;

-- name: remove-message
DELETE FROM message WHERE id = ?1;

-- name: add-report
INSERT INTO delivery_report (
    id, workspace, message, channel, kind, key, bare_id, provider_id, status, uncertain, error_code, error_text,
    reported_at, recorded_at
) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
ON CONFLICT (id) DO NOTHING;

-- name: take-parked-reports
-- Gives the reports that wait under a key to its message. Served by delivery_report_parked.
UPDATE delivery_report SET message = ?5
WHERE workspace = ?1 AND channel = ?2 AND kind = ?3 AND key = ?4 AND message IS NULL
RETURNING id, bare_id, provider_id, status, uncertain, error_code, error_text, reported_at;

-- name: take-reports-of-message
-- Gives the reports of one message to another. Served by delivery_report_by_message.
UPDATE delivery_report SET message = ?2 WHERE message = ?1
RETURNING id, bare_id, provider_id, status, uncertain, error_code, error_text, reported_at;

-- name: park-echo
INSERT INTO echo (workspace, channel, bare_id, event, due_at) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (workspace, channel, bare_id) DO NOTHING;

-- name: take-echo
DELETE FROM echo WHERE workspace = ?1 AND channel = ?2 AND bare_id = ?3 RETURNING event;

-- name: due-echoes
-- Echoes whose time is over, of all workspaces. Served by echo_by_due.
SELECT workspace, channel, bare_id FROM echo WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2;

-- name: claim-reference
-- Gives a client's reference to a message unless it has one already, and tells which and what was sent with it.
INSERT INTO client_reference (workspace, reference, message, digest) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (workspace, reference) DO UPDATE SET reference = excluded.reference
RETURNING message, digest;

-- name: claim-media
-- Makes the copy of a file unless there is one already, and tells what it is.
INSERT INTO media (workspace, id, state, mimetype, filename, size) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (workspace, id) DO UPDATE SET id = excluded.id
RETURNING state, mimetype, filename, size;

-- name: set-media
-- Changes nothing when all of it is known.
INSERT INTO media (workspace, id, state, mimetype, filename, size) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (workspace, id) DO UPDATE SET
    state = excluded.state,
    mimetype = COALESCE(excluded.mimetype, media.mimetype),
    filename = COALESCE(excluded.filename, media.filename),
    size = COALESCE(excluded.size, media.size)
WHERE media.state <> excluded.state
    OR COALESCE(excluded.mimetype, media.mimetype) IS DISTINCT FROM media.mimetype
    OR COALESCE(excluded.filename, media.filename) IS DISTINCT FROM media.filename
    OR COALESCE(excluded.size, media.size) IS DISTINCT FROM media.size;

-- name: messages-with-media
-- Served by message_by_media.
SELECT m.*, NULLIF(c.branch, '') AS branch FROM message_full m LEFT JOIN conversation c ON c.id = m.conversation
WHERE m.media = ?2 AND m.workspace = ?1;

-- name: newest-messages
-- A thread, newest first: its first page. Served by message_by_conversation.
SELECT * FROM message_full WHERE conversation = ?1 ORDER BY sent_at DESC, id DESC LIMIT ?2;

-- name: older-messages
-- A thread before one message. Served by message_by_conversation.
SELECT * FROM message_full WHERE conversation = ?1 AND (sent_at, id) < (?2, ?3) ORDER BY sent_at DESC, id DESC LIMIT ?4;

-- name: newer-messages
-- A thread after one message, oldest first. Served by message_by_conversation.
SELECT * FROM message_full WHERE conversation = ?1 AND (sent_at, id) > (?2, ?3) ORDER BY sent_at, id LIMIT ?4;

-- name: message-at
-- The message at a place. Served by message_by_conversation.
SELECT * FROM message_full WHERE conversation = ?1 AND sent_at = ?2 AND id = ?3;

-- name: message-way
SELECT channel, received_at FROM message WHERE workspace = ?1 AND id = ?2;

-- name: reports-of-message
-- Served by delivery_report_by_message.
SELECT status, uncertain, error_code, error_text, reported_at, recorded_at FROM delivery_report WHERE message = ?1;

-- name: showing-of-media
-- A message that shows file ?2, in a conversation of branch ?3 or of none, on channel ?4; what is empty does not matter.
-- Served by message_by_media.
SELECT m.id FROM message m JOIN conversation c ON c.id = m.conversation
WHERE m.media = ?2 AND m.workspace = ?1 AND (?3 = '' OR c.branch IN ('', ?3)) AND (?4 = '' OR c.channel = ?4) LIMIT 1;
