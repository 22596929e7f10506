"""Visits with turns in every state, for tables of examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from shared.catalog.model import Equipment, Service
from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.ids import EquipmentId, IntentId, OperatorId, ServiceId, TurnId, VisitId
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.visits import facts
from shared.visits.evolve import evolve
from shared.visits.facts import TurnFact
from shared.visits.model import (
    Charge,
    ChargeState,
    Line,
    PaperState,
    Receipt,
    Ticket,
    Turn,
    TurnState,
    Visit,
)

OPENED = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
JOINED = OPENED + timedelta(minutes=2)
CALLED = OPENED + timedelta(minutes=10)
STARTED = OPENED + timedelta(minutes=12)
ENDED = OPENED + timedelta(minutes=20)
NOW = OPENED + timedelta(minutes=30)

CRYO, BOOTS, BATH = ServiceId("cryo"), ServiceId("boots"), ServiceId("bath")
ONE, TWO = TurnId("turn-1"), TurnId("turn-2")
CABIN, OTHER_CABIN, CHAIR = EquipmentId("cabin"), EquipmentId("other-cabin"), EquipmentId("chair")
ANA, BIA = OperatorId("ana"), OperatorId("bia")

PRICE = Money(9000)
BATH_SERVICE = Service(BATH, "Banheira de gelo", "", "bath", Money(5000), 15, "Sala 2")
CABIN_FREE = Equipment(CABIN, "Cabine 1", "Sala 1", (CRYO,))
CHAIR_FREE = Equipment(CHAIR, "Poltrona 1", "Sala 1", (BOOTS,))

WAITING = Turn(ONE, CRYO, "Crioterapia", 10, joined_at=JOINED)
ON_CALL = replace(
    WAITING, state=TurnState.CALLED, equipment_id=CABIN, operator_id=ANA, called_at=CALLED, recalled_at=None, calls=1
)
RUNNING = replace(ON_CALL, state=TurnState.IN_PROGRESS, started_at=STARTED)
TURNS = {
    TurnState.IN_QUEUE: WAITING,
    TurnState.CALLED: ON_CALL,
    TurnState.IN_PROGRESS: RUNNING,
    TurnState.COMPLETED: replace(RUNNING, state=TurnState.COMPLETED, ended_at=ENDED),
    TurnState.EXPIRED: replace(ON_CALL, state=TurnState.EXPIRED, ended_at=ENDED),
    TurnState.CANCELLED: replace(WAITING, state=TurnState.CANCELLED, ended_at=ENDED, reason="desistiu"),
}
"""The first turn in each state: joined, called onto the first cabin by Ana, and so on."""

BOOTS_WAITING = Turn(TWO, BOOTS, "Botas", 20, joined_at=JOINED)
BOOTS_RUNNING = replace(
    BOOTS_WAITING,
    state=TurnState.IN_PROGRESS,
    equipment_id=CHAIR,
    operator_id=BIA,
    called_at=CALLED,
    started_at=STARTED,
    calls=1,
)

CALL = facts.TurnCalled(ONE, CRYO, CABIN, ANA, None, NOW)
CALL_ELSEWHERE = facts.TurnCalled(ONE, CRYO, OTHER_CABIN, BIA, None, NOW)
RECALL = facts.TurnRecalled(ONE, BIA, NOW)
START = facts.TurnStarted(ONE, CRYO, CABIN, BIA, NOW)
START_ELSEWHERE = facts.TurnStarted(ONE, CRYO, OTHER_CABIN, BIA, NOW)
COMPLETE = facts.TurnCompleted(ONE, BIA, NOW)
RETURN = facts.TurnReturned(ONE, BIA, "foi ao banheiro", NOW)
EXPIRE = facts.TurnExpired(ONE, None, NOW)
CANCEL = facts.TurnCancelled(ONE, BIA, "passou mal", NOW)
TRANSFER = facts.TurnTransferred(ONE, BATH, "Banheira de gelo", 15, BIA, "cabine parou", NOW)
TRANSFER_HERE = facts.TurnTransferred(ONE, CRYO, "Crioterapia", 10, BIA, "engano", NOW)
FACTS: tuple[TurnFact, ...] = (
    CALL,
    CALL_ELSEWHERE,
    RECALL,
    START,
    START_ELSEWHERE,
    COMPLETE,
    RETURN,
    EXPIRE,
    CANCEL,
    TRANSFER,
    TRANSFER_HERE,
)
"""Every kind of fact about the first turn, some twice: with the equipment or service it has, and with another."""


def visit_with(*turns: Turn, ticket: Ticket | None = None, is_paid: bool = True) -> Visit:
    """A visit that was paid (or released), printed and queued, whose turns are these."""
    lines = tuple(Line(turn.id, turn.service_id, turn.name, PRICE, turn.minutes) for turn in turns)
    total = PRICE * len(lines)
    receipt = Receipt("pay-1", total, JOINED, JOINED)
    charge = Charge(
        intent_id=IntentId("intent-1"),
        method=Method.PIX,
        provider="asaas",
        amount=total,
        expires_at=OPENED + timedelta(minutes=30),
        state=ChargeState.PAID if is_paid else ChargeState.VOIDED,
        receipts=(receipt,) if is_paid else (),
        settled_by="pay-1" if is_paid else None,
    )
    return Visit(
        id=VisitId("visit-1"),
        label="A042",
        business_day=date(2026, 11, 22),
        opened_at=OPENED,
        lines=lines,
        extras=(),
        priority=None,
        customer_id=None,
        charges=(charge,),
        ticket=ticket or Ticket(OPENED, paper=PaperState.PRINTED, queued_at=JOINED),
        turns=turns,
    )


def in_state(state: TurnState, *others: Turn) -> Visit:
    """The visit whose first turn is in `state`."""
    return visit_with(TURNS[state], *others)


def after(visit: Visit, *happened: TurnFact) -> Visit:
    """The visit after facts that must all take effect."""
    for fact in happened:
        outcome = evolve(visit, fact)
        assert not isinstance(outcome, Invalid | AlreadyTrue), (fact, outcome)
        visit = outcome
    return visit
