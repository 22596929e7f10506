"""Payments that differ from the provider's list: seen on the payments page, and answered by a supervisor."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from panel.model.differences import LISTED_MAX, derive_differences
from panel.wiring import rules_of
from shared.kernel.ids import VisitId
from shared.kernel.money import Money
from shared.payments.model import Payment, Received
from shared.people.model import Role
from shared.reconciliation.model import Difference, DifferenceKind, Seen
from shared.reconciliation.rules import SETTLING
from tests.fakes.shop import ANA, BRUNO, PROVIDER, Shop
from tests.panel.making import NOW
from tests.panel.post import Post
from tests.panel.test_layout import faults

FIRST = "Asaas, 22/11 12:00: recebido R$ 50,00 sem pedido"


def differs(shop: Shop, count: int = 1) -> None:
    """Money came that belongs to nothing here."""
    shop.core.reconciliation.compare_now(PROVIDER)
    for number in range(count):
        came = Payment(f"pay_{number}", Money(5000 + number), shop.clock.now())
        shop.provider.strangers.append(Received(came, f"c{number}", None))
    shop.clock.advance(SETTLING + timedelta(minutes=1))
    shop.core.reconciliation.compare_now(PROVIDER)


def at_payments(post: Post) -> None:
    post.presses(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert post.desk.text("pageTitle") == "Pagamentos"


def to_do(post: Post) -> int:
    props = post.panel.desks.money.props
    assert props is not None
    return props.to_do


def notes(shop: Shop) -> list[str]:
    """What was written down, in order."""
    with shop.core.database.snapshot() as read:
        facts = [each.fact for each in shop.core.journal.after(read, 0)]
    return [note for each in facts if isinstance(note := getattr(each, "note", None), str)]


def test_nothing_is_shown_while_all_agree(post: Post) -> None:
    post.sits_down(BRUNO)
    at_payments(post)
    assert not post.desk.has("differenceTitle")


def test_a_supervisor_says_what_it_was(post: Post, shop: Shop) -> None:
    differs(shop)
    post.sits_down(BRUNO)
    assert to_do(post) == 1
    at_payments(post)
    assert post.desk.text("differenceTitle") == "1 diferença com o provedor"
    assert post.desk.text("differenceLines") == FIRST
    post.clicks("resolveDifferences")
    assert (post.desk.text("differencePlace"), post.desk.text("differenceLine")) == ("1 de 1", FIRST)
    assert post.desk.text("differenceReference") == "Identificador: pay_0"
    assert post.desk.text("differenceAdvice") == "Veja no provedor de quem veio e para quê."
    assert not post.desk.is_enabled("formConfirm")
    post.desk.type("reason", "Aluguel da sala")
    post.clicks("formConfirm")
    assert not post.desk.has("differenceForm")
    assert post.notice() == "Registrado em seu nome. A diferença só volta se algo nela mudar."
    assert not post.desk.has("differenceTitle")
    assert to_do(post) == 0
    assert notes(shop) == ["Aluguel da sala"]


def test_several_are_answered_one_after_the_other_and_one_is_left(post: Post, shop: Shop) -> None:
    differs(shop, 3)
    post.sits_down(BRUNO)
    at_payments(post)
    post.clicks("resolveDifferences")
    post.clicks("reason-0")
    post.clicks("formConfirm")
    assert post.desk.text("differencePlace") == "2 de 3"
    assert not post.desk.is_enabled("formConfirm"), "each has a note of its own"
    post.clicks("differenceSkip")
    post.desk.type("reason", "De um cliente; devolvido")
    post.presses(Qt.Key.Key_Return)
    assert not post.desk.has("differenceForm")
    assert notes(shop) == ["Outra venda da loja", "De um cliente; devolvido"]
    assert post.desk.text("differenceLines") == "Asaas, 22/11 12:00: recebido R$ 50,01 sem pedido"


def test_back_leaves_everything_as_it_was(post: Post, shop: Shop) -> None:
    differs(shop)
    post.sits_down(BRUNO)
    at_payments(post)
    post.clicks("resolveDifferences")
    post.desk.type("reason", "Aluguel")
    post.clicks("formBack")
    assert not post.desk.has("differenceForm")
    assert notes(shop) == []


def test_an_operator_sees_it_and_is_told_whom_to_ask(post: Post, shop: Shop) -> None:
    differs(shop)
    post.sits_down(ANA)
    at_payments(post)
    assert not post.desk.is_enabled("resolveDifferences")
    assert post.desk.tip("resolveDifferences") == "Só um supervisor pode resolver."


def test_what_another_desk_answered_is_said(post: Post, shop: Shop) -> None:
    differs(shop)
    post.sits_down(BRUNO)
    at_payments(post)
    post.clicks("resolveDifferences")
    (found,) = shop.core.reconciliation.open()
    shop.core.reconciliation.answer(found.seen.id, "Aluguel", BRUNO)
    post.desk.type("reason", "Não sei")
    post.clicks("formConfirm")
    assert post.notice() == "Esta diferença já foi resolvida, ou os dois lados já conferem."
    assert notes(shop) == ["Aluguel"]


def test_many_are_counted_and_few_are_listed(post: Post, shop: Shop) -> None:
    differs(shop, LISTED_MAX + 4)
    post.sits_down(BRUNO)
    at_payments(post)
    assert post.desk.text("differenceTitle") == "7 diferenças com o provedor"
    assert post.desk.text("differenceLines").splitlines()[LISTED_MAX - 1 :] == ["e mais 5"]
    assert to_do(post) == LISTED_MAX + 4
    assert faults(post) == []
    post.clicks("resolveDifferences")
    assert faults(post) == []


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (DifferenceKind.STRANGER, "recebido R$ 50,01 sem pedido"),
        (DifferenceKind.UNSEEN, "recebido R$ 50,01, não aparece na cobrança de A042"),
        (DifferenceKind.AMOUNT, "valor diferente de A042: R$ 50,01 no provedor, R$ 50,00 aqui"),
        (DifferenceKind.ABSENT, "R$ 50,00 de A042 não está na lista do provedor"),
    ],
)
def test_each_kind_is_said_with_its_amounts_and_its_ticket(shop: Shop, kind: DifferenceKind, said: str) -> None:
    visit_id = VisitId("v") if kind is not DifferenceKind.STRANGER else None
    seen = Seen(kind, "bank_pix", "E1", Money(5001), Money(5000), "c1", None, visit_id, None)
    props = derive_differences((Difference(seen, NOW),), {VisitId("v"): "A042"}, Role.ADMIN, rules_of(shop.settings))
    assert props.lines == (f"Banco (Pix), 22/11 12:00: {said}",)
    assert (props.why_not, props.rows[0].reference) == ("", "E1")
