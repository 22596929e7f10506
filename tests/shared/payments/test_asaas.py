"""The Asaas adapter over real HTTP: what it asks for, and what it makes of the answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.kernel.clock import ManualClock
from shared.kernel.money import Money
from shared.payments.asaas import Asaas
from shared.payments.brcode import read_br_code
from shared.payments.model import (
    ChargeAbsent,
    ChargeFound,
    ChargeOpened,
    ChargeRefused,
    ChargeState,
    Observation,
    Voided,
)
from shared.payments.simulator.asaas.records import SIMULATOR_PIX_KEY, STATUSES
from tests.fakes.simulator import RunningSimulator, simulator_thread
from tests.shared.payments.charging import PAYER, PRICE, intent_for, opened, read, state
from tests.shared.payments.conftest import asaas_at


def test_a_charge_with_a_payer_is_a_dynamic_charge_of_the_customer(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = intent_for(PAYER)
    charge = opened(asaas, intent)
    (held,) = simulator.control.charges()
    assert (held["id"], held["billingType"], held["externalReference"]) == (charge.ref.charge_id, "PIX", intent.id)
    assert (held["value"], held["description"]) == (PRICE.reais, "Senha A042")
    customer = read(simulator, f"/customers/{held['customer']}")
    assert (customer["name"], customer["cpfCnpj"], customer["notificationDisabled"]) == (PAYER.name, PAYER.cpf, True)


def test_a_customer_is_made_once(asaas: Asaas, simulator: RunningSimulator) -> None:
    for _ in range(3):
        opened(asaas, intent_for(PAYER))
    assert simulator.control.requests().count(("POST", "/customers")) == 1
    assert read(simulator, "/customers", cpfCnpj=PAYER.cpf)["totalCount"] == 1


def test_a_charge_without_a_payer_is_a_static_code_that_can_be_paid_once(
    asaas: Asaas, simulator: RunningSimulator
) -> None:
    intent = intent_for(None)
    charge = opened(asaas, intent)
    (held,) = simulator.control.codes()
    assert charge.ref.charge_id == f"static:{held['id']}"
    assert (held["allowsMultiplePayments"], held["externalReference"], held["value"]) == (False, intent.id, PRICE.reais)
    code = read_br_code(charge.br_code)
    assert getattr(code, "key", None) == SIMULATOR_PIX_KEY
    assert getattr(code, "text", None) == "Senha A042"
    expires_at = datetime.strptime(f"{held['expirationDate']} -0300", "%Y-%m-%d %H:%M:%S %z")
    assert abs(expires_at - intent.expires_at) < timedelta(seconds=5)


def test_the_accounts_key_is_asked_for_once(simulator: RunningSimulator) -> None:
    with asaas_at(simulator) as asaas:
        opened(asaas, intent_for(None))
        opened(asaas, intent_for(None))
    assert simulator.control.requests().count(("GET", "/pix/addressKeys")) == 1


def test_a_configured_key_is_not_asked_for(simulator: RunningSimulator) -> None:
    with asaas_at(simulator, pix_key=SIMULATOR_PIX_KEY) as asaas:
        opened(asaas, intent_for(None))
    assert simulator.control.requests() == [("POST", "/pix/qrCodes/static")]


def test_a_key_of_another_account_is_refused(simulator: RunningSimulator) -> None:
    with asaas_at(simulator, pix_key="caixa@outra-loja.com.br") as asaas:
        outcome = asaas.open_charge(intent_for(None))
    assert isinstance(outcome, ChargeRefused)
    assert outcome.code == "invalid_addressKey"


def test_an_account_without_a_key_cannot_make_static_codes(simulator: RunningSimulator) -> None:
    simulator.control.fault("alter", path="^/pix/addressKeys$", fields={"data": []})
    with asaas_at(simulator) as asaas:
        outcome = asaas.open_charge(intent_for(None))
        assert isinstance(outcome, ChargeRefused)
        assert outcome.code == "no_pix_key"
        assert isinstance(asaas.open_charge(intent_for(None)), ChargeOpened)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 3, 2, 17, 0, tzinfo=UTC), "2026-03-02"),
        (datetime(2026, 3, 3, 1, 0, tzinfo=UTC), "2026-03-02"),
        (datetime(2026, 3, 3, 2, 50, tzinfo=UTC), "2026-03-03"),
        (datetime(2026, 3, 3, 3, 10, tzinfo=UTC), "2026-03-03"),
    ],
)
def test_a_charge_is_due_on_the_day_in_brazil_on_which_it_ends(now: datetime, due: str) -> None:
    clock = ManualClock(now)
    with simulator_thread(clock=clock) as simulator, asaas_at(simulator, clock) as asaas:
        opened(asaas, intent_for(PAYER, clock))
        assert [each["dueDate"] for each in simulator.control.charges()] == [due]


def test_a_look_costs_one_request_until_there_is_money(asaas: Asaas, simulator: RunningSimulator) -> None:
    dynamic, static = opened(asaas, intent_for(PAYER)), opened(asaas, intent_for(None))
    made = len(simulator.control.requests())
    asaas.look_up(dynamic.ref)
    asaas.look_up(static.ref)
    assert len(simulator.control.requests()) == made + 2


MEANINGS = {
    "PENDING": ChargeState.OPEN,
    "OVERDUE": ChargeState.OPEN,
    "AWAITING_RISK_ANALYSIS": ChargeState.OPEN,
    "DUNNING_REQUESTED": ChargeState.OPEN,
    "CONFIRMED": ChargeState.PAID,
    "RECEIVED": ChargeState.PAID,
    "RECEIVED_IN_CASH": ChargeState.PAID,
    "DUNNING_RECEIVED": ChargeState.PAID,
    "REFUND_REQUESTED": ChargeState.REVERSED,
    "REFUND_IN_PROGRESS": ChargeState.REVERSED,
    "REFUNDED": ChargeState.REVERSED,
    "CHARGEBACK_REQUESTED": ChargeState.REVERSED,
    "CHARGEBACK_DISPUTE": ChargeState.REVERSED,
    "AWAITING_CHARGEBACK_REVERSAL": ChargeState.REVERSED,
    "SOMETHING_NEW": ChargeState.UNKNOWN,
}


def test_every_status_of_the_api_has_a_meaning() -> None:
    assert set(MEANINGS) == STATUSES | {"SOMETHING_NEW"}


@pytest.mark.parametrize("status", MEANINGS)
def test_each_status_is_understood(asaas: Asaas, simulator: RunningSimulator, status: str) -> None:
    intent = intent_for(PAYER)
    charge = opened(asaas, intent)
    simulator.control.change(intent=intent.id, status=status)
    observed = asaas.look_up(charge.ref)
    assert isinstance(observed, Observation)
    assert (observed.state, observed.raw_status) == (MEANINGS[status], status)
    has_money = MEANINGS[status] in {ChargeState.PAID, ChargeState.REVERSED}
    assert [each.amount for each in observed.payments] == ([PRICE] if has_money else [])


@pytest.mark.parametrize("status", MEANINGS)
def test_each_status_of_a_static_codes_payment_is_understood(
    asaas: Asaas, simulator: RunningSimulator, status: str
) -> None:
    intent = intent_for(None)
    charge = opened(asaas, intent)
    simulator.control.pay(intent=intent.id)
    simulator.control.change(intent=intent.id, status=status)
    assert state(asaas.look_up(charge.ref)) is MEANINGS[status]


def test_an_unknown_status_of_a_removed_charge_concludes_nothing(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = intent_for(PAYER)
    charge = opened(asaas, intent)
    asaas.void(charge.ref)
    assert state(asaas.look_up(charge.ref)) is ChargeState.VOIDED
    simulator.control.change(intent=intent.id, status="SOMETHING_NEW")
    assert state(asaas.look_up(charge.ref)) is ChargeState.UNKNOWN


def test_a_partial_refund_leaves_the_charge_paid(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = intent_for(PAYER)
    charge = opened(asaas, intent)
    simulator.control.pay(intent=intent.id)
    simulator.control.refund(intent=intent.id, amount=Money(1000))
    assert state(asaas.look_up(charge.ref)) is ChargeState.PAID


def test_one_of_two_payments_that_went_back_leaves_the_other(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = intent_for(PAYER)
    charge = opened(asaas, intent)
    simulator.control.pay(intent=intent.id)
    again = simulator.control.pay(intent=intent.id, force=True)
    simulator.control.refund(charge=again)
    observed = asaas.look_up(charge.ref)
    assert isinstance(observed, Observation)
    assert observed.state is ChargeState.PAID
    assert {each.reference: each.is_reversed for each in observed.payments} == {
        charge.ref.charge_id: False,
        again: True,
    }


def test_a_static_code_refuses_money_after_it_expired_and_late_money_is_told(
    asaas: Asaas, simulator: RunningSimulator
) -> None:
    intent = intent_for(None)
    charge = opened(asaas, intent)
    simulator.control.advance(31 * 60)
    with pytest.raises(AssertionError, match="expirado"):
        simulator.control.pay(intent=intent.id)
    simulator.control.pay(intent=intent.id, force=True)
    assert state(asaas.look_up(charge.ref)) is ChargeState.PAID


def test_a_removed_static_code_is_void_again_after_a_restart(asaas: Asaas, simulator: RunningSimulator) -> None:
    charge = opened(asaas, intent_for(None))
    assert asaas.void(charge.ref) == Voided()
    with asaas_at(simulator) as restarted:
        assert state(restarted.look_up(charge.ref)) is ChargeState.OPEN
        assert restarted.void(charge.ref) == ChargeAbsent()
        assert state(restarted.look_up(charge.ref)) is ChargeState.VOIDED


def test_many_payments_of_one_code_are_all_read(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = intent_for(None)
    charge = opened(asaas, intent)
    for _ in range(103):
        simulator.control.pay(intent=intent.id, force=True)
    observed = asaas.look_up(charge.ref)
    assert isinstance(observed, Observation)
    assert len(observed.payments) == 103


def test_a_lost_static_code_is_not_found_and_a_second_one_is_safe(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = intent_for(None)
    simulator.control.fault("drop", method="POST", path="static", has_effect=True)
    asaas.open_charge(intent)
    assert asaas.find_charge(intent) == ChargeAbsent()
    charge = opened(asaas, intent)
    lost, shown = simulator.control.codes()
    assert charge.br_code == shown["payload"] != lost["payload"]
    simulator.control.pay(code=charge.br_code)
    assert state(asaas.look_up(charge.ref)) is ChargeState.PAID
    simulator.control.advance(31 * 60)
    with pytest.raises(AssertionError, match="expirado"):
        simulator.control.pay(code=lost["payload"])


def test_money_on_a_lost_static_code_is_found_where_the_charge_carries_its_reference(
    asaas: Asaas, simulator: RunningSimulator
) -> None:
    simulator.control.settings(copies_reference=True)
    intent = intent_for(None)
    simulator.control.fault("drop", method="POST", path="static", has_effect=True)
    asaas.open_charge(intent)
    simulator.control.pay(intent=intent.id)
    found = asaas.find_charge(intent)
    assert isinstance(found, ChargeFound)
    assert state(asaas.look_up(found.ref)) is ChargeState.PAID
