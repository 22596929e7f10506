-- Papers to print: one row per paper, in the order they were asked for; at most one is at the printer.

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

CREATE INDEX print_job_by_state ON print_job (state, number);

CREATE INDEX print_job_by_visit ON print_job (visit_id, number);

CREATE UNIQUE INDEX print_job_one_at_the_printer ON print_job ((1)) WHERE state IN ('sending', 'blocked');
