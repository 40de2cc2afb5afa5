-- Where posts go. All instants here are Unix time in milliseconds.
CREATE TABLE channel (
    chat      INTEGER NOT NULL PRIMARY KEY,
    kind      TEXT    NOT NULL,
    title     TEXT    NOT NULL,
    username  TEXT, -- without @
    owner     INTEGER,
    checked   INTEGER NOT NULL,
    suspended TEXT -- why nothing is posted; null while it is
) STRICT;

CREATE INDEX channel_owner ON channel (owner);
CREATE INDEX channel_username ON channel (lower(username));

-- What is posted, where and when. A number is never given twice.
CREATE TABLE schedule (
    id       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    chat     INTEGER NOT NULL,
    topic    INTEGER,
    owner    INTEGER,
    pattern  TEXT    NOT NULL, -- when, as it was written
    zone     TEXT    NOT NULL,
    what     TEXT    NOT NULL,
    language TEXT    NOT NULL,
    silent   INTEGER NOT NULL, -- 0 or 1
    grace    TEXT    NOT NULL,
    state    TEXT    NOT NULL,
    next     INTEGER, -- when it falls due; null when it does not
    deleted  INTEGER -- since when; null while it is not
) STRICT;

CREATE INDEX schedule_chat ON schedule (chat);
CREATE INDEX schedule_owner ON schedule (owner);
CREATE INDEX schedule_next ON schedule (next, id) WHERE next IS NOT NULL;

-- The ledger of posts. A row outlives its schedule's end: it says what stands in the chat.
CREATE TABLE delivery (
    schedule   INTEGER NOT NULL,
    due        INTEGER NOT NULL,
    chat       INTEGER NOT NULL,
    state      TEXT    NOT NULL, -- planned, sending, sent, refused, skipped, unknown
    reason     TEXT,             -- why it was refused or skipped
    message    INTEGER,          -- the number under which it was sent
    holder     TEXT,             -- who claimed it last
    free_at    INTEGER,          -- until when the claim is good
    not_before INTEGER NOT NULL,
    tries      INTEGER NOT NULL,
    shown      TEXT,
    at         INTEGER NOT NULL, -- since when it is in this state
    PRIMARY KEY (schedule, due)
) STRICT, WITHOUT ROWID;

CREATE INDEX delivery_chat ON delivery (chat, due, schedule);
CREATE INDEX delivery_state ON delivery (state);
CREATE INDEX delivery_planned ON delivery (due, schedule) WHERE state = 'planned';
CREATE INDEX delivery_sending ON delivery (free_at) WHERE state = 'sending';
CREATE INDEX delivery_open ON delivery (chat, due, schedule) WHERE state IN ('planned', 'sending');

-- What a schedule that rotates has shown since it began anew, in order.
CREATE TABLE rotation (
    schedule INTEGER NOT NULL,
    shown    TEXT    NOT NULL,
    turn     INTEGER NOT NULL,
    PRIMARY KEY (schedule, shown)
) STRICT, WITHOUT ROWID;

-- What one replica alone does for a while.
CREATE TABLE lease (
    name    TEXT    NOT NULL PRIMARY KEY,
    holder  TEXT    NOT NULL,
    free_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Words owed to people. One that was said is gone.
CREATE TABLE owed (
    id      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person  INTEGER NOT NULL,
    what    TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    holder  TEXT,
    free_at INTEGER,
    UNIQUE (person, what)
) STRICT;

-- What a person is about to order.
CREATE TABLE draft (
    person INTEGER NOT NULL PRIMARY KEY,
    what   TEXT    NOT NULL
) STRICT;
