"""Money: it settles, or it is a task for a person. It is never dropped and never counted twice."""

from __future__ import annotations

import pytest

from shared.checkout.observing import AlreadySettled, NeedsOperator, Settled, StillOpen, UnknownCharge
from shared.kernel.ids import IntentId
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.payments.cadence import LOOKS_MAX
from shared.payments.model import NOTED, ChargeRef, ChargeState, Observation, Payment
from shared.visits import outcomes
from shared.visits.model import Decision, TaskKind, Visit, VisitState
from shared.visits.ticket import is_settled
from tests.fakes.shop import ANA, BOOTS, BRUNO, CRYO, TOWEL, Shop
from tests.faults.failing import COMMIT, FailingStore


def test_a_repeated_report_issues_one_ticket(shop: Shop) -> None:
    visit = shop.opens_visit()
    first, second = shop.provider_reports_paid(visit), shop.provider_reports_paid(visit)
    shop.prints()
    assert first == Settled(visit.id, visit.label)
    assert second == AlreadySettled(visit.id)
    assert shop.printed_labels() == [visit.label]
    assert shop.queue() == [visit.label]


def test_there_is_no_ticket_before_the_money(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.lets_time_pass(minutes=5)
    assert shop.visit(visit).ticket is None
    assert shop.provider_reports(shop.intent_of(visit)) == StillOpen(visit.id)
    assert (shop.printed_labels(), shop.queue()) == ([], [])


def test_the_watcher_finds_the_money_by_itself(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    shop.lets_time_pass(seconds=5)
    assert shop.state(visit) is VisitState.IN_QUEUE
    assert shop.printed_labels() == [visit.label]


def test_saying_paid_often_keeps_nobody_waiting(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    for _ in range(LOOKS_MAX + 4):
        shop.core.payment_duty.look_at(visit.id)
        shop.lets_time_pass(seconds=5)
    shop.customer_pays(visit)
    shop.lets_time_pass(minutes=2)
    assert shop.state(visit) is VisitState.IN_QUEUE


def test_saying_paid_asks_about_nobody_else(shop: Shop) -> None:
    mine, other = (shop.pays_by_pix(shop.opens_visit()) for _ in range(2))
    shop.provider.calls.clear()
    shop.core.payment_duty.look_at(mine.id)
    shop.core.payment_duty.step()
    assert [intent_id for _, intent_id in shop.provider.calls] == [mine.charges[-1].intent_id]
    assert other.charges[-1].intent_id != mine.charges[-1].intent_id


def test_the_ticket_and_the_money_are_one_commit(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    store = FailingStore(shop.core.database.writing_engine)
    assert isinstance(shop.provider_reports(shop.intent_of(visit)), Settled)
    store.detach()
    *writes, last = (each for each in store.asked if not each.startswith(("SELECT", "BEGIN")))
    assert last == COMMIT
    assert COMMIT not in writes
    written = {each.split()[2 if each.startswith("INSERT") else 1] for each in writes}
    assert {"journal", "visit", "charge", "print_job", "intent"} <= written
    assert shop.state(visit) is VisitState.PAID
    assert len(shop.jobs(visit)) == 1


def test_a_strangers_charge_changes_nothing(shop: Shop) -> None:
    ref = ChargeRef(IntentId("f" * 32), "pay_9", Money(100))
    seen = Observation(ref, ChargeState.PAID, (), "RECEIVED")
    assert shop.core.payment_duty.observing.observe(seen) == UnknownCharge(ref.intent_id)


def test_money_that_arrives_after_expiry_becomes_a_task(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit(extras={TOWEL: 1}))
    shop.provider_is_unreachable()
    shop.lets_time_pass(minutes=33)
    assert shop.state(visit) is VisitState.ABANDONED
    shop.customer_pays(visit)
    shop.provider_is_back()
    shop.works()
    assert shop.tasks() == [TaskKind.PAID_LATE]
    assert (shop.visit(visit).ticket, shop.printed_labels(), shop.stock()) == (None, [], 40)


def test_late_money_lets_in_when_a_person_says_so(shop: Shop) -> None:
    visit = shop.gives_up(shop.chooses(shop.opens_visit(extras={TOWEL: 1}), Method.COUNTER))
    late = shop.pays_by_pix(shop.opens_visit())
    shop.provider_is_unreachable()
    shop.lets_time_pass(minutes=33)
    shop.customer_pays(late)
    shop.provider_is_back()
    shop.works()
    assert isinstance(shop.decides(late, Decision.RELEASED, ANA), outcomes.NotPermitted)
    assert isinstance(shop.decides(late, Decision.RELEASED), Visit)
    assert shop.tasks() == []
    assert is_settled(shop.visit(late))
    shop.prints()
    assert shop.printed_labels() == [late.label]
    assert shop.state(visit) is VisitState.ABANDONED


def test_too_little_money_makes_no_ticket(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    assert shop.provider_reports_paid(visit, Money(17_999)) == NeedsOperator(visit.id)
    assert (shop.tasks(), shop.visit(visit).ticket) == ([TaskKind.PAID_UNDER], None)
    assert shop.core.board.tasks()[0].amount == Money(17_999)
    assert isinstance(shop.decides(visit, Decision.RELEASED), Visit)
    assert (shop.tasks(), shop.state(visit)) == ([], VisitState.PAID)


def test_too_much_money_makes_a_ticket_and_a_task(shop: Shop) -> None:
    visit = shop.opens_visit()
    shop.provider_reports_paid(visit, Money(18_001))
    assert (shop.tasks(), shop.state(visit)) == ([TaskKind.PAID_OVER], VisitState.PAID)
    assert shop.core.board.tasks()[0].amount == Money(1)


def test_paying_twice_is_one_ticket_and_a_task(shop: Shop) -> None:
    visit = shop.gets_ticket()
    shop.customer_pays(visit, force=True)
    assert shop.provider_reports(shop.intent_of(visit)) == NeedsOperator(visit.id)
    assert shop.provider_reports(shop.intent_of(visit)) == AlreadySettled(visit.id)
    assert shop.tasks() == [TaskKind.PAID_TWICE]
    assert shop.printed_labels() == [visit.label]


def test_paying_by_pix_and_at_the_counter_is_one_ticket_and_a_task(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    assert isinstance(shop.confirms_at_counter(visit), Visit)
    shop.works()
    assert shop.tasks() == [TaskKind.PAID_TWICE]
    assert shop.printed_labels() == [visit.label]
    assert isinstance(shop.decides(visit, Decision.REFUNDED), Visit)
    assert shop.tasks() == []


def test_money_that_goes_back_is_a_task(shop: Shop) -> None:
    visit = shop.gets_ticket()
    shop.provider.refunds(shop.intent_of(visit))
    assert shop.provider_reports(shop.intent_of(visit)) == NeedsOperator(visit.id)
    assert shop.tasks() == [TaskKind.REVERSED]


def test_a_refund_that_the_provider_shows_closes_its_task(shop: Shop) -> None:
    visit = shop.gets_ticket()
    assert isinstance(shop.core.counter.cancel_visit(visit.id, "desistiu", BRUNO), Visit)
    assert shop.tasks() == [TaskKind.REFUND_DUE]
    shop.provider.refunds(shop.intent_of(visit))
    shop.lets_time_pass(hours=13)
    assert shop.tasks() == []


def test_a_person_confirms_what_was_paid_at_the_counter(shop: Shop) -> None:
    visit = shop.chooses(shop.opens_visit([CRYO, BOOTS]), Method.COUNTER)
    (pending,) = shop.core.board.pending_payments()
    assert (pending.label, pending.amount, pending.method) == (visit.label, Money(27_000), Method.COUNTER)
    assert shop.confirms_at_counter(visit, Money(26_999)) == outcomes.CashShort(Money(1))
    assert isinstance(shop.confirms_at_counter(visit), Visit)
    assert shop.confirms_at_counter(visit) == outcomes.AlreadyPaid()
    shop.prints()
    assert shop.printed_labels() == [visit.label]
    assert shop.core.board.pending_payments() == ()


def test_the_counter_takes_over_from_pix(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    assert isinstance(shop.confirms_at_counter(visit), Visit)
    shop.works()
    assert shop.asked("void") == 1
    assert (shop.tasks(), shop.queue()) == ([], [visit.label])


def test_a_visit_is_let_in_without_money_by_a_named_person_with_a_reason(shop: Shop) -> None:
    visit = shop.opens_visit()
    assert shop.core.counter.release(visit.id, "vale-presente", ANA) == outcomes.NotPermitted()
    assert shop.core.counter.release(visit.id, "  ", BRUNO) == outcomes.ReasonNeeded()
    assert isinstance(shop.core.counter.release(visit.id, " vale-presente ", BRUNO), Visit)
    released = shop.visit(visit).release
    assert released is not None
    assert (released.by, released.reason) == (BRUNO.id, "vale-presente")
    assert shop.core.counter.release(visit.id, "de novo", BRUNO) == outcomes.AlreadyPaid()
    shop.prints()
    assert shop.printed_labels() == [visit.label]


def test_money_that_comes_after_a_release_settles_it(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.core.counter.release(visit.id, "o celular travou", BRUNO)
    shop.customer_pays(visit)
    shop.lets_time_pass(seconds=5)
    assert is_settled(shop.visit(visit))
    assert (shop.tasks(), shop.printed_labels()) == ([], [visit.label])


def test_cancelling_a_ticket_needs_a_role_and_a_reason_and_opens_a_refund(shop: Shop) -> None:
    visit = shop.gets_ticket([CRYO, BOOTS])
    assert shop.core.counter.cancel_visit(visit.id, "desistiu", ANA) == outcomes.NotPermitted()
    assert shop.core.counter.cancel_visit(visit.id, " ", BRUNO) == outcomes.ReasonNeeded()
    assert isinstance(shop.core.counter.cancel_visit(visit.id, "desistiu", BRUNO), Visit)
    (task,) = shop.core.board.tasks()
    assert (task.kind, task.amount) == (TaskKind.REFUND_DUE, Money(27_000))
    assert (shop.queue(CRYO), shop.queue(BOOTS)) == ([], [])
    again = shop.core.counter.cancel_visit(visit.id, "desistiu", BRUNO)
    assert again == outcomes.VisitEnded(VisitState.CANCELLED)


def test_a_ticket_that_was_served_is_not_cancelled(shop: Shop) -> None:
    visit = shop.gets_ticket()
    shop.serves(visit)
    ended = shop.core.counter.cancel_visit(visit.id, "desistiu", BRUNO)
    assert ended == outcomes.VisitEnded(VisitState.COMPLETED)
    assert shop.tasks() == []


def test_an_unpaid_visit_has_no_ticket_to_cancel(shop: Shop) -> None:
    visit = shop.opens_visit()
    assert shop.core.counter.cancel_visit(visit.id, "desistiu", BRUNO) == outcomes.NoTicket()


def test_a_task_is_decided_once(shop: Shop) -> None:
    visit = shop.opens_visit()
    shop.provider_reports_paid(visit, Money(20_000))
    (task,) = shop.visit(visit).open_tasks
    decide = shop.core.counter.decide_task
    assert decide(visit.id, "nada", Decision.KEPT, "", BRUNO) == outcomes.NoSuchTask("nada")
    assert decide(visit.id, task.id, Decision.KEPT, "gorjeta", ANA) == outcomes.NotPermitted()
    assert isinstance(decide(visit.id, task.id, Decision.KEPT, "gorjeta", BRUNO), Visit)
    assert decide(visit.id, task.id, Decision.REFUNDED, "", BRUNO) == outcomes.AlreadyDecided(task.id)


def test_money_that_was_given_back_lets_nobody_in(shop: Shop) -> None:
    visit = shop.opens_visit()
    shop.provider_reports_paid(visit, Money(17_999))
    (task,) = shop.visit(visit).open_tasks
    decide = shop.core.counter.decide_task
    assert decide(visit.id, "nada", Decision.RELEASED, "está aqui", BRUNO) == outcomes.NoSuchTask("nada")
    assert decide(visit.id, task.id, Decision.RELEASED, " ", BRUNO) == outcomes.ReasonNeeded()
    assert isinstance(decide(visit.id, task.id, Decision.REFUNDED, "em dinheiro", BRUNO), Visit)
    assert decide(visit.id, task.id, Decision.RELEASED, "está aqui", BRUNO) == outcomes.AlreadyDecided(task.id)
    assert shop.visit(visit).ticket is None


@pytest.mark.parametrize("first", ["customer", "provider"])
def test_a_cancel_and_the_money_that_cross_end_in_a_ticket(shop: Shop, first: str) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    if first == "customer":
        shop.gives_up(visit)
        shop.customer_pays(visit)
    else:
        shop.customer_pays(visit)
        shop.gives_up(visit)
    shop.works()
    assert shop.state(visit) is VisitState.IN_QUEUE
    assert shop.tasks() == []
    assert shop.printed_labels() == [visit.label]


def observes_cash(shop: Shop, visit: Visit, *, is_noted: bool) -> None:
    """What the provider shows of a charge that somebody noted there as received in cash, or not any more."""
    ref = shop.provider.of(shop.intent_of(visit)).ref
    noted = (Payment(f"{NOTED}{ref.charge_id}", ref.amount, None),)
    state = ChargeState.PAID if is_noted else ChargeState.OPEN
    seen = Observation(ref, state, noted if is_noted else (), "RECEIVED_IN_CASH" if is_noted else "PENDING")
    shop.core.payment_duty.observing.observe(seen)


def test_a_note_of_cash_at_the_provider_that_is_taken_back_is_a_task(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    observes_cash(shop, visit, is_noted=True)
    assert shop.state(visit) is VisitState.PAID
    observes_cash(shop, visit, is_noted=False)
    observes_cash(shop, visit, is_noted=False)
    assert shop.tasks() == [TaskKind.REVERSED]


def test_real_money_is_not_forgotten_because_a_provider_says_once_that_it_is_open(shop: Shop) -> None:
    visit = shop.gets_ticket()
    ref = shop.provider.of(shop.intent_of(visit)).ref
    shop.core.payment_duty.observing.observe(Observation(ref, ChargeState.OPEN, (), "OVERDUE"))
    assert (shop.tasks(), shop.queue()) == ([], [visit.label])
