-- name: add-token
INSERT INTO api_token (id, token_hash, workspace, staff, name, permissions, channels, created_at, expires_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- name: tokens
-- Those of branch ?4, by their owners; all of them when it is empty. Served by api_token_by_workspace.
SELECT api_token.id, api_token.staff, api_token.name, api_token.permissions, api_token.channels, api_token.created_at,
    api_token.expires_at
FROM api_token JOIN staff ON staff.id = api_token.staff
WHERE api_token.workspace = ?1 AND api_token.id > ?2 AND (?4 = '' OR staff.branch = ?4)
ORDER BY api_token.id LIMIT ?3;

-- name: one-token
-- Unless it is of another branch than ?3; of any when that is empty.
SELECT api_token.id, api_token.staff, api_token.name, api_token.permissions, api_token.channels, api_token.created_at,
    api_token.expires_at
FROM api_token JOIN staff ON staff.id = api_token.staff
WHERE api_token.workspace = ?1 AND api_token.id = ?2 AND (?3 = '' OR staff.branch = ?3);

-- name: delete-token
DELETE FROM api_token WHERE id = ?1;

-- name: touch-by-api-token
UPDATE staff SET rights_at = ?2 WHERE id = (SELECT staff FROM api_token WHERE id = ?1);

-- name: end-tokens-of
DELETE FROM api_token WHERE staff = ?1;

-- name: staff-by-api-token
-- Only while the token lasts and its owner is active. ?2 is now.
SELECT staff.id, staff.workspace, account.email, staff.name, staff.role, staff.status, staff.branch, staff.version,
    staff.created_at, api_token.id AS token, api_token.permissions, api_token.channels, api_token.expires_at, workspace.country
FROM api_token JOIN staff ON staff.id = api_token.staff JOIN account ON account.id = staff.account
    JOIN workspace ON workspace.id = staff.workspace
WHERE api_token.token_hash = ?1 AND (api_token.expires_at IS NULL OR api_token.expires_at > ?2)
    AND staff.status = 'active';
