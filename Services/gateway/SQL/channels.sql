-- name: put-configured
-- What the configuration says wins over what was stored; status and engine are learnt, and stay. ?9 whether chats are
-- synced is for a new one.
INSERT INTO channel (id, workspace, provider, name, base_url, session, api_key, webhook_secret, status_at, created_at,
    configured, version, chat_sync)
VALUES (?1, ?2, ?3, ?4, ?5, ?4, ?6, ?7, 0, ?8, 1, 1, ?9)
ON CONFLICT (workspace, provider, session) WHERE configured = 1 DO UPDATE
SET base_url = excluded.base_url, api_key = excluded.api_key, webhook_secret = excluded.webhook_secret;

-- name: configured-channel
SELECT id FROM channel WHERE workspace = ?1 AND provider = ?2 AND session = ?3 AND configured = 1;

-- name: configure-channel
UPDATE channel SET configured = 1, api_key = ?2, webhook_secret = ?3 WHERE id = ?1;

-- name: unconfigure
-- Those of a workspace that an earlier configuration named are channels like any other.
UPDATE channel SET configured = 0 WHERE workspace = ?1 AND configured = 1 AND id <> ?2;

-- name: add-channel
INSERT INTO channel (id, workspace, provider, name, base_url, session, api_key, webhook_secret, status_at, created_at,
    configured, version, chat_sync)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, 0, 1, ?10)
ON CONFLICT (workspace, provider, session, base_url) WHERE removed_at IS NULL DO NOTHING;

-- name: update-channel
-- ?7 the version that was seen.
UPDATE channel SET name = ?3, base_url = ?4, api_key = ?5, webhook_secret = ?6, chat_sync = ?8, version = version + 1
WHERE id = ?1 AND workspace = ?2 AND removed_at IS NULL AND version = ?7;

-- name: remove-channel
UPDATE channel SET removed_at = ?3, configured = 0, api_key = NULL, webhook_secret = NULL, version = version + 1
WHERE id = ?1 AND workspace = ?2 AND removed_at IS NULL;

-- name: other-channel-at
-- Another channel on a session of a server.
SELECT id FROM channel
WHERE workspace = ?1 AND provider = ?2 AND session = ?3 AND base_url = ?4 AND id <> ?5 AND removed_at IS NULL;

-- name: all-channels
SELECT id, workspace, provider, name, base_url, session, api_key, webhook_secret, engine, status, status_at, configured,
    version, created_at, chat_sync
FROM channel WHERE removed_at IS NULL ORDER BY created_at, id;

-- name: channel
SELECT id, workspace, provider, name, base_url, session, api_key, webhook_secret, engine, status, status_at, configured,
    version, created_at, chat_sync
FROM channel WHERE id = ?1 AND removed_at IS NULL;

-- name: move-status
-- Takes a state that is another one and not older than the known one. ?2 the state, ?3 since when. The state of a session
-- that waits for a scan is told again with every new code. A known one that begins after ?4 was told by a clock that was
-- ahead, and gives way.
UPDATE channel
SET status_before = CASE WHEN status <> ?2 THEN status ELSE status_before END, status = ?2, status_at = ?3
WHERE id = ?1
    AND (status_at > ?4
        OR (status_at <= ?3
            AND (status IS NULL OR status <> ?2 OR (status = 'SCAN_QR_CODE' AND status_at < ?3))));

-- name: status-of
SELECT status FROM channel WHERE id = ?1;

-- name: set-engine
UPDATE channel SET engine = ?2 WHERE id = ?1 AND (engine IS NULL OR engine <> ?2);

-- name: webhook-told
SELECT webhook_told FROM channel WHERE id = ?1;

-- name: tell-webhook
-- ?2 a digest of what WAHA was told.
UPDATE channel SET webhook_told = ?2 WHERE id = ?1;
