-- name: account-to-reset
-- Only of people who could sign in. The address is theirs until the commit, so that a link to an address that is no longer
-- theirs is made either before, and ends with it, or not at all.
UPDATE account SET email_key = email_key
WHERE email_key = ?1 AND EXISTS (SELECT 1 FROM staff WHERE staff.account = account.id AND staff.status = 'active')
RETURNING id, email;

-- name: add-reset
INSERT INTO password_reset (token_hash, account, expires_at) VALUES (?1, ?2, ?3);

-- name: workplaces
-- Who a person is wherever they work.
SELECT id, workspace FROM staff WHERE account = ?1 AND status = 'active';

-- name: take-reset
-- ?2 is now.
DELETE FROM password_reset WHERE token_hash = ?1 AND expires_at > ?2 RETURNING account;

-- name: forget-resets
DELETE FROM password_reset WHERE account = ?1;

-- name: forget-expired-resets
DELETE FROM password_reset WHERE expires_at <= ?1;

-- name: own-password
SELECT account.id, account.email_key, account.password_hash
FROM staff JOIN account ON account.id = staff.account WHERE staff.id = ?1;

-- name: replace-password
-- Unless another was chosen meanwhile. ?3 is the old one.
UPDATE account SET password_hash = ?2 WHERE id = ?1 AND password_hash = ?3 RETURNING id;

-- name: choose-password
-- Who has the link that was mailed to an address is its owner.
UPDATE account SET password_hash = ?2, proven = 1 WHERE id = ?1;

-- name: let-in
-- The owner of an account may go wherever they work.
UPDATE staff SET awaits_link = 0 WHERE account = ?1 RETURNING id, workspace, status;

-- name: end-other-sign-ins
DELETE FROM sign_in WHERE staff IN (SELECT id FROM staff WHERE account = ?1) AND token_hash <> ?2;

-- name: touch-account
-- The connections of a person are looked at again, in all workspaces.
UPDATE staff SET rights_at = ?2 WHERE account = ?1;
