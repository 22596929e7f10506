-- What this station asks payment providers to give back: its outbox, beside the intents. No personal data; what a refund
-- means for a visit is said by the visit.

CREATE TABLE refund (
    id TEXT PRIMARY KEY CHECK (length(id) = 32),
    visit_id TEXT NOT NULL,
    intent_id TEXT NOT NULL,
    provider TEXT NOT NULL CHECK (provider <> ''),
    charge_id TEXT NOT NULL CHECK (charge_id <> ''),
    charge_centavos INTEGER NOT NULL CHECK (charge_centavos > 0),
    payment TEXT NOT NULL CHECK (payment <> ''),
    amount_centavos INTEGER NOT NULL CHECK (amount_centavos > 0),
    operator_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('to_ask', 'asked', 'pending', 'done', 'refused')),
    created_at TEXT NOT NULL,
    next_ask_at TEXT,
    failures INTEGER NOT NULL CHECK (failures >= 0),
    last_cause TEXT,
    CHECK ((state IN ('done', 'refused')) = (next_ask_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX refund_by_next_ask ON refund (next_ask_at) WHERE next_ask_at IS NOT NULL;

CREATE INDEX refund_by_visit ON refund (visit_id);
