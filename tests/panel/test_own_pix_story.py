"""A Pix to the shop's own key at the desk: seen, let in, looked for, found or missed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.kernel.ways import Method
from shared.visits.model import Decision, ReleaseKind, TaskKind, Visit
from shared.visits.ticket import is_settled
from tests.fakes.own_pix import own_pix_settings
from tests.fakes.shop import ANA, BRUNO, ICE, Shop
from tests.panel.post import Post, hire
from tests.panel.test_money_story import at_payments


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A shop with a key of its own, where one receipt is the limit."""
    opened = Shop(tmp_path / "home", settings=own_pix_settings(per_shift=1))
    hire(opened)
    yield opened
    opened.closes()


def waiting(shop: Shop, name: str = "Helena") -> Visit:
    return shop.chooses(shop.opens_visit((ICE,), None, name), Method.OWN_PIX)


def lets_in(post: Post, name: str = "Helena") -> None:
    post.sits_down(BRUNO)
    at_payments(post)
    post.chooses("pending", name)
    post.clicks("releaseOwnPix")
    post.clicks("reason-0")
    post.clicks("formConfirm")


def test_whoever_waits_for_a_person_stands_first(post: Post, shop: Shop) -> None:
    shop.pays_by_pix(shop.opens_visit((ICE,), None, "Otto"))
    shop.chooses(shop.opens_visit((ICE,), None, "Igor"), Method.COUNTER)
    waiting(shop)
    post.sits_down(ANA)
    at_payments(post)
    assert post.desk.rows("pending", 1) == ["Helena", "Igor", "Otto"]
    assert post.desk.rows("pending", 3)[0] == "Comprovante"


def test_the_form_shows_what_must_stand_on_the_receipt(post: Post, shop: Shop) -> None:
    visit = waiting(shop)
    post.sits_down(ANA)
    at_payments(post)
    post.chooses("pending", "Helena")
    assert post.desk.text("ownPixLabel") == visit.label
    assert post.desk.text("ownPixAmount") == "R$ 75,00"
    assert post.desk.text("ownPixTxid") == visit.charges[0].charge_id
    assert not post.desk.is_enabled("releaseOwnPix")
    assert post.desk.text("ownPixWhyNot") == "Só um supervisor pode liberar sem pagamento."
    assert not post.desk.has("confirmTender")


def test_a_receipt_that_was_seen_lets_in_and_is_looked_for(post: Post, shop: Shop) -> None:
    visit = waiting(shop)
    lets_in(post)
    release = shop.visit(visit).release
    assert release is not None
    assert (release.kind, release.by, release.reason) == (ReleaseKind.OWN_PIX, BRUNO.id, "Vi no aplicativo do cliente")
    assert shop.tasks() == [TaskKind.TO_RECONCILE]
    assert post.notice() == (
        f"{visit.label} liberada pelo comprovante. Procure o dinheiro no extrato: está nas decisões."
    )
    assert post.desk.rows("tasks", 1) == ["Pix da loja a conferir"]
    assert post.desk.rows("tasks", 2) == ["Procurar no extrato"]


def test_found_in_the_statement_it_settles(post: Post, shop: Shop) -> None:
    visit = waiting(shop)
    lets_in(post)
    post.chooses("tasks", visit.label)
    assert post.desk.text("taskTxid") == visit.charges[0].charge_id
    assert post.desk.text("foundAmount") == "75,00"
    assert "Bruno liberou pelo comprovante" in post.desk.text("taskStory")
    assert not post.desk.is_enabled("decide-received")
    post.desk.type("taskNote", "doc-77")
    post.clicks("decide-received")
    assert is_settled(shop.visit(visit))
    assert shop.tasks() == []
    assert post.notice() == f"{visit.label}: R$ 75,00 achados no extrato e registrados."


def test_another_amount_is_what_was_found(post: Post, shop: Shop) -> None:
    visit = waiting(shop)
    lets_in(post)
    post.chooses("tasks", visit.label)
    post.desk.type("taskNote", "doc-77")
    post.desk.type("foundAmount", "0")
    assert not post.desk.is_enabled("decide-received")
    post.desk.type("foundAmount", "x")
    assert not post.desk.is_enabled("decide-received")
    assert shop.tasks() == [TaskKind.TO_RECONCILE]


def test_a_name_is_not_a_reference(post: Post, shop: Shop) -> None:
    visit = waiting(shop)
    lets_in(post)
    post.chooses("tasks", visit.label)
    post.desk.type("taskNote", "Helena da Silva")
    post.clicks("decide-received")
    assert post.notice().startswith("O código não serve")
    assert shop.tasks() == [TaskKind.TO_RECONCILE]


def test_not_found_it_is_a_loss(post: Post, shop: Shop) -> None:
    visit = waiting(shop)
    lets_in(post)
    post.chooses("tasks", visit.label)
    post.desk.type("taskNote", "Procurei até o dia 30")
    post.clicks("decide-missing")
    (task,) = shop.visit(visit).tasks
    assert (task.decision, task.decided_by, task.note) == (Decision.MISSING, BRUNO.id, "Procurei até o dia 30")


def test_beyond_the_limit_of_a_shift_nobody_is_let_in(post: Post, shop: Shop) -> None:
    waiting(shop)
    second = waiting(shop, "Igor")
    lets_in(post)
    lets_in(post, "Igor")
    assert post.notice().startswith("Isto passa do seu limite de Pix da loja neste turno: já são 1 de 1")
    assert shop.visit(second).ticket is None


def test_a_courtesy_is_given_instead(post: Post, shop: Shop) -> None:
    visit = waiting(shop)
    post.sits_down(BRUNO)
    at_payments(post)
    post.chooses("pending", "Helena")
    post.clicks("courtesyOwnPix")
    post.clicks("reason-1")
    post.clicks("formConfirm")
    release = shop.visit(visit).release
    assert release is not None
    assert release.kind is ReleaseKind.COURTESY
    assert shop.tasks() == []
