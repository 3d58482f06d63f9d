-- What is known of each target: the name under which this state claims it, the name of the record there, and how the last publications went.

CREATE TABLE target (
    id           TEXT PRIMARY KEY,
    publisher    TEXT NOT NULL DEFAULT (lower(hex(randomblob(16)))),
    record       TEXT,
    release      TEXT,
    published_at TEXT,
    files        BIGINT,
    failed_at    TEXT,
    failure      TEXT
);
