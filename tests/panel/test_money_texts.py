from dataclasses import replace

import pytest

from panel.model.money import MoneyInputs, derive_money
from panel.model.payments import (
    PendingRow,
    Tender,
    derive_pending,
    derive_tender,
    read_amount,
    why_not_confirm,
    why_not_release,
)
from panel.model.queues import derive_book
from panel.model.shop import ShopRules
from panel.model.snapshot import DeskSnapshot
from panel.model.tasks import derive_tasks, refund_text, why_not_decide
from shared.checkout.refund_list import RefundProgress, RefundView
from shared.kernel.ids import CustomerId, IntentId, RefundId, VisitId
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.people.model import Role
from shared.visits.letting_in import RELEASABLE
from shared.visits.model import ChargeState, Decision, Refund, RefundState, TaskKind
from shared.visits.views import OpenTask, PendingPayment
from tests.panel.making import BRUNO, NOW, minutes

SHOP = ShopRules()
DUE = Money(15_900)


def pending(
    label: str, method: Method, state: ChargeState = ChargeState.AWAITING, *, opened: float = 5
) -> PendingPayment:
    return PendingPayment(
        VisitId(label),
        label,
        CustomerId(label),
        IntentId(label),
        method,
        state,
        DUE,
        NOW - minutes(opened),
        NOW + minutes(25),
        "rede" if state is ChargeState.CREATING else None,
    )


def row(method: Method) -> PendingRow:
    return derive_pending((pending("A1", method),), {}, SHOP)[0]


def task(kind: TaskKind, label: str = "A1", ago: float = 4) -> OpenTask:
    return OpenTask(VisitId(label), label, f"{kind}:{label}", kind, Money(2_000), NOW - minutes(ago))


@pytest.mark.parametrize(
    ("typed", "centavos"),
    [
        ("159", 15_900),
        ("159,9", 15_990),
        ("159,90", 15_990),
        ("159.90", 15_990),
        ("1.159,00", 115_900),
        ("R$ 159,00", 15_900),
        ("0,05", 5),
        ("1.159", 115_900),
        (" 20 ", 2_000),
    ],
)
def test_amounts_are_read_as_people_type_them(typed: str, centavos: int) -> None:
    assert read_amount(typed) == Money(centavos)


@pytest.mark.parametrize("typed", ["", "abc", "1,234", "-5", "12,", "9" * 20, "²", "1e5", "1.15.9", "5,5,5"])
def test_what_is_no_amount_is_not_guessed_at(typed: str) -> None:
    assert read_amount(typed) is None


@pytest.mark.parametrize(
    ("tender", "typed", "can_confirm", "sentence", "change"),
    [
        (Tender.CASH, "", False, "Digite quanto o cliente entregou.", None),
        (Tender.CASH, "x", False, "Digite um valor como 159,00.", None),
        (Tender.CASH, "100", False, "Faltam R$ 59,00.", None),
        (Tender.CASH, "159", True, "Sem troco.", Money(0)),
        (Tender.CASH, "200", True, "Troco", Money(4_100)),
        (Tender.CARD, "", False, "Digite o valor que a maquininha aprovou.", None),
        (Tender.CARD, "159,00", True, "Confere com a maquininha.", None),
        (Tender.CARD, "158,99", False, "Faltam R$ 0,01.", None),
        (Tender.CARD, "200", False, "A maquininha passou R$ 41,00 a mais: estorne e refaça.", None),
    ],
)
def test_money_on_the_counter(
    tender: Tender, typed: str, can_confirm: bool, sentence: str, change: Money | None
) -> None:
    said = derive_tender(DUE, tender, typed)
    assert (said.can_confirm, said.sentence, said.change) == (can_confirm, sentence, change)


def test_what_the_counter_must_take_comes_first() -> None:
    rows = derive_pending((pending("A1", Method.PIX, opened=9), pending("A2", Method.COUNTER)), {}, SHOP)
    assert [(each.label, each.method_text) for each in rows] == [("A2", "Balcão"), ("A1", "Pix")]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (ChargeState.CREATING, "Pedindo ao provedor: rede"),
        (ChargeState.AWAITING, "Cliente pagando"),
        (ChargeState.VOIDING, "Cancelando no provedor"),
    ],
)
def test_how_a_pix_stands(state: ChargeState, said: str) -> None:
    assert derive_pending((pending("A1", Method.PIX, state),), {}, SHOP)[0].state_text == said


def test_the_time_to_pay_runs_out_on_the_screen() -> None:
    assert row(Method.PIX).expiry(NOW) == "25:00"
    assert row(Method.PIX).expiry(NOW + minutes(25)) == "vencido"


def test_pix_confirms_itself_and_only_supervisors_release() -> None:
    assert why_not_confirm(None, Role.OPERATOR) == "Escolha um pagamento da lista."
    assert why_not_confirm(row(Method.COUNTER), Role.OPERATOR) == ""
    assert "Pix" in why_not_confirm(row(Method.PIX), Role.OPERATOR)
    assert why_not_release(row(Method.PIX), Role.OPERATOR) == "Só um supervisor pode liberar sem pagamento."
    assert why_not_release(row(Method.PIX), Role.SUPERVISOR) == ""


@pytest.mark.parametrize("kind", list(TaskKind))
def test_every_kind_of_task_is_explained_and_advises_one_decision(kind: TaskKind) -> None:
    (shown,) = derive_tasks((task(kind),))
    assert shown.title
    assert "R$ 20,00" in shown.story
    advises = kind is not TaskKind.TO_RECONCILE
    assert [option.is_advised for option in shown.options] == [advises] + [False] * (len(shown.options) - 1)
    offers_release = any(option.decision is Decision.RELEASED for option in shown.options)
    assert offers_release is (kind in RELEASABLE)


@pytest.mark.parametrize(
    ("kind", "advice"),
    [
        (TaskKind.PAID_LATE, Decision.RELEASED),
        (TaskKind.PAID_UNDER, Decision.REFUNDED),
        (TaskKind.PAID_OVER, Decision.REFUNDED),
        (TaskKind.PAID_TWICE, Decision.REFUNDED),
        (TaskKind.REVERSED, Decision.KEPT),
        (TaskKind.REFUND_DUE, Decision.REFUNDED),
    ],
)
def test_what_is_advised(kind: TaskKind, advice: Decision) -> None:
    assert derive_tasks((task(kind),))[0].options[0].decision is advice


RETURNABLE = (TaskKind.PAID_LATE, TaskKind.PAID_UNDER, TaskKind.PAID_OVER, TaskKind.PAID_TWICE, TaskKind.REFUND_DUE)


@pytest.mark.parametrize("kind", RETURNABLE)
def test_giving_back_by_the_provider_is_offered_before_doing_it_by_hand(kind: TaskKind) -> None:
    (shown,) = derive_tasks((replace(task(kind), is_returnable=True),))
    names = [option.name for option in shown.options]
    assert names.index("provider") + 1 == names.index("refunded")
    assert shown.options[0].is_advised
    assert [option.name for option in derive_tasks((task(kind),))[0].options] == [
        each for each in names if each != "provider"
    ]


def refund(state: RefundState, trouble: str = "") -> Refund:
    return Refund(
        RefundId("r1"), "x", IntentId("A1"), "pay_1", Money(2_000), BRUNO.id, "", NOW, state=state, trouble=trouble
    )


def seen(progress: RefundProgress, trouble: str = "") -> RefundView:
    return RefundView(RefundId("r1"), VisitId("A1"), "A1", "x", Money(2_000), progress, trouble, NOW)


@pytest.mark.parametrize(
    ("state", "trouble", "progress", "said"),
    [
        (RefundState.ASKED, "", seen(RefundProgress.ASKED), "Devolução de R$ 20,00: pedida."),
        (
            RefundState.ASKED,
            "",
            seen(RefundProgress.ASKED, "ConnectError"),
            "Devolução de R$ 20,00: pedida; o provedor ainda não respondeu.",
        ),
        (RefundState.ASKED, "", seen(RefundProgress.UNDER_WAY), "Devolução de R$ 20,00: em andamento no provedor."),
        (RefundState.ASKED, "", None, "Devolução de R$ 20,00: em andamento no provedor."),
        (RefundState.DONE, "", None, "Devolução de R$ 20,00: devolvida pelo provedor."),
        (
            RefundState.REFUSED,
            "Saldo insuficiente.",
            None,
            "Devolução de R$ 20,00: recusada pelo provedor. Saldo insuficiente.",
        ),
    ],
)
def test_how_far_a_refund_is_is_said_plainly(
    state: RefundState, trouble: str, progress: RefundView | None, said: str
) -> None:
    assert refund_text(refund(state, trouble), progress) == said


def test_nothing_is_decided_while_the_provider_gives_back() -> None:
    asked = replace(task(TaskKind.REFUND_DUE), is_returnable=True, refund=refund(RefundState.ASKED))
    (row,) = derive_tasks((asked,), (seen(RefundProgress.UNDER_WAY),))
    assert row.next_step == "Esperar o provedor"
    assert "espere" in why_not_decide(row, Role.SUPERVISOR)
    refused = replace(asked, refund=refund(RefundState.REFUSED, "Saldo insuficiente."))
    (row,) = derive_tasks((refused,))
    assert (row.next_step, why_not_decide(row, Role.SUPERVISOR)) == ("Devolver pelo provedor", "")


def test_tasks_are_oldest_first_and_for_supervisors() -> None:
    rows = derive_tasks((task(TaskKind.PAID_OVER, "A2", 1), task(TaskKind.PAID_LATE, "A1", 7)))
    assert [each.label for each in rows] == ["A1", "A2"]
    assert rows[0].age(NOW) == "há 7 min"
    assert why_not_decide(rows[0], Role.OPERATOR) == "Só um supervisor pode decidir sobre dinheiro."
    assert why_not_decide(rows[0], Role.ADMIN) == ""


def test_only_one_thing_is_chosen_and_what_waits_is_counted() -> None:
    snapshot = DeskSnapshot(
        NOW,
        derive_book((), (), {}, SHOP),
        pending=(pending("A1", Method.PIX), pending("A2", Method.COUNTER)),
        tasks=(task(TaskKind.PAID_OVER),),
    )
    props = derive_money(MoneyInputs(snapshot, BRUNO, NOW, IntentId("A2"), None), SHOP)
    assert props.pending is not None
    assert (props.pending.label, props.task, props.to_do) == ("A2", None, 2)
    assert props.pending_title == "2 pagamentos em aberto"
    gone = derive_money(MoneyInputs(snapshot, BRUNO, NOW, IntentId("gone"), "paid_over:A1"), SHOP)
    assert gone.pending is None
    assert gone.task is not None
