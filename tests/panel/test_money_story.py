"""The payments page by real keys and clicks, on the real core."""

import pytest
from PySide6.QtCore import Qt

from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.visits.model import ChargeState, Decision, ReleaseKind, Taken, TaskKind, Tender, Visit, VisitState
from tests.fakes.shop import ANA, BRUNO, ICE, SAUNA, Shop
from tests.panel.post import Post

PAGE_2 = Qt.Key.Key_2
CONTROL = Qt.KeyboardModifier.ControlModifier


def at_payments(post: Post) -> None:
    post.desk.press(PAGE_2, CONTROL)
    post.settles()
    assert post.desk.text("pageTitle") == "Pagamentos"


def at_counter(shop: Shop) -> Visit:
    return shop.chooses(shop.opens_visit((ICE,), None, "Helena"), Method.COUNTER)


def test_cash_is_taken_and_the_change_is_told(post: Post, shop: Shop) -> None:
    visit = at_counter(shop)
    post.sits_down(ANA)
    at_payments(post)
    post.chooses("pending", "Helena")
    assert post.desk.text("tenderAmount") == "R$ 75,00"
    assert not post.desk.is_enabled("confirmTender")
    post.desk.type("tenderTyped", "100")
    assert post.desk.text("tenderChange") == "R$ 25,00"
    post.desk.press(Qt.Key.Key_Return)
    post.settles()
    assert shop.visit(visit).charges[0].state is ChargeState.PAID
    assert shop.visit(visit).ticket is not None
    taken = shop.visit(visit).charges[0].receipts[0].taken
    assert taken == Taken(Tender.CASH, ANA.id, Money(10_000), Money(2_500))
    assert post.notice() == f"{visit.label}: R$ 75,00 recebidos. Troco: R$ 25,00. A senha está saindo."
    assert post.desk.rows("pending") == []


def test_the_card_machine_must_agree_to_the_centavo(post: Post, shop: Shop) -> None:
    visit = at_counter(shop)
    post.sits_down(ANA)
    at_payments(post)
    post.chooses("pending", "Helena")
    post.clicks("tender-card")
    post.desk.type("tenderTyped", "75,01")
    assert not post.desk.is_enabled("confirmTender")
    assert "a mais" in post.desk.text("tenderSays")
    post.desk.press(Qt.Key.Key_Backspace)
    post.desk.press(Qt.Key.Key_0)
    post.desk.type("tenderAuthorisation", "4111 1111")
    assert not post.desk.is_enabled("confirmTender")
    assert "autorização" in post.desk.text("tenderSays")
    for _ in "4111 1111":
        post.desk.press(Qt.Key.Key_Backspace)
    post.desk.type("tenderAuthorisation", "A1B2")
    post.desk.press(Qt.Key.Key_Return)
    post.settles()
    assert shop.state(visit) is not VisitState.PENDING_PAYMENT
    assert shop.visit(visit).charges[0].receipts[0].taken == Taken(Tender.CARD_MACHINE, ANA.id, authorisation="A1B2")


def test_a_forgotten_comma_is_not_confirmed(post: Post, shop: Shop) -> None:
    visit = at_counter(shop)
    post.sits_down(ANA)
    at_payments(post)
    post.chooses("pending", "Helena")
    post.desk.type("tenderTyped", "7500")
    assert post.desk.text("tenderSays") == "Troco de R$ 7.425,00? Confira o valor digitado."
    post.desk.press(Qt.Key.Key_Return)
    post.settles()
    assert shop.visit(visit).ticket is None


def test_a_courtesy_is_given_by_a_supervisor_with_a_reason(post: Post, shop: Shop) -> None:
    visit = at_counter(shop)
    post.sits_down(ANA)
    at_payments(post)
    post.chooses("pending", "Helena")
    assert post.desk.tip("courtesy") == "Só um supervisor pode liberar sem pagamento."
    post.sits_down(BRUNO)
    at_payments(post)
    post.chooses("pending", "Helena")
    post.clicks("courtesy")
    post.clicks("reason-0")
    post.clicks("formConfirm")
    release = shop.visit(visit).release
    assert release is not None
    assert (release.kind, release.by, release.reason) == (ReleaseKind.COURTESY, BRUNO.id, "Falha nossa")
    assert post.notice() == f"{visit.label}: cortesia registrada em seu nome. A senha está saindo."


def test_a_double_click_takes_the_money_once(post: Post, shop: Shop) -> None:
    visit = at_counter(shop)
    post.sits_down(ANA)
    at_payments(post)
    post.chooses("pending", "Helena")
    post.desk.type("tenderTyped", "75")
    post.desk.double_click("confirmTender")
    post.settles()
    assert len(shop.visit(visit).charges[0].receipts) == 1


def test_what_was_typed_for_one_is_not_kept_for_another(post: Post, shop: Shop) -> None:
    at_counter(shop)
    shop.chooses(shop.opens_visit((ICE,), None, "Igor"), Method.COUNTER)
    post.sits_down(ANA)
    at_payments(post)
    post.chooses("pending", "Helena")
    post.desk.type("tenderTyped", "75")
    post.chooses("pending", "Igor")
    assert post.desk.text("tenderTyped") == ""


def test_pix_is_not_confirmed_by_hand_and_released_only_by_a_supervisor(post: Post, shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit((ICE,), None, "Helena"))
    post.sits_down(ANA)
    at_payments(post)
    post.chooses("pending", "Helena")
    assert not post.desk.has("confirmTender")
    assert "confirmação chega sozinha" in post.desk.text("tenderWhyNot")
    assert post.desk.tip("release") == "Só um supervisor pode liberar sem pagamento."
    post.sits_down(BRUNO)
    at_payments(post)
    post.chooses("pending", "Helena")
    post.clicks("release")
    post.clicks("reason-0")
    post.clicks("formConfirm")
    release = shop.visit(visit).release
    assert release is not None
    assert (release.by, release.reason) == (BRUNO.id, "Pagou por outro meio")
    assert post.notice() == f"{visit.label} liberada sem pagamento; o motivo ficou registrado."


def test_money_that_was_taken_elsewhere_is_refused_calmly(post: Post, shop: Shop) -> None:
    visit = at_counter(shop)
    post.sits_down(ANA)
    at_payments(post)
    post.chooses("pending", "Helena")
    post.desk.type("tenderTyped", "75")
    shop.confirms_at_counter(visit)
    post.desk.click("confirmTender")
    post.settles()
    assert post.notice() == "Esta senha já está paga e emitida: nada foi cobrado de novo."
    assert len(shop.visit(visit).charges[0].receipts) == 1


def late(shop: Shop) -> Visit:
    """Money that came after the visit had ended."""
    visit = shop.pays_by_pix(shop.opens_visit((SAUNA,), None, "Nina"))
    shop.lets_time_pass(minutes=35)
    shop.customer_pays(visit, force=True)
    shop.provider_reports(shop.intent_of(visit))
    assert shop.tasks() == [TaskKind.PAID_LATE]
    return visit


def test_late_money_is_released_with_a_note(post: Post, shop: Shop) -> None:
    visit = late(shop)
    post.sits_down(BRUNO)
    at_payments(post)
    post.chooses("tasks", visit.label)
    assert post.desk.text("taskKind") == "Pagou depois do prazo"
    assert not post.desk.is_enabled("decide-released")
    post.desk.type("taskNote", "Estava esperando")
    post.clicks("decide-released")
    assert shop.tasks() == []
    assert shop.visit(visit).ticket is not None


@pytest.mark.parametrize(("name", "decision"), [("decide-refunded", Decision.REFUNDED), ("decide-kept", Decision.KEPT)])
def test_late_money_is_refunded_or_kept(post: Post, shop: Shop, name: str, decision: Decision) -> None:
    visit = late(shop)
    post.sits_down(BRUNO)
    at_payments(post)
    post.chooses("tasks", visit.label)
    post.desk.type("taskNote", "Combinado")
    post.clicks(name)
    (task,) = shop.visit(visit).tasks
    assert (task.decision, task.decided_by, task.note) == (decision, BRUNO.id, "Combinado")
    assert post.desk.rows("tasks") == []


def test_an_operator_sees_the_decision_and_cannot_take_it(post: Post, shop: Shop) -> None:
    visit = late(shop)
    post.sits_down(ANA)
    at_payments(post)
    post.chooses("tasks", visit.label)
    assert post.desk.text("taskWhyNot") == "Só um supervisor pode decidir sobre dinheiro."
    post.desk.type("taskNote", "x")
    assert not any(post.desk.is_enabled(f"decide-{each}") for each in ("released", "refunded", "kept"))


def test_what_waits_is_counted_on_every_page(post: Post, shop: Shop) -> None:
    at_counter(shop)
    shop.provider_reports_paid(shop.opens_visit((SAUNA,)), Money(1))
    post.sits_down(ANA)
    assert post.desk.find("navPayments").accessibleDescription() == "2 coisas a resolver"
