-- What this station asks payment providers for: its outbox and its watch list. No personal data; whether a visit is paid
-- is said by the visit.

CREATE TABLE intent (
    id TEXT PRIMARY KEY CHECK (length(id) = 32),
    visit_id TEXT NOT NULL,
    provider TEXT NOT NULL CHECK (provider <> ''),
    method TEXT NOT NULL CHECK (method IN ('pix', 'card', 'boleto', 'terminal')),
    installments INTEGER NOT NULL CHECK (installments BETWEEN 1 AND 12),
    amount_centavos INTEGER NOT NULL CHECK (amount_centavos > 0),
    description TEXT NOT NULL,
    customer_id TEXT,
    state TEXT NOT NULL CHECK (state IN ('to_open', 'opening', 'open', 'to_void', 'voiding', 'watched', 'closed')),
    charge_id TEXT CHECK (charge_id <> ''),
    br_code TEXT CHECK (br_code <> ''),
    link TEXT CHECK (link <> ''),
    created_at TEXT NOT NULL,
    opened_at TEXT,
    expires_at TEXT NOT NULL,
    next_look_at TEXT,
    looks INTEGER NOT NULL CHECK (looks >= 0),
    failures INTEGER NOT NULL CHECK (failures >= 0),
    last_cause TEXT,
    watch_until TEXT NOT NULL,
    CHECK (expires_at > created_at),
    CHECK (watch_until >= expires_at),
    CHECK ((charge_id IS NULL) = (opened_at IS NULL)),
    CHECK (br_code IS NULL OR charge_id IS NOT NULL),
    CHECK (link IS NULL OR charge_id IS NOT NULL),
    CHECK (state NOT IN ('open', 'watched') OR charge_id IS NOT NULL),
    CHECK ((state = 'closed') = (next_look_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX intent_by_next_look ON intent (next_look_at) WHERE next_look_at IS NOT NULL;

CREATE INDEX intent_by_visit ON intent (visit_id);

CREATE UNIQUE INDEX intent_by_charge ON intent (provider, charge_id) WHERE charge_id IS NOT NULL;
