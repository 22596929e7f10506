-- What the shop sells, what it is done on, what is in stock, and the people: customers and operators.

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

CREATE TABLE extra (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    icon TEXT NOT NULL,
    price_centavos INTEGER NOT NULL CHECK (price_centavos >= 0),
    is_offered INTEGER NOT NULL CHECK (is_offered IN (0, 1)),
    is_listed INTEGER NOT NULL CHECK (is_listed IN (0, 1)),
    position INTEGER NOT NULL
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

CREATE INDEX equipment_service_by_service ON equipment_service (service_id);

-- The catalogue file that this database holds.
CREATE TABLE catalog_file (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    source TEXT NOT NULL,
    digest TEXT NOT NULL,
    imported_at TEXT NOT NULL
) STRICT;

-- No foreign key to extra: another station's visit may name an extra that this catalogue does not have yet.
CREATE TABLE stock_movement (
    extra_id TEXT NOT NULL,
    source TEXT NOT NULL,
    reason TEXT NOT NULL,
    on_hand INTEGER NOT NULL,
    reserved INTEGER NOT NULL,
    PRIMARY KEY (extra_id, source, reason)
) STRICT, WITHOUT ROWID;

CREATE INDEX stock_movement_by_source ON stock_movement (source);

-- The sum of the movements, kept by the triggers below, so that reading it does not slow down with the years.
CREATE TABLE stock (
    extra_id TEXT PRIMARY KEY,
    on_hand INTEGER NOT NULL,
    reserved INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE customer (
    id TEXT PRIMARY KEY,
    name TEXT,
    cpf TEXT CHECK (length(cpf) = 11),
    phone TEXT,
    created_at TEXT NOT NULL,
    erased_at TEXT,
    CHECK (erased_at IS NULL OR (name IS NULL AND cpf IS NULL AND phone IS NULL))
) STRICT, WITHOUT ROWID;

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
