"""Money that went back stays gone, is missed once and is never owed again, whatever else was decided about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.ids import OperatorId
from shared.kernel.money import ZERO, Money
from shared.visits import facts
from shared.visits.by_hand import decide_release
from shared.visits.charges import decide_task
from shared.visits.evolve import evolve
from shared.visits.facts import RefundAsked, RefundDone, RefundRefused
from shared.visits.ledger import still_to_give_back
from shared.visits.model import Decision, Refund, RefundState, TaskKind, Visit
from shared.visits.outcomes import RefundUnderWay
from shared.visits.refunds import decide_refund, is_in_effect
from tests.shared.visits.samples import ANA, BOOTS, LATER, PIX, TOTAL, abandoned, after, in_queue, paid, waiting_for_pix

BIA = OperatorId("bia")
CENTAVO = Money(1)
SHORT = TOTAL - CENTAVO
BOOTS_PRICE = Money(9_000)
CANCELLED = facts.VisitCancelled(ANA, "desistiu", LATER)
BOOTS_CANCELLED = facts.TurnCancelled(BOOTS, ANA, "máquina parada", LATER)
GONE = facts.MoneyReversed(PIX, "e1", LATER)

LATE = after(paid(), of=abandoned())
UNDER = after(paid(amount=SHORT), of=waiting_for_pix())
OVER_AND_LATE = after(paid(amount=TOTAL + CENTAVO), of=abandoned())


def tasks(visit: Visit) -> list[tuple[TaskKind, Money]]:
    return [(task.kind, task.amount) for task in visit.open_tasks]


def released(visit: Visit) -> facts.VisitReleased:
    """One station lets the visit in for the money it sees."""
    decided = decide_release(visit, ANA, "cliente presente", LATER)
    assert isinstance(decided, facts.VisitReleased)
    return decided


def by_hand(visit: Visit, by: OperatorId = BIA) -> facts.TaskDecided:
    """Another station gives the same money back by hand."""
    decided = decide_task(visit, visit.open_tasks[0].id, Decision.REFUNDED, by, "em dinheiro", LATER)
    assert isinstance(decided, facts.TaskDecided)
    return decided


def asked(visit: Visit) -> RefundAsked:
    """Another station has the provider give it back."""
    decided = decide_refund(visit, visit.open_tasks[0].id, BIA, "desistiu", LATER)
    assert isinstance(decided, RefundAsked)
    return decided


def through_provider(visit: Visit) -> tuple[facts.VisitFact, ...]:
    fact = asked(visit)
    return (fact, RefundDone(fact.refund_id, LATER))


def merged(visit: Visit, *chains: Sequence[facts.VisitFact], picks: Sequence[int]) -> Visit:
    """The visit after the facts of several stations, woven as `picks` says; what is invalid there is left out."""
    left = [list(chain) for chain in chains]
    for pick in [*picks, *(number for number, chain in enumerate(left) for _ in chain)]:
        if left[pick % len(left)]:
            outcome = evolve(visit, left[pick % len(left)].pop(0))
            visit = outcome if isinstance(outcome, Visit) else visit
    return visit


@given(
    st.sampled_from([LATE, UNDER]),
    st.booleans(),
    st.sampled_from([(), (BOOTS_CANCELLED,), (CANCELLED,), (BOOTS_CANCELLED, CANCELLED)]),
    st.booleans(),
    st.lists(st.integers(0, 2), max_size=12),
)
def test_a_release_and_a_refund_end_alike_in_whatever_order(
    visit: Visit,
    is_by_hand: bool,
    ended: tuple[facts.VisitFact, ...],
    is_shown: bool,
    picks: list[int],
) -> None:
    amount = visit.open_tasks[0].amount
    back = (by_hand(visit),) if is_by_hand else through_provider(visit)
    shown = (GONE,) if is_shown else ()
    let_in = (released(visit), facts.TicketQueued(is_printed=True, at=LATER), *ended)
    both = merged(visit, let_in, back, shown, picks=picks)
    assert both.ticket is not None, "a person let the customer in"
    assert both.release is not None
    owed = [task for task in both.open_tasks if task.kind is TaskKind.REFUND_DUE]
    assert owed == [], "nothing of it is here to be given back"
    missing = sum((task.amount for task in both.tasks if task.kind is TaskKind.REVERSED), ZERO)
    answered = sum((task.amount for task in both.tasks if task.kind is TaskKind.REFUND_DUE), ZERO)
    assert missing + answered == amount, "what should have paid is in sight, once"
    assert still_to_give_back(both) == ZERO
    if CANCELLED not in ended:
        assert [task.kind for task in both.open_tasks] == [TaskKind.REVERSED]
        assert tasks(after(CANCELLED, of=both)) == tasks(both), "cancelling owes nothing that is not here"


@pytest.mark.parametrize("is_release_first", [True, False])
def test_a_refund_that_the_provider_refuses_leaves_the_money_with_the_visit(*, is_release_first: bool) -> None:
    fact = asked(LATE)
    first = (released(LATE), fact) if is_release_first else (fact, released(LATE))
    visit = after(*first, RefundRefused(fact.refund_id, "Saldo insuficiente.", LATER), of=LATE)
    assert tasks(visit) == []
    assert still_to_give_back(visit) == TOTAL
    assert tasks(after(CANCELLED, of=visit)) == [(TaskKind.REFUND_DUE, TOTAL)]


def test_money_on_its_way_back_is_not_given_back_again_meanwhile() -> None:
    fact = asked(LATE)
    visit = after(released(LATE), fact, CANCELLED, of=LATE)
    (owed,) = visit.open_tasks
    assert decide_refund(visit, owed.id, ANA, "", LATER) == RefundUnderWay(owed.id)
    assert decide_task(visit, owed.id, Decision.REFUNDED, ANA, "", LATER) == RefundUnderWay(owed.id)
    done = after(RefundDone(fact.refund_id, LATER), of=visit)
    assert done.open_tasks == ()
    refused = after(RefundRefused(fact.refund_id, "não", LATER), of=visit)
    assert isinstance(decide_refund(refused, owed.id, ANA, "", LATER), RefundAsked)


def test_a_refund_that_nobody_waits_for_any_more_is_out_of_effect() -> None:
    fact = asked(LATE)
    assert is_in_effect(after(fact, of=LATE), fact.refund_id)
    assert not is_in_effect(after(released(LATE), fact, of=LATE), fact.refund_id)
    assert not is_in_effect(after(fact, by_hand(LATE), of=LATE), fact.refund_id)
    assert not is_in_effect(LATE, fact.refund_id)


def test_the_excess_of_late_money_that_all_went_back_is_not_owed() -> None:
    let_in = after(released(OVER_AND_LATE), of=OVER_AND_LATE)
    assert tasks(let_in) == [(TaskKind.PAID_OVER, CENTAVO)]
    assert tasks(after(by_hand(OVER_AND_LATE), of=let_in)) == [(TaskKind.REVERSED, TOTAL)]
    assert tasks(after(GONE, of=let_in)) == [(TaskKind.REVERSED, TOTAL)]


def test_money_accepted_for_less_that_is_charged_back_is_not_owed_as_well() -> None:
    owed = after(released(UNDER), CANCELLED, of=UNDER)
    assert tasks(owed) == [(TaskKind.REFUND_DUE, SHORT)]
    assert tasks(after(GONE, of=owed)) == []


def test_what_a_person_gave_back_beats_what_another_decided_to_keep() -> None:
    kept = replace(by_hand(LATE), decision=Decision.KEPT, amount=None, by=ANA)
    visit = after(kept, by_hand(LATE), of=LATE)
    assert [(task.decision, task.decided_by) for task in visit.tasks] == [(Decision.REFUNDED, BIA)]
    assert isinstance(evolve(after(by_hand(LATE), of=LATE), kept), Invalid), "a person sees that they disagreed"


def test_money_given_back_by_hand_and_by_the_provider_is_missed() -> None:
    fact, done = through_provider(LATE)
    for order in ((fact, done, by_hand(LATE)), (fact, by_hand(LATE), done), (by_hand(LATE), fact, done)):
        assert tasks(after(*order, of=LATE)) == [(TaskKind.REVERSED, TOTAL)]


def test_two_people_who_say_that_they_gave_it_back_are_seen_and_one_who_says_it_twice_is_not() -> None:
    once = after(by_hand(LATE), of=LATE)
    assert evolve(once, by_hand(LATE)) == AlreadyTrue()
    assert isinstance(evolve(once, by_hand(LATE, ANA)), Invalid)
    assert evolve(after(GONE, of=LATE), by_hand(LATE)) == AlreadyTrue(), "the provider showed it first"


BOOTS_OWED = after(BOOTS_CANCELLED, of=in_queue())


@pytest.mark.parametrize("back", [(by_hand(BOOTS_OWED),), through_provider(BOOTS_OWED)])
def test_a_part_that_was_given_back_while_another_station_cancelled_the_whole_is_not_owed_again(
    back: tuple[facts.VisitFact, ...],
) -> None:
    visit = after(CANCELLED, *back, of=in_queue())
    assert tasks(visit) == [(TaskKind.REFUND_DUE, TOTAL - BOOTS_PRICE)]
    one_by_one = after(BOOTS_CANCELLED, *back, CANCELLED, of=in_queue())
    assert tasks(one_by_one) == tasks(visit)


def test_a_whole_that_was_given_back_before_the_part_is_heard_of_is_missed_for_the_part() -> None:
    whole = after(CANCELLED, of=in_queue())
    visit = after(CANCELLED, by_hand(whole), by_hand(BOOTS_OWED), of=in_queue())
    assert tasks(visit) == [(TaskKind.REVERSED, BOOTS_PRICE)], "given back twice"


def test_money_given_back_as_late_that_was_in_time_is_missed() -> None:
    visit = after(by_hand(LATE), of=after(paid(), of=waiting_for_pix()))
    assert visit.ticket is not None
    assert tasks(visit) == [(TaskKind.REVERSED, TOTAL)]
    assert still_to_give_back(visit) == ZERO


def test_a_decision_of_an_older_program_about_an_unknown_task_is_a_conflict() -> None:
    assert isinstance(evolve(in_queue(), replace(by_hand(LATE), amount=None)), Invalid)
    assert isinstance(evolve(in_queue(), replace(by_hand(LATE), task_id="nada")), Invalid)
    assert isinstance(evolve(abandoned(), by_hand(LATE)), Invalid), "no money is known"


def test_the_refunds_of_two_attempts_are_both_gone() -> None:
    owed = after(CANCELLED, of=in_queue())
    first = asked(owed)
    refused = after(first, RefundRefused(first.refund_id, "não", LATER), of=owed)
    second = asked(refused)
    visit = after(second, RefundDone(second.refund_id, LATER), RefundDone(first.refund_id, LATER), of=refused)
    assert [_state(each) for each in visit.refunds] == [RefundState.DONE, RefundState.DONE]
    assert tasks(visit) == [(TaskKind.REVERSED, TOTAL)]


def _state(refund: Refund) -> RefundState:
    return refund.state
