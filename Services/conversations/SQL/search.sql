-- name: set-search-doc
-- Changes nothing when it says so already.
INSERT INTO search_doc (conversation, text) VALUES (?1, ?2)
ON CONFLICT (conversation) DO UPDATE SET text = excluded.text WHERE search_doc.text <> excluded.text;

-- name: unindexed-messages (sqlite)
-- How far the messages after the cursor reach, ?1 of them at most; null when there are none.
SELECT MAX(seq) FROM (
    SELECT seq FROM message WHERE seq > (SELECT seq FROM word_cursor WHERE one = 1) ORDER BY seq LIMIT ?1
) batch;

-- name: index-messages (sqlite)
INSERT INTO message_words (rowid, body)
SELECT seq, words_apart(body) FROM message WHERE seq > (SELECT seq FROM word_cursor WHERE one = 1) AND seq <= ?1 AND body IS NOT NULL;

-- name: set-word-cursor (sqlite)
UPDATE word_cursor SET seq = ?1 WHERE one = 1;

-- name: message-further-back (sqlite)
-- The message before a place that ?2 others are between.
SELECT id, seq FROM message WHERE seq < ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2;

-- name: message-further-back (postgres)
SELECT id, sent_at FROM message WHERE id < ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2;

-- name: latest-messages (sqlite)
-- Messages from ?1 to before ?2 with a text like ?3, newest first, and whether they are of workspace ?4 and of branch ?5 or
-- none.
SELECT m.id, m.seq, m.body, m.workspace = ?4 AND (
    ?5 IS NULL OR EXISTS (SELECT 1 FROM conversation WHERE id = m.conversation AND branch IN ('', ?5))
)
FROM message m WHERE m.seq >= ?1 AND m.seq < ?2 AND m.body LIKE ?3
ORDER BY m.seq DESC;

-- name: latest-messages (postgres)
SELECT m.id, m.sent_at, m.body, m.workspace = ?4 AND (
    CAST(?5 AS text) IS NULL
    OR EXISTS (SELECT 1 FROM conversation WHERE id = m.conversation AND branch IN ('', ?5))
)
FROM message m WHERE m.id >= ?1 AND m.id < ?2 AND m.body ILIKE ?3
ORDER BY m.id DESC;

-- name: find-messages (sqlite)
-- Messages with some words that came before ?2 and whose branch is ?4 or none, newest first.
SELECT m.id, m.seq FROM message_words CROSS JOIN message m ON m.seq = message_words.rowid
CROSS JOIN conversation c ON c.id = m.conversation
WHERE message_words MATCH ?1 AND message_words.rowid < ?2 AND m.workspace = ?3
    AND (?4 IS NULL OR c.branch = '' OR c.branch = ?4)
ORDER BY message_words.rowid DESC LIMIT ?5;

-- name: find-messages (postgres)
-- By itself PostgreSQL would go through all messages in order, and through all conversations: it takes words that it has
-- no figures of for common ones. Of what is found the latest are looked at until there are enough.
WITH hit AS MATERIALIZED (
    SELECT id, sent_at, conversation FROM message
    WHERE words(body) @@ to_tsquery('simple', ?1) AND id < ?2 AND workspace = ?3
)
SELECT id, sent_at FROM (SELECT * FROM hit ORDER BY id DESC OFFSET 0) latest
WHERE CAST(?4 AS text) IS NULL OR (SELECT branch FROM conversation WHERE id = latest.conversation) IN ('', ?4)
ORDER BY id DESC LIMIT ?5;

-- name: messages-before
-- The newest messages of a conversation before a place that have a text, ?4 of them at most. Served by
-- message_by_conversation.
SELECT id, sent_at, body FROM message WHERE conversation = ?1 AND (sent_at, id) < (?2, ?3) AND body IS NOT NULL
ORDER BY sent_at DESC, id DESC LIMIT ?4;
