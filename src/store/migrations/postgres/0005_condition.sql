-- How the bot was when it last said so; it says so every few seconds.
CREATE TABLE condition (
    one   BIGINT PRIMARY KEY CHECK (one = 1),
    at    BIGINT NOT NULL,
    since BIGINT, -- since when calls to this store fail; null while none does
    why   TEXT    -- why they fail, in one line
);
