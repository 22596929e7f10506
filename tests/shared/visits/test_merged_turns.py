"""What the histories of several stations make of turns, and the rules that every history keeps."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.journal.fold import fold
from shared.journal.model import Event, EventId, Fact, Folded, Invalid, Recorded
from shared.kernel.ids import Epoch, StationId
from shared.kernel.money import ZERO
from shared.visits import facts
from shared.visits.evolve import evolve
from shared.visits.facts import TurnFact
from shared.visits.model import FINAL_TURNS, RUNNING_TURNS, TurnState, Visit
from shared.visits.turns import evolve_turn
from tests.shared.visits.turn_examples import (
    BOOTS_WAITING,
    CABIN,
    CALL,
    CALL_ELSEWHERE,
    EXPIRE,
    FACTS,
    NOW,
    ONE,
    OTHER_CABIN,
    RETURN,
    START,
    START_ELSEWHERE,
    TRANSFER,
    TWO,
    WAITING,
    in_state,
    visit_with,
)

Q, C, P = TurnState.IN_QUEUE, TurnState.CALLED, TurnState.IN_PROGRESS


def written(station: str, seq: int, fact: Fact, hlc: int, *parents: Recorded) -> Recorded:
    event = Event(
        id=EventId(StationId(station), Epoch("e"), seq),
        hlc=hlc,
        aggregate="visit:1",
        kind=fact.KIND,
        version=1,
        parents=tuple(parent.event.id for parent in parents),
        actor="test",
        payload="{}",
        prev_hash="",
        hash="",
    )
    return Recorded(0, event, fact)


def merged(*events: Recorded, start: Visit) -> Folded[Visit]:
    return fold(events, lambda state, fact: evolve(state or start, fact))


def held(folded: Folded[Visit]) -> tuple[TurnState, str | None, list[str]]:
    assert folded.state is not None
    turn = folded.state.turn(ONE)
    assert turn is not None
    return turn.state, turn.equipment_id, [conflict.reason for conflict in folded.conflicts]


def test_of_two_calls_on_two_stations_the_first_holds_and_the_other_is_seen() -> None:
    here, there = written("a", 1, CALL, 1), written("b", 1, CALL_ELSEWHERE, 2)
    assert held(merged(here, there, start=in_state(Q))) == (C, CABIN, ["turn_called cannot follow called"])


def test_whoever_started_wins_over_whoever_called_first() -> None:
    here, there = written("a", 1, CALL, 1), written("b", 1, CALL_ELSEWHERE, 2)
    start = written("b", 2, START_ELSEWHERE, 3, there)
    conflicts = ["turn_called cannot follow called"]
    assert held(merged(here, there, start, start=in_state(Q))) == (P, OTHER_CABIN, conflicts)


def test_a_start_wins_over_an_expiry_that_another_station_saw_coming() -> None:
    expiry, start = written("a", 1, EXPIRE, 1), written("b", 1, START, 2)
    assert held(merged(expiry, start, start=in_state(C))) == (P, CABIN, ["turn_expired cannot follow in_progress"])


def test_a_start_survives_a_return_and_a_transfer_that_come_before_its_call() -> None:
    back, away = written("a", 1, RETURN, 1), written("a", 2, TRANSFER, 2)
    call = written("b", 1, CALL_ELSEWHERE, 3)
    start = written("b", 2, START_ELSEWHERE, 4, call)
    state, equipment, _ = held(merged(back, away, call, start, start=in_state(C)))
    assert (state, equipment) == (P, OTHER_CABIN)


def test_a_visit_called_on_two_stations_at_once_keeps_one_place() -> None:
    boots = replace(CALL_ELSEWHERE, turn_id=TWO, service_id=BOOTS_WAITING.service_id)
    here, there = written("a", 1, CALL, 1), written("b", 1, boots, 2)
    folded = merged(here, there, start=in_state(Q, BOOTS_WAITING))
    assert held(folded) == (C, CABIN, ["the visit is called elsewhere already"])
    assert folded.state is not None
    assert folded.state.turn(TWO) == BOOTS_WAITING


@st.composite
def turn_facts(draw: st.DrawFn) -> TurnFact:
    turn_id = draw(st.sampled_from((ONE, TWO)))
    at = NOW + timedelta(minutes=draw(st.integers(-9, 9)))
    fact: TurnFact = replace(draw(st.sampled_from(FACTS)), turn_id=turn_id, at=at)
    if isinstance(fact, facts.TurnCalled):
        return replace(fact, override_reason=draw(st.sampled_from((None, "pediu"))))
    return fact


@given(st.lists(turn_facts(), max_size=25))
def test_any_history_keeps_the_rules(history: Sequence[TurnFact]) -> None:
    visit = visit_with(WAITING, BOOTS_WAITING)
    for fact in history:
        before, outcome = visit, evolve_turn(visit, fact)
        visit = outcome if isinstance(outcome, Visit) else before
        for old, new in zip(before.turns, visit.turns, strict=True):
            assert old == new or old.state not in FINAL_TURNS
            is_placed = new.equipment_id is not None and new.operator_id is not None and new.called_at is not None
            assert is_placed or new.state not in RUNNING_TURNS
            assert new.joined_at == old.joined_at
        if isinstance(fact, facts.TurnCalled) and visit is not before and fact.override_reason is None:
            assert sum(turn.state in RUNNING_TURNS for turn in visit.turns) == 1
        assert sum((task.amount for task in visit.tasks), ZERO) <= visit.charges[0].amount


@given(st.lists(turn_facts(), max_size=12), st.data(), st.randoms(use_true_random=False))
def test_stations_fold_turns_to_the_same_visit_in_any_delivery_order(
    history: Sequence[TurnFact], data: st.DataObject, rng: random.Random
) -> None:
    events: list[Recorded] = []
    for seq, fact in enumerate(history):
        seen = [each for each in events if data.draw(st.booleans())][-2:]
        events.append(written(data.draw(st.sampled_from("abc")), seq, fact, seq, *seen))
    shuffled = [*events, *events[::2]]
    rng.shuffle(shuffled)
    start = visit_with(WAITING, BOOTS_WAITING)
    assert merged(*shuffled, start=start) == merged(*events, start=start)


def test_a_call_loses_to_a_transfer_that_comes_before_it() -> None:
    transferred = evolve_turn(visit_with(WAITING), TRANSFER)
    assert isinstance(transferred, Visit)
    assert evolve_turn(transferred, CALL) == Invalid("the turn has gone to another service")


def test_a_start_takes_the_turn_back_to_the_service_it_runs_in() -> None:
    transferred = evolve_turn(visit_with(WAITING), TRANSFER)
    assert isinstance(transferred, Visit)
    started = evolve_turn(transferred, START)
    assert isinstance(started, Visit)
    assert (started.turns[0].service_id, started.turns[0].state) == (WAITING.service_id, P)
