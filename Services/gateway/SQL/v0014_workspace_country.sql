-- Where a workspace's numbers are typed without a country code, ISO 3166; null when it is where the deployment's are.
ALTER TABLE workspace ADD COLUMN country TEXT;

-- Counts the changes of name and country.
ALTER TABLE workspace ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
