-- The journal, and who we are in it.

CREATE TABLE station (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    id TEXT NOT NULL,
    epoch TEXT NOT NULL,
    letter TEXT NOT NULL
) STRICT;

CREATE TABLE journal (
    arrival INTEGER PRIMARY KEY AUTOINCREMENT,
    station TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),
    hlc INTEGER NOT NULL,
    aggregate TEXT NOT NULL,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    parents TEXT NOT NULL,
    actor TEXT NOT NULL,
    payload TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (station, epoch, seq)
) STRICT;

CREATE INDEX journal_by_aggregate ON journal (aggregate, arrival);

CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER journal_is_never_shortened BEFORE DELETE ON journal
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TABLE chain_head (
    station TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hlc INTEGER NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (station, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE aggregate_head (
    aggregate TEXT PRIMARY KEY,
    heads TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE conflict (
    station TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    aggregate TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (station, epoch, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX conflict_by_aggregate ON conflict (aggregate);

-- A row says that this file is a copy of a station: opened as one, it begins anew and loses the row.
CREATE TABLE copy_mark (
    only INTEGER PRIMARY KEY CHECK (only = 1)
) STRICT;

CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
