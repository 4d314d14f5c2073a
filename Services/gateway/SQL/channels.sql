-- name: put-channel
-- What the configuration says wins over what was stored; status and engine are learnt, and stay.
INSERT INTO channel (id, workspace, provider, name, base_url, session, api_key, webhook_secret, status_at, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9)
ON CONFLICT (workspace, provider, session) DO UPDATE
SET base_url = excluded.base_url, api_key = excluded.api_key, webhook_secret = excluded.webhook_secret;

-- name: channel-by-session
SELECT id FROM channel WHERE workspace = ?1 AND provider = ?2 AND session = ?3;

-- name: all-channels
SELECT id, workspace, provider, name, base_url, session, api_key, webhook_secret, engine, status, status_at
FROM channel ORDER BY created_at, id;

-- name: channel
SELECT id, workspace, provider, name, base_url, session, api_key, webhook_secret, engine, status, status_at
FROM channel WHERE id = ?1;

-- name: move-status
-- Takes a state that is another one and not older than the known one. ?2 the state, ?3 since when.
UPDATE channel SET status = ?2, status_at = ?3
WHERE id = ?1 AND status_at <= ?3 AND (status IS NULL OR status <> ?2);

-- name: set-engine
UPDATE channel SET engine = ?2 WHERE id = ?1 AND (engine IS NULL OR engine <> ?2);
