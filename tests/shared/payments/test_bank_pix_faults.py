"""Every fault of the control, through the bank's adapter and real HTTP, at every step of a charge's life."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.kernel.clock import SystemClock
from shared.kernel.ids import RandomIds
from shared.payments.bank_pix import BankPix
from shared.payments.json_text import JsonValue
from shared.payments.model import (
    ChargeAbsent,
    ChargeOpened,
    ChargeRef,
    ChargeRefused,
    ChargeState,
    ChargeUnknown,
    Observation,
    ProviderNonsense,
    ProviderUnreachable,
    Refund,
    Refunded,
    RefundPending,
    RefundRefused,
    RefundUnknown,
    Voided,
)
from tests.fakes.simulator import SimulatorControl
from tests.shared.payments.charging import PAYER, PRICE, intent_for
from tests.shared.payments.test_asaas_faults import LOST, UNREADABLE, Details, names
from tests.shared.payments.test_bank_pix import opened, seen

ONE = "/cob/"
RETURN = "/devolucao/"
NONSENSE: list[tuple[str, Details]] = [
    *UNREADABLE[:6],
    ("alter", {"fields": {"txid": None, "status": None, "parametros": None}}),
]
FAULTS = LOST + NONSENSE
HOUR = timedelta(hours=1)


def paid(bank_pix: BankPix, control: SimulatorControl) -> tuple[ChargeRef, str]:
    intent = intent_for(PAYER)
    ref = opened(bank_pix, intent).ref
    return ref, control.pay(intent=intent.id)


def refund_of(ref: ChargeRef, payment: str) -> Refund:
    return Refund(RandomIds().new(), ref, payment, PRICE, "Cancelada")


@pytest.mark.parametrize("has_effect", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("kind", "details"), FAULTS, ids=names(FAULTS))
def test_a_creation_without_a_usable_answer_is_unknown_and_then_found_or_absent(
    bank_pix: BankPix, bank_control: SimulatorControl, kind: str, details: Details, has_effect: bool
) -> None:
    intent = intent_for(PAYER)
    bank_control.fault(kind, method="PUT", path=ONE, has_effect=has_effect, **details)
    assert isinstance(bank_pix.open_charge(intent), ChargeUnknown)
    was_made = has_effect or kind == "alter"
    assert isinstance(bank_pix.find_charge(intent), ChargeOpened if was_made else ChargeAbsent)
    assert isinstance(bank_pix.open_charge(intent), ChargeOpened)
    assert len(bank_control.charges()) == 1


@pytest.mark.parametrize(("kind", "details"), FAULTS, ids=names(FAULTS))
def test_a_question_without_a_usable_answer_concludes_nothing(
    bank_pix: BankPix, bank_control: SimulatorControl, kind: str, details: Details
) -> None:
    ref, _ = paid(bank_pix, bank_control)
    now = SystemClock().now()
    bank_control.fault(kind, path="/api/", times=4, **details)
    answers = (
        bank_pix.look_up(ref),
        bank_pix.find_charge(intent_for(PAYER)),
        bank_pix.received(now - HOUR, now),
        bank_pix.check(),
    )
    told = ProviderUnreachable if (kind, details) in LOST else ProviderNonsense
    assert [type(each) for each in answers] == [told] * 4
    assert seen(bank_pix, ref).state is ChargeState.PAID


@pytest.mark.parametrize("has_effect", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("kind", "details"), LOST + NONSENSE[:4], ids=names(LOST + NONSENSE[:4]))
def test_a_removal_without_a_usable_answer_is_unknown_and_may_be_repeated(
    bank_pix: BankPix, bank_control: SimulatorControl, kind: str, details: Details, has_effect: bool
) -> None:
    ref = opened(bank_pix, intent_for(PAYER)).ref
    bank_control.fault(kind, method="PATCH", has_effect=has_effect, **details)
    assert isinstance(bank_pix.void(ref), ChargeUnknown)
    assert bank_pix.void(ref) == Voided()
    assert seen(bank_pix, ref).state is ChargeState.VOIDED


@pytest.mark.parametrize("has_effect", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("kind", "details"), LOST + NONSENSE[:4], ids=names(LOST + NONSENSE[:4]))
def test_a_refund_without_a_usable_answer_is_made_once_however_often_it_is_asked(
    bank_pix: BankPix, bank_control: SimulatorControl, kind: str, details: Details, has_effect: bool
) -> None:
    wanted = refund_of(*paid(bank_pix, bank_control))
    bank_control.fault(kind, method="PUT", path=RETURN, has_effect=has_effect, **details)
    assert isinstance(bank_pix.refund(wanted), RefundUnknown)
    assert [bank_pix.refund(wanted), bank_pix.refund(wanted)] == [Refunded(), Refunded()]
    assert bank_control.given_back() == PRICE


@pytest.mark.parametrize(("kind", "details"), FAULTS[:-1], ids=names(FAULTS[:-1]))
def test_a_refund_that_cannot_be_read_first_is_not_asked_for(
    bank_pix: BankPix, bank_control: SimulatorControl, kind: str, details: Details
) -> None:
    wanted = refund_of(*paid(bank_pix, bank_control))
    bank_control.fault(kind, method="GET", path=RETURN, **details)
    assert isinstance(bank_pix.refund(wanted), ProviderUnreachable)
    assert not any(method == "PUT" and RETURN in path for method, path in bank_control.requests())


def test_a_refund_that_came_in_first_is_not_taken_for_a_refusal(
    bank_pix: BankPix, bank_control: SimulatorControl
) -> None:
    """The question is denied because its id is in use: by itself, asked a moment ago by somebody whom nobody heard."""
    wanted = refund_of(*paid(bank_pix, bank_control))
    assert bank_pix.refund(wanted) == Refunded()
    problem: Details = {"fields": {"type": "https://pix.bcb.gov.br/api/v2/error/PixDevolucaoNaoEncontrada"}}
    bank_control.fault("alter", method="GET", path=RETURN, status=404, **problem)
    assert bank_pix.refund(wanted) == Refunded()
    bank_control.fault("alter", method="GET", path=RETURN, status=404, **problem)
    bank_control.fault("error", method="GET", path=RETURN)
    assert bank_pix.refund(wanted) == RefundUnknown("PixDevolucaoInvalida")
    assert bank_control.given_back() == PRICE


@pytest.mark.parametrize(
    ("fields", "cause"),
    [({"status": "NOVO"}, "status_NOVO"), ({"valor": "1.00"}, "another_amount")],
)
def test_a_refund_that_stands_strangely_ends_nothing(
    bank_pix: BankPix, bank_control: SimulatorControl, fields: dict[str, JsonValue], cause: str
) -> None:
    wanted = refund_of(*paid(bank_pix, bank_control))
    bank_pix.refund(wanted)
    bank_control.fault("alter", method="GET", path=RETURN, fields=fields)
    assert bank_pix.refund(wanted) == RefundUnknown(cause)


def test_a_refund_after_ninety_days_is_refused(bank_pix: BankPix, bank_control: SimulatorControl) -> None:
    wanted = refund_of(*paid(bank_pix, bank_control))
    bank_control.advance(timedelta(days=91).total_seconds())
    outcome = bank_pix.refund(wanted)
    assert isinstance(outcome, RefundRefused)
    assert "90 dias" in outcome.detail


def test_the_reason_for_a_refund_stays_with_us(bank_pix: BankPix, bank_control: SimulatorControl) -> None:
    ref, payment = paid(bank_pix, bank_control)
    bank_pix.refund(refund_of(ref, payment))
    (held,) = bank_control.charges()
    assert "descricao" not in held["pix"][0]["devolucoes"][0]


def test_a_limit_is_obeyed_and_nothing_was_done(bank_pix: BankPix, bank_control: SimulatorControl) -> None:
    told_to_wait = ProviderUnreachable("rate_limited", timedelta(seconds=40))
    ref, payment = paid(bank_pix, bank_control)
    intent, wanted = intent_for(PAYER), refund_of(ref, payment)
    now = SystemClock().now()
    bank_control.fault("rate_limit", path="/api/", seconds=40, times=7)
    answers = (
        bank_pix.open_charge(intent),
        bank_pix.find_charge(intent),
        bank_pix.look_up(ref),
        bank_pix.void(ref),
        bank_pix.refund(wanted),
        bank_pix.received(now - HOUR, now),
        bank_pix.check(),
    )
    assert answers == (told_to_wait,) * 7
    bank_control.fault("rate_limit", method="PUT", path=RETURN, seconds=40)
    assert bank_pix.refund(wanted) == told_to_wait
    assert len(bank_control.charges()) == 1
    assert str(bank_control.given_back()) == "R$ 0,00"


def test_a_page_where_a_charge_should_be_is_not_its_absence(bank_pix: BankPix, bank_control: SimulatorControl) -> None:
    intent = intent_for(PAYER)
    bank_control.fault("html", path=ONE)
    bank_control.fault("alter", path=ONE, status=404, fields={"type": 7})
    assert isinstance(bank_pix.find_charge(intent), ProviderNonsense)
    assert bank_pix.find_charge(intent) == ProviderNonsense("http_404")
    assert bank_pix.find_charge(intent) == ChargeAbsent()


def test_a_scope_that_the_account_lacks_is_named(bank_pix: BankPix, bank_control: SimulatorControl) -> None:
    ref, payment = paid(bank_pix, bank_control)
    bank_control.settings(scopes="cob.write cob.read pix.read", forget_tokens=True)
    outcome = bank_pix.refund(refund_of(ref, payment))
    assert isinstance(outcome, RefundRefused)
    assert "pix.write" in outcome.detail
    bank_control.settings(bank="itau")
    assert isinstance(bank_pix.check(), ChargeRefused)


def test_a_refund_still_under_way_is_pending(bank_pix: BankPix, bank_control: SimulatorControl) -> None:
    ref, payment = paid(bank_pix, bank_control)
    bank_control.settings(return_state="EM_PROCESSAMENTO")
    wanted = refund_of(ref, payment)
    assert bank_pix.refund(wanted) == RefundPending()
    observed = bank_pix.look_up(ref)
    assert isinstance(observed, Observation)
    assert observed.state is ChargeState.REVERSED, "all of it is going back"
    bank_control.settle_refunds("NAO_REALIZADO", intent=ref.intent_id)
    assert bank_pix.refund(wanted) == RefundRefused("NAO_REALIZADO", "O banco não realizou a devolução.")
    assert seen(bank_pix, ref).state is ChargeState.PAID
