"""Every fault of the control, over real HTTP, at every step of a charge's life."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from shared.kernel.clock import SystemClock
from shared.kernel.ids import IntentId, RandomIds
from shared.kernel.money import Money
from shared.payments.asaas import Asaas
from shared.payments.json_text import JsonValue
from shared.payments.model import (
    ChargeAbsent,
    ChargeOpened,
    ChargeRef,
    ChargeRefused,
    ChargeState,
    ChargeUnknown,
    Intent,
    Observation,
    Payer,
    ProviderNonsense,
    ProviderUnreachable,
    Voided,
)
from tests.fakes.simulator import RunningSimulator
from tests.shared.payments.conftest import DELAY_SECONDS, IMPATIENT, asaas_at

PAYER = Payer("Ana Souza", "52998224725")
CREATION = "^/(payments|pix/qrCodes/static)$"

Details = dict[str, JsonValue]

LOST: list[tuple[str, Details]] = [
    ("error", {"status": 500}),
    ("error", {"status": 503}),
    ("error", {"status": 408}),
    ("drop", {}),
    ("delay", {"seconds": DELAY_SECONDS}),
]
UNREADABLE: list[tuple[str, Details]] = [
    ("html", {}),
    ("garbage", {}),
    ("broken_json", {}),
    ("empty", {}),
    ("error", {"status": 302}),
    ("error", {"status": 418}),
    ("alter", {"fields": {"id": None, "data": None, "payload": None, "deleted": "?"}}),
]


def names(faults: list[tuple[str, Details]]) -> list[str]:
    return [f"{kind}-{details.get('status', '')}" for kind, details in faults]


def intent_for(payer: Payer | None = PAYER) -> Intent:
    now = SystemClock().now()
    return Intent(IntentId(RandomIds().new()), Money(9050), "Senha A042", now, now + timedelta(minutes=30), payer)


def opened(asaas: Asaas, intent: Intent) -> ChargeOpened:
    outcome = asaas.open_charge(intent)
    assert isinstance(outcome, ChargeOpened)
    return outcome


def wait_until(holds: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(500):
        if holds():
            return
        pause.wait(0.01)
    raise AssertionError("it never came true")


def charge_count(simulator: RunningSimulator) -> int:
    return len(simulator.control.charges()) + len(simulator.control.codes())


@pytest.mark.parametrize("payer", [PAYER, None], ids=["dynamic", "static"])
@pytest.mark.parametrize("has_effect", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("kind", "details"), LOST + UNREADABLE, ids=names(LOST + UNREADABLE))
def test_a_creation_without_a_usable_answer_is_unknown(
    asaas: Asaas, simulator: RunningSimulator, kind: str, details: Details, has_effect: bool, payer: Payer | None
) -> None:
    intent = intent_for(payer)
    simulator.control.fault(kind, method="POST", path=CREATION, has_effect=has_effect, **details)
    assert isinstance(asaas.open_charge(intent), ChargeUnknown)
    assert simulator.control.requests().count(("POST", "/payments" if payer else "/pix/qrCodes/static")) == 1


@pytest.mark.parametrize(("kind", "details"), LOST + UNREADABLE, ids=names(LOST + UNREADABLE))
def test_a_charge_whose_answer_was_lost_is_found_and_not_made_again(
    asaas: Asaas, simulator: RunningSimulator, kind: str, details: Details
) -> None:
    intent = intent_for()
    simulator.control.fault(kind, method="POST", path=CREATION, has_effect=True, **details)
    asaas.open_charge(intent)
    assert isinstance(asaas.find_charge(intent), ChargeOpened)
    assert len(simulator.control.charges()) == 1


def test_a_creation_that_lands_after_it_was_looked_for_is_harmless(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = intent_for()
    simulator.control.fault("delay", method="POST", path=CREATION, seconds=DELAY_SECONDS)
    with asaas_at(simulator, timeout=IMPATIENT) as impatient:
        assert impatient.open_charge(intent) == ChargeUnknown("ReadTimeout")
    assert asaas.find_charge(intent) == ChargeAbsent()
    shown = opened(asaas, intent)
    wait_until(lambda: len(simulator.control.charges()) == 2)
    simulator.control.pay(code=shown.br_code)
    observed = asaas.look_up(shown.ref)
    assert isinstance(observed, Observation)
    assert [(each.reference, each.amount) for each in observed.payments] == [(shown.ref.charge_id, Money(9050))]


@pytest.mark.parametrize(("kind", "details"), LOST + UNREADABLE, ids=names(LOST + UNREADABLE))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_fault_before_anything_payable_exists_is_safe_to_repeat(
    asaas: Asaas, simulator: RunningSimulator, method: str, kind: str, details: Details
) -> None:
    intent = intent_for()
    simulator.control.fault(kind, method=method, path="^/customers$", has_effect=True, **details)
    assert isinstance(asaas.open_charge(intent), ProviderUnreachable)
    assert simulator.control.charges() == []
    assert isinstance(asaas.open_charge(intent), ChargeOpened)


@pytest.mark.parametrize(("kind", "details"), LOST + UNREADABLE, ids=names(LOST + UNREADABLE))
def test_a_charge_whose_code_did_not_come_is_found_again(
    asaas: Asaas, simulator: RunningSimulator, kind: str, details: Details
) -> None:
    intent = intent_for()
    simulator.control.fault(kind, path="pixQrCode", **details)
    assert isinstance(asaas.open_charge(intent), ChargeUnknown)
    assert isinstance(asaas.find_charge(intent), ChargeOpened)
    assert len(simulator.control.charges()) == 1


@pytest.mark.parametrize("payer", [PAYER, None], ids=["dynamic", "static"])
@pytest.mark.parametrize(("kind", "details"), LOST, ids=names(LOST))
def test_a_question_without_an_answer_is_asked_again(
    asaas: Asaas, simulator: RunningSimulator, kind: str, details: Details, payer: Payer | None
) -> None:
    intent = intent_for(payer)
    charge = opened(asaas, intent)
    simulator.control.pay(intent=intent.id)
    simulator.control.fault(kind, times=3, **details)
    answers = (asaas.look_up(charge.ref), asaas.find_charge(intent), asaas.check())
    assert [type(each) for each in answers] == [ProviderUnreachable] * 3
    assert isinstance(asaas.look_up(charge.ref), Observation)


@pytest.mark.parametrize("payer", [PAYER, None], ids=["dynamic", "static"])
@pytest.mark.parametrize(("kind", "details"), UNREADABLE, ids=names(UNREADABLE))
def test_nonsense_concludes_nothing(
    asaas: Asaas, simulator: RunningSimulator, kind: str, details: Details, payer: Payer | None
) -> None:
    intent = intent_for(payer)
    charge = opened(asaas, intent)
    simulator.control.fault(kind, times=3, **details)
    answers = (asaas.look_up(charge.ref), asaas.find_charge(intent), asaas.check())
    assert [type(each) for each in answers] == [ProviderNonsense] * 3


def test_money_is_told_although_the_search_for_a_second_payment_fails(
    asaas: Asaas, simulator: RunningSimulator
) -> None:
    intent = intent_for()
    charge = opened(asaas, intent)
    simulator.control.pay(intent=intent.id)
    simulator.control.fault("error", path="^/payments$")
    observed = asaas.look_up(charge.ref)
    assert isinstance(observed, Observation)
    assert (observed.state, len(observed.payments)) == (ChargeState.PAID, 1)


@pytest.mark.parametrize("has_effect", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("kind", "details"), LOST + UNREADABLE[:4], ids=names(LOST + UNREADABLE[:4]))
def test_a_void_without_an_answer_is_unknown_and_may_be_repeated(
    asaas: Asaas, simulator: RunningSimulator, kind: str, details: Details, has_effect: bool
) -> None:
    charge = opened(asaas, intent_for())
    simulator.control.fault(kind, method="DELETE", has_effect=has_effect, **details)
    assert isinstance(asaas.void(charge.ref), ChargeUnknown)
    asaas.void(charge.ref)
    observed = asaas.look_up(charge.ref)
    assert isinstance(observed, Observation)
    assert observed.state is ChargeState.VOIDED


@pytest.mark.parametrize("payer", [PAYER, None], ids=["dynamic", "static"])
def test_a_limit_is_obeyed_and_nothing_was_done(asaas: Asaas, simulator: RunningSimulator, payer: Payer | None) -> None:
    intent = intent_for(payer)
    told_to_wait = ProviderUnreachable("rate_limited", timedelta(seconds=40))
    simulator.control.fault("rate_limit", method="POST", path=CREATION, seconds=40)
    assert asaas.open_charge(intent) == told_to_wait
    assert charge_count(simulator) == 0
    charge = opened(asaas, intent)
    simulator.control.fault("rate_limit", seconds=40, times=4)
    assert asaas.look_up(charge.ref) == told_to_wait
    assert asaas.find_charge(intent) == told_to_wait
    assert asaas.void(charge.ref) == told_to_wait
    assert asaas.check() == told_to_wait
    assert asaas.void(charge.ref) == Voided()


def test_a_limit_while_the_code_is_fetched_leaves_a_charge_to_be_found(
    asaas: Asaas, simulator: RunningSimulator
) -> None:
    intent = intent_for()
    simulator.control.fault("rate_limit", path="pixQrCode", seconds=40)
    assert isinstance(asaas.open_charge(intent), ChargeUnknown)
    assert isinstance(asaas.find_charge(intent), ChargeOpened)


def test_a_key_revoked_between_creation_and_code_leaves_a_charge_to_be_found(
    asaas: Asaas, simulator: RunningSimulator
) -> None:
    intent = intent_for()
    simulator.control.fault("error", path="pixQrCode", status=401)
    assert asaas.open_charge(intent) == ChargeUnknown("http_401")
    assert isinstance(asaas.find_charge(intent), ChargeOpened)


def test_a_code_that_is_refused_leaves_no_charge_behind(asaas: Asaas, simulator: RunningSimulator) -> None:
    said: list[JsonValue] = [{"code": "invalid_action", "description": "A conta não tem chave Pix."}]
    simulator.control.fault("alter", path="pixQrCode", status=400, fields={"errors": said})
    assert asaas.open_charge(intent_for()) == ChargeRefused("invalid_action", "A conta não tem chave Pix.")
    assert [each["deleted"] for each in simulator.control.charges()] == [True]


def test_an_edge_that_forbids_has_done_nothing(asaas: Asaas, simulator: RunningSimulator) -> None:
    simulator.control.fault("error", method="POST", path=CREATION, status=403)
    assert asaas.open_charge(intent_for(None)) == ChargeRefused("http_403", "")
    assert charge_count(simulator) == 0


def test_a_page_where_a_charge_should_be_is_not_its_absence(asaas: Asaas, simulator: RunningSimulator) -> None:
    ref = ChargeRef(IntentId("0" * 32), "pay_nothing", Money(1))
    simulator.control.fault("error", status=404)
    assert asaas.look_up(ref) == ProviderNonsense("http_404")
    assert asaas.look_up(ref) == ChargeAbsent()
