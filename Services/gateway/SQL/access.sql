-- name: accounts-staff
-- Where a person may sign in to, the workspace used last first. Served by the unique indexes on (email_key) and
-- (account, workspace).
SELECT staff.id, staff.workspace, account.email, staff.name, staff.role, staff.status, staff.branch, staff.version,
    staff.created_at, account.id AS account, account.password_hash
FROM account
LEFT JOIN staff ON staff.account = account.id AND staff.status = 'active' AND staff.awaits_link = 0
WHERE account.email_key = ?1
ORDER BY CASE WHEN staff.workspace = account.last_workspace THEN 0 ELSE 1 END, staff.created_at, staff.id;

-- name: add-sign-in
INSERT INTO sign_in (token_hash, id, staff, ip, agent, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: use-workspace
-- The account is locked until the commit: its password is the one that is answered here.
UPDATE account SET last_workspace = ?2 WHERE id = (SELECT account FROM staff WHERE id = ?1) RETURNING password_hash;

-- name: hold-staff
-- Whether one of the staff may sign in, which they then may until the commit.
UPDATE staff SET rights_at = rights_at WHERE id = ?1 AND status = 'active' AND awaits_link = 0 RETURNING id;

-- name: staff-by-token
-- Only active staff, only while the sign-in lasts. ?2 is now.
SELECT staff.id, staff.workspace, account.email, staff.name, staff.role, staff.status, staff.branch, staff.version,
    staff.created_at, sign_in.expires_at, workspace.country
FROM sign_in JOIN staff ON staff.id = sign_in.staff JOIN account ON account.id = staff.account
    JOIN workspace ON workspace.id = staff.workspace
WHERE sign_in.token_hash = ?1 AND sign_in.expires_at > ?2 AND staff.status = 'active';

-- name: touch-by-token
-- Those who are connected by a token are looked at again.
UPDATE staff SET rights_at = ?2 WHERE id = (SELECT staff FROM sign_in WHERE token_hash = ?1);

-- name: end-sign-in
DELETE FROM sign_in WHERE token_hash = ?1;

-- name: end-sign-ins-of
DELETE FROM sign_in WHERE staff = ?1;

-- name: forget-expired-sign-ins
DELETE FROM sign_in WHERE expires_at <= ?1;

-- name: changed-staff
-- Whose connections are looked at again. ?1 is a moment.
SELECT id FROM staff WHERE rights_at > ?1;

-- name: my-staff
-- Oneself in another workspace. ?1 is who one is in this one.
SELECT staff.id, staff.workspace, account.email, staff.name, staff.role, staff.status, staff.branch, staff.version,
    staff.created_at
FROM staff me JOIN staff ON staff.account = me.account JOIN account ON account.id = me.account
WHERE me.id = ?1 AND staff.workspace = ?2 AND staff.status = 'active' AND staff.awaits_link = 0;
