-- name: conversation-at
-- The conversation that an address leads to. ?1 workspace, ?2 channel, ?3 address.
SELECT * FROM conversation_full WHERE id = (
    SELECT conversation FROM address WHERE workspace = ?1 AND channel = ?2 AND chat = ?3
);

-- name: conversation
-- One that became part of another is that other.
SELECT * FROM conversation_full
WHERE workspace = ?1 AND id = COALESCE((SELECT next FROM conversation WHERE id = ?2 AND ended > 1), ?2);

-- name: listed-conversations (sqlite)
-- Those of a JSON array of ids, the latest first.
SELECT * FROM conversation_full WHERE id IN (SELECT value FROM json_each(?1))
ORDER BY active_at DESC, last_message DESC;

-- name: listed-conversations (postgres)
SELECT * FROM conversation_full WHERE id = ANY (ARRAY(SELECT jsonb_array_elements_text(?1::jsonb)))
ORDER BY active_at DESC, last_message DESC;

-- name: claim-address
-- Leads an address to a conversation unless it leads to one already, and tells which. Of two at a time, one waits.
INSERT INTO address (workspace, channel, chat, conversation) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (workspace, channel, chat) DO UPDATE SET chat = excluded.chat
RETURNING conversation;

-- name: move-address
UPDATE address SET conversation = ?4 WHERE workspace = ?1 AND channel = ?2 AND chat = ?3;

-- name: add-conversation
INSERT INTO conversation (
    id, workspace, channel, kind, chat, phone, identifier, name, created_at, updated_at, branch, badge,
    lead_status, tags, note, facets
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?11, ?12, ?13, ?14, ?15);

-- name: name-next
-- An ended conversation is gone on from once: nothing changes when it has a next one.
UPDATE conversation SET next = ?3 WHERE workspace = ?1 AND id = ?2 AND next = '';

-- name: move-addresses
-- All addresses of a conversation lead to another one. Served by address_by_conversation.
UPDATE address SET conversation = ?2 WHERE conversation = ?1;

-- name: claim-identifier
-- Makes the row of an identifier, or waits for whoever is changing it, and tells whose it is.
INSERT INTO person (workspace, identifier) VALUES (?1, ?2)
ON CONFLICT (workspace, identifier) DO UPDATE SET identifier = excluded.identifier
RETURNING contact;

-- name: set-phone
-- Tells what the row was for the totals.
UPDATE conversation SET phone = ?2, identifier = ?3, version = version + 1, updated_at = ?4 WHERE id = ?1
RETURNING branch, unread, CASE WHEN ended > 0 THEN 1 ELSE 0 END;

-- name: set-name
UPDATE conversation SET name = ?2 WHERE id = ?1;

-- name: add-to-conversation
-- Counts a message in. ?2 now, ?3 unread to add, ?4 the time and ?5 the id of the message, ?6 where a reply goes, or
-- null to leave it, ?7 whether it was ended when it was found: nothing changes when that has changed since. A message
-- that is older than the newest changes the counts alone.
UPDATE conversation SET
    version = version + 1,
    updated_at = ?2,
    unread = unread + ?3,
    is_unread = CASE WHEN unread + ?3 > 0 THEN 1 ELSE 0 END,
    chat = CASE WHEN ?4 >= heard_at THEN COALESCE(?6, chat) ELSE chat END,
    heard_at = CASE WHEN ?6 IS NOT NULL AND ?4 > heard_at THEN ?4 ELSE heard_at END,
    last_message = CASE WHEN (?4, ?5) > (active_at, last_message) THEN ?5 ELSE last_message END,
    active_at = CASE WHEN (?4, ?5) > (active_at, last_message) THEN ?4 ELSE active_at END,
    active_minute = CASE WHEN (?4, ?5) > (active_at, last_message) THEN ?4 / 60000 ELSE active_minute END
WHERE id = ?1 AND ended = ?7
RETURNING unread, version, chat, last_message, branch;

-- name: hold-conversation (sqlite)
SELECT id FROM conversation WHERE id = ?1;

-- name: hold-conversation (postgres)
-- Takes the row for this transaction.
SELECT id FROM conversation WHERE id = ?1 FOR UPDATE;

-- name: find-newest
-- The newest message is looked up anew, after one has moved or gone; the row is taken before. Served by
-- message_by_conversation.
UPDATE conversation SET
    last_message = COALESCE(
        (SELECT id FROM message WHERE conversation = ?1 ORDER BY sent_at DESC, id DESC LIMIT 1), ''),
    active_at = COALESCE(
        (SELECT sent_at FROM message WHERE conversation = ?1 ORDER BY sent_at DESC, id DESC LIMIT 1), active_at),
    active_minute = COALESCE(
        (SELECT sent_at FROM message WHERE conversation = ?1 ORDER BY sent_at DESC, id DESC LIMIT 1), active_at) / 60000
WHERE id = ?1;

-- name: change-conversation
-- Takes the row for this transaction and tells what is unread in it, whose branch it is and whether it is ended.
UPDATE conversation SET version = version + 1, updated_at = ?3 WHERE workspace = ?1 AND id = ?2
RETURNING unread, branch, CASE WHEN ended > 0 THEN 1 ELSE 0 END;

-- name: set-unread
UPDATE conversation SET unread = ?2, is_unread = CASE WHEN ?2 > CAST(0 AS BIGINT) THEN 1 ELSE 0 END WHERE id = ?1;

-- name: unread-after
-- Messages newer than one that count as unread. Served by message_by_conversation.
SELECT COUNT(*) FROM message
WHERE conversation = ?1 AND (sent_at, id) > (?2, ?3) AND direction = 'in' AND quiet = 0;

-- name: count
INSERT INTO total (workspace, branch, lane, conversations, unread) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (workspace, branch, lane) DO UPDATE SET
    conversations = total.conversations + excluded.conversations,
    unread = total.unread + excluded.unread;

-- name: totals
SELECT CAST(COALESCE(SUM(conversations), 0) AS BIGINT), CAST(COALESCE(SUM(unread), 0) AS BIGINT)
FROM total WHERE workspace = ?1;

-- name: branches
-- Those that conversations have or had. Served by the key.
SELECT DISTINCT branch FROM total WHERE workspace = ?1 AND branch <> '' ORDER BY branch;

-- name: totals-of-branch
-- Those of a branch, and of people who belong to none.
SELECT CAST(COALESCE(SUM(conversations), 0) AS BIGINT), CAST(COALESCE(SUM(unread), 0) AS BIGINT)
FROM total WHERE workspace = ?1 AND branch IN ('', ?2);
