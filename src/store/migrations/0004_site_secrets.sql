-- What the folders and passwords of sites are made from: 128 random bits as hexadecimal digits. The last row of a site and school year
-- (the year in which it ends) holds; the others tell which folders must be gone.

CREATE TABLE site_secret (
    site         TEXT NOT NULL,
    term         BIGINT NOT NULL,
    secret       TEXT NOT NULL,
    made_at      TEXT NOT NULL
);
