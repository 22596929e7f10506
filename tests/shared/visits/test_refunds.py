"""Money on its way back: who may be asked for it, and what a part that went back does to the visit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.ids import RefundId
from shared.kernel.money import ZERO, Money
from shared.visits import facts
from shared.visits.by_hand import decide_release
from shared.visits.charges import SeenPayment, Sighting, decide_sighting
from shared.visits.evolve import evolve
from shared.visits.facts import MoneyReturned, RefundAsked, RefundDone, RefundRefused
from shared.visits.ledger import given_back, left_of, still_to_give_back
from shared.visits.model import Decision, RefundState, Task, TaskKind, Visit
from shared.visits.outcomes import AlreadyDecided, NoSuchTask, OnlyByHand, RefundUnderWay
from shared.visits.refunds import decide_refund, source_of
from tests.shared.visits.samples import (
    ANA,
    BOOTS,
    COUNTER,
    COUNTER_ASKED,
    CRYO,
    LATER,
    PIX,
    TOTAL,
    abandoned,
    after,
    in_queue,
    paid,
    settled,
    waiting_for_pix,
)

CENTAVO = Money(1)
BOOTS_PRICE = Money(9_000)
CANCELLED = facts.VisitCancelled(ANA, "desistiu", LATER)
BOOTS_CANCELLED = facts.TurnCancelled(BOOTS, ANA, "máquina parada", LATER)
CRYO_CANCELLED = facts.TurnCancelled(CRYO, ANA, "máquina parada", LATER)
RELEASED = facts.VisitReleased(ANA, "cliente presente", LATER)

LATE = after(paid(), of=abandoned())
UNDER = after(paid(amount=TOTAL - CENTAVO), of=waiting_for_pix())
OVER = after(paid(amount=TOTAL + CENTAVO), of=waiting_for_pix())
TWICE = after(paid("e2"), of=settled())
OWED = after(CANCELLED, of=in_queue())
BOOTS_OWED = after(BOOTS_CANCELLED, of=in_queue())
REVERSED = after(facts.MoneyReversed(PIX, "e1", LATER), of=in_queue())
LET_IN_FOR_LESS = after(CANCELLED, of=after(RELEASED, of=UNDER))
AT_COUNTER = after(paid("counter:1", intent=COUNTER), CANCELLED, of=after(COUNTER_ASKED, of=waiting_for_pix()))


def returned(total: Money, reference: str = "e1") -> MoneyReturned:
    return MoneyReturned(PIX, reference, total, LATER)


def open_task(visit: Visit) -> Task:
    return visit.open_tasks[0]


def asked(visit: Visit) -> RefundAsked:
    """The decision to give back the first open task's money."""
    decided = decide_refund(visit, open_task(visit).id, ANA, "desistiu", LATER)
    assert isinstance(decided, RefundAsked), decided
    return decided


def tasks(visit: Visit) -> list[tuple[TaskKind, Money]]:
    return [(task.kind, task.amount) for task in visit.open_tasks]


@pytest.mark.parametrize(
    ("visit", "reference", "amount"),
    [
        (LATE, "e1", TOTAL),
        (UNDER, "e1", TOTAL - CENTAVO),
        (OVER, "e1", CENTAVO),
        (TWICE, "e2", TOTAL),
        (OWED, "e1", TOTAL),
        (BOOTS_OWED, "e1", BOOTS_PRICE),
        (LET_IN_FOR_LESS, "e1", TOTAL - CENTAVO),
        (REVERSED, None, None),
        (AT_COUNTER, None, None),
    ],
)
def test_what_a_provider_can_be_asked_for(visit: Visit, reference: str | None, amount: Money | None) -> None:
    decided = decide_refund(visit, open_task(visit).id, ANA, "", LATER)
    if reference is None:
        assert decided == OnlyByHand()
    else:
        assert isinstance(decided, RefundAsked)
        assert (decided.reference, decided.amount, decided.intent_id) == (reference, amount, PIX)


def test_a_task_is_asked_for_once_until_the_provider_has_spoken() -> None:
    visit = after(asked(OWED), of=OWED)
    task = open_task(visit)
    assert decide_refund(visit, task.id, ANA, "", LATER) == RefundUnderWay(task.id)
    assert decide_refund(visit, "nada", ANA, "", LATER) == NoSuchTask("nada")
    done = after(RefundDone(asked(OWED).refund_id, LATER), of=visit)
    assert decide_refund(done, task.id, ANA, "", LATER) == AlreadyDecided(task.id)


def test_the_task_is_answered_when_the_provider_says_that_it_is_done() -> None:
    fact = asked(OWED)
    visit = after(fact, of=OWED)
    assert tasks(visit) == [(TaskKind.REFUND_DUE, TOTAL)]
    done = after(RefundDone(fact.refund_id, LATER), of=visit)
    (task,) = done.tasks
    assert (task.decision, task.decided_by, task.note) == (Decision.REFUNDED, ANA, "desistiu")
    assert [each.state for each in done.refunds] == [RefundState.DONE]


def test_a_refusal_leaves_the_task_to_a_person_with_the_reason() -> None:
    fact = asked(OWED)
    visit = after(fact, RefundRefused(fact.refund_id, "Saldo insuficiente.", LATER), of=OWED)
    task = open_task(visit)
    newest = visit.refund_of(task.id)
    assert newest is not None
    assert (newest.state, newest.trouble) == (RefundState.REFUSED, "Saldo insuficiente.")
    again = asked(visit)
    assert again.refund_id != fact.refund_id, "a refused refund is never asked for again under its own id"
    by_hand = facts.TaskDecided(task.id, Decision.REFUNDED, ANA, "em dinheiro", LATER)
    assert after(by_hand, of=visit).open_tasks == ()


def test_two_stations_that_decide_the_same_ask_for_the_same_refund() -> None:
    here, there = asked(OWED), asked(OWED)
    assert here.refund_id == there.refund_id
    assert len(here.refund_id) == 32
    assert evolve(after(here, of=OWED), there) == AlreadyTrue()
    assert asked(TWICE).refund_id != here.refund_id


DONE = RefundDone(asked(OWED).refund_id, LATER)
REFUSED = RefundRefused(asked(OWED).refund_id, "Saldo insuficiente.", LATER)


@pytest.mark.parametrize(
    ("happened", "fact", "outcome"),
    [
        ([], DONE, Invalid),
        ([], REFUSED, Invalid),
        ([asked(OWED)], facts.TaskDecided("refund_due:visit", Decision.KEPT, ANA, "", LATER), Invalid),
        ([asked(OWED)], replace(asked(OWED), refund_id=RefundId("f" * 32)), Visit),
        ([], replace(asked(OWED), reference="e9"), Invalid),
        ([], replace(asked(OWED), task_id="nada"), Visit),
        ([asked(OWED), DONE], DONE, AlreadyTrue),
        ([asked(OWED), DONE], REFUSED, AlreadyTrue),
        ([asked(OWED), REFUSED], REFUSED, AlreadyTrue),
        ([asked(OWED), REFUSED], DONE, Visit),
        ([], returned(CENTAVO, "e9"), Invalid),
        ([returned(CENTAVO)], returned(CENTAVO), AlreadyTrue),
        ([facts.MoneyReversed(PIX, "e1", LATER)], returned(CENTAVO), AlreadyTrue),
    ],
)
def test_what_contradicts_is_a_conflict_and_what_is_known_is_none(
    happened: list[facts.VisitFact], fact: facts.VisitFact, outcome: type
) -> None:
    assert isinstance(evolve(after(*happened, of=OWED), fact), outcome)


def test_a_part_that_went_back_by_itself_is_a_task_for_that_part_and_the_ticket_stays() -> None:
    visit = after(returned(Money(500)), of=in_queue())
    assert tasks(visit) == [(TaskKind.REVERSED, Money(500))]
    assert visit.charges[0].holds_payment
    more = after(returned(Money(800)), of=visit)
    assert tasks(more) == [(TaskKind.REVERSED, Money(500)), (TaskKind.REVERSED, Money(300))]
    assert still_to_give_back(more) == TOTAL - Money(800)


def test_the_rest_that_goes_back_later_is_missed_once() -> None:
    visit = after(returned(Money(500)), facts.MoneyReversed(PIX, "e1", LATER), of=in_queue())
    assert tasks(visit) == [(TaskKind.REVERSED, Money(500)), (TaskKind.REVERSED, TOTAL - Money(500))]
    twice = after(returned(Money(500), "e2"), facts.MoneyReversed(PIX, "e2", LATER), of=TWICE)
    assert tasks(twice) == [(TaskKind.REVERSED, Money(500))], "the rest answered the task of the second payment"


@pytest.mark.parametrize(
    ("visit", "total", "left"),
    [
        (BOOTS_OWED, BOOTS_PRICE, []),
        (OVER, CENTAVO, []),
        (BOOTS_OWED, BOOTS_PRICE - CENTAVO, [TaskKind.REFUND_DUE, TaskKind.REVERSED]),
        (BOOTS_OWED, BOOTS_PRICE + CENTAVO, [TaskKind.REVERSED]),
    ],
)
def test_a_part_answers_what_was_owed_and_only_that(visit: Visit, total: Money, left: list[TaskKind]) -> None:
    assert [task.kind for task in after(returned(total), of=visit).open_tasks] == left


def test_a_part_that_we_asked_for_is_no_surprise_whoever_says_it_first() -> None:
    fact = asked(BOOTS_OWED)
    done, shown = RefundDone(fact.refund_id, LATER), returned(BOOTS_PRICE)
    for order in ((done, shown), (shown, done)):
        visit = after(fact, *order, of=BOOTS_OWED)
        assert visit.open_tasks == ()
        assert [task.decided_by for task in visit.tasks] == [ANA]
        assert left_of(visit, visit.charges[0], visit.charges[0].receipts[0]) == TOTAL - BOOTS_PRICE


def test_a_whole_payment_that_is_going_back_waits_for_the_providers_word() -> None:
    fact = asked(OWED)
    visit = after(fact, facts.MoneyReversed(PIX, "e1", LATER), of=OWED)
    assert tasks(visit) == [(TaskKind.REFUND_DUE, TOTAL)]
    assert after(RefundDone(fact.refund_id, LATER), of=visit).open_tasks == ()


def test_money_that_went_back_for_another_reason_is_told_once_the_refund_is_refused() -> None:
    fact = asked(OWED)
    part = after(fact, returned(CENTAVO), of=OWED)
    assert tasks(part) == [(TaskKind.REFUND_DUE, TOTAL)]
    assert tasks(after(REFUSED, of=part)) == [(TaskKind.REFUND_DUE, TOTAL), (TaskKind.REVERSED, CENTAVO)]
    whole = after(fact, facts.MoneyReversed(PIX, "e1", LATER), REFUSED, of=OWED)
    assert whole.open_tasks == (), "the bank had taken it back: nothing is owed any more"


def test_two_turns_are_given_back_one_by_one_from_one_payment() -> None:
    both = after(CRYO_CANCELLED, of=BOOTS_OWED)
    boots = asked(both)
    visit = after(boots, RefundDone(boots.refund_id, LATER), of=both)
    cryo = asked(visit)
    visit = after(cryo, RefundDone(cryo.refund_id, LATER), facts.MoneyReversed(PIX, "e1", LATER), of=visit)
    assert visit.open_tasks == ()
    assert given_back(visit, PIX, "e1") == TOTAL


def test_no_more_than_a_payment_holds_is_asked_for() -> None:
    visit = after(returned(CENTAVO), of=OWED)
    assert decide_refund(visit, "refund_due:visit", ANA, "", LATER) == OnlyByHand()


def test_a_visit_is_not_let_in_for_money_that_is_going_back() -> None:
    visit = after(asked(LATE), of=LATE)
    assert decide_release(visit, ANA, "x", LATER) == RefundUnderWay(open_task(visit).id)
    heard = after(RELEASED, of=visit)
    assert heard.charges[0].settled_by is None, "another station let it in meanwhile: that money pays for nothing"
    assert tasks(heard) == [(TaskKind.PAID_LATE, TOTAL)]


LESS = after(returned(CENTAVO), of=in_queue())


def sight(visit: Visit, *payments: SeenPayment) -> list[facts.VisitFact]:
    decided = decide_sighting(visit, Sighting(PIX, payments), LATER)
    assert isinstance(decided, tuple)
    return list(decided)


@pytest.mark.parametrize(
    ("visit", "seen", "kinds"),
    [
        (in_queue(), SeenPayment("e1", TOTAL, None), []),
        (in_queue(), SeenPayment("e1", TOTAL, None, returned=CENTAVO), [MoneyReturned]),
        (LESS, SeenPayment("e1", TOTAL, None, returned=CENTAVO), []),
        (LESS, SeenPayment("e1", TOTAL, None), []),
        (
            LESS,
            SeenPayment("e1", TOTAL, None, returned=CENTAVO * 2),
            [MoneyReturned],
        ),
        (in_queue(), SeenPayment("e1", TOTAL, None, is_reversed=True), [facts.MoneyReversed]),
        (REVERSED, SeenPayment("e1", TOTAL, None, is_reversed=True), []),
        (REVERSED, SeenPayment("e1", TOTAL, None), [facts.MoneyRestored]),
        (
            REVERSED,
            SeenPayment("e1", TOTAL, None, returned=CENTAVO),
            [facts.MoneyRestored, MoneyReturned],
        ),
        (
            waiting_for_pix(),
            SeenPayment("e1", TOTAL, None, returned=CENTAVO),
            [facts.MoneyReceived, MoneyReturned],
        ),
    ],
)
def test_what_a_provider_shows_of_a_payment_is_told_once(
    visit: Visit, seen: SeenPayment, kinds: list[type[facts.VisitFact]]
) -> None:
    decided = sight(visit, seen)
    assert [type(each) for each in decided] == kinds
    assert sight(after(*decided, of=visit), seen) == []


ENDS: dict[str, facts.VisitFact] = {
    "cancel": CANCELLED,
    "cancel boots": BOOTS_CANCELLED,
    "cancel cryo": CRYO_CANCELLED,
}
totals = st.integers(1, TOTAL.centavos - 1).map(lambda centavos: returned(Money(centavos)))
decisions = st.sampled_from(["ask", "done", "refused", *ENDS])


@given(st.lists(st.one_of(totals, decisions), max_size=10))
def test_every_centavo_that_goes_back_has_a_reason_or_a_task(history: list[MoneyReturned | str]) -> None:
    visit = in_queue()
    for what in history:
        fact = what if isinstance(what, MoneyReturned) else _decided(visit, what)
        outcome = evolve(visit, fact) if fact is not None else None
        visit = outcome if isinstance(outcome, Visit) else visit
    (receipt,) = visit.charges[0].receipts
    answered = sum((each.amount for each in visit.tasks if not each.is_open), ZERO)
    missing = sum((each.amount for each in visit.tasks if each.kind is TaskKind.REVERSED), ZERO)
    going = sum((each.amount for each in visit.refunds if each.state is RefundState.ASKED), ZERO)
    assert receipt.returned <= answered + missing + going
    assert given_back(visit, PIX, "e1") <= TOTAL
    assert still_to_give_back(visit) >= ZERO
    for task in visit.open_tasks:
        source = source_of(visit, task)
        assert source is None or left_of(visit, *source) >= task.amount


def _decided(visit: Visit, what: str) -> facts.VisitFact | None:
    if what in ENDS:
        return ENDS[what]
    if what == "ask":
        decisions = (decide_refund(visit, task.id, ANA, "", LATER) for task in visit.open_tasks)
        return next((each for each in decisions if isinstance(each, RefundAsked)), None)
    waiting = next((each for each in visit.refunds if each.state is RefundState.ASKED), None)
    if waiting is None:
        return None
    return RefundDone(waiting.id, LATER) if what == "done" else RefundRefused(waiting.id, "não", LATER)
