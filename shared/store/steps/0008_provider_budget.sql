-- How many requests this station may still make to a provider's account. `left_requests` is what was left at `at` after
-- all that was written off, so that a crash loses requests and never gives any twice.

CREATE TABLE provider_budget (
    account TEXT PRIMARY KEY CHECK (account <> ''),
    left_requests INTEGER NOT NULL CHECK (left_requests >= 0),
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Charges of an intent that has another one already: nobody shall pay them. A row stays until the provider says that its
-- charge is void, paid or absent.

CREATE TABLE second_charge (
    provider TEXT NOT NULL CHECK (provider <> ''),
    charge_id TEXT NOT NULL CHECK (charge_id <> ''),
    intent_id TEXT NOT NULL,
    amount_centavos INTEGER NOT NULL CHECK (amount_centavos > 0),
    next_ask_at TEXT NOT NULL,
    failures INTEGER NOT NULL CHECK (failures >= 0),
    last_cause TEXT,
    PRIMARY KEY (provider, charge_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX second_charge_by_next_ask ON second_charge (next_ask_at);

-- When a provider first said that money is there for a visit that a newer program holds; NULL once it is booked or gone.

ALTER TABLE intent ADD COLUMN unbooked_since TEXT;

UPDATE intent SET unbooked_since = created_at WHERE last_cause = 'paid_while_held';
