-- What is known of each source. Times are RFC 3339 text, structures are JSON text: the same SQL runs on other engines.

CREATE TABLE source (
    id           TEXT PRIMARY KEY,
    cursor       TEXT,
    failed_at    TEXT,
    failure      TEXT
);

CREATE TABLE coverage (
    source       TEXT NOT NULL,
    position     BIGINT NOT NULL,
    body         TEXT NOT NULL,
    PRIMARY KEY (source, position)
);

CREATE TABLE item (
    source        TEXT NOT NULL,
    key           TEXT NOT NULL,
    body          TEXT NOT NULL,
    days          TEXT NOT NULL,
    revision      TEXT NOT NULL,
    seen_first    TEXT NOT NULL,
    seen_last     TEXT NOT NULL,
    changed_at    TEXT NOT NULL,
    missing_since TEXT,
    PRIMARY KEY (source, key)
);

CREATE TABLE tombstone (
    source       TEXT NOT NULL,
    key          TEXT NOT NULL,
    body         TEXT NOT NULL,
    at           TEXT NOT NULL,
    PRIMARY KEY (source, key)
);

CREATE TABLE build (
    site         TEXT PRIMARY KEY,
    built_at     TEXT NOT NULL,
    data_as_of   TEXT
);
