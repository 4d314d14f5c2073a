-- name: add
INSERT INTO campaign (id, workspace, title, channel, text, status, created_at, version, untold)
VALUES (?1, ?2, ?3, ?4, ?5, 'draft', ?6, 1, 0);

-- name: show
SELECT id, title, channel, text, status, created_at, started_at, finished_at, version FROM campaign
WHERE workspace = ?1 AND id = ?2;

-- name: list
-- Served by campaign_by_workspace. ?2 is the id that the page before ended with.
SELECT id, title, channel, text, status, created_at, started_at, finished_at, version FROM campaign
WHERE workspace = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3;

-- name: counts
-- Served by recipient_by_status alone.
SELECT status, COUNT(*) AS count FROM recipient WHERE campaign = ?1 GROUP BY status;

-- name: move
-- From status ?3 to ?4 at ?5; the first start and the end are noted.
UPDATE campaign SET status = ?4, version = version + 1,
    started_at = CASE WHEN ?4 = 'running' THEN COALESCE(started_at, ?5) ELSE started_at END,
    finished_at = CASE WHEN ?4 IN ('finished', 'cancelled') THEN ?5 ELSE finished_at END
WHERE workspace = ?1 AND id = ?2 AND status = ?3;

-- name: last-position
SELECT MAX(position) AS position FROM recipient WHERE campaign = ?1;

-- name: add-recipient
INSERT INTO recipient (id, campaign, position, phone, name, status, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, 'waiting', ?6) ON CONFLICT (campaign, phone) DO NOTHING;

-- name: recipients
SELECT id, phone, name, status, message, error_code, error_text, updated_at, position FROM recipient
WHERE campaign = ?1 AND position > ?2 ORDER BY position LIMIT ?3;

-- name: recipients-in-status
SELECT id, phone, name, status, message, error_code, error_text, updated_at, position FROM recipient
WHERE campaign = ?1 AND status = ?4 AND position > ?2 ORDER BY position LIMIT ?3;

-- name: skip-waiting
UPDATE recipient SET status = 'skipped', updated_at = ?2 WHERE campaign = ?1 AND status = 'waiting';

-- name: running
SELECT id, workspace, channel, text FROM campaign WHERE status = 'running' ORDER BY id;

-- name: hold
-- Locks a campaign that is still running until the transaction ends: a pause comes before or after, not in between.
UPDATE campaign SET untold = 1 WHERE id = ?1 AND status = 'running';

-- name: count-queued
SELECT COUNT(*) AS count FROM recipient WHERE campaign = ?1 AND status = 'queued';

-- name: next-waiting
SELECT id, phone, name FROM recipient WHERE campaign = ?1 AND status = 'waiting' ORDER BY position LIMIT ?2;

-- name: queue
UPDATE recipient SET status = 'queued', message = ?2, updated_at = ?3 WHERE id = ?1 AND status = 'waiting';

-- name: status-of
SELECT recipient.status FROM recipient JOIN campaign ON campaign.id = recipient.campaign
WHERE recipient.id = ?1 AND campaign.workspace = ?2;

-- name: report
UPDATE recipient SET status = ?2, error_code = ?3, error_text = ?4, updated_at = ?5 WHERE id = ?1 AND status = ?6;

-- name: mark-untold
UPDATE campaign SET untold = 1 WHERE id = ?1;

-- name: untold
SELECT id, workspace FROM campaign WHERE untold = 1 ORDER BY id LIMIT 100;

-- name: mark-told
UPDATE campaign SET untold = 0 WHERE id = ?1 AND untold = 1;
