"""What else becomes of a charge: risk analysis, credit, chargeback, dunning, visits. The control plays it.

What a lost dispute and a refused analysis end as is not in our reference; here REFUNDED, and open again (assumptions).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from shared.payments.simulator.answers import Refusal
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.paying import confirm_card
from shared.payments.simulator.asaas.records import UNPAID, Charge, Chargeback

ALWAYS: frozenset[str] = frozenset()
HELD = frozenset({"CONFIRMED", "RECEIVED"})


@dataclass(frozen=True, slots=True)
class Step:
    """`of`: the statuses in which it can happen; none means all."""

    of: frozenset[str]
    take: Callable[[Books, Charge], Charge]


def play(books: Books, charge: Charge, name: str) -> Charge | Refusal:
    """The charge takes one of the STEPS. LookupError for a name that is none."""
    if name not in STEPS:
        raise LookupError(f"no step is called {name}; there are {', '.join(sorted(STEPS))}")
    step = STEPS[name]
    if charge.deleted or (step.of and charge.status not in step.of):
        return Refusal.because("invalid_action", f"A cobrança está {charge.status}.")
    return step.take(books, charge)


def _to(status: str, event: str) -> Callable[[Books, Charge], Charge]:
    return lambda books, charge: books.keep(replace(charge, status=status), event)


def _approve(books: Books, charge: Charge) -> Charge:
    books.keep(charge, "PAYMENT_APPROVED_BY_RISK_ANALYSIS")
    return confirm_card(books, charge)


def _reprove(books: Books, charge: Charge) -> Charge:
    status = "OVERDUE" if charge.due_date < books.today() else "PENDING"
    return books.keep(replace(charge, status=status), "PAYMENT_REPROVED_BY_RISK_ANALYSIS")


def _credit(books: Books, charge: Charge) -> Charge:
    return books.keep(replace(charge, status="RECEIVED", credited_at=books.now()), "PAYMENT_RECEIVED")


def _request_chargeback(books: Books, charge: Charge) -> Charge:
    books.record("charged_back", charge, charge.value - charge.refunded, books.reference_of(charge))
    asked = replace(charge, status="CHARGEBACK_REQUESTED", chargeback=Chargeback("REQUESTED"))
    return books.keep(asked, "PAYMENT_CHARGEBACK_REQUESTED")


def _dispute(books: Books, charge: Charge) -> Charge:
    disputed = replace(charge, status="CHARGEBACK_DISPUTE", chargeback=Chargeback("IN_DISPUTE"))
    return books.keep(disputed, "PAYMENT_CHARGEBACK_DISPUTE")


def _win(books: Books, charge: Charge) -> Charge:
    won = replace(charge, status="AWAITING_CHARGEBACK_REVERSAL", chargeback=Chargeback("REVERSED"))
    return books.keep(won, "PAYMENT_AWAITING_CHARGEBACK_REVERSAL")


def _reverse(books: Books, charge: Charge) -> Charge:
    books.record("chargeback_won", charge, charge.value - charge.refunded, books.reference_of(charge))
    back = replace(charge, status=charge.paid_status, chargeback=Chargeback("DONE"))
    return books.keep(back, "PAYMENT_RECEIVED" if charge.credited_at else "PAYMENT_CONFIRMED")


def _lose(books: Books, charge: Charge) -> Charge:
    lost = replace(charge, status="REFUNDED", chargeback=Chargeback("DISPUTE_LOST"))
    return books.keep(lost, "PAYMENT_REFUNDED")


def _view_invoice(books: Books, charge: Charge) -> Charge:
    return books.keep(replace(charge, invoice_viewed_at=books.now()), "PAYMENT_CHECKOUT_VIEWED")


def _view_slip(books: Books, charge: Charge) -> Charge:
    return books.keep(replace(charge, slip_viewed_at=books.now()), "PAYMENT_BANK_SLIP_VIEWED")


STEPS: dict[str, Step] = {
    "approve_risk": Step(frozenset({"AWAITING_RISK_ANALYSIS"}), _approve),
    "reprove_risk": Step(frozenset({"AWAITING_RISK_ANALYSIS"}), _reprove),
    "credit": Step(frozenset({"CONFIRMED"}), _credit),
    "overdue": Step(frozenset({"PENDING"}), _to("OVERDUE", "PAYMENT_OVERDUE")),
    "request_chargeback": Step(HELD, _request_chargeback),
    "dispute": Step(frozenset({"CHARGEBACK_REQUESTED"}), _dispute),
    "win_dispute": Step(frozenset({"CHARGEBACK_DISPUTE"}), _win),
    "lose_dispute": Step(frozenset({"CHARGEBACK_REQUESTED", "CHARGEBACK_DISPUTE"}), _lose),
    "reverse_chargeback": Step(frozenset({"AWAITING_CHARGEBACK_REVERSAL"}), _reverse),
    "request_dunning": Step(frozenset({"OVERDUE"}), _to("DUNNING_REQUESTED", "PAYMENT_DUNNING_REQUESTED")),
    "anticipate": Step(
        frozenset({"CONFIRMED"}),
        lambda books, charge: books.keep(replace(charge, anticipated=True), "PAYMENT_ANTICIPATED"),
    ),
    "view_invoice": Step(ALWAYS, _view_invoice),
    "view_slip": Step(UNPAID, _view_slip),
}
