"""Who is next in a queue, and the words for why."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.ids import ServiceId, TurnId, VisitId
from shared.visits.model import PriorityGroup
from shared.visits.order import (
    AfterPriority,
    Ageing,
    Alternation,
    Arrival,
    ByAgeing,
    ByArrival,
    ByPriority,
    Crowd,
    QueuePolicy,
    Reason,
    StrictPriority,
    WaitingTurn,
    bounds,
    locate,
    rank,
    reason_text,
)
from shared.visits.priority import WEIGHTS, weight

NOW = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
CRYO = ServiceId("cryo")
OVER_80, PREGNANT, DONOR = PriorityGroup.OVER_80, PriorityGroup.PREGNANT, PriorityGroup.BLOOD_DONOR


def waits(label: str, minutes: float, priority: PriorityGroup | None = None) -> WaitingTurn:
    joined_at = NOW - timedelta(minutes=minutes)
    return WaitingTurn(VisitId(f"visit-{label}"), TurnId(f"turn-{label}"), label, CRYO, priority, joined_at)


def labels(
    turns: Sequence[WaitingTurn], policy: QueuePolicy, recent_calls: Sequence[PriorityGroup | None] = ()
) -> list[str]:
    return [ranked.turn.label for ranked in rank(turns, policy, recent_calls, NOW)]


def reasons(
    turns: Sequence[WaitingTurn], policy: QueuePolicy, recent_calls: Sequence[PriorityGroup | None] = ()
) -> list[Reason]:
    return [ranked.reason for ranked in rank(turns, policy, recent_calls, NOW)]


QUEUE = (
    waits("A1", 50),
    waits("A2", 40),
    waits("A3", 30, DONOR),
    waits("A4", 20, PREGNANT),
    waits("A5", 10, PREGNANT),
    waits("A6", 1, OVER_80),
)


def test_strict_priority_takes_the_weight_and_then_the_arrival() -> None:
    assert labels(QUEUE, StrictPriority()) == ["A6", "A4", "A5", "A3", "A1", "A2"]
    assert reasons(QUEUE, StrictPriority()) == [
        ByPriority(OVER_80),
        ByPriority(PREGNANT),
        ByPriority(PREGNANT),
        ByPriority(DONOR),
        ByArrival(QUEUE[0].joined_at, is_first=False),
        ByArrival(QUEUE[1].joined_at, is_first=False),
    ]


def test_ageing_takes_the_wait_times_the_weight_and_of_equals_the_heavier() -> None:
    assert labels(QUEUE, Ageing()) == ["A4", "A3", "A1", "A2", "A5", "A6"]
    assert reasons(QUEUE, Ageing())[:2] == [ByAgeing(timedelta(minutes=20), 3), ByAgeing(timedelta(minutes=30), 2)]


@pytest.mark.parametrize(("minutes", "first"), [(0, "A1"), (7, "A1"), (7.5, "A2"), (8, "A2")])
def test_ageing_lets_a_newcomer_pass_when_its_weighted_wait_is_enough(minutes: float, first: str) -> None:
    assert labels([waits("A1", 30), waits("A2", minutes, OVER_80)], Ageing())[0] == first


def test_alternation_lets_an_ordinary_turn_in_after_some_of_priority() -> None:
    assert labels(QUEUE, Alternation(2)) == ["A6", "A4", "A1", "A5", "A3", "A2"]
    assert reasons(QUEUE, Alternation(2))[1:3] == [ByPriority(PREGNANT), AfterPriority(2)]
    assert labels(QUEUE, Alternation(1)) == ["A6", "A1", "A4", "A2", "A5", "A3"]


@pytest.mark.parametrize(
    ("recent_calls", "first"),
    [
        ([], "A6"),
        ([None, PREGNANT, PREGNANT], "A6"),
        ([PREGNANT, None, PREGNANT], "A6"),
        ([PREGNANT, PREGNANT, None], "A1"),
        ([DONOR, OVER_80], "A1"),
        ([PREGNANT, PREGNANT, PREGNANT, PREGNANT, None], "A1"),
    ],
)
def test_alternation_goes_on_from_the_recent_calls(recent_calls: list[PriorityGroup | None], first: str) -> None:
    assert labels(QUEUE, Alternation(2), recent_calls)[0] == first


def test_alternation_says_how_many_of_priority_went_before() -> None:
    assert reasons([waits("A1", 5)], Alternation(2), [PREGNANT] * 3) == [AfterPriority(3)]
    first = ByArrival(NOW - timedelta(minutes=5), is_first=True)
    assert reasons([waits("A1", 5)], Alternation(2), [PREGNANT]) == [first]


@pytest.mark.parametrize("policy", [StrictPriority(), Ageing(), Alternation(2)])
def test_equals_that_arrived_together_go_by_label(policy: QueuePolicy) -> None:
    turns = [waits("B2", 5), waits("A9", 5), waits("B1", 5)]
    assert labels(turns, policy) == ["A9", "B1", "B2"]


@pytest.mark.parametrize("policy", [StrictPriority(), Ageing(), Alternation(2)])
def test_an_empty_queue_has_no_places(policy: QueuePolicy) -> None:
    assert rank([], policy, [PREGNANT], NOW) == ()


def test_a_clock_that_was_set_back_makes_nobody_wait_less_than_nothing() -> None:
    turns = [waits("A1", -10), waits("A2", -20, OVER_80), waits("A3", 1)]
    assert labels(turns, Ageing()) == ["A3", "A2", "A1"]
    assert reasons(turns, Ageing())[2] == ByAgeing(timedelta(0), 1)


def test_alternation_needs_at_least_one_of_priority() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Alternation(0)


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (ByPriority(OVER_80), "Preferencial: 80 anos ou mais"),
        (ByArrival(datetime(2026, 11, 22, 17, 5, tzinfo=UTC), is_first=True), "Chegou primeiro, às 14:05"),
        (ByArrival(datetime(2026, 11, 22, 2, 59, tzinfo=UTC), is_first=False), "Chegou às 23:59"),
        (ByAgeing(timedelta(minutes=32, seconds=59), 3), "Espera 32 min × peso 3"),
        (AfterPriority(1), "Vez normal depois de 1 preferencial"),
        (AfterPriority(2), "Vez normal depois de 2 preferenciais"),
    ],
)
def test_the_reason_in_words(reason: Reason, text: str) -> None:
    assert reason_text(reason) == text


def test_times_are_told_in_the_zone_of_the_shop() -> None:
    reason = ByArrival(datetime(2026, 11, 22, 17, 5, tzinfo=UTC), is_first=True)
    assert reason_text(reason, ZoneInfo("America/Manaus")) == "Chegou primeiro, às 13:05"


groups = st.sampled_from((None, None, None, *PriorityGroup))
policies = st.one_of(st.just(StrictPriority()), st.just(Ageing()), st.builds(Alternation, st.integers(1, 4)))


@st.composite
def queues(draw: st.DrawFn) -> list[WaitingTurn]:
    drawn = draw(st.lists(st.tuples(st.integers(-3, 90), groups, st.integers(0, 3)), max_size=30))
    return [
        replace(waits(f"A{label}", minutes, group), turn_id=TurnId(f"turn-{position}"))
        for position, (minutes, group, label) in enumerate(drawn)
    ]


@given(queues(), policies, st.lists(groups, max_size=6))
def test_every_turn_has_exactly_one_place(
    queue: list[WaitingTurn], policy: QueuePolicy, recent: list[PriorityGroup | None]
) -> None:
    ranked = rank(queue, policy, recent, NOW)
    assert sorted(each.turn.turn_id for each in ranked) == sorted(turn.turn_id for turn in queue)
    assert [each.place for each in ranked] == list(range(1, len(queue) + 1))
    assert all(reason_text(each.reason) for each in ranked)


@given(queues(), policies, st.lists(groups, max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_turns_are_read_does_not_matter(
    queue: list[WaitingTurn], policy: QueuePolicy, recent: list[PriorityGroup | None], rng: random.Random
) -> None:
    shuffled = list(queue)
    rng.shuffle(shuffled)
    assert rank(shuffled, policy, recent, NOW) == rank(queue, policy, recent, NOW)


@given(queues())
def test_strict_priority_never_places_a_lower_weight_above_a_higher(queue: list[WaitingTurn]) -> None:
    turns = [each.turn for each in rank(queue, StrictPriority(), (), NOW)]
    weights = [weight(turn.priority) for turn in turns]
    assert weights == sorted(weights, reverse=True)
    for ahead, behind in pairwise(turns):
        assert ahead.joined_at <= behind.joined_at or weight(ahead.priority) > weight(behind.priority)


@given(queues(), st.timedeltas(timedelta(0), timedelta(hours=9)))
def test_ageing_never_places_one_ahead_who_waits_less_and_weighs_less(
    queue: list[WaitingTurn], later: timedelta
) -> None:
    turns = [each.turn for each in rank(queue, Ageing(), (), NOW + later)]
    for position, ahead in enumerate(turns):
        for behind in turns[position + 1 :]:
            waited_longer = behind.joined_at < ahead.joined_at
            assert not (waited_longer and weight(behind.priority) >= weight(ahead.priority))


@given(queues(), st.integers(1, 4), st.lists(groups, max_size=6))
def test_alternation_never_lets_more_than_n_of_priority_pass_an_ordinary_turn(
    queue: list[WaitingTurn], allowed: int, recent: list[PriorityGroup | None]
) -> None:
    called = [each.turn.priority for each in rank(queue, Alternation(allowed), recent, NOW)]
    passed = 0
    while None in called:
        next_ordinary = called.index(None)
        passed = max(passed, next_ordinary)
        called = called[next_ordinary + 1 :]
    assert passed <= allowed


@given(queues(), st.integers(1, 4), st.lists(groups, max_size=6))
def test_calling_one_by_one_follows_the_places_that_were_shown(
    queue: list[WaitingTurn], allowed: int, recent: list[PriorityGroup | None]
) -> None:
    policy = Alternation(allowed)
    shown = [each.turn for each in rank(queue, policy, recent, NOW)]
    waiting, calls, called = list(queue), list(recent), []
    for _ in range(len(queue)):
        first = rank(waiting, policy, calls, NOW)[0].turn
        waiting.remove(first)
        calls.insert(0, first.priority)
        called.append(first)
    assert called == shown


laters = st.just(timedelta()) | st.timedeltas(timedelta(hours=-1), timedelta(hours=9))


def crowd_of(queue: Sequence[WaitingTurn], before: Mapping[int, Arrival]) -> Crowd:
    """What a database counts."""
    came = [(weight(turn.priority), (turn.joined_at, turn.label, str(turn.turn_id))) for turn in queue]
    return Crowd(
        {each: sum(of == each for of, _ in came) for each in WEIGHTS},
        {each: sum(of == each and arrival < before[each] for of, arrival in came) for each in WEIGHTS},
    )


@given(queues(), policies, st.lists(groups, max_size=6), laters)
def test_counting_finds_the_place_and_the_reason_that_ranking_gives(
    queue: list[WaitingTurn], policy: QueuePolicy, recent: list[PriorityGroup | None], later: timedelta
) -> None:
    now = NOW + later
    for ranked in rank(queue, policy, recent, now):
        crowd = crowd_of(queue, bounds(ranked.turn, policy, now))
        assert locate(ranked.turn, policy, recent, now, crowd) == ranked


@pytest.mark.parametrize("policy", [StrictPriority(), Ageing(), Alternation(2)])
def test_counting_breaks_ties_as_ranking_does(policy: QueuePolicy) -> None:
    tied = [
        waits("A1", 30),
        waits("A2", 15, DONOR),
        waits("A3", 10, PREGNANT),
        waits("A4", 30),
        waits("A5", 0, OVER_80),
    ]
    tied += [waits("A6", 0), waits("A7", -5, PREGNANT)]
    for ranked in rank(tied, policy, (), NOW):
        assert locate(ranked.turn, policy, (), NOW, crowd_of(tied, bounds(ranked.turn, policy, NOW))) == ranked


@given(queues(), policies, st.lists(groups, max_size=6), st.integers(0, 12))
def test_the_first_arrivals_of_each_weight_are_enough_for_the_first_places(
    queue: list[WaitingTurn], policy: QueuePolicy, recent: list[PriorityGroup | None], places: int
) -> None:
    by_arrival = sorted(queue, key=lambda turn: (turn.joined_at, turn.label, turn.turn_id))
    first = [
        turn for each in WEIGHTS for turn in [turn for turn in by_arrival if weight(turn.priority) == each][:places]
    ]
    assert rank(first, policy, recent, NOW)[:places] == rank(queue, policy, recent, NOW)[:places]


@pytest.mark.parametrize("policy", [StrictPriority(), Ageing(), Alternation(2)])
def test_five_thousand_waiting_compare_about_n_log_n_times(policy: QueuePolicy) -> None:
    compared = 0

    class Counted(datetime):
        def __lt__(self, other: datetime) -> bool:  # type: ignore[override]
            nonlocal compared
            compared += 1
            return super().__lt__(other)

    rng = random.Random(7)
    queue = []
    for position in range(5_000):
        turn = waits(f"A{position}", rng.randrange(600), rng.choice((None, *PriorityGroup)))
        joined_at = Counted.fromtimestamp(turn.joined_at.timestamp(), UTC)
        queue.append(replace(turn, joined_at=joined_at))
    assert len(rank(queue, policy, (), NOW)) == 5_000
    assert compared < 5_000 * 14
