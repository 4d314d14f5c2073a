-- name: set-note
-- Compare-and-set: nothing changes when the note has changed since version ?5 of the conversation, which may be null. A
-- customer's message counts the version up and stands against nothing. ?6 who.
UPDATE conversation SET
    note = ?3, note_version = version + 1, note_by = ?6, note_at = ?4, version = version + 1, updated_at = ?4
WHERE workspace = ?1 AND id = ?2 AND COALESCE(?5, version) BETWEEN note_version AND version;

-- name: last-note
-- Whose the last change of the note was, and when.
SELECT COALESCE(s.name, c.note_by), c.note_at FROM conversation c
LEFT JOIN staff s ON s.workspace = c.workspace AND s.id = c.note_by
WHERE c.workspace = ?1 AND c.id = ?2;
