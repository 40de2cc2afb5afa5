-- How the bot was when it last said so; it says so every few seconds.
CREATE TABLE condition (
    only  INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    at    INTEGER NOT NULL, -- Unix time in milliseconds
    since INTEGER,          -- since when calls to this store fail, in milliseconds; null while none does
    why   TEXT              -- why they fail, in one line
) STRICT;
