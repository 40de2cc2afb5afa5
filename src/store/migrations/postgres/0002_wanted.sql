-- Somebody asked for this post in person: it is never too late.
ALTER TABLE delivery ADD COLUMN wanted BIGINT NOT NULL DEFAULT 0; -- 0 or 1
