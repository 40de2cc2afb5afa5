-- Somebody asked for this post in person: it is never too late.
ALTER TABLE delivery ADD COLUMN wanted INTEGER NOT NULL DEFAULT 0; -- 0 or 1
