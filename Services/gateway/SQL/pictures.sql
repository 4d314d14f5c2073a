-- name: picture
-- ?2 is whose: a contact's id, or the address of a group.
SELECT media, source, looked_up_at FROM picture WHERE workspace = ?1 AND contact = ?2;

-- name: put-picture
INSERT INTO picture (workspace, contact, media, source, looked_up_at) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (workspace, contact) DO UPDATE SET
    media = excluded.media, source = excluded.source, looked_up_at = excluded.looked_up_at
WHERE picture.looked_up_at <= excluded.looked_up_at;
