-- name: first-workspace
SELECT id, name FROM workspace ORDER BY created_at, id LIMIT 1;

-- name: add-workspace
INSERT INTO workspace (id, name, country, created_at, staff_changes) VALUES (?1, ?2, ?3, ?4, 0);

-- name: my-workspaces
-- Where a person works, told by who they are in one of them.
SELECT workspace.id, workspace.name, workspace.country, workspace.version, workspace.created_at, staff.role
FROM staff me
JOIN staff ON staff.account = me.account AND staff.status = 'active' AND staff.awaits_link = 0
JOIN workspace ON workspace.id = staff.workspace
WHERE me.id = ?1 ORDER BY workspace.created_at, workspace.id;

-- name: change-workspace
UPDATE workspace SET name = ?2, country = ?3, version = version + 1 WHERE id = ?1 AND version = ?4;
