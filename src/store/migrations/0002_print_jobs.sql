-- The ledger of print jobs: what was about to be sent, and what became of it. `key` is a part of the job's name at the printer.

CREATE TABLE print_job (
    key          TEXT PRIMARY KEY,
    at           TEXT NOT NULL,
    week         TEXT NOT NULL,
    class        TEXT,
    label        TEXT,
    profile      TEXT NOT NULL,
    kind         TEXT NOT NULL,
    digest       TEXT NOT NULL,
    copies       BIGINT NOT NULL,
    pages        BIGINT NOT NULL,
    printer      TEXT NOT NULL,
    purpose      TEXT NOT NULL,
    data_as_of   TEXT,
    told         TEXT NOT NULL,
    state        TEXT NOT NULL,
    job_id       BIGINT,
    job_uuid     TEXT,
    printer_uuid TEXT,
    proof        TEXT,
    reasons      TEXT NOT NULL DEFAULT '[]'
);

CREATE INDEX print_job_week ON print_job (week);
