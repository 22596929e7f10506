"""What each fact makes of a turn in each state, and what it asks of the rest of the visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from shared.journal.model import AlreadyTrue, Fact, Invalid
from shared.kernel.money import Money
from shared.visits import facts
from shared.visits.evolve import evolve
from shared.visits.facts import TurnFact
from shared.visits.model import Task, TaskKind, Turn, TurnState, Visit
from shared.visits.turns import evolve_turn
from tests.shared.visits.turn_examples import (
    ANA,
    BATH,
    BIA,
    BOOTS,
    BOOTS_RUNNING,
    BOOTS_WAITING,
    CABIN,
    CALL,
    CALL_ELSEWHERE,
    CANCEL,
    COMPLETE,
    CRYO,
    ENDED,
    EXPIRE,
    FACTS,
    NOW,
    ONE,
    OTHER_CABIN,
    PRICE,
    RECALL,
    RETURN,
    RUNNING,
    START,
    START_ELSEWHERE,
    TRANSFER,
    TRANSFER_HERE,
    TURNS,
    TWO,
    WAITING,
    after,
    in_state,
    visit_with,
)

Q, C, P = TurnState.IN_QUEUE, TurnState.CALLED, TurnState.IN_PROGRESS
D, E, X = TurnState.COMPLETED, TurnState.EXPIRED, TurnState.CANCELLED

EVERY_CASE = tuple(product(TurnState, FACTS))

CALLED_NEW = replace(WAITING, state=C, equipment_id=CABIN, operator_id=ANA, called_at=NOW, calls=1)
CALLED_THERE = replace(CALLED_NEW, equipment_id=OTHER_CABIN, operator_id=BIA)
STARTED_UNCALLED = replace(
    WAITING, state=P, equipment_id=CABIN, operator_id=BIA, called_at=NOW, started_at=NOW, calls=0
)
STARTED_CALLED = replace(TURNS[C], state=P, operator_id=BIA, started_at=NOW)
BACK = replace(WAITING, reason="foi ao banheiro")
MOVED = replace(WAITING, service_id=BATH, name="Banheira de gelo", minutes=15, reason="cabine parou")


def cancelled(turn: Turn) -> Turn:
    return replace(turn, state=X, ended_at=NOW, reason="passou mal")


MOVES: dict[tuple[TurnState, TurnFact], Turn] = {
    (Q, CALL): CALLED_NEW,
    (Q, CALL_ELSEWHERE): CALLED_THERE,
    (Q, START): STARTED_UNCALLED,
    (Q, START_ELSEWHERE): replace(STARTED_UNCALLED, equipment_id=OTHER_CABIN),
    (Q, EXPIRE): replace(WAITING, state=E, ended_at=NOW),
    (Q, CANCEL): cancelled(TURNS[Q]),
    (Q, TRANSFER): MOVED,
    (C, RECALL): replace(TURNS[C], recalled_at=NOW, calls=2),
    (C, START): STARTED_CALLED,
    (C, START_ELSEWHERE): replace(STARTED_CALLED, equipment_id=OTHER_CABIN),
    (C, RETURN): BACK,
    (C, EXPIRE): replace(TURNS[C], state=E, ended_at=NOW),
    (C, CANCEL): cancelled(TURNS[C]),
    (C, TRANSFER): MOVED,
    (P, COMPLETE): replace(RUNNING, state=D, ended_at=NOW),
    (P, CANCEL): cancelled(RUNNING),
    (E, CALL): replace(CALLED_NEW, reactivations=1),
    (E, CALL_ELSEWHERE): replace(CALLED_THERE, reactivations=1),
    (E, START): STARTED_CALLED,
    (E, START_ELSEWHERE): replace(STARTED_CALLED, equipment_id=OTHER_CABIN),
    (E, CANCEL): cancelled(TURNS[E]),
    (E, TRANSFER): MOVED,
}
TRUE_ALREADY: set[tuple[TurnState, TurnFact]] = {
    (C, CALL),
    (P, CALL),
    (P, START),
    (D, START),
    (D, COMPLETE),
    (Q, RETURN),
    (E, EXPIRE),
    (X, CANCEL),
    (Q, TRANSFER_HERE),
    (C, TRANSFER_HERE),
    (P, TRANSFER_HERE),
    (E, TRANSFER_HERE),
}


def name_of(case: TurnState | TurnFact) -> str:
    return case.value if isinstance(case, TurnState) else case.KIND


def turn_after(visit: Visit, fact: Fact) -> Turn | Invalid | AlreadyTrue:
    outcome = evolve(visit, fact)
    if isinstance(outcome, Invalid | AlreadyTrue):
        return outcome
    turn = outcome.turn(ONE)
    assert turn is not None
    return turn


@pytest.mark.parametrize(("state", "fact"), EVERY_CASE, ids=name_of)
def test_every_fact_in_every_state(state: TurnState, fact: TurnFact) -> None:
    outcome = turn_after(in_state(state), fact)
    if (state, fact) in TRUE_ALREADY:
        assert outcome == AlreadyTrue()
    elif (state, fact) in MOVES:
        assert outcome == MOVES[state, fact]
    else:
        assert outcome == Invalid(f"{fact.KIND} cannot follow {state}")


def test_the_table_covers_every_kind_of_turn_fact() -> None:
    assert {type(fact) for fact in FACTS} == set(facts.TurnFact.__args__)


@pytest.mark.parametrize(("state", "fact"), EVERY_CASE, ids=name_of)
def test_no_fact_moves_another_turn_of_the_ticket(state: TurnState, fact: TurnFact) -> None:
    outcome = evolve_turn(in_state(state, BOOTS_WAITING), fact)
    assert isinstance(outcome, Invalid | AlreadyTrue) or outcome.turn(TWO) == BOOTS_WAITING


@pytest.mark.parametrize("fact", FACTS, ids=name_of)
def test_a_turn_that_the_visit_does_not_have_is_a_conflict(fact: TurnFact) -> None:
    assert evolve_turn(visit_with(BOOTS_WAITING), fact) == Invalid("the visit has no such turn")


@pytest.mark.parametrize("fact", FACTS, ids=name_of)
def test_the_same_recorded_fact_again_changes_nothing_more(fact: TurnFact) -> None:
    for state in TurnState:
        once = evolve_turn(in_state(state), fact)
        if isinstance(once, Visit):
            twice = evolve_turn(once, fact)
            assert twice == AlreadyTrue()


def test_a_turn_is_not_called_before_its_ticket_is_in_the_queue() -> None:
    visit = visit_with(replace(WAITING, joined_at=None))
    assert evolve_turn(visit, CALL) == Invalid("the ticket is not in the queue yet")


def test_a_turn_of_a_cancelled_ticket_is_not_called() -> None:
    visit = in_state(Q)
    assert visit.ticket is not None
    visit = replace(visit, ticket=replace(visit.ticket, cancelled_at=NOW))
    assert evolve_turn(visit, CALL) == Invalid("there is no ticket to call")


def test_a_customer_on_the_machine_counts_even_before_the_paper_came() -> None:
    visit = visit_with(replace(WAITING, joined_at=None))
    assert turn_after(visit, START) == replace(STARTED_UNCALLED, joined_at=None)


def test_each_call_after_an_expiry_is_counted() -> None:
    later = replace(CALL, at=NOW + timedelta(minutes=9))
    turn = after(in_state(Q), CALL, EXPIRE, later, EXPIRE, CALL_ELSEWHERE).turn(ONE)
    assert turn is not None
    assert (turn.reactivations, turn.calls, turn.joined_at) == (2, 1, WAITING.joined_at)


@pytest.mark.parametrize("ended", [EXPIRE, RETURN, TRANSFER])
def test_a_new_call_forgets_the_recalls_of_the_one_before(ended: TurnFact) -> None:
    ended_turn = after(in_state(C), RECALL, ended).turn(ONE)
    assert ended_turn is not None
    again = replace(CALL, service_id=ended_turn.service_id)
    turn = after(in_state(C), RECALL, ended, again).turn(ONE)
    assert turn is not None
    assert (turn.calls, turn.recalled_at, turn.ended_at, turn.reason) == (1, None, None, None)


def test_a_turn_that_moved_keeps_its_reactivations_and_the_time_it_waited() -> None:
    turn = after(in_state(E), CALL, TRANSFER).turn(ONE)
    assert turn == replace(MOVED, reactivations=1)


def test_a_visit_called_elsewhere_is_called_only_with_a_reason() -> None:
    visit = in_state(Q, BOOTS_RUNNING)
    assert evolve_turn(visit, CALL) == Invalid("the visit is called elsewhere already")
    overridden = after(visit, replace(CALL, override_reason="quer as duas juntas")).turn(ONE)
    assert overridden == replace(CALLED_NEW, override_reason="quer as duas juntas")


def test_a_visit_is_never_called_twice_in_one_service() -> None:
    visit = in_state(Q, replace(BOOTS_RUNNING, service_id=CRYO))
    fact = replace(CALL, override_reason="pediu")
    assert evolve_turn(visit, fact) == Invalid("the visit is called in this service already")


def test_a_turn_does_not_move_to_a_service_where_the_visit_has_one() -> None:
    fact = replace(TRANSFER, service_id=BOOTS)
    assert evolve_turn(in_state(Q, BOOTS_WAITING), fact) == Invalid("the visit has a turn in that service already")
    finished = replace(BOOTS_WAITING, state=D, ended_at=ENDED)
    assert isinstance(evolve_turn(in_state(Q, finished), fact), Visit)


def test_cancelling_a_paid_turn_asks_for_its_price_back() -> None:
    visit = after(in_state(Q, BOOTS_WAITING), CANCEL)
    assert visit.tasks == (Task("refund_due:turn-1", TaskKind.REFUND_DUE, PRICE, NOW),)


def test_cancelling_every_turn_never_asks_for_more_than_was_paid() -> None:
    visit = in_state(Q, BOOTS_WAITING)
    charge = visit.charges[0]
    visit = replace(visit, charges=(replace(charge, amount=Money(12_000)),))
    tasks = after(visit, CANCEL, replace(CANCEL, turn_id=TWO)).tasks
    assert [(task.id, task.amount) for task in tasks] == [
        ("refund_due:turn-1", Money(9_000)),
        ("refund_due:turn-2", Money(3_000)),
    ]


def test_cancelling_a_turn_of_a_released_visit_asks_for_nothing() -> None:
    assert after(visit_with(WAITING, is_paid=False), CANCEL).tasks == ()


def test_cancelling_a_turn_after_the_money_went_back_asks_for_nothing() -> None:
    reversed_ = evolve(in_state(Q), facts.MoneyReversed(in_state(Q).charges[0].intent_id, "pay-1", NOW))
    assert isinstance(reversed_, Visit)
    assert [task.kind for task in after(reversed_, CANCEL).tasks] == [TaskKind.REVERSED]
