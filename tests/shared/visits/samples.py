"""Visits in every condition, made by the real state machine from real facts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.ids import (
    EquipmentId,
    ExtraId,
    IntentId,
    OperatorId,
    PrintJobId,
    ServiceId,
    TurnId,
    VisitId,
)
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.visits import facts
from shared.visits.evolve import evolve
from shared.visits.model import EndReason, ExtraLine, Line, Visit

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
EXPIRES = NOW + timedelta(minutes=30)
PIX, COUNTER, OWN = IntentId("pix-1"), IntentId("counter-1"), IntentId("own-1")
CRYO, BOOTS = TurnId("turn-cryo"), TurnId("turn-boots")
CRYO_1 = EquipmentId("crio-1")
BOOTS_A = EquipmentId("bota-a")
ANA = OperatorId("ana")
JOB = PrintJobId("job-1")
TOTAL = Money(29_400)

OPENED = facts.VisitOpened(
    visit_id=VisitId("visit-1"),
    label="A042",
    business_day=date(2026, 11, 22),
    lines=(
        Line(CRYO, ServiceId("crioterapia"), "Crioterapia", Money(18_000), 3),
        Line(BOOTS, ServiceId("bota"), "Bota de compressão", Money(9_000), 30),
    ),
    extras=(ExtraLine(ExtraId("toalha"), "Toalha", 2, Money(1_200)),),
    priority=None,
    customer_id=None,
    at=NOW,
)
PIX_ASKED = facts.ChargeIntended(PIX, Method.PIX, "asaas", TOTAL, EXPIRES, NOW)
COUNTER_ASKED = facts.ChargeIntended(COUNTER, Method.COUNTER, "counter", TOTAL, EXPIRES, NOW)
OWN_ASKED = facts.ChargeIntended(OWN, Method.OWN_PIX, "own_pix", TOTAL, EXPIRES, NOW)
OWN_SHOWN = facts.ChargeOpened(OWN, "VEZ0", "00020126…", NOW)
SHOWN = facts.ChargeOpened(PIX, "pay_1", "00020126…", NOW)
GIVEN_UP = facts.VisitAbandoned(EndReason.TIMEOUT, EXPIRES)


def paid(reference: str = "e1", amount: Money = TOTAL, intent: IntentId = PIX) -> facts.MoneyReceived:
    return facts.MoneyReceived(intent, reference, amount, NOW, LATER)


def after(*happened: facts.VisitFact, of: Visit | None = None) -> Visit:
    """The visit after these facts; each of them must be possible."""
    visit = of
    for fact in happened:
        outcome = evolve(visit, fact)
        assert not isinstance(outcome, Invalid | AlreadyTrue), (fact, outcome)
        visit = outcome
    assert visit is not None
    return visit


def waiting_for_pix() -> Visit:
    return after(OPENED, PIX_ASKED, SHOWN)


def waiting_for_own_pix() -> Visit:
    return after(OPENED, OWN_ASKED, OWN_SHOWN)


def abandoned() -> Visit:
    return after(OPENED, PIX_ASKED, SHOWN, facts.ChargeExpired(PIX, EXPIRES), GIVEN_UP)


def settled() -> Visit:
    return after(OPENED, PIX_ASKED, SHOWN, paid())


def in_queue() -> Visit:
    return after(
        OPENED,
        PIX_ASKED,
        SHOWN,
        paid(),
        facts.TicketPrinting(JOB, LATER),
        facts.TicketQueued(is_printed=True, at=LATER),
    )
