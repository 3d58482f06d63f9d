-- Which state this is: a backup that is restored over a later state of itself is told from one that is restored elsewhere.

CREATE TABLE identity (
    id           TEXT NOT NULL
);

INSERT INTO identity (id) VALUES (lower(hex(randomblob(16))));

-- When a backup took the place of a state that was lost, and the last week whose sheets may have been printed by then without standing in
-- the ledger.
CREATE TABLE restoration (
    at           TEXT NOT NULL,
    through      TEXT NOT NULL
);
