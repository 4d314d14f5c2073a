-- name: role
SELECT name FROM role WHERE workspace = ?1 AND name = ?2;

-- name: roles
SELECT name FROM role WHERE workspace = ?1 ORDER BY name;

-- name: add-role
INSERT INTO role (workspace, name) VALUES (?1, ?2) ON CONFLICT (workspace, name) DO NOTHING;

-- name: delete-role
DELETE FROM role WHERE workspace = ?1 AND name = ?2;

-- name: role-permissions
SELECT module, action FROM role_permission WHERE workspace = ?1 AND role = ?2;

-- name: forget-role-permissions
DELETE FROM role_permission WHERE workspace = ?1 AND role = ?2;

-- name: add-role-permission
INSERT INTO role_permission (workspace, role, module, action) VALUES (?1, ?2, ?3, ?4);

-- name: someone-in-role
SELECT id FROM staff WHERE workspace = ?1 AND role = ?2 LIMIT 1;

-- name: touch-role
-- Those who are connected in this role are looked at again; what they may do has changed, so that it counts as a change of
-- each of them.
UPDATE staff SET rights_at = ?3, version = version + 1, changed_at = ?3 WHERE workspace = ?1 AND role = ?2
RETURNING id;
