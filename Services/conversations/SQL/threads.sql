-- name: conversation-at
-- The conversation that an address leads to. ?1 workspace, ?2 channel, ?3 address.
SELECT * FROM conversation_full WHERE id = (
    SELECT conversation FROM address WHERE workspace = ?1 AND channel = ?2 AND chat = ?3
);

-- name: conversation
SELECT * FROM conversation_full WHERE workspace = ?1 AND id = ?2;

-- name: claim-address
-- Leads an address to a conversation unless it leads to one already, and tells which. Of two at a time, one waits.
INSERT INTO address (workspace, channel, chat, conversation) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (workspace, channel, chat) DO UPDATE SET chat = excluded.chat
RETURNING conversation;

-- name: move-address
UPDATE address SET conversation = ?4 WHERE workspace = ?1 AND channel = ?2 AND chat = ?3;

-- name: add-conversation
INSERT INTO conversation (id, workspace, channel, kind, chat, phone, identifier, name, search, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10);

-- name: claim-identifier
-- Makes the row of an identifier, or waits for whoever is changing it.
INSERT INTO person (workspace, identifier) VALUES (?1, ?2)
ON CONFLICT (workspace, identifier) DO UPDATE SET identifier = excluded.identifier;

-- name: set-phone
UPDATE conversation SET phone = ?2, identifier = ?3, search = ?4, version = version + 1, updated_at = ?5 WHERE id = ?1;

-- name: set-name
UPDATE conversation SET name = ?2, search = ?3 WHERE id = ?1;

-- name: add-to-conversation
-- Counts a message in. ?2 now, ?3 unread to add, ?4 the time and ?5 the id of the message, ?6 where a reply goes, or
-- null to leave it. A message that is older than the newest changes the counts alone.
UPDATE conversation SET
    version = version + 1,
    updated_at = ?2,
    unread = unread + ?3,
    chat = CASE WHEN (?4, ?5) > (active_at, last_message) THEN COALESCE(?6, chat) ELSE chat END,
    last_message = CASE WHEN (?4, ?5) > (active_at, last_message) THEN ?5 ELSE last_message END,
    active_at = CASE WHEN (?4, ?5) > (active_at, last_message) THEN ?4 ELSE active_at END
WHERE id = ?1
RETURNING unread, version, chat, last_message;

-- name: find-newest
-- The newest message is looked up anew, after one has moved or gone. Served by message_by_conversation.
UPDATE conversation SET
    last_message = COALESCE(
        (SELECT id FROM message WHERE conversation = ?1 ORDER BY sent_at DESC, id DESC LIMIT 1), ''),
    active_at = COALESCE(
        (SELECT sent_at FROM message WHERE conversation = ?1 ORDER BY sent_at DESC, id DESC LIMIT 1), active_at)
WHERE id = ?1;

-- name: change-conversation
-- Takes the row for this transaction and tells what is unread in it.
UPDATE conversation SET version = version + 1, updated_at = ?3 WHERE workspace = ?1 AND id = ?2 RETURNING unread;

-- name: set-unread
UPDATE conversation SET unread = ?2 WHERE id = ?1;

-- name: unread-after
-- Messages newer than one that count as unread. Served by message_by_conversation.
SELECT COUNT(*) FROM message
WHERE conversation = ?1 AND (sent_at, id) > (?2, ?3) AND direction = 'in' AND quiet = 0;

-- name: count
INSERT INTO total (workspace, lane, conversations, unread) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (workspace, lane) DO UPDATE SET
    conversations = total.conversations + excluded.conversations,
    unread = total.unread + excluded.unread;

-- name: totals
SELECT CAST(COALESCE(SUM(conversations), 0) AS BIGINT), CAST(COALESCE(SUM(unread), 0) AS BIGINT)
FROM total WHERE workspace = ?1;
