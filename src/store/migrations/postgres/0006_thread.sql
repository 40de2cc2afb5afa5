-- The last question of a person in a chat, for those who ask on. It lasts a day.
CREATE TABLE thread (
    person   BIGINT NOT NULL,
    chat     BIGINT NOT NULL, -- in private the person's number
    asked    BIGINT NOT NULL,
    query    TEXT,            -- null where nothing was asked that can be followed
    sources  BIGINT,          -- by which its numbered sources are known again
    question BIGINT,          -- the number of its message
    answer   TEXT,            -- the numbers of the answer's messages, in JSON
    PRIMARY KEY (person, chat)
);
