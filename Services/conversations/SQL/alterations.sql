-- name: put-alteration
-- Of one slot the newest stays; of two at one moment the greater, so that their order does not matter.
INSERT INTO alteration (workspace, channel, target, kind, slot, actor, text, options, told_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (workspace, channel, target, kind, slot) DO UPDATE SET
    actor = excluded.actor, text = excluded.text, options = excluded.options, told_at = excluded.told_at
WHERE (excluded.told_at, COALESCE(excluded.text, ''), COALESCE(excluded.options, ''))
    > (alteration.told_at, COALESCE(alteration.text, ''), COALESCE(alteration.options, ''));

-- name: alterations
-- All that changes a message. Served by the key.
SELECT kind, slot, actor, text, options, told_at FROM alteration
WHERE workspace = ?1 AND channel = ?2 AND target = ?3;

-- name: altered-by
-- What somebody has reacted to or voted on in groups, under one address. Served by alteration_by_person.
SELECT DISTINCT channel, target FROM alteration
WHERE workspace = ?1 AND slot = ?2 AND kind IN ('reaction', 'vote') ORDER BY channel, target;

-- name: messages-known-as
-- The messages of a bare id, in whatever direction. Served by the keys.
SELECT * FROM message_full WHERE id IN (
    SELECT message FROM message_key WHERE workspace = ?1 AND channel = ?2 AND kind IN ('in', 'out') AND id = ?3
);

-- name: keep-original
-- Once: a message changes from what it was first.
INSERT INTO message_original (message, type, body, content, media) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (message) DO NOTHING;

-- name: original
SELECT type, body, content, media FROM message_original WHERE message = ?1;

-- name: alter-message
-- Compare-and-set: nothing changes when the row is not at revision ?2 any more.
UPDATE message SET type = ?3, body = ?4, content = ?5, media = ?6, extras = ?7, revision = revision + 1
WHERE id = ?1 AND revision = ?2;
