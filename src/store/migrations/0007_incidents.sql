-- What somebody must look after, from the moment at which it was found until it is over, and whether anybody was told.

CREATE TABLE incident (
    subject      TEXT NOT NULL,
    trouble      TEXT NOT NULL,
    reason       TEXT NOT NULL,
    since        TEXT NOT NULL,
    told_at      TEXT,
    PRIMARY KEY (subject, trouble)
);
