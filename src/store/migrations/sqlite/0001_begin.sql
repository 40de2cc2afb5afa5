-- The language that a chat chose; a private chat has its person's number.
CREATE TABLE language (
    chat INTEGER NOT NULL PRIMARY KEY,
    tag  TEXT    NOT NULL
) STRICT;

-- Updates taken from Telegram. A row that is done stays, without its body, until Telegram has been told not to
-- send the update again.
CREATE TABLE inbox (
    id    INTEGER NOT NULL PRIMARY KEY,
    taken INTEGER NOT NULL, -- Unix time
    begun INTEGER NOT NULL DEFAULT 0, -- how often it was begun after a start that found it here
    done  INTEGER NOT NULL DEFAULT 0,
    body  TEXT    NOT NULL
) STRICT;

CREATE INDEX inbox_done ON inbox (done);

-- When Telegram last answered a call for updates.
CREATE TABLE pulse (
    only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    at   INTEGER NOT NULL -- Unix time
) STRICT;
