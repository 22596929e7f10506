"""What is decided about being paid. Every decided fact must be possible for the visit it was decided for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.ids import IntentId
from shared.kernel.money import Money
from shared.kernel.ways import Method, Way
from shared.visits import by_hand, charges, facts, outcomes
from shared.visits.by_hand import CardTendered
from shared.visits.charges import VOID_GRACE, NewCharge, SeenPayment, Sighting
from shared.visits.model import (
    OPEN_CHARGES,
    ChargeState,
    Decision,
    EndReason,
    TaskKind,
    Visit,
    VisitState,
)
from shared.visits.ticket import visit_state
from tests.shared.visits.samples import (
    ANA,
    COUNTER,
    COUNTER_ASKED,
    EXPIRES,
    LATER,
    NOW,
    OPENED,
    PIX,
    PIX_ASKED,
    TOTAL,
    abandoned,
    after,
    in_queue,
    paid,
    settled,
    waiting_for_pix,
)

ASKED = NewCharge(PIX, Way(Method.PIX, "asaas"), EXPIRES)
AT_COUNTER = NewCharge(COUNTER, Way.by_hand(Method.COUNTER), EXPIRES)
PAYMENT = SeenPayment("e1", TOTAL, NOW)


def decided(visit: Visit, what: object) -> Visit:
    assert isinstance(what, tuple), what
    return after(*what, of=visit) if what else visit


def test_the_intent_asks_for_the_frozen_total() -> None:
    visit = decided(after(OPENED), charges.decide_charge(after(OPENED), ASKED, NOW))
    assert visit.charges[0].amount == TOTAL
    assert visit.charges[0].state is ChargeState.CREATING


def test_another_way_to_pay_asks_to_void_the_first() -> None:
    visit = decided(waiting_for_pix(), charges.decide_charge(waiting_for_pix(), AT_COUNTER, LATER))
    assert [(charge.method, charge.state) for charge in visit.charges] == [
        (Method.PIX, ChargeState.VOIDING),
        (Method.COUNTER, ChargeState.AWAITING),
    ]
    assert visit.charges[0].end_reason is EndReason.REPLACED


def test_a_second_tap_asks_for_nothing() -> None:
    again = NewCharge(IntentId("pix-2"), Way(Method.PIX, "asaas"), EXPIRES)
    assert charges.decide_charge(waiting_for_pix(), again, LATER) == ()
    assert charges.decide_charge(after(OPENED, PIX_ASKED), again, LATER) == ()


def test_a_new_code_is_asked_for_once_the_first_has_expired() -> None:
    again = NewCharge(IntentId("pix-2"), Way(Method.PIX, "asaas"), EXPIRES + timedelta(minutes=30))
    visit = decided(waiting_for_pix(), charges.decide_charge(waiting_for_pix(), again, EXPIRES))
    assert [charge.state for charge in visit.charges] == [ChargeState.VOIDING, ChargeState.CREATING]


def test_a_visit_whose_customer_never_chose_how_to_pay_ends() -> None:
    opened = after(OPENED)
    assert charges.decide_overdue_payment(opened, NOW + charges.UNCHARGED - timedelta(seconds=1)) == ()
    ended = decided(opened, charges.decide_overdue_payment(opened, NOW + charges.UNCHARGED))
    assert ended.abandon_reason is EndReason.TIMEOUT


def test_a_paid_or_ended_visit_is_not_charged_again() -> None:
    assert charges.decide_charge(settled(), AT_COUNTER, LATER) == outcomes.AlreadyPaid()
    assert charges.decide_charge(abandoned(), AT_COUNTER, LATER) == outcomes.VisitEnded(VisitState.ABANDONED)


def test_a_visit_without_open_charges_ends_when_it_is_given_up() -> None:
    visit = decided(after(OPENED), charges.decide_give_up(after(OPENED), EndReason.CUSTOMER, LATER))
    assert visit.abandon_reason is EndReason.CUSTOMER


def test_a_counter_visit_ends_when_it_is_given_up() -> None:
    waiting = after(OPENED, COUNTER_ASKED)
    visit = decided(waiting, charges.decide_give_up(waiting, EndReason.CUSTOMER, LATER))
    assert visit_state(visit) is VisitState.ABANDONED
    assert visit.charges[0].state is ChargeState.VOIDED


def test_a_pix_visit_ends_only_with_the_providers_word() -> None:
    asked = decided(waiting_for_pix(), charges.decide_give_up(waiting_for_pix(), EndReason.CUSTOMER, LATER))
    assert visit_state(asked) is VisitState.PENDING_PAYMENT
    ended = decided(asked, charges.decide_sighting(asked, Sighting(PIX, is_voided=True), LATER))
    assert visit_state(ended) is VisitState.ABANDONED
    assert ended.abandon_reason is EndReason.CUSTOMER


def test_a_replaced_charge_that_is_voided_does_not_end_the_visit() -> None:
    replaced = decided(waiting_for_pix(), charges.decide_charge(waiting_for_pix(), AT_COUNTER, LATER))
    visit = decided(replaced, charges.decide_sighting(replaced, Sighting(PIX, is_voided=True), LATER))
    assert visit_state(visit) is VisitState.PENDING_PAYMENT


def test_a_given_up_visit_ends_when_its_replaced_charge_is_voided_last() -> None:
    replaced = decided(waiting_for_pix(), charges.decide_charge(waiting_for_pix(), AT_COUNTER, LATER))
    given_up = decided(replaced, charges.decide_give_up(replaced, EndReason.CUSTOMER, LATER))
    assert visit_state(given_up) is VisitState.PENDING_PAYMENT
    visit = decided(given_up, charges.decide_sighting(given_up, Sighting(PIX, is_voided=True), LATER))
    assert visit_state(visit) is VisitState.ABANDONED


def test_money_found_while_voiding_wins() -> None:
    asked = decided(waiting_for_pix(), charges.decide_give_up(waiting_for_pix(), EndReason.CUSTOMER, LATER))
    seen = Sighting(PIX, (PAYMENT,), is_voided=True)
    assert visit_state(decided(asked, charges.decide_sighting(asked, seen, LATER))) is VisitState.PAID


def test_the_same_sighting_again_says_nothing() -> None:
    once = decided(waiting_for_pix(), charges.decide_sighting(waiting_for_pix(), Sighting(PIX, (PAYMENT,)), LATER))
    assert charges.decide_sighting(once, Sighting(PIX, (PAYMENT,)), LATER) == ()
    assert charges.decide_sighting(once, Sighting(PIX, is_voided=True), LATER) == ()


def test_money_that_came_and_went_unseen_buys_nothing_and_ends_the_charge() -> None:
    seen = Sighting(PIX, (replace(PAYMENT, is_reversed=True),), is_voided=True)
    visit = decided(waiting_for_pix(), charges.decide_sighting(waiting_for_pix(), seen, LATER))
    assert visit.ticket is None
    assert visit.open_tasks == ()
    assert visit.charges[0].state is ChargeState.VOIDED
    assert charges.decide_sighting(visit, seen, LATER) == ()


def test_a_visit_that_is_looked_at_long_after_expiry_still_asks_for_its_void() -> None:
    decided_late = charges.decide_overdue_payment(waiting_for_pix(), EXPIRES + timedelta(hours=9))
    assert facts.ChargeVoidAsked(PIX, EndReason.TIMEOUT, EXPIRES + timedelta(hours=9)) in decided_late


def test_what_is_left_over_beside_a_ticket_shall_not_be_paid_as_well() -> None:
    both = after(OPENED, PIX_ASKED, COUNTER_ASKED, paid())
    visit = decided(both, charges.decide_leftover(both, LATER))
    assert [charge.state for charge in visit.charges] == [ChargeState.PAID, ChargeState.VOIDED]
    assert charges.decide_leftover(visit, LATER) == ()


def test_a_released_visit_may_still_be_paid_at_the_counter() -> None:
    released = after(OPENED, PIX_ASKED, COUNTER_ASKED, facts.VisitReleased(ANA, "sem internet", LATER))
    visit = decided(released, charges.decide_leftover(released, LATER))
    assert [charge.state for charge in visit.charges] == [ChargeState.VOIDING, ChargeState.AWAITING]
    taken = by_hand.decide_counter_payment(visit, COUNTER, CardTendered(TOTAL), ANA, LATER)
    assert isinstance(taken, facts.MoneyReceived)
    assert after(taken, of=visit).ticket == visit.ticket


def test_a_sighting_of_a_strangers_charge_is_named() -> None:
    stranger = IntentId("stranger")
    assert charges.decide_sighting(after(OPENED), Sighting(stranger), NOW) == outcomes.NoSuchCharge(stranger)


def test_a_refused_charge_leaves_the_visit_open_for_another_way() -> None:
    creating = after(OPENED, PIX_ASKED)
    visit = decided(creating, charges.decide_refused(creating, PIX, "invalid_key", LATER))
    assert visit.charges[0].state is ChargeState.FAILED
    assert visit_state(visit) is VisitState.PENDING_PAYMENT
    assert isinstance(charges.decide_charge(visit, AT_COUNTER, LATER), tuple)
    assert charges.decide_refused(visit, PIX, "invalid_key", LATER) == ()


def test_time_asks_for_a_void_at_expiry_and_ends_the_visit_after_the_grace() -> None:
    waiting = waiting_for_pix()
    assert charges.decide_overdue_payment(waiting, EXPIRES - timedelta(seconds=1)) == ()
    asked = decided(waiting, charges.decide_overdue_payment(waiting, EXPIRES))
    assert asked.charges[0].state is ChargeState.VOIDING
    assert charges.decide_overdue_payment(asked, EXPIRES + timedelta(seconds=1)) == ()
    ended = decided(asked, charges.decide_overdue_payment(asked, EXPIRES + VOID_GRACE))
    assert visit_state(ended) is VisitState.ABANDONED
    assert ended.charges[0].state is ChargeState.EXPIRED
    assert charges.decide_overdue_payment(ended, EXPIRES + timedelta(days=1)) == ()


def test_a_failed_charge_lets_the_visit_end_at_its_time() -> None:
    failed = after(OPENED, PIX_ASKED, facts.ChargeFailed(PIX, "no", NOW))
    assert charges.decide_overdue_payment(failed, LATER) == ()
    assert visit_state(decided(failed, charges.decide_overdue_payment(failed, EXPIRES))) is VisitState.ABANDONED


@pytest.mark.parametrize("visit", [settled(), abandoned(), in_queue()], ids=["settled", "abandoned", "queued"])
def test_time_and_customers_end_no_ticket_and_nothing_twice(visit: Visit) -> None:
    assert charges.decide_overdue_payment(visit, EXPIRES + timedelta(days=1)) == ()
    assert charges.decide_give_up(visit, EndReason.CUSTOMER, LATER) == ()


def test_the_counter_takes_exactly_the_amount_and_once() -> None:
    waiting = after(OPENED, COUNTER_ASKED)
    assert (
        by_hand.decide_counter_payment(waiting, COUNTER, CardTendered(TOTAL - Money(1)), ANA, LATER)
        == outcomes.WrongAmount()
    )
    assert by_hand.decide_counter_payment(waiting, PIX, CardTendered(TOTAL), ANA, LATER) == outcomes.NoSuchCharge(PIX)
    taken = by_hand.decide_counter_payment(waiting, COUNTER, CardTendered(TOTAL), ANA, LATER)
    assert isinstance(taken, facts.MoneyReceived)
    visit = after(taken, of=waiting)
    assert visit_state(visit) is VisitState.PAID
    assert by_hand.decide_counter_payment(visit, COUNTER, CardTendered(TOTAL), ANA, LATER) == outcomes.AlreadyPaid()


def test_a_ticket_is_not_released_again() -> None:
    assert by_hand.decide_release(settled(), ANA, "x", LATER) == outcomes.AlreadyPaid()


steps = st.one_of(
    st.sampled_from(["pix", "counter", "give up", "overdue", "refused"]),
    st.builds(
        Sighting,
        st.just(PIX),
        st.lists(
            st.builds(SeenPayment, st.sampled_from("ab"), st.sampled_from([TOTAL, Money(1)]), st.none(), st.booleans()),
            max_size=2,
            unique_by=lambda each: each.reference,
        ).map(tuple),
        st.booleans(),
    ),
)


@given(st.lists(st.tuples(steps, st.integers(0, 20)), max_size=10))
def test_whatever_is_decided_can_happen(script: list[tuple[str | Sighting, int]]) -> None:
    visit, now, number = after(OPENED), NOW, 0
    for step, minutes in script:
        now += timedelta(minutes=minutes)
        match step:
            case Sighting():
                outcome: object = charges.decide_sighting(visit, step, now)
            case "pix" | "counter":
                number += 1
                name = IntentId("pix-1" if step == "pix" and number == 1 else f"{step}-{number}")
                new = NewCharge(name, Way(Method(step), "p"), now + timedelta(minutes=30))
                outcome = charges.decide_charge(visit, new, now)
            case "give up":
                outcome = charges.decide_give_up(visit, EndReason.CUSTOMER, now)
            case "overdue":
                outcome = charges.decide_overdue_payment(visit, now)
            case _:
                outcome = charges.decide_refused(visit, PIX, "no", now)
        if isinstance(outcome, tuple) and outcome:
            visit = after(*outcome, of=visit)
    if visit.abandoned_at is not None:
        assert all(charge.state not in OPEN_CHARGES for charge in visit.charges)


def test_a_second_payment_seen_later_is_a_task() -> None:
    twice = Sighting(PIX, (PAYMENT, replace(PAYMENT, reference="e2")))
    visit = decided(after(paid(), of=waiting_for_pix()), charges.decide_sighting(settled(), twice, LATER))
    assert [task.kind for task in visit.open_tasks] == [TaskKind.PAID_TWICE]


def test_a_visit_that_was_given_up_ends_with_its_last_open_charge() -> None:
    """Two codes are still being voided: the first answer ends nothing, the second ends the visit."""
    second = replace(ASKED, intent_id=IntentId("s" * 32))
    both = decided(waiting_for_pix(), charges.decide_charge(waiting_for_pix(), AT_COUNTER, LATER))
    both = decided(both, charges.decide_charge(both, second, LATER))
    given_up = decided(both, charges.decide_give_up(both, EndReason.CUSTOMER, LATER))
    once = decided(given_up, charges.decide_sighting(given_up, Sighting(PIX, is_voided=True), LATER))
    assert visit_state(once) is VisitState.PENDING_PAYMENT
    ended = decided(once, charges.decide_sighting(once, Sighting(second.intent_id, is_voided=True), LATER))
    assert visit_state(ended) is VisitState.ABANDONED


LATE = after(paid(), of=abandoned())
OVER = after(paid(amount=TOTAL + Money(1)), of=waiting_for_pix())
TWICE = after(paid("e2"), of=settled())
OWED = after(facts.VisitCancelled(ANA, "desistiu", LATER), of=in_queue())
REFUNDED = after(facts.TaskDecided(LATE.tasks[0].id, Decision.REFUNDED, ANA, "", LATER), of=LATE)


def decides(visit: Visit, decision: Decision, task_id: str | None = None) -> object:
    return charges.decide_task(visit, task_id or visit.tasks[0].id, decision, ANA, "visto", NOW)


@pytest.mark.parametrize(
    ("visit", "decision", "decided"),
    [
        (LATE, Decision.RELEASED, facts.VisitReleased(ANA, "visto", NOW, (LATE.tasks[0].id,))),
        (LATE, Decision.REFUNDED, facts.TaskDecided(LATE.tasks[0].id, Decision.REFUNDED, ANA, "visto", NOW, TOTAL)),
        (LATE, Decision.KEPT, facts.TaskDecided(LATE.tasks[0].id, Decision.KEPT, ANA, "visto", NOW)),
        (OVER, Decision.RELEASED, outcomes.NotReleasable(OVER.tasks[0].id)),
        (TWICE, Decision.RELEASED, outcomes.NotReleasable(TWICE.tasks[0].id)),
        (OWED, Decision.RELEASED, outcomes.NotReleasable(OWED.tasks[0].id)),
        (REFUNDED, Decision.RELEASED, outcomes.AlreadyDecided(REFUNDED.tasks[0].id)),
        (REFUNDED, Decision.KEPT, outcomes.AlreadyDecided(REFUNDED.tasks[0].id)),
    ],
)
def test_what_a_person_may_decide_about_a_task(visit: Visit, decision: Decision, decided: object) -> None:
    assert decides(visit, decision) == decided


@pytest.mark.parametrize("decision", list(Decision))
def test_a_task_that_nobody_opened_is_not_decided(decision: Decision) -> None:
    assert decides(LATE, decision, "nada") == outcomes.NoSuchTask("nada")
