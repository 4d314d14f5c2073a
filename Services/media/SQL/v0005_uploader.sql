-- Who put a file in; null for what came with a message, for what nobody of the staff put in, and for what is older than this.
ALTER TABLE media ADD COLUMN uploaded_by TEXT;

-- The API token by which they did; null when they did it themselves.
ALTER TABLE media ADD COLUMN uploaded_with TEXT;

-- The file that it was made of: of a voice note its recording.
ALTER TABLE media ADD COLUMN made_of TEXT;
