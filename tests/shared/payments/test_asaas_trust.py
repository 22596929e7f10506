"""What the adapter never lets through: wrong codes, strangers, secrets, answers without end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from shared.kernel.clock import SystemClock
from shared.kernel.money import Money
from shared.payments.asaas import Asaas
from shared.payments.brcode import write_dynamic, write_static
from shared.payments.model import (
    ChargeAbsent,
    ChargeFound,
    ChargeRefused,
    Observation,
    Payer,
    ProviderHealthy,
    ProviderNonsense,
    ProviderUnreachable,
)
from tests.fakes.simulator import RunningSimulator
from tests.shared.payments.charging import PAYER, intent_for, opened, read
from tests.shared.payments.conftest import asaas_at


@pytest.mark.parametrize("payer", [PAYER, None])
@pytest.mark.parametrize(
    "code",
    [
        write_dynamic("psp.example/1", "Loja", "Cidade")[:-1] + "*",
        write_static("caixa@estranho.com.br", "Outra", "Cidade", Money(1), None),
        write_static("caixa@estranho.com.br", "Outra", "Cidade", None, None),
        "https://example.com",
        "",
    ],
)
def test_a_code_that_could_not_be_paid_rightly_is_never_handed_on(
    asaas: Asaas, simulator: RunningSimulator, payer: Payer | None, code: str
) -> None:
    simulator.control.fault("alter", path="pixQrCode|static", fields={"payload": code})
    outcome = asaas.open_charge(intent_for(payer))
    assert isinstance(outcome, ChargeRefused)
    assert outcome.code == "bad_pix_code"
    assert [each["deleted"] for each in [*simulator.control.charges(), *simulator.control.codes()]] == [True]


@pytest.mark.parametrize("reais", [1, 91])
def test_a_charge_made_for_another_amount_is_removed(asaas: Asaas, simulator: RunningSimulator, reais: int) -> None:
    simulator.control.fault("alter", method="POST", path="^/payments$", fields={"value": reais})
    outcome = asaas.open_charge(intent_for(PAYER))
    assert isinstance(outcome, ChargeRefused)
    assert outcome.code == "wrong_amount"
    assert [each["deleted"] for each in simulator.control.charges()] == [True]


def test_a_found_charge_whose_amount_was_changed_has_no_code_to_show(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = intent_for(PAYER)
    charge = opened(asaas, intent)
    simulator.control.change(intent=intent.id, value=Money(1))
    assert asaas.find_charge(intent) == ChargeFound(charge.ref)


def test_a_stranger_in_the_answer_is_not_our_money(asaas: Asaas, simulator: RunningSimulator) -> None:
    stranger, ours, code = intent_for(PAYER), intent_for(PAYER), intent_for(None)
    charges = {each.id: opened(asaas, each) for each in (stranger, ours, code)}
    simulator.control.pay(intent=stranger.id)
    held = read(simulator, f"/payments/{charges[stranger.id].ref.charge_id}")
    simulator.control.fault("alter", path="^/payments/", fields=held)
    assert asaas.look_up(charges[ours.id].ref) == ProviderNonsense("another_charge")
    simulator.control.fault("alter", path="^/payments$", times=2, fields={"data": [held]})
    static = asaas.look_up(charges[code.id].ref)
    assert isinstance(static, Observation)
    assert static.payments == ()
    assert asaas.find_charge(intent_for(PAYER)) == ChargeAbsent()


def test_a_wrong_cpf_is_refused_in_plain_words(asaas: Asaas, simulator: RunningSimulator) -> None:
    outcome = asaas.open_charge(intent_for(Payer("Ana", "52998224724")))
    assert outcome == ChargeRefused("invalid_cpfCnpj", "O CPF/CNPJ informado é inválido.")
    assert simulator.control.charges() == []


def test_neither_the_key_nor_a_cpf_is_told_on(asaas: Asaas, simulator: RunningSimulator) -> None:
    key = simulator.api_key.get_secret_value()
    said: list[Any] = [{"code": "invalid_customer", "description": f"{key}: CPF 529.982.247-25 ou 52998224725"}]
    simulator.control.fault("alter", path="^/customers$", status=400, fields={"errors": said})
    outcome = asaas.open_charge(intent_for(PAYER))
    assert outcome == ChargeRefused("invalid_customer", "•••: CPF ••• ou •••")
    everything = f"{asaas!r} {vars(asaas)!r} {vars(asaas._http)!r} {asaas._http._client.headers!r}"
    assert key not in everything


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("", "access_token_not_found"),
        ("wrong", "invalid_access_token_format"),
        ("$aact_prod_x", "invalid_environment"),
        ("$aact_hmlg_x", "invalid_access_token"),
    ],
)
def test_a_wrong_key_is_named_by_its_cause(simulator: RunningSimulator, key: str, code: str) -> None:
    stranger = Asaas(simulator.base_url, SecretStr(key), SystemClock())
    outcome = stranger.check()
    stranger.close()
    assert isinstance(outcome, ChargeRefused)
    assert outcome.code == code


@pytest.mark.parametrize("ahead", [-3600, 120, 86_400])
def test_a_clock_that_differs_from_the_providers_is_measured(
    asaas: Asaas, simulator: RunningSimulator, ahead: int
) -> None:
    simulator.control.advance(ahead)
    health = asaas.check()
    assert isinstance(health, ProviderHealthy)
    assert health.clock_skew is not None
    assert abs(health.clock_skew + timedelta(seconds=ahead)) < timedelta(seconds=5)


class LeapingClock(SystemClock):
    """Half a minute passes whenever somebody asks."""

    def __init__(self) -> None:
        self._seconds = 0.0

    def monotonic(self) -> float:
        self._seconds += 30.0
        return self._seconds


def test_an_answer_that_drips_is_given_up(simulator: RunningSimulator) -> None:
    with asaas_at(simulator, LeapingClock()) as asaas:
        assert asaas.check() == ProviderUnreachable("answer_too_slow")


def test_an_answer_without_end_is_given_up(asaas: Asaas, simulator: RunningSimulator) -> None:
    simulator.control.fault("alter", fields={"padding": "x" * 3_000_000})
    assert asaas.check() == ProviderUnreachable("answer_too_long")
