-- Where a provider's list of money and ours differ, derived from the journal, and how far each list was compared.

CREATE TABLE difference (
    id TEXT PRIMARY KEY,
    provider TEXT NOT NULL,
    reference TEXT NOT NULL,
    is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    is_gone INTEGER NOT NULL CHECK (is_gone IN (0, 1)),
    found_at TEXT NOT NULL,
    paid_at TEXT,
    document TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX difference_open ON difference (found_at) WHERE is_open = 1;
CREATE INDEX difference_living ON difference (provider) WHERE is_gone = 0;

CREATE TABLE reconciliation (
    provider TEXT PRIMARY KEY,
    covered_until TEXT NOT NULL,
    tried_at TEXT NOT NULL,
    trouble TEXT,
    listed INTEGER NOT NULL CHECK (listed >= 0),
    open_differences INTEGER NOT NULL CHECK (open_differences >= 0)
) STRICT, WITHOUT ROWID;
