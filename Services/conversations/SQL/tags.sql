-- name: tags
SELECT id, name, description, color, place, active, version FROM tag WHERE workspace = ?1 ORDER BY place, folded;

-- name: tag
SELECT id, name, description, color, place, active, version FROM tag WHERE workspace = ?1 AND id = ?2;

-- name: tag-to-use (sqlite)
SELECT id, name, description, color, place, active, version FROM tag WHERE workspace = ?1 AND id = ?2;

-- name: tag-to-use (postgres)
-- Stays until the end of the transaction: who deletes it waits.
SELECT id, name, description, color, place, active, version FROM tag WHERE workspace = ?1 AND id = ?2 FOR SHARE;

-- name: tag-to-change (sqlite)
SELECT id, name, description, color, place, active, version FROM tag WHERE workspace = ?1 AND id = ?2;

-- name: tag-to-change (postgres)
-- Nobody puts it on or changes it until the end of the transaction.
SELECT id, name, description, color, place, active, version FROM tag WHERE workspace = ?1 AND id = ?2 FOR UPDATE;

-- name: count-tagged
-- Served by the key of conversation_tag.
SELECT COUNT(*) FROM conversation_tag WHERE tag = ?1;

-- name: last-place
SELECT COALESCE(MAX(place), 0) FROM tag WHERE workspace = ?1;

-- name: add-tag
INSERT INTO tag (id, workspace, name, folded, description, color, place, active, changed_by, changed_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT DO NOTHING;

-- name: tag-named
SELECT id FROM tag WHERE workspace = ?1 AND folded = ?2;

-- name: set-tag
-- Compare-and-set: nothing changes when the tag has changed since version ?11.
UPDATE tag SET
    name = ?3, folded = ?4, description = ?5, color = ?6, place = ?7, active = ?8, changed_by = ?9, changed_at = ?10,
    version = version + 1
WHERE workspace = ?1 AND id = ?2 AND version = ?11;

-- name: last-change-of-tag
-- Whose it was, and when.
SELECT COALESCE(s.name, t.changed_by), t.changed_at, t.version FROM tag t
LEFT JOIN staff s ON s.workspace = t.workspace AND s.id = t.changed_by
WHERE t.workspace = ?1 AND t.id = ?2;

-- name: remove-tag
DELETE FROM tag WHERE workspace = ?1 AND id = ?2;

-- name: take-off-everywhere
-- ?1 the tag, ?2 the tag as it stands in the column, ?3 now. Served by the key of conversation_tag.
UPDATE conversation SET tags = replace(tags, ?2, ''), version = version + 1, updated_at = ?3
WHERE id IN (SELECT conversation FROM conversation_tag WHERE tag = ?1);

-- name: remove-tagged
DELETE FROM conversation_tag WHERE tag = ?1;

-- name: tag-conversation
INSERT INTO conversation_tag (tag, conversation) VALUES (?1, ?2) ON CONFLICT DO NOTHING;

-- name: untag-conversation
DELETE FROM conversation_tag WHERE tag = ?1 AND conversation = ?2;

-- name: write-tag-on
UPDATE conversation SET tags = tags || ?2, version = version + 1, updated_at = ?3, facets = (facets & ?4) | ?5
WHERE id = ?1;

-- name: wipe-tag-off
UPDATE conversation SET tags = replace(tags, ?2, ''), version = version + 1, updated_at = ?3, facets = (facets & ?4) | ?5
WHERE id = ?1;
