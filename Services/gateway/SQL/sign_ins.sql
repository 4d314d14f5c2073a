-- name: count-attempt
-- Counts until ?3 at first, then anew. ?2 is now.
INSERT INTO attempt_count (key, used, ends_at) VALUES (?1, 1, ?3)
ON CONFLICT (key) DO UPDATE SET
    used = CASE WHEN attempt_count.ends_at <= ?2 THEN 1 ELSE attempt_count.used + 1 END,
    ends_at = CASE WHEN attempt_count.ends_at <= ?2 THEN excluded.ends_at ELSE attempt_count.ends_at END
RETURNING used, ends_at;

-- name: give-back-attempt
UPDATE attempt_count SET used = used - 1 WHERE key = ?1 AND used > 0;

-- name: forget-attempts
DELETE FROM attempt_count WHERE key = ?1;

-- name: forget-old-counts
DELETE FROM attempt_count WHERE ends_at <= ?1;

-- name: add-attempt
INSERT INTO sign_in_attempt (id, account, workspace, at, ip, agent, outcome) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: forget-old-attempts
DELETE FROM sign_in_attempt WHERE at < ?1;

-- name: own-attempts
-- ?1 is who one is in a workspace; ids before ?2, newest first.
SELECT sign_in_attempt.id, sign_in_attempt.workspace, sign_in_attempt.at, sign_in_attempt.ip, sign_in_attempt.agent,
    sign_in_attempt.outcome
FROM staff JOIN sign_in_attempt ON sign_in_attempt.account = staff.account
WHERE staff.id = ?1 AND sign_in_attempt.id < ?2 ORDER BY sign_in_attempt.id DESC LIMIT ?3;

-- name: attempts-of
-- The same as far as it is a workspace's business: what led into others is not. ?4 is the workspace.
SELECT sign_in_attempt.id, sign_in_attempt.workspace, sign_in_attempt.at, sign_in_attempt.ip, sign_in_attempt.agent,
    sign_in_attempt.outcome
FROM staff JOIN sign_in_attempt ON sign_in_attempt.account = staff.account
WHERE staff.id = ?1 AND sign_in_attempt.id < ?2 AND staff.workspace = ?4
    AND (sign_in_attempt.workspace IS NULL OR sign_in_attempt.workspace = ?4)
ORDER BY sign_in_attempt.id DESC LIMIT ?3;

-- name: own-sessions
-- Where a person is signed in, in all workspaces. ?2 is now.
SELECT sign_in.id, sign_in.token_hash, person.workspace, sign_in.ip, sign_in.agent, sign_in.created_at,
    sign_in.expires_at
FROM staff me JOIN staff person ON person.account = me.account JOIN sign_in ON sign_in.staff = person.id
WHERE me.id = ?1 AND sign_in.expires_at > ?2 ORDER BY sign_in.id DESC;

-- name: own-session
SELECT sign_in.token_hash
FROM sign_in JOIN staff person ON person.id = sign_in.staff JOIN staff me ON me.account = person.account
WHERE sign_in.id = ?2 AND me.id = ?1;
