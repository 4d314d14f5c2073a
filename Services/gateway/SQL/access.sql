-- name: first-workspace
SELECT id, name FROM workspace ORDER BY created_at, id LIMIT 1;

-- name: add-workspace
INSERT INTO workspace (id, name, created_at, staff_changes) VALUES (?1, ?2, ?3, 0);

-- name: accounts-staff
-- Where a person may sign in to, the workspace used last first. Served by the unique indexes on (email_key) and
-- (account, workspace).
SELECT staff.id, staff.workspace, account.email, staff.name, staff.role, staff.status, staff.branch, staff.version,
    staff.created_at, account.password_hash
FROM account LEFT JOIN staff ON staff.account = account.id AND staff.status = 'active'
WHERE account.email_key = ?1
ORDER BY CASE WHEN staff.workspace = account.last_workspace THEN 0 ELSE 1 END, staff.created_at, staff.id;

-- name: add-sign-in
INSERT INTO sign_in (token_hash, staff, created_at, expires_at) VALUES (?1, ?2, ?3, ?4);

-- name: staff-by-token
-- Only active staff, only while the sign-in lasts. ?2 is now.
SELECT staff.id, staff.workspace, account.email, staff.name, staff.role, staff.status, staff.branch, staff.version,
    staff.created_at
FROM sign_in JOIN staff ON staff.id = sign_in.staff JOIN account ON account.id = staff.account
WHERE sign_in.token_hash = ?1 AND sign_in.expires_at > ?2 AND staff.status = 'active';

-- name: end-sign-in
DELETE FROM sign_in WHERE token_hash = ?1;

-- name: end-sign-ins-of
DELETE FROM sign_in WHERE staff = ?1;

-- name: forget-expired-sign-ins
DELETE FROM sign_in WHERE expires_at <= ?1;
