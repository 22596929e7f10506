"""Tokens: fetched when needed, kept, replaced once, and never asked for more often than that."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from pydantic import SecretStr

from shared.kernel.clock import ManualClock, SystemClock
from shared.payments.bank_pix import BankPix
from shared.payments.bank_pix_oauth import Client
from shared.payments.bank_pix_profiles import PROFILES, Bank
from shared.payments.json_text import JsonValue
from shared.payments.model import (
    ChargeOpened,
    ChargeRef,
    ChargeRefused,
    ChargeState,
    CheckOutcome,
    ProviderHealthy,
    ProviderUnreachable,
    ReceivedList,
    Refund,
    Refunded,
    Voided,
)
from shared.payments.simulator.bank_pix.records import BANK_APP_KEY, BANK_CLIENT_ID, BANK_CLIENT_SECRET
from tests.fakes.simulator import RunningSimulator, SimulatorControl
from tests.shared.payments.charging import PAYER, PRICE, intent_for
from tests.shared.payments.conftest import bank_at
from tests.shared.payments.test_asaas_faults import Details, names
from tests.shared.payments.test_bank_pix import DAY, opened, seen
from tests.shared.payments.test_bank_pix_faults import FAULTS

TOKEN = "^/oauth/token$"
REFUSED = {"type": "https://pix.bcb.gov.br/api/v2/error/AcessoNegado", "title": "Acesso negado."}


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(SystemClock().now())


@pytest.fixture
def timed(simulator: RunningSimulator, clock: ManualClock) -> Iterator[BankPix]:
    """An adapter whose time passes only when told to."""
    with bank_at(simulator, clock=clock) as adapter:
        yield adapter


def tokens_asked(control: SimulatorControl) -> int:
    return control.requests().count(("POST", "/oauth/token"))


def code(outcome: CheckOutcome) -> str:
    assert isinstance(outcome, ChargeRefused)
    return outcome.code


def test_one_token_serves_all_that_is_asked(bank_pix: BankPix, bank_control: SimulatorControl) -> None:
    ref = opened(bank_pix, intent_for(PAYER)).ref
    for _ in range(10):
        bank_pix.look_up(ref)
    bank_pix.void(ref)
    assert tokens_asked(bank_control) == 1


def test_a_token_is_renewed_shortly_before_it_ends(
    timed: BankPix, bank_control: SimulatorControl, clock: ManualClock
) -> None:
    bank_control.settings(token_seconds=300)
    for passed, asked in ((0, 1), (269, 1), (2, 2), (200, 2)):
        clock.advance(timedelta(seconds=passed))
        bank_control.advance(passed)
        assert isinstance(timed.check(), ProviderHealthy)
        assert tokens_asked(bank_control) == asked


@pytest.mark.parametrize(
    ("fields", "life"), [({"expires_in": None}, 270), ({"expires_in": "3600"}, 3570), ({"expires_in": 10}, 5)]
)
def test_a_token_lasts_as_long_as_the_bank_says(
    timed: BankPix, bank_control: SimulatorControl, clock: ManualClock, fields: dict[str, JsonValue], life: int
) -> None:
    bank_control.fault("alter", path=TOKEN, fields=fields)
    timed.check()
    clock.advance(timedelta(seconds=life - 1))
    timed.check()
    assert tokens_asked(bank_control) == 1
    clock.advance(timedelta(seconds=2))
    timed.check()
    assert tokens_asked(bank_control) == 2


def test_a_token_that_ended_early_is_replaced_and_the_charge_is_made_once(
    bank_pix: BankPix, bank_control: SimulatorControl
) -> None:
    bank_pix.check()
    bank_control.settings(forget_tokens=True)
    assert isinstance(bank_pix.open_charge(intent_for(PAYER)), ChargeOpened)
    assert tokens_asked(bank_control) == 2
    assert [each["revisao"] for each in bank_control.charges()] == [0]


def test_tokens_that_are_refused_again_and_again_are_not_replaced_again_and_again(
    timed: BankPix, bank_control: SimulatorControl, clock: ManualClock
) -> None:
    refused: dict[str, JsonValue] = {**REFUSED}
    bank_control.fault("alter", path="/api/", times=100, status=401, fields=refused)
    assert [code(timed.check()) for _ in range(10)] == ["AcessoNegado"] * 10
    assert tokens_asked(bank_control) == 2
    clock.advance(timedelta(seconds=61))
    assert [code(timed.check()) for _ in range(10)] == ["AcessoNegado"] * 10
    assert tokens_asked(bank_control) == 3


def test_what_is_forbidden_is_not_asked_for_with_another_token(
    bank_pix: BankPix, bank_control: SimulatorControl
) -> None:
    refused: dict[str, JsonValue] = {**REFUSED}
    bank_control.fault("alter", path="/api/", status=403, fields=refused)
    assert code(bank_pix.check()) == "AcessoNegado"
    assert tokens_asked(bank_control) == 1


def test_a_client_that_is_not_known_is_not_proved_again_and_again(
    timed: BankPix, bank_control: SimulatorControl, clock: ManualClock
) -> None:
    bank_control.accept_key(accepted=False)
    assert [code(timed.check()) for _ in range(10)] == ["invalid_client"] * 10
    assert tokens_asked(bank_control) == 1
    bank_control.accept_key(accepted=True)
    clock.advance(timedelta(seconds=299))
    assert code(timed.check()) == "invalid_client"
    clock.advance(timedelta(seconds=2))
    assert isinstance(timed.check(), ProviderHealthy)
    assert tokens_asked(bank_control) == 2


def test_a_limit_on_tokens_is_obeyed(timed: BankPix, bank_control: SimulatorControl, clock: ManualClock) -> None:
    bank_control.settings(tokens_per_minute=0)
    told_to_wait = ProviderUnreachable("rate_limited", timedelta(seconds=60))
    intent = intent_for(PAYER, clock)
    assert [timed.check(), timed.open_charge(intent), timed.find_charge(intent)] == [told_to_wait] * 3
    assert tokens_asked(bank_control) == 1
    bank_control.settings(tokens_per_minute=20)
    clock.advance(timedelta(seconds=61))
    assert isinstance(timed.check(), ProviderHealthy)


@pytest.mark.parametrize("has_effect", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("kind", "details"), FAULTS[:-1], ids=names(FAULTS[:-1]))
def test_without_a_token_nothing_was_asked_of_the_bank(
    bank_pix: BankPix, bank_control: SimulatorControl, kind: str, details: Details, has_effect: bool
) -> None:
    bank_control.fault(kind, path=TOKEN, has_effect=has_effect, **details)
    intent = intent_for(PAYER)
    first = bank_pix.open_charge(intent)
    assert isinstance(first, ProviderUnreachable)
    assert first.cause.startswith("token_")
    assert bank_pix.find_charge(intent) == first, "the bank is left alone for a moment"
    assert bank_control.requests() == [("POST", "/oauth/token")]


def test_a_bank_that_could_not_be_heard_is_asked_again_soon(
    timed: BankPix, bank_control: SimulatorControl, clock: ManualClock
) -> None:
    bank_control.fault("error", path=TOKEN, status=503)
    assert timed.check() == ProviderUnreachable("token_http_503")
    clock.advance(timedelta(seconds=6))
    assert isinstance(timed.check(), ProviderHealthy)


def test_a_token_address_that_does_not_exist_is_named(bank_pix: BankPix, bank_control: SimulatorControl) -> None:
    missing: dict[str, JsonValue] = {"type": "https://pix.bcb.gov.br/api/v2/error/NaoEncontrado"}
    bank_control.fault("alter", path=TOKEN, status=404, fields=missing)
    assert code(bank_pix.check()) == "token_address"


def test_of_many_that_need_a_token_at_once_one_asks(bank_pix: BankPix, bank_control: SimulatorControl) -> None:
    bank_control.fault("delay", path=TOKEN, seconds=1, has_effect=True)
    start = threading.Barrier(8)
    outcomes: list[CheckOutcome] = []

    def check() -> None:
        start.wait(10)
        outcomes.append(bank_pix.check())

    threads = [threading.Thread(target=check) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert [type(each) for each in outcomes] == [ProviderHealthy] * 8
    assert tokens_asked(bank_control) == 1


@pytest.mark.parametrize("bank", list(Bank))
def test_a_charge_lives_at_every_bank_in_the_banks_own_manner(
    simulator: RunningSimulator, bank_control: SimulatorControl, bank: Bank
) -> None:
    bank_control.settings(bank=bank.value)
    client = Client(BANK_CLIENT_ID, SecretStr(BANK_CLIENT_SECRET) if PROFILES[bank].needs_secret else None)
    with bank_at(simulator, bank, client=client) as adapter:
        assert isinstance(adapter.check(), ProviderHealthy)
        voided, intent = opened(adapter, intent_for(PAYER)).ref, intent_for(PAYER)
        assert adapter.void(voided) == Voided()
        ref = opened(adapter, intent).ref
        payment = bank_control.pay(intent=intent.id)
        assert seen(adapter, ref).state is ChargeState.PAID
        assert adapter.refund(Refund("1" * 32, ref, payment, PRICE, "")) == Refunded()
        now = SystemClock().now()
        found = adapter.received(now - 9 * DAY, now + DAY)
        assert isinstance(found, ReceivedList)
        assert [each.payment.reference for each in found.payments] == [payment]
    assert tokens_asked(bank_control) == 1


@pytest.mark.parametrize("played", list(Bank))
@pytest.mark.parametrize("spoken", list(Bank))
def test_no_bank_understands_another_banks_manner(
    simulator: RunningSimulator, bank_control: SimulatorControl, played: Bank, spoken: Bank
) -> None:
    """The profiles differ where the banks do, so that none of them is tested by another's leniency."""
    bank_control.settings(bank=played.value)
    secret = SecretStr(BANK_CLIENT_SECRET) if PROFILES[spoken].needs_secret else None
    with bank_at(simulator, spoken, client=Client(BANK_CLIENT_ID, secret)) as adapter:
        outcome = adapter.open_charge(intent_for(PAYER))
    assert isinstance(outcome, ChargeOpened) == (played is spoken)


def test_neither_secret_nor_token_nor_cpf_is_told_on(bank_pix: BankPix, bank_control: SimulatorControl) -> None:
    bank_pix.check()
    token = bank_pix._line._tokens._token
    assert token is not None
    secrets = (BANK_CLIENT_SECRET, BANK_APP_KEY, token.value.get_secret_value())
    problem: dict[str, JsonValue] = {
        "type": "https://pix.bcb.gov.br/api/v2/error/CobOperacaoInvalida",
        "title": "Cobrança inválida.",
        "detail": " ".join((*secrets, "529.982.247-25", "52998224725")),
    }
    bank_control.fault("alter", method="GET", path="/cob/", status=400, fields=problem)
    outcome = bank_pix.look_up(ChargeRef(intent_for(PAYER).id, "x", PRICE))
    assert outcome == ChargeRefused("CobOperacaoInvalida", "••• ••• ••• ••• •••")
    line = bank_pix._line
    everything = f"{bank_pix!r} {vars(bank_pix)!r} {vars(line)!r} {vars(line._tokens)!r} {line._line._client.headers!r}"
    assert not [each for each in secrets if each in everything]
