-- Which replica deals with the update; null once that is gone for good.
ALTER TABLE inbox ADD COLUMN holder TEXT;
