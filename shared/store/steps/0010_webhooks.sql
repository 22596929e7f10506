-- What providers said by themselves, and how far the looking at their charges is. No personal data: of each body only
-- named fields are kept. A row proves nothing about money; the charge is looked at, and the visit says what it comes to.

CREATE TABLE webhook (
    id TEXT PRIMARY KEY CHECK (length(id) = 32),
    source TEXT NOT NULL CHECK (source IN ('asaas', 'mercado_pago', 'bank_pix')),
    event_key TEXT NOT NULL CHECK (event_key <> ''),
    kind TEXT NOT NULL,
    named_intent TEXT,
    named_charge TEXT,
    body TEXT NOT NULL,
    said_at TEXT,
    received_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'done', 'dead')),
    ending TEXT CHECK (ending IN ('looked', 'stranger', 'no_news')),
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    next_at TEXT,
    cause TEXT,
    intent_id TEXT,
    CHECK ((state = 'queued') = (next_at IS NOT NULL)),
    CHECK ((state = 'done') = (ending IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX webhook_once ON webhook (source, event_key);

CREATE INDEX webhook_by_next ON webhook (next_at) WHERE next_at IS NOT NULL;

CREATE INDEX webhook_dead ON webhook (received_at) WHERE state = 'dead';

CREATE INDEX webhook_by_receipt ON webhook (received_at);
