CREATE INDEX charge_by_charge ON charge (charge_id) WHERE charge_id IS NOT NULL;

CREATE INDEX charge_by_visit ON charge (visit_id);

CREATE INDEX charge_own_pix ON charge (visit_id) WHERE method = 'own_pix';

CREATE INDEX conflict_by_aggregate ON conflict (aggregate);

CREATE INDEX difference_living ON difference (provider) WHERE is_gone = 0;

CREATE INDEX difference_open ON difference (found_at) WHERE is_open = 1;

CREATE INDEX equipment_service_by_service ON equipment_service (service_id);

CREATE UNIQUE INDEX intent_by_charge ON intent (provider, charge_id) WHERE charge_id IS NOT NULL;

CREATE INDEX intent_by_next_look ON intent (next_look_at) WHERE next_look_at IS NOT NULL;

CREATE INDEX intent_by_visit ON intent (visit_id);

CREATE INDEX journal_by_aggregate ON journal (aggregate, arrival);

CREATE INDEX print_job_by_state ON print_job (state, number);

CREATE INDEX print_job_by_visit ON print_job (visit_id, number);

CREATE UNIQUE INDEX print_job_one_at_the_printer ON print_job ((1)) WHERE state IN ('sending', 'blocked');

CREATE INDEX receipt_by_moment ON receipt (provider, at);

CREATE INDEX receipt_by_other_name ON receipt (also) WHERE also IS NOT NULL;

CREATE INDEX receipt_by_reference ON receipt (reference);

CREATE INDEX receipt_by_visit ON receipt (visit_id);

CREATE INDEX refund_by_next_ask ON refund (next_ask_at) WHERE next_ask_at IS NOT NULL;

CREATE INDEX refund_by_visit ON refund (visit_id);

CREATE INDEX second_charge_by_next_ask ON second_charge (next_ask_at);

CREATE INDEX stock_movement_by_source ON stock_movement (source);

CREATE INDEX task_open ON task (opened_at) WHERE decision IS NULL;

CREATE INDEX task_to_reconcile ON task (opened_at) WHERE kind = 'to_reconcile';

CREATE INDEX turn_by_call ON turn (service_id, called_at) WHERE called_at IS NOT NULL;

CREATE INDEX turn_by_end ON turn (service_id, ended_at) WHERE state = 'completed';

CREATE INDEX turn_by_visit ON turn (visit_id);

CREATE INDEX turn_expired ON turn (ended_at) WHERE state = 'expired';

CREATE INDEX turn_running ON turn (equipment_id) WHERE state IN ('called', 'in_progress');

CREATE INDEX turn_waiting ON turn (service_id, joined_at) WHERE state = 'in_queue' AND joined_at IS NOT NULL;

CREATE INDEX visit_by_customer ON visit (customer_id) WHERE customer_id IS NOT NULL;

CREATE INDEX visit_by_label ON visit (label, business_day);

CREATE INDEX visit_by_opening ON visit (opened_at);

CREATE INDEX visit_held ON visit (opened_at) WHERE is_held = 1;

CREATE INDEX visit_open ON visit (state, opened_at) WHERE is_open = 1;

CREATE INDEX webhook_by_next ON webhook (next_at) WHERE next_at IS NOT NULL;

CREATE INDEX webhook_by_receipt ON webhook (received_at);

CREATE INDEX webhook_dead ON webhook (received_at) WHERE state = 'dead';

CREATE UNIQUE INDEX webhook_once ON webhook (source, event_key);

CREATE TABLE aggregate_head (
    aggregate TEXT PRIMARY KEY,
    heads TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE catalog_file (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    source TEXT NOT NULL,
    digest TEXT NOT NULL,
    imported_at TEXT NOT NULL
) STRICT;

CREATE TABLE chain_head (
    station TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hlc INTEGER NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (station, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE charge (
    intent_id TEXT PRIMARY KEY,
    visit_id TEXT NOT NULL REFERENCES visit (id),
    method TEXT NOT NULL CHECK (method IN ('pix', 'card', 'boleto', 'terminal', 'own_pix', 'counter')),
    provider TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('creating', 'awaiting', 'paid', 'failed', 'voiding', 'voided', 'expired')),
    charge_id TEXT CHECK (charge_id <> '')
) STRICT;

CREATE TABLE conflict (
    station TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    aggregate TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (station, epoch, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE copy_mark (
    only INTEGER PRIMARY KEY CHECK (only = 1)
) STRICT;

CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE customer (
    id TEXT PRIMARY KEY,
    name TEXT,
    cpf TEXT CHECK (length(cpf) = 11),
    phone TEXT,
    created_at TEXT NOT NULL,
    erased_at TEXT,
    CHECK (erased_at IS NULL OR (name IS NULL AND cpf IS NULL AND phone IS NULL))
) STRICT, WITHOUT ROWID;

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

CREATE TABLE equipment (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    place TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('available', 'cleaning', 'out_of_order')),
    is_listed INTEGER NOT NULL CHECK (is_listed IN (0, 1)),
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE equipment_service (
    equipment_id TEXT NOT NULL REFERENCES equipment (id),
    service_id TEXT NOT NULL REFERENCES service (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (equipment_id, service_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE extra (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    icon TEXT NOT NULL,
    price_centavos INTEGER NOT NULL CHECK (price_centavos >= 0),
    is_offered INTEGER NOT NULL CHECK (is_offered IN (0, 1)),
    is_listed INTEGER NOT NULL CHECK (is_listed IN (0, 1)),
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE health (
    name TEXT PRIMARY KEY,
    trouble TEXT,
    since TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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
    watch_until TEXT NOT NULL, unbooked_since TEXT,
    CHECK (expires_at > created_at),
    CHECK (watch_until >= expires_at),
    CHECK ((charge_id IS NULL) = (opened_at IS NULL)),
    CHECK (br_code IS NULL OR charge_id IS NOT NULL),
    CHECK (link IS NULL OR charge_id IS NOT NULL),
    CHECK (state NOT IN ('open', 'watched') OR charge_id IS NOT NULL),
    CHECK ((state = 'closed') = (next_look_at IS NULL))
) STRICT, WITHOUT ROWID;

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

CREATE TABLE note (
    id TEXT PRIMARY KEY,
    visit_id TEXT NOT NULL,
    text TEXT
) STRICT;

CREATE TABLE operator (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('operator', 'supervisor', 'admin')),
    capacity INTEGER CHECK (capacity > 0),
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    pin_hash TEXT NOT NULL,
    failures INTEGER NOT NULL CHECK (failures >= 0),
    locked_until TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE print_job (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    visit_id TEXT,
    printout TEXT NOT NULL,
    state TEXT NOT NULL CHECK (
        state IN ('queued', 'sending', 'blocked', 'sent', 'confirmed', 'uncertain', 'failed', 'cancelled')
    ),
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    bytes_sent INTEGER NOT NULL CHECK (bytes_sent >= 0),
    trouble TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE provider_budget (
    account TEXT PRIMARY KEY CHECK (account <> ''),
    left_requests INTEGER NOT NULL CHECK (left_requests >= 0),
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE reconciliation (
    provider TEXT PRIMARY KEY,
    covered_until TEXT NOT NULL,
    tried_at TEXT NOT NULL,
    trouble TEXT,
    listed INTEGER NOT NULL CHECK (listed >= 0),
    open_differences INTEGER NOT NULL CHECK (open_differences >= 0)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE service (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    icon TEXT NOT NULL,
    price_centavos INTEGER NOT NULL CHECK (price_centavos >= 0),
    minutes INTEGER NOT NULL CHECK (minutes > 0),
    place TEXT NOT NULL,
    is_offered INTEGER NOT NULL CHECK (is_offered IN (0, 1)),
    is_listed INTEGER NOT NULL CHECK (is_listed IN (0, 1)),
    capacity INTEGER CHECK (capacity > 0),
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sqlite_sequence(name,seq);

CREATE TABLE station (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    id TEXT NOT NULL,
    epoch TEXT NOT NULL,
    letter TEXT NOT NULL
) STRICT;

CREATE TABLE stock (
    extra_id TEXT PRIMARY KEY,
    on_hand INTEGER NOT NULL,
    reserved INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE stock_movement (
    extra_id TEXT NOT NULL,
    source TEXT NOT NULL,
    reason TEXT NOT NULL,
    on_hand INTEGER NOT NULL,
    reserved INTEGER NOT NULL,
    PRIMARY KEY (extra_id, source, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE task (
    visit_id TEXT NOT NULL REFERENCES visit (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    amount_centavos INTEGER NOT NULL,
    opened_at TEXT NOT NULL,
    decision TEXT,
    PRIMARY KEY (visit_id, id)
) STRICT, WITHOUT ROWID;

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

CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER journal_is_never_shortened BEFORE DELETE ON journal
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER stock_movement_comes AFTER INSERT ON stock_movement
BEGIN
    INSERT INTO stock (extra_id, on_hand, reserved) VALUES (new.extra_id, new.on_hand, new.reserved)
    ON CONFLICT (extra_id) DO UPDATE
    SET on_hand = on_hand + excluded.on_hand, reserved = reserved + excluded.reserved;
END;

CREATE TRIGGER stock_movement_goes AFTER DELETE ON stock_movement
BEGIN
    UPDATE stock SET on_hand = on_hand - old.on_hand, reserved = reserved - old.reserved
    WHERE extra_id = old.extra_id;
END;

CREATE TRIGGER stock_movement_is_replaced_not_changed BEFORE UPDATE ON stock_movement
BEGIN
    SELECT RAISE(ABORT, 'a stock movement is replaced, not changed');
END;
