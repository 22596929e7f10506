"""When a provider is left alone, and when it is asked again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.payments.breaker import (
    AWAY_MAX,
    PAUSE_FIRST,
    PAUSE_MOST,
    Away,
    Breaker,
    Hampered,
    Heard,
    Limited,
    Stance,
    Well,
    heard_of,
    trouble_of,
)
from shared.payments.model import (
    RATE_LIMITED,
    ChargeRefused,
    CheckOutcome,
    ProviderHealthy,
    ProviderNonsense,
    ProviderUnreachable,
)

AWAY = Away("ConnectError")
ANY: list[Heard] = [Well(), Hampered("key"), AWAY, Limited("limit"), Limited("limit", timedelta(minutes=5))]
HEARD = st.sampled_from(ANY)


def after(heard: Sequence[Heard], breaker: Breaker | None = None, now: float = 0.0) -> Breaker:
    breaker = breaker or Breaker()
    for each in heard:
        breaker = breaker.after(each, now)
    return breaker


def test_one_answer_that_is_missing_is_no_reason() -> None:
    assert after([AWAY] * (AWAY_MAX - 1)).stance(0.0) is Stance.CLOSED
    assert after([*[AWAY] * (AWAY_MAX - 1), Well(), AWAY]).stance(0.0) is Stance.CLOSED


def test_several_in_a_row_open_it_and_its_pause_ends_in_one_probe() -> None:
    opened, pause = after([AWAY] * AWAY_MAX), PAUSE_FIRST.total_seconds()
    assert [opened.stance(each) for each in (0.0, pause - 0.1, pause)] == [Stance.OPEN, Stance.OPEN, Stance.HALF_OPEN]


def test_each_probe_in_vain_makes_the_pause_longer_up_to_a_bound() -> None:
    breaker, now, pauses = after([AWAY] * AWAY_MAX), 0.0, []
    for _ in range(8):
        assert breaker.until is not None
        pauses.append(breaker.until - now)
        now = breaker.until
        breaker = breaker.after(AWAY, now)
    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60]
    assert max(pauses) == PAUSE_MOST.total_seconds()


@pytest.mark.parametrize("answer", [Well(), Hampered("invalid_access_token")])
def test_any_sound_answer_closes_it(answer: Heard) -> None:
    assert after([*[AWAY] * 9, answer]).stance(0.0) is Stance.CLOSED
    assert after([*[AWAY] * 9, answer, answer]) == Breaker()


def test_pauses_go_on_growing_while_only_probes_are_answered() -> None:
    breaker, now, pauses = Breaker(), 0.0, []
    for _ in range(4):
        breaker = after([Limited(RATE_LIMITED)], breaker, now)
        assert breaker.until is not None
        pauses.append(breaker.until - now)
        now = breaker.until
        breaker = after([Well()], breaker, now)
    assert pauses == [2, 4, 8, 16]


def test_a_provider_is_to_be_checked_before_the_last_question_that_opens_it() -> None:
    said = [after([AWAY] * number).is_doubted for number in range(AWAY_MAX + 1)]
    assert said == [False, False, False, True, False]


def test_a_limit_is_obeyed_at_once_and_not_even_probed() -> None:
    limited = after([Limited(RATE_LIMITED, timedelta(minutes=10))])
    assert [limited.stance(each) for each in (0.0, 599.0, 600.0)] == [Stance.OPEN, Stance.OPEN, Stance.HALF_OPEN]
    assert [limited.may_probe(each) for each in (0.0, 599.0, 600.0)] == [False, False, True]
    assert after([Limited(RATE_LIMITED)]).stance(1.9) is Stance.OPEN


def test_who_is_only_away_may_be_probed_before_the_pause_is_over() -> None:
    assert after([AWAY] * AWAY_MAX).may_probe(0.0)


def test_a_question_that_was_on_its_way_makes_no_pause_shorter() -> None:
    limited = after([Limited(RATE_LIMITED, timedelta(hours=1)), AWAY, Limited(RATE_LIMITED)])
    assert (limited.until, limited.may_probe(10.0)) == (3600.0, False)
    probed = after([AWAY], limited, now=3600.0)
    assert probed.may_probe(3601.0), "it did not ask to be left alone again"


@given(st.lists(st.tuples(HEARD, st.floats(0, 1000)), max_size=30))
def test_it_never_stays_open_for_ever(said: list[tuple[Heard, float]]) -> None:
    breaker, now = Breaker(), 0.0
    for heard, pause in said:
        now += pause
        breaker = breaker.after(heard, now)
        longest = max(PAUSE_MOST, timedelta(minutes=5)).total_seconds()
        assert breaker.until is None or breaker.until <= now + longest
        assert breaker.stance(now + longest) is not Stance.OPEN


@pytest.mark.parametrize(
    ("answer", "heard"),
    [
        (ProviderHealthy(None), Well()),
        (ChargeRefused("invalid_access_token", ""), Hampered("invalid_access_token")),
        (ProviderNonsense("unreadable_answer"), Away("unreadable_answer")),
        (ProviderUnreachable("ConnectError"), AWAY),
        (ProviderUnreachable(RATE_LIMITED), Limited(RATE_LIMITED)),
        (ProviderUnreachable(RATE_LIMITED, timedelta(seconds=9)), Limited(RATE_LIMITED, timedelta(seconds=9))),
        (ProviderUnreachable("no_code_yet", timedelta(seconds=1)), Hampered("no_code_yet")),
    ],
)
def test_what_an_answer_says_of_the_provider(answer: CheckOutcome | ProviderUnreachable, heard: Heard) -> None:
    assert heard_of(answer) == heard
    assert trouble_of(heard) == (None if heard == Well() else getattr(heard, "cause", ""))
