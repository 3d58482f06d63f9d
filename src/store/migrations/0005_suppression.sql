-- What was taken down by hand, and the proof of it. Names only: never what an item says.

CREATE TABLE suppression (
    source       TEXT NOT NULL,
    key          TEXT NOT NULL,
    place        TEXT,
    PRIMARY KEY (source, key)
);

-- What came to the place of a withdrawn item, and may be shown.
CREATE TABLE allowance (
    source       TEXT NOT NULL,
    key          TEXT NOT NULL,
    PRIMARY KEY (source, key)
);

CREATE TABLE journal (
    at           TEXT NOT NULL,
    actor        TEXT NOT NULL,
    deed         TEXT NOT NULL,
    item         TEXT NOT NULL,
    place        TEXT NOT NULL
);
