"""Money at the counter, courtesies, and the shop's own Pix key, on the real core."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from shared.bootstrap import usable_ways
from shared.checkout.observing import AlreadySettled, NeedsOperator, Settled, StillOpen
from shared.checkout.outcomes import MethodNotOffered
from shared.checkout.own_pix import OwnCharge, UnknownCode
from shared.config import Settings
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.payments.brcode import BrCode, check_for
from shared.people.model import Operator, Role
from shared.visits import outcomes
from shared.visits.by_hand import CardTendered, CashTendered
from shared.visits.model import ChargeState, Decision, ReleaseKind, TaskKind, Visit, VisitState
from shared.visits.ticket import is_settled
from tests.fakes.own_pix import KEY, NAME, listed, own_pix_settings
from tests.fakes.shop import ANA, BRUNO, CARLA, CRYO, ICE, Shop
from tests.faults.soundness import unsound

DUE = Money(18_000)
DORA = Operator(type(BRUNO.id)("dora"), "Dora", Role.SUPERVISOR)
REFERENCE = "E12345678202611221500abcdefghijk"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A shop with a key of its own, sound at the end of every test."""
    opened = Shop(tmp_path / "home", settings=own_pix_settings())
    yield opened
    assert unsound(opened.core) == []
    opened.closes()


def waiting(shop: Shop, name: str | None = None) -> Visit:
    return shop.chooses(shop.opens_visit([CRYO], None, name), Method.OWN_PIX)


def released(shop: Shop, visit: Visit, by: Operator = BRUNO) -> Visit:
    outcome = shop.core.counter.release(visit.id, "vi o comprovante", by)
    assert isinstance(outcome, Visit), outcome
    return outcome


def finds(shop: Shop, visit: Visit, reference: str = REFERENCE, amount: Money = DUE, by: Operator = BRUNO) -> object:
    return shop.core.counter.find(visit.id, shop.intent_of(visit, Method.OWN_PIX), reference, amount, by)


def paper(shop: Shop) -> list[str]:
    shop.prints()
    return [line.strip() for line in shop.papers()[-1].lines]


def narrated(shop: Shop, visit: Visit) -> str:
    return "\n".join(shop.core.board.history(visit.id))


def txid(visit: Visit) -> str:
    named = visit.charges[-1].charge_id
    assert named is not None
    return named


def test_the_paper_and_the_history_tell_cash_and_its_change(shop: Shop) -> None:
    visit = shop.chooses(shop.opens_visit(), Method.COUNTER)
    shop.confirms_at_counter(visit, Money(20_000))
    lines = paper(shop)
    assert any(line.startswith("Pago em dinheiro") for line in lines)
    assert any(line.split() == ["Entregue", "R$", "200,00"] for line in lines)
    assert any(line.split() == ["Troco", "R$", "20,00"] for line in lines)
    assert "ana recebeu R$ 180,00 em dinheiro: entregues R$ 200,00, troco R$ 20,00" in narrated(shop, visit)


def test_a_card_machine_that_is_not_connected_has_no_change(shop: Shop) -> None:
    visit = shop.chooses(shop.opens_visit(), Method.COUNTER)
    paid = shop.core.counter.confirm(visit.id, shop.intent_of(visit, Method.COUNTER), CardTendered(DUE, "A1B2"), ANA)
    assert isinstance(paid, Visit)
    lines = paper(shop)
    assert any(line.startswith("Pago no cartão") for line in lines)
    assert not any(line.startswith("Troco") for line in lines)
    assert "ana recebeu R$ 180,00 na maquininha avulsa (autorização A1B2)" in narrated(shop, visit)


def test_wrong_amounts_record_nothing(shop: Shop) -> None:
    visit = shop.chooses(shop.opens_visit(), Method.COUNTER)
    intent = shop.intent_of(visit, Method.COUNTER)
    confirm = shop.core.counter.confirm
    assert confirm(visit.id, intent, CashTendered(Money(17_999)), ANA) == outcomes.CashShort(Money(1))
    assert confirm(visit.id, intent, CashTendered(Money(1_800_000)), ANA) == outcomes.ChangeTooLarge(Money(1_782_000))
    assert confirm(visit.id, intent, CardTendered(Money(18_001)), ANA) == outcomes.WrongAmount()
    assert shop.visit(visit) == visit


def test_a_courtesy_needs_a_supervisor_and_a_reason_and_is_never_money(shop: Shop) -> None:
    visit = shop.chooses(shop.opens_visit(), Method.COUNTER)
    give = shop.core.counter.give_courtesy
    assert give(visit.id, "x", ANA) == outcomes.NotPermitted()
    assert give(visit.id, " ", BRUNO) == outcomes.ReasonNeeded()
    given = give(visit.id, "falha nossa", BRUNO)
    assert isinstance(given, Visit)
    assert given.release is not None
    assert (given.release.kind, given.release.by, given.release.reason) == (
        ReleaseKind.COURTESY,
        BRUNO.id,
        "falha nossa",
    )
    assert all(charge.receipts == () for charge in given.charges)
    assert any(line.startswith("Cortesia") for line in paper(shop))
    assert "Cortesia de bruno: falha nossa" in narrated(shop, visit)


def test_a_pix_that_was_open_is_taken_back_by_a_courtesy(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.core.counter.give_courtesy(visit.id, "falha nossa", BRUNO)
    assert shop.visit(visit).charges[0].state is ChargeState.VOIDING


def test_the_shop_s_own_code_is_shown_at_once_and_asks_no_provider(shop: Shop) -> None:
    visit = waiting(shop)
    (charge,) = visit.charges
    assert (charge.state, charge.provider) == (ChargeState.AWAITING, "own_pix")
    assert charge.br_code is not None
    code = check_for(charge.br_code, DUE)
    assert isinstance(code, BrCode)
    assert (code.key, code.name, code.txid, code.text) == (KEY, NAME, charge.charge_id, visit.label)
    shop.works()
    assert shop.asked("open") == 0
    assert f"Código Pix da loja mostrado: {charge.charge_id}" in narrated(shop, visit)


def test_a_second_tap_shows_the_same_code(shop: Shop) -> None:
    visit = waiting(shop)
    again = shop.core.sale.pay(visit.id, Method.OWN_PIX)
    assert again == visit


def test_codes_of_different_visits_have_different_names(shop: Shop) -> None:
    assert len({txid(waiting(shop)) for _ in range(5)}) == 5


@pytest.mark.parametrize("missing", ["key", "name", "city"])
def test_without_a_whole_account_the_way_is_not_offered(missing: str) -> None:
    whole = own_pix_settings()
    own = whole.own_pix.model_copy(update={missing: None})
    settings = whole.model_copy(update={"own_pix": own})
    assert Method.OWN_PIX not in {way.method for way in usable_ways(settings, [])}
    assert Method.OWN_PIX in {way.method for way in usable_ways(whole, [])}


def test_a_shop_without_a_key_offers_no_code(tmp_path: Path) -> None:
    bare = Shop(tmp_path / "bare", settings=Settings())
    visit = bare.opens_visit()
    assert bare.core.sale.pay(visit.id, Method.OWN_PIX) == MethodNotOffered(Method.OWN_PIX)
    bare.closes()


def test_nobody_but_a_supervisor_lets_in_for_a_receipt(shop: Shop) -> None:
    visit = waiting(shop)
    assert shop.core.counter.release(visit.id, "vi", ANA) == outcomes.NotPermitted()
    assert shop.core.counter.release(visit.id, "", BRUNO) == outcomes.ReasonNeeded()
    intent = shop.intent_of(visit, Method.OWN_PIX)
    assert shop.core.counter.confirm(visit.id, intent, CashTendered(DUE), BRUNO) == outcomes.NoSuchCharge(intent)
    let_in = released(shop, visit)
    assert let_in.release is not None
    assert let_in.release.kind is ReleaseKind.OWN_PIX
    assert shop.tasks() == [TaskKind.TO_RECONCILE]
    (task,) = shop.core.board.tasks()
    assert (task.opened_by, task.txid, task.amount) == (BRUNO.id, txid(let_in), DUE)
    assert any(line.startswith("Pix da loja, a conferir") for line in paper(shop))
    assert shop.printed_labels() == [visit.label]


def test_found_in_the_statement_it_is_money(shop: Shop) -> None:
    visit = released(shop, waiting(shop))
    assert finds(shop, visit, by=ANA) == outcomes.NotPermitted()
    outcome = finds(shop, visit)
    assert isinstance(outcome, Visit)
    assert is_settled(outcome)
    assert shop.tasks() == []
    assert "bruno achou R$ 180,00 no extrato da loja (E12345678202611221500abcdefghijk)" in narrated(shop, visit)
    shop.prints()
    assert shop.printed_labels() == [visit.label]


def test_not_found_it_stays_with_whoever_let_in(shop: Shop) -> None:
    visit = released(shop, waiting(shop))
    task_id = shop.visit(visit).open_tasks[0].id
    decide = shop.core.counter.decide_task
    assert decide(visit.id, task_id, Decision.MISSING, "", BRUNO) == outcomes.ReasonNeeded()
    assert decide(visit.id, task_id, Decision.MISSING, "até dia 30", ANA) == outcomes.NotPermitted()
    assert decide(visit.id, task_id, Decision.KEPT, "x", BRUNO) == outcomes.NotAnAnswer(task_id)
    outcome = decide(visit.id, task_id, Decision.MISSING, "até dia 30", DORA)
    assert isinstance(outcome, Visit)
    (task,) = outcome.tasks
    assert (task.decision, task.opened_by, task.decided_by) == (Decision.MISSING, BRUNO.id, DORA.id)
    assert not is_settled(outcome)
    assert shop.tasks() == []


def test_money_in_the_statement_lets_in_a_visit_that_still_waits(shop: Shop) -> None:
    visit = waiting(shop)
    assert isinstance(finds(shop, visit), Visit)
    assert shop.state(visit) is VisitState.PAID
    assert any(line.startswith("Pago com Pix") for line in paper(shop))


def test_one_payment_pays_one_visit(shop: Shop) -> None:
    first, second = released(shop, waiting(shop)), released(shop, waiting(shop))
    assert isinstance(finds(shop, first), Visit)
    assert finds(shop, first) == outcomes.AlreadyFound(first.label)
    assert finds(shop, second) == outcomes.AlreadyFound(first.label)
    assert finds(shop, second, reference="doc-77", amount=Money(0)) == outcomes.WrongAmount()
    assert finds(shop, second, reference="João da Silva") == outcomes.NotAReference()
    assert isinstance(finds(shop, second, reference="doc-77"), Visit)


def test_late_money_of_a_visit_that_ended_is_a_task(shop: Shop) -> None:
    visit = waiting(shop)
    shop.lets_time_pass(minutes=31)
    assert shop.state(visit) is VisitState.ABANDONED
    assert isinstance(finds(shop, visit), Visit)
    assert shop.tasks() == [TaskKind.PAID_LATE]
    assert isinstance(shop.decides(visit, Decision.RELEASED), Visit)
    assert is_settled(shop.visit(visit))
    assert shop.tasks() == []


def test_a_receipt_may_be_shown_after_the_time_was_over(shop: Shop) -> None:
    visit = waiting(shop)
    shop.lets_time_pass(minutes=31)
    assert released(shop, visit).ticket is not None
    assert shop.tasks() == [TaskKind.TO_RECONCILE]


@pytest.mark.parametrize("by", [BRUNO, CARLA])
def test_a_person_lets_in_only_so_many_in_a_shift(tmp_path: Path, by: Operator) -> None:
    shop = Shop(tmp_path / "few", settings=own_pix_settings(per_shift=2))
    for _ in range(2):
        released(shop, waiting(shop), by)
    refused = shop.core.counter.release(waiting(shop).id, "vi", by)
    assert refused == outcomes.OwnPixLimit(2, Money(36_000), 2, Money(100_000))
    released(shop, waiting(shop), DORA)
    shop.clock.advance(timedelta(hours=16))
    shop.core.time_duty.step()
    released(shop, waiting(shop), by)
    shop.closes()


def test_a_person_lets_in_only_for_so_much_in_a_shift(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "little", settings=own_pix_settings(amount_per_shift=Money(36_000)))
    for _ in range(2):
        released(shop, waiting(shop))
    less = shop.chooses(shop.opens_visit([ICE]), Method.OWN_PIX)
    refused = shop.core.counter.release(less.id, "vi", BRUNO)
    assert refused == outcomes.OwnPixLimit(2, Money(36_000), 10, Money(36_000))
    assert finds(shop, shop.visit(less), amount=less.total) is not None
    assert shop.visit(less).ticket is not None
    shop.closes()


def test_other_releases_do_not_count(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "one", settings=own_pix_settings(per_shift=1))
    for _ in range(3):
        released(shop, shop.pays_by_pix(shop.opens_visit()))
        shop.core.counter.give_courtesy(waiting(shop).id, "falha nossa", BRUNO)
    released(shop, waiting(shop))
    shop.closes()


def test_a_listed_payment_finds_its_charge_by_the_txid(shop: Shop) -> None:
    visit = released(shop, waiting(shop))
    whose = OwnCharge(visit.id, visit.charges[0].intent_id)
    assert shop.core.own_pix.charge_of(txid(visit)) == whose
    assert shop.core.own_pix.charge_of(txid(visit).lower()) == whose
    assert shop.core.own_pix.charge_of("VEZ0") == UnknownCode("VEZ0")
    pix = shop.pays_by_pix(shop.opens_visit())
    assert shop.core.own_pix.charge_of(txid(pix)) == UnknownCode(txid(pix))


def test_a_listed_payment_settles_once(shop: Shop) -> None:
    visit = released(shop, waiting(shop))
    assert shop.core.own_pix.listed("VEZ0", [listed("p1", DUE)]) == UnknownCode("VEZ0")
    assert shop.core.own_pix.listed(txid(visit), []) == StillOpen(visit.id)
    assert shop.core.own_pix.listed(txid(visit), [listed("p1", DUE)]) == Settled(visit.id, visit.label)
    assert shop.core.own_pix.listed(txid(visit), [listed("p1", DUE)]) == AlreadySettled(visit.id)
    assert shop.tasks() == []
    assert finds(shop, visit) == outcomes.AlreadyFound(visit.label)
    twice = [listed("p1", DUE), listed("p2", DUE)]
    assert shop.core.own_pix.listed(txid(visit), twice) == NeedsOperator(visit.id)
    assert shop.tasks() == [TaskKind.PAID_TWICE]


def test_what_a_person_found_and_a_provider_lists_is_one_payment(shop: Shop) -> None:
    visit = released(shop, waiting(shop))
    finds(shop, visit, reference="doc-77")
    assert shop.core.own_pix.listed(txid(visit), [listed("p1", DUE)]) == AlreadySettled(visit.id)
    assert shop.tasks() == []
    assert len(shop.visit(visit).charges[0].receipts) == 1


def test_a_listed_payment_of_a_visit_that_ended_is_late(shop: Shop) -> None:
    visit = waiting(shop)
    shop.lets_time_pass(minutes=31)
    assert shop.core.own_pix.listed(txid(visit), [listed("p1", DUE)]) == NeedsOperator(visit.id)
    assert shop.tasks() == [TaskKind.PAID_LATE]


def test_money_of_the_shop_s_own_key_is_given_back_by_hand(shop: Shop) -> None:
    visit = released(shop, waiting(shop))
    finds(shop, visit)
    shop.core.counter.cancel_visit(visit.id, "desistiu", BRUNO)
    assert shop.tasks() == [TaskKind.REFUND_DUE]
    assert shop.gives_back(visit) == outcomes.OnlyByHand()
    assert isinstance(shop.decides(visit, Decision.REFUNDED), Visit)


def test_the_customer_changes_to_the_counter(shop: Shop) -> None:
    visit = shop.chooses(waiting(shop), Method.COUNTER)
    assert [charge.state for charge in visit.charges] == [ChargeState.VOIDED, ChargeState.AWAITING]
    shop.confirms_at_counter(visit)
    assert isinstance(finds(shop, visit), Visit)
    assert shop.tasks() == [TaskKind.PAID_TWICE]
