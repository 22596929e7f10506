-- How the outside world is, as the process that watches it last saw it. Written on transitions only.

CREATE TABLE health (
    name TEXT PRIMARY KEY,
    trouble TEXT,
    since TEXT NOT NULL
) STRICT, WITHOUT ROWID;
