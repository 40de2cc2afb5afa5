-- The oldest tables held seconds. From here on all instants are Unix time in milliseconds.

-- An older version that still has the file open would go on writing seconds: here and below that fails, and it says so.
CREATE TABLE inbox_in_milliseconds (
    id     INTEGER NOT NULL PRIMARY KEY,
    taken  INTEGER NOT NULL CHECK (taken NOT BETWEEN 1700000000 AND 4102444800), -- seconds, from 2023 to 2100
    begun  INTEGER NOT NULL DEFAULT 0, -- how often it was begun after a start that found it here
    done   INTEGER NOT NULL DEFAULT 0,
    body   TEXT    NOT NULL,
    holder TEXT -- which replica deals with the update; null once that is gone for good
) STRICT;

INSERT INTO inbox_in_milliseconds (id, taken, begun, done, body, holder)
SELECT id, taken * 1000, begun, done, body, holder FROM inbox ORDER BY id;

DROP TABLE inbox;
ALTER TABLE inbox_in_milliseconds RENAME TO inbox;
CREATE INDEX inbox_done ON inbox (done);

ALTER TABLE pulse RENAME COLUMN only TO one;
UPDATE pulse SET at = at * 1000;

ALTER TABLE sheets RENAME COLUMN only TO one;
UPDATE sheets SET served = served * 1000, broken = broken * 1000;

ALTER TABLE condition RENAME COLUMN only TO one;
