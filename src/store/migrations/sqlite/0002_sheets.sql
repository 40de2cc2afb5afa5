-- How the sheets that the bot answers from stand to those on disk.
CREATE TABLE sheets (
    only   INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    served INTEGER NOT NULL, -- Unix time at which they were read
    broken INTEGER,          -- since when those on disk cannot be used; null while they can
    why    TEXT              -- what is wrong with them, in one line
) STRICT;
