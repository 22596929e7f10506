-- Visits: the whole state as a document, and what is asked of it as columns. All of it is derived from the journal.

CREATE TABLE visit (
    id TEXT PRIMARY KEY,
    label TEXT NOT NULL,
    business_day TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN (
        'pending_payment', 'abandoned', 'paid', 'printing', 'print_error', 'in_queue', 'called', 'in_progress',
        'completed', 'expired', 'cancelled'
    )),
    is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    is_held INTEGER NOT NULL CHECK (is_held IN (0, 1)),
    is_unprinted INTEGER NOT NULL CHECK (is_unprinted IN (0, 1)),
    opened_at TEXT NOT NULL,
    customer_id TEXT,
    total_centavos INTEGER NOT NULL,
    document TEXT NOT NULL
) STRICT;

CREATE INDEX visit_open ON visit (state, opened_at) WHERE is_open = 1;
CREATE INDEX visit_held ON visit (opened_at) WHERE is_held = 1;
CREATE INDEX visit_by_opening ON visit (opened_at);
CREATE INDEX visit_by_label ON visit (label, business_day);
CREATE INDEX visit_by_customer ON visit (customer_id) WHERE customer_id IS NOT NULL;

CREATE TABLE charge (
    intent_id TEXT PRIMARY KEY,
    visit_id TEXT NOT NULL REFERENCES visit (id),
    method TEXT NOT NULL CHECK (method IN ('pix', 'card', 'boleto', 'terminal', 'own_pix', 'counter')),
    provider TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('creating', 'awaiting', 'paid', 'failed', 'voiding', 'voided', 'expired')),
    charge_id TEXT CHECK (charge_id <> '')
) STRICT;

CREATE INDEX charge_by_visit ON charge (visit_id);
CREATE INDEX charge_by_charge ON charge (charge_id) WHERE charge_id IS NOT NULL;

CREATE TABLE receipt (
    intent_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    visit_id TEXT NOT NULL REFERENCES visit (id),
    provider TEXT NOT NULL,
    charge_id TEXT,
    amount_centavos INTEGER NOT NULL,
    since TEXT NOT NULL,
    at TEXT NOT NULL,
    is_reversed INTEGER NOT NULL CHECK (is_reversed IN (0, 1)),
    returned_centavos INTEGER NOT NULL,
    also TEXT,
    PRIMARY KEY (intent_id, reference)
) STRICT, WITHOUT ROWID;

CREATE INDEX receipt_by_moment ON receipt (provider, at);
CREATE INDEX receipt_by_visit ON receipt (visit_id);
CREATE INDEX receipt_by_reference ON receipt (reference);
CREATE INDEX receipt_by_other_name ON receipt (also) WHERE also IS NOT NULL;
CREATE INDEX charge_own_pix ON charge (visit_id) WHERE method = 'own_pix';

CREATE TABLE turn (
    id TEXT PRIMARY KEY,
    visit_id TEXT NOT NULL REFERENCES visit (id),
    label TEXT NOT NULL,
    service_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('in_queue', 'called', 'in_progress', 'completed', 'expired', 'cancelled')),
    priority TEXT,
    joined_at TEXT,
    equipment_id TEXT,
    operator_id TEXT,
    called_at TEXT,
    started_at TEXT,
    ended_at TEXT,
    reactivations INTEGER NOT NULL
) STRICT;

CREATE INDEX turn_by_visit ON turn (visit_id);
CREATE INDEX turn_waiting ON turn (service_id, joined_at) WHERE state = 'in_queue' AND joined_at IS NOT NULL;
CREATE INDEX turn_running ON turn (equipment_id) WHERE state IN ('called', 'in_progress');
CREATE INDEX turn_by_call ON turn (service_id, called_at) WHERE called_at IS NOT NULL;
CREATE INDEX turn_by_end ON turn (service_id, ended_at) WHERE state = 'completed';
CREATE INDEX turn_expired ON turn (ended_at) WHERE state = 'expired';

CREATE TABLE task (
    visit_id TEXT NOT NULL REFERENCES visit (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    amount_centavos INTEGER NOT NULL,
    opened_at TEXT NOT NULL,
    decision TEXT,
    PRIMARY KEY (visit_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX task_open ON task (opened_at) WHERE decision IS NULL;
CREATE INDEX task_to_reconcile ON task (opened_at) WHERE kind = 'to_reconcile';

CREATE TABLE note (
    id TEXT PRIMARY KEY,
    visit_id TEXT NOT NULL,
    text TEXT
) STRICT;
