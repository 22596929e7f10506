"""Money by a code of the shop's own key: the list of the shop's bank is the only one who tells of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from shared.kernel.ways import Method
from shared.payments.model import Payment, Received
from shared.visits.model import Visit, VisitState
from tests.fakes.own_pix import own_pix_settings
from tests.fakes.shop import BRUNO, PROVIDER, Shop
from tests.faults.soundness import unsound

E2E = "E12345678202611221500kkkkkkkkkkk"


def a_shop(folder: Path) -> Shop:
    shop = Shop(folder / "station", settings=own_pix_settings())
    shop.core.reconciliation.step()
    return shop


def is_listed(shop: Shop, visit: Visit, reference: str = E2E) -> None:
    charge = shop.visit(visit).charges[0]
    assert charge.charge_id is not None
    paid = Payment(reference, charge.amount, shop.clock.now())
    shop.provider.strangers.append(Received(paid, charge.charge_id.lower(), None))


def compares(shop: Shop) -> int:
    """How many differences are left."""
    shop.clock.advance(timedelta(minutes=5))
    shop.core.reconciliation.compare_now(PROVIDER)
    return len(shop.core.reconciliation.open())


def test_listed_money_makes_the_ticket(tmp_path: Path) -> None:
    shop = a_shop(tmp_path)
    visit = shop.chooses(shop.opens_visit(), Method.OWN_PIX)
    is_listed(shop, visit)
    assert compares(shop) == 0
    assert (shop.state(visit) is not VisitState.PENDING_PAYMENT, shop.tasks()) == (True, [])
    assert compares(shop) == 0
    assert unsound(shop.core) == []
    shop.closes()


def test_listed_money_answers_the_search_of_whoever_let_the_visit_in(tmp_path: Path) -> None:
    shop = a_shop(tmp_path)
    visit = shop.chooses(shop.opens_visit(), Method.OWN_PIX)
    assert isinstance(shop.core.counter.release(visit.id, "vi o comprovante", BRUNO), Visit)
    assert shop.tasks() == ["to_reconcile"]
    is_listed(shop, visit)
    assert compares(shop) == 0
    assert shop.tasks() == []
    shop.closes()


def test_what_a_person_had_found_under_another_name_is_the_same_money(tmp_path: Path) -> None:
    shop = a_shop(tmp_path)
    visit = shop.chooses(shop.opens_visit(), Method.OWN_PIX)
    assert isinstance(shop.core.counter.release(visit.id, "vi o comprovante", BRUNO), Visit)
    charge = shop.visit(visit).charges[0]
    found = shop.core.counter.find(visit.id, charge.intent_id, "EXTRATO-77", charge.amount, BRUNO)
    assert isinstance(found, Visit)
    is_listed(shop, visit)
    assert compares(shop) == 0
    assert compares(shop) == 0
    assert (len(shop.visit(visit).charges[0].receipts), shop.tasks()) == (1, [])
    shop.closes()


def test_one_pix_that_a_person_found_for_another_visit_waits_for_a_person(tmp_path: Path) -> None:
    shop = a_shop(tmp_path)
    payer, other = (shop.chooses(shop.opens_visit(), Method.OWN_PIX) for _ in range(2))
    charge = shop.visit(other).charges[0]
    assert isinstance(shop.core.counter.find(other.id, charge.intent_id, E2E, charge.amount, BRUNO), Visit)
    is_listed(shop, payer)
    assert compares(shop) == 1
    (found,) = shop.core.reconciliation.open()
    assert (found.seen.visit_id, found.seen.ours) == (payer.id, found.seen.theirs * 2)
    shop.closes()
