-- name: begin-change
-- Staff and roles of a workspace are changed one at a time, so that the rules over all of them hold.
UPDATE workspace SET staff_changes = staff_changes + 1 WHERE id = ?1;

-- name: any-staff
SELECT id FROM staff LIMIT 1;

-- name: account-by-email
SELECT id FROM account WHERE email_key = ?1;

-- name: take-account
-- The account of an address, made when there is none: whoever was there first stays. The address is theirs until the
-- commit at least.
INSERT INTO account (id, email, email_key, password_hash, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (email_key) DO UPDATE SET email_key = excluded.email_key
RETURNING id, proven;

-- name: change-email
-- Whose the new address is, nobody has shown.
UPDATE account SET email = ?2, email_key = ?3, proven = CASE WHEN email_key = ?3 THEN proven ELSE 0 END WHERE id = ?1;

-- name: other-workspaces
SELECT id FROM staff WHERE account = ?1 AND workspace <> ?2 LIMIT 1;

-- name: add-staff
INSERT INTO staff (id, workspace, account, name, role, status, branch, version, created_at, changed_at, rights_at,
    awaits_link)
VALUES (?1, ?2, ?3, ?4, ?5, 'active', ?6, 1, ?7, ?7, ?7, ?8);

-- name: waiting-for-link
-- Whether one of the staff signs in only after choosing a password by a link.
SELECT staff.id FROM staff JOIN account ON account.id = staff.account
WHERE staff.id = ?1 AND (staff.awaits_link = 1 OR account.password_hash IS NULL);

-- name: one-staff
SELECT staff.id, staff.workspace, account.email, staff.name, staff.role, staff.status, staff.branch, staff.version,
    staff.created_at, staff.account, staff.changed_at
FROM staff JOIN account ON account.id = staff.account
WHERE staff.id = ?1 AND staff.workspace = ?2;

-- name: staff-in-workspace
SELECT id FROM staff WHERE account = ?1 AND workspace = ?2;

-- name: staff-branches
-- Served by staff_by_workspace.
SELECT DISTINCT branch FROM staff WHERE workspace = ?1 AND branch IS NOT NULL ORDER BY branch;

-- name: staff-of-branch
-- Served by staff_by_workspace.
SELECT id FROM staff WHERE workspace = ?1 AND branch = ?2 ORDER BY id;

-- name: put-staff
UPDATE staff SET name = ?2, role = ?3, status = ?4, branch = ?5, version = version + 1, changed_at = ?6, rights_at = ?6
WHERE id = ?1;

-- name: forget-exceptions
DELETE FROM staff_permission WHERE staff = ?1;

-- name: add-exception
INSERT INTO staff_permission (staff, module, action, allowed) VALUES (?1, ?2, ?3, ?4);

-- name: exceptions
SELECT module, action, allowed FROM staff_permission WHERE staff = ?1;

-- name: administrators
-- Who can still put things right: active administrators of all branches from whom nothing of staff was taken.
SELECT id FROM staff
WHERE workspace = ?1 AND status = 'active' AND role = 'administrator' AND branch IS NULL AND NOT EXISTS (
    SELECT 1 FROM staff_permission
    WHERE staff_permission.staff = staff.id AND staff_permission.module = 'staff' AND staff_permission.allowed = 0
)
LIMIT 1;
