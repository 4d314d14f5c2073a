-- name: first-workspace
SELECT id, name FROM workspace ORDER BY created_at, id LIMIT 1;

-- name: add-workspace
INSERT INTO workspace (id, name, created_at) VALUES (?1, ?2, ?3);

-- name: any-staff
SELECT id FROM staff LIMIT 1;

-- name: add-staff
INSERT INTO staff (id, workspace, email, email_key, name, role, status, password_hash, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'active', ?7, ?8);

-- name: staff-by-email
-- Served by the unique index on (email_key, workspace).
SELECT id, workspace, email, name, role, status, password_hash FROM staff WHERE email_key = ?1 ORDER BY created_at LIMIT 1;

-- name: add-sign-in
INSERT INTO sign_in (token_hash, staff, created_at, expires_at) VALUES (?1, ?2, ?3, ?4);

-- name: staff-by-token
-- Only active staff, only while the sign-in lasts. ?2 is now.
SELECT staff.id, staff.workspace, staff.email, staff.name, staff.role, staff.status
FROM sign_in JOIN staff ON staff.id = sign_in.staff
WHERE sign_in.token_hash = ?1 AND sign_in.expires_at > ?2 AND staff.status = 'active';

-- name: staff-permissions
SELECT module, action, allowed FROM staff_permission WHERE staff = ?1;

-- name: end-sign-in
DELETE FROM sign_in WHERE token_hash = ?1;

-- name: forget-expired-sign-ins
DELETE FROM sign_in WHERE expires_at <= ?1;
