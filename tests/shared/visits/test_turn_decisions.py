"""What may be decided about a turn in each state, and every reason to say no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.catalog.model import EquipmentStatus
from shared.kernel.day import starts_at
from shared.kernel.ids import TurnId
from shared.visits import facts
from shared.visits.evolve import evolve
from shared.visits.facts import TurnFact
from shared.visits.model import EndReason, PriorityGroup, Ticket, TurnState, Visit
from shared.visits.refusals import (
    AlreadyElsewhere,
    AlreadyInService,
    EquipmentBusy,
    EquipmentUnavailable,
    NoSuchTurn,
    NotCalled,
    NotRunning,
    NotTransferable,
    NotWaiting,
    OperatorFull,
    ReasonMissing,
    SamePriority,
    SameService,
    SameServiceRunning,
    ServiceFull,
    ServiceWithdrawn,
    TicketCancelled,
    TicketNotQueued,
    TurnEnded,
    TurnRefusal,
    VisitOver,
    WrongEquipment,
)
from shared.visits.turns import (
    CALL_TIMEOUT,
    CallContext,
    Load,
    decide_call,
    decide_cancel_turn,
    decide_complete,
    decide_day_over,
    decide_no_show,
    decide_overdue,
    decide_priority_change,
    decide_recall,
    decide_return,
    decide_start,
    decide_transfer,
)
from tests.shared.visits.turn_examples import (
    ANA,
    BATH,
    BATH_SERVICE,
    BIA,
    BOOTS_RUNNING,
    BOOTS_WAITING,
    CABIN,
    CABIN_FREE,
    CALL,
    CALLED,
    CANCEL,
    CHAIR_FREE,
    COMPLETE,
    CRYO,
    EXPIRE,
    NOW,
    ONE,
    OPENED,
    RECALL,
    RETURN,
    START,
    TRANSFER,
    TURNS,
    TWO,
    WAITING,
    after,
    in_state,
    visit_with,
)

Q, C, P = TurnState.IN_QUEUE, TurnState.CALLED, TurnState.IN_PROGRESS
D, E, X = TurnState.COMPLETED, TurnState.EXPIRED, TurnState.CANCELLED

FREE = CallContext(CABIN_FREE, None, Load(0, None), Load(0, None))

Decide = Callable[[Visit, TurnId], TurnFact | TurnRefusal]


@dataclass(frozen=True, slots=True)
class Rule:
    """A decision: the fact it makes of the states that allow it, and how it refuses each of the others."""

    decide: Decide
    makes: TurnFact
    allowed: frozenset[TurnState]
    refuses: Callable[[TurnState], TurnRefusal]


RULES = {
    "call": Rule(lambda v, t: decide_call(v, t, FREE, ANA, NOW), CALL, frozenset({Q, E}), NotWaiting),
    "recall": Rule(lambda v, t: decide_recall(v, t, BIA, NOW), RECALL, frozenset({C}), NotCalled),
    "start": Rule(lambda v, t: decide_start(v, t, BIA, NOW), START, frozenset({C}), NotCalled),
    "complete": Rule(lambda v, t: decide_complete(v, t, BIA, NOW), COMPLETE, frozenset({P}), NotRunning),
    "return": Rule(lambda v, t: decide_return(v, t, BIA, " foi ao banheiro ", NOW), RETURN, frozenset({C}), NotCalled),
    "no_show": Rule(lambda v, t: decide_no_show(v, t, BIA, NOW), replace(EXPIRE, by=BIA), frozenset({C}), NotCalled),
    "cancel": Rule(
        lambda v, t: decide_cancel_turn(v, t, BIA, "passou mal ", NOW), CANCEL, frozenset({Q, C, P, E}), TurnEnded
    ),
    "transfer": Rule(
        lambda v, t: decide_transfer(v, t, BATH_SERVICE, BIA, "cabine parou", NOW),
        TRANSFER,
        frozenset({Q, C, E}),
        NotTransferable,
    ),
}


@pytest.mark.parametrize(("name", "state"), tuple(product(RULES, TurnState)))
def test_every_decision_in_every_state(name: str, state: TurnState) -> None:
    rule, visit = RULES[name], in_state(state, BOOTS_WAITING)
    decided = rule.decide(visit, ONE)
    if state not in rule.allowed:
        assert decided == rule.refuses(state)
        return
    assert decided == rule.makes
    assert isinstance(evolve(visit, rule.makes), Visit)


@pytest.mark.parametrize("name", RULES)
def test_no_decision_about_a_turn_that_the_visit_does_not_have(name: str) -> None:
    assert RULES[name].decide(visit_with(BOOTS_WAITING), ONE) == NoSuchTurn()


@pytest.mark.parametrize("name", ["call", "transfer"])
def test_a_turn_is_not_called_or_moved_before_its_ticket_is_in_the_queue(name: str) -> None:
    unpaid = replace(in_state(Q), ticket=None, turns=())
    unprinted = visit_with(replace(WAITING, joined_at=None))
    assert RULES[name].decide(unpaid, ONE) == TicketNotQueued()
    assert RULES[name].decide(unprinted, ONE) == TicketNotQueued()


@pytest.mark.parametrize("name", ["call", "transfer"])
def test_a_cancelled_ticket_is_named_as_the_reason(name: str) -> None:
    visit = visit_with(TURNS[X], ticket=Ticket(OPENED, queued_at=OPENED, cancelled_at=NOW))
    assert RULES[name].decide(visit, ONE) == TicketCancelled()


def test_a_turn_can_be_cancelled_while_its_paper_is_printed() -> None:
    visit = visit_with(replace(WAITING, joined_at=None))
    assert decide_cancel_turn(visit, ONE, BIA, "passou mal", NOW) == CANCEL


@pytest.mark.parametrize(
    ("onto", "refusal"),
    [
        (replace(FREE, equipment=CHAIR_FREE), WrongEquipment("Poltrona 1", "Crioterapia")),
        (
            replace(FREE, equipment=replace(CABIN_FREE, status=EquipmentStatus.CLEANING)),
            EquipmentUnavailable("Cabine 1", EquipmentStatus.CLEANING),
        ),
        (
            replace(FREE, equipment=replace(CABIN_FREE, status=EquipmentStatus.OUT_OF_ORDER)),
            EquipmentUnavailable("Cabine 1", EquipmentStatus.OUT_OF_ORDER),
        ),
        (replace(FREE, occupied_by="A041"), EquipmentBusy("Cabine 1", "A041")),
        (replace(FREE, service=Load(2, 2)), ServiceFull(2)),
        (replace(FREE, operator=Load(3, 3)), OperatorFull(3)),
        (replace(FREE, service=Load(3, 2)), ServiceFull(2)),
        (replace(FREE, service=Load(0, 0)), ServiceFull(0)),
    ],
)
@pytest.mark.parametrize("state", [Q, E])
@pytest.mark.parametrize("override", [None, "pediu"])
def test_a_call_is_refused_by_what_is_outside_the_visit(
    onto: CallContext, refusal: TurnRefusal, state: TurnState, override: str | None
) -> None:
    assert decide_call(in_state(state), ONE, onto, ANA, NOW, override) == refusal


def test_a_call_is_allowed_up_to_the_capacity() -> None:
    onto = replace(FREE, service=Load(1, 2), operator=Load(2, 3))
    assert decide_call(in_state(Q), ONE, onto, ANA, NOW) == CALL


@pytest.mark.parametrize("state", [C, P])
def test_a_customer_is_in_two_places_only_for_a_reason(state: TurnState) -> None:
    visit = in_state(Q, replace(BOOTS_RUNNING, state=state))
    assert decide_call(visit, ONE, FREE, ANA, NOW) == AlreadyElsewhere("Botas")
    assert decide_call(visit, ONE, FREE, ANA, NOW, "  ") == ReasonMissing()
    overridden = decide_call(visit, ONE, FREE, ANA, NOW, " quer as duas juntas ")
    assert overridden == replace(CALL, override_reason="quer as duas juntas")
    assert isinstance(overridden, facts.TurnCalled)
    assert after(visit, overridden).turn(TWO) == visit.turn(TWO)


@pytest.mark.parametrize("state", [Q, D, E, X])
def test_a_customer_who_is_nowhere_else_needs_no_reason_and_none_is_kept(state: TurnState) -> None:
    visit = in_state(Q, replace(BOOTS_WAITING, state=state))
    assert decide_call(visit, ONE, FREE, ANA, NOW) == CALL
    assert decide_call(visit, ONE, FREE, ANA, NOW, "pediu") == CALL


def test_nothing_overrides_being_twice_in_one_service() -> None:
    visit = in_state(Q, replace(BOOTS_RUNNING, service_id=CRYO))
    assert decide_call(visit, ONE, FREE, ANA, NOW, "pediu") == SameServiceRunning("Crioterapia")


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_cancelling_needs_a_reason(reason: str) -> None:
    assert decide_cancel_turn(in_state(P), ONE, BIA, reason, NOW) == ReasonMissing()


def test_a_turn_moves_only_to_another_service_that_is_offered_and_not_taken() -> None:
    visit = in_state(Q, BOOTS_WAITING)
    bath = BATH_SERVICE
    assert decide_transfer(visit, ONE, replace(bath, id=CRYO), BIA, "", NOW) == SameService(bath.name)
    assert decide_transfer(visit, ONE, replace(bath, is_offered=False), BIA, "", NOW) == ServiceWithdrawn(bath.name)
    taken = in_state(Q, replace(BOOTS_WAITING, service_id=BATH))
    assert decide_transfer(taken, ONE, bath, BIA, "", NOW) == AlreadyInService(bath.name)
    finished = in_state(Q, replace(BOOTS_WAITING, service_id=BATH, state=D))
    assert decide_transfer(finished, ONE, bath, BIA, "", NOW) == replace(TRANSFER, reason="")


def test_a_priority_is_changed_while_something_is_still_to_come() -> None:
    group = PriorityGroup.PREGNANT
    changed = facts.PriorityChanged(group, BIA, "avisou depois", NOW)
    unpaid = replace(in_state(Q), ticket=None, turns=())
    for visit in (unpaid, in_state(Q), in_state(P), in_state(E), in_state(D, BOOTS_WAITING)):
        assert decide_priority_change(visit, group, BIA, " avisou depois", NOW) == changed
        assert isinstance(evolve(visit, changed), Visit)
    prior = replace(in_state(Q), priority=group)
    assert decide_priority_change(prior, None, BIA, "", NOW) == facts.PriorityChanged(None, BIA, "", NOW)


def test_a_priority_is_not_changed_to_itself_or_when_nothing_is_to_come() -> None:
    group = PriorityGroup.PREGNANT
    assert decide_priority_change(in_state(Q), None, BIA, "", NOW) == SamePriority(None)
    assert decide_priority_change(in_state(D), group, BIA, "", NOW) == VisitOver()
    abandoned = replace(in_state(Q), ticket=None, turns=(), abandoned_at=NOW, abandon_reason=EndReason.TIMEOUT)
    assert decide_priority_change(abandoned, group, BIA, "", NOW) == VisitOver()
    cancelled = visit_with(TURNS[X], ticket=Ticket(OPENED, queued_at=OPENED, cancelled_at=NOW))
    assert decide_priority_change(cancelled, group, BIA, "", NOW) == TicketCancelled()


@pytest.mark.parametrize("state", sorted(set(TurnState) - {C}))
def test_time_alone_moves_only_called_turns(state: TurnState) -> None:
    assert decide_overdue(in_state(state), NOW + timedelta(days=2)) == ()


def test_a_called_turn_is_recalled_once_and_then_expires() -> None:
    visit = in_state(C)
    almost = CALL_TIMEOUT - timedelta(microseconds=1)
    recall_at = CALLED + CALL_TIMEOUT
    assert decide_overdue(visit, CALLED + almost) == ()
    recall = facts.TurnRecalled(ONE, None, recall_at)
    assert decide_overdue(visit, recall_at) == (recall,)
    recalled = after(visit, recall)
    assert decide_overdue(recalled, recall_at + almost) == ()
    expiry = facts.TurnExpired(ONE, None, recall_at + CALL_TIMEOUT)
    assert decide_overdue(recalled, recall_at + CALL_TIMEOUT) == (expiry,)
    assert decide_overdue(after(recalled, expiry), NOW + timedelta(days=2)) == ()


def test_a_station_that_was_off_calls_once_more_before_it_gives_up() -> None:
    late = CALLED + timedelta(hours=5)
    assert decide_overdue(in_state(C), late) == (facts.TurnRecalled(ONE, None, late),)


def test_a_call_that_a_clock_set_back_left_ahead_does_not_live_for_ever() -> None:
    visit = in_state(C)
    assert decide_overdue(visit, CALLED - CALL_TIMEOUT + timedelta(microseconds=1)) == ()
    early = CALLED - CALL_TIMEOUT
    assert decide_overdue(visit, early) == (facts.TurnRecalled(ONE, None, early),)


def test_a_recall_by_hand_starts_the_wait_anew_and_counts() -> None:
    visit = after(in_state(C), facts.TurnRecalled(ONE, BIA, CALLED + timedelta(minutes=2)))
    assert decide_overdue(visit, CALLED + timedelta(minutes=4)) == ()
    late = CALLED + timedelta(minutes=5)
    assert decide_overdue(visit, late) == (facts.TurnExpired(ONE, None, late),)


@pytest.mark.parametrize("recalls_max", [0, 1, 3])
def test_the_recalls_are_bounded(recalls_max: int) -> None:
    visit, now = in_state(C), CALLED
    seen: list[str] = []
    for _ in range(recalls_max + 1):
        now += timedelta(minutes=1)
        due = decide_overdue(visit, now, timeout=timedelta(minutes=1), recalls_max=recalls_max)
        visit = after(visit, *due)
        seen += [fact.KIND for fact in due]
    assert seen == ["turn_recalled"] * recalls_max + ["turn_expired"]


def test_each_overdue_turn_of_a_ticket_is_decided_on_its_own() -> None:
    boots = replace(BOOTS_RUNNING, state=C, started_at=None, recalled_at=CALLED, calls=2)
    late = CALLED + CALL_TIMEOUT
    due = (facts.TurnRecalled(ONE, None, late), facts.TurnExpired(TWO, None, late))
    assert decide_overdue(in_state(C, boots), late) == due


SECOND = timedelta(seconds=1)
DAY, NEXT_DAY = in_state(Q).business_day, in_state(Q).business_day + timedelta(days=1)
MORNING = starts_at(NEXT_DAY)


@pytest.mark.parametrize("state", TurnState)
def test_when_the_day_is_over_only_waiting_turns_expire(state: TurnState) -> None:
    due = (facts.TurnExpired(ONE, None, MORNING),) if state is Q else ()
    assert decide_day_over(in_state(state), NEXT_DAY, MORNING, MORNING) == due


@pytest.mark.parametrize(("days", "is_over"), [(-1, False), (0, False), (1, True), (8, True)])
def test_a_visit_waits_as_long_as_its_business_day(days: int, is_over: bool) -> None:
    day = DAY + timedelta(days=days)
    began = starts_at(day)
    assert bool(decide_day_over(in_state(Q), day, began, began)) is is_over


def test_a_turn_that_joined_after_the_day_began_goes_on_waiting() -> None:
    for joined_at, due in ((MORNING - SECOND, 1), (MORNING, 0), (MORNING + SECOND, 0), (None, 0)):
        visit = visit_with(replace(WAITING, joined_at=joined_at))
        assert len(decide_day_over(visit, NEXT_DAY, MORNING, MORNING + SECOND)) == due


def test_the_end_of_the_day_takes_each_turn_of_a_ticket_on_its_own() -> None:
    due = (facts.TurnExpired(TWO, None, MORNING),)
    for state in (C, P):
        assert decide_day_over(in_state(state, BOOTS_WAITING), NEXT_DAY, MORNING, MORNING) == due
        assert decide_day_over(in_state(state, BOOTS_RUNNING), NEXT_DAY, MORNING, MORNING) == ()


def test_what_the_end_of_the_day_expired_can_be_called_again() -> None:
    visit = in_state(Q)
    ended = after(visit, *decide_day_over(visit, NEXT_DAY, MORNING, MORNING))
    assert decide_day_over(ended, NEXT_DAY, MORNING, MORNING) == ()
    called = decide_call(ended, ONE, FREE, ANA, MORNING)
    assert isinstance(called, facts.TurnCalled)
    assert after(ended, called).turns[0].reactivations == 1


@given(st.lists(st.tuples(st.sampled_from(sorted(RULES)), st.sampled_from((ONE, TWO))), max_size=25))
def test_whatever_is_decided_takes_effect(history: list[tuple[str, TurnId]]) -> None:
    visit = visit_with(WAITING, BOOTS_WAITING)
    both = replace(FREE, equipment=replace(CABIN_FREE, services=(CRYO, BOOTS_WAITING.service_id, BATH)))
    for name, turn_id in history:
        decided = decide_call(visit, turn_id, both, ANA, NOW) if name == "call" else RULES[name].decide(visit, turn_id)
        if isinstance(decided, TurnFact):
            visit = after(visit, decided)
            called = [turn for turn in visit.turns if turn.state in {C, P}]
            assert len(called) <= 1
            assert all(turn.equipment_id == CABIN for turn in called)
