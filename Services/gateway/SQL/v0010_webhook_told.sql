-- What WAHA was last told to sign a channel's webhooks with: a digest of the secret and of the server's address, as WAHA
-- may not show it again; null when it was never told.
ALTER TABLE channel ADD COLUMN webhook_told TEXT;
