"""A charge's life at a bank, over real HTTP: what is special about the Central Bank's Pix API."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from shared.kernel.clock import ManualClock, SystemClock
from shared.kernel.ids import IntentId, RandomIds
from shared.kernel.money import ZERO, Money
from shared.payments.bank_pix import BankPix
from shared.payments.brcode import BrCode, read_br_code, write_dynamic, write_static
from shared.payments.json_text import JsonValue
from shared.payments.model import (
    ChargeFound,
    ChargeOpened,
    ChargeRef,
    ChargeRefused,
    ChargeState,
    ChargeUnknown,
    Intent,
    Observation,
    Payer,
    ProviderNonsense,
    ReceivedList,
    Voided,
    VoidRefused,
)
from shared.payments.simulator.bank_pix.records import BANK_PIX_KEY
from tests.fakes.simulator import ControlRefused, RunningSimulator, SimulatorControl
from tests.shared.payments.charging import PAYER, PRICE, intent_for
from tests.shared.payments.conftest import bank_at

ONE = "/cob/"
DAY = timedelta(days=1)


def opened(bank_pix: BankPix, intent: Intent) -> ChargeOpened:
    outcome = bank_pix.open_charge(intent)
    assert isinstance(outcome, ChargeOpened)
    return outcome


def seen(bank_pix: BankPix, ref: ChargeRef) -> Observation:
    outcome = bank_pix.look_up(ref)
    assert isinstance(outcome, Observation)
    return outcome


def listed(bank_pix: BankPix, since: timedelta, until: timedelta) -> ReceivedList:
    now = SystemClock().now()
    outcome = bank_pix.received(now + since, now + until)
    assert isinstance(outcome, ReceivedList)
    return outcome


@pytest.mark.parametrize("payer", [PAYER, Payer("J" * 300, "52998224725"), None])
def test_the_charge_is_found_at_the_bank_under_the_intents_id(
    bank_pix: BankPix, bank_control: SimulatorControl, payer: Payer | None
) -> None:
    intent = intent_for(payer)
    assert opened(bank_pix, intent).ref == ChargeRef(intent.id, intent.id, PRICE)
    (held,) = bank_control.charges()
    assert held["txid"] == intent.id
    assert held["valor"] == {"original": "90.50", "modalidadeAlteracao": 0}
    assert held["solicitacaoPagador"] == "Senha A042"
    assert held["calendario"]["expiracao"] in {1799, 1800}
    assert ("devedor" in held) == (payer is not None)


def test_a_code_that_the_bank_leaves_out_is_built_from_the_location(
    bank_pix: BankPix, bank_control: SimulatorControl
) -> None:
    bank_control.settings(shows_code=False)
    intent = intent_for(PAYER)
    shown = opened(bank_pix, intent)
    (held,) = bank_control.charges()
    code = read_br_code(shown.br_code)
    assert isinstance(code, BrCode)
    assert (code.url, code.name, code.city, code.is_single_use) == (
        held["location"],
        "Vez Recovery",
        "Porto Alegre",
        True,
    )
    assert bank_pix.find_charge(intent) == shown


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"valor": {"original": "90.51"}}, "wrong_amount"),
        ({"chave": "caixa@estranho.com.br"}, "wrong_receiver"),
        ({"pixCopiaECola": write_dynamic("estranho.example/1", "Loja", "Cidade")}, "strange_pix_code"),
        ({"pixCopiaECola": write_static(BANK_PIX_KEY, "Loja", "Cidade", PRICE, None)}, "strange_pix_code"),
        ({"pixCopiaECola": write_dynamic("pix.example/1", "Loja", "Cidade")[:-1] + "*"}, "bad_pix_code"),
        ({"pixCopiaECola": None, "location": None, "loc": None}, "no_pix_code"),
        ({"pixCopiaECola": None, "location": "x" * 78, "loc": None}, "no_pix_code"),
    ],
)
def test_a_charge_that_could_not_be_paid_rightly_is_removed_and_never_shown(
    bank_pix: BankPix, bank_control: SimulatorControl, fields: dict[str, JsonValue], code: str
) -> None:
    bank_control.fault("alter", method="PUT", path=ONE, status=201, fields=fields)
    outcome = bank_pix.open_charge(intent_for(PAYER))
    assert isinstance(outcome, ChargeRefused)
    assert outcome.code == code
    assert [each["status"] for each in bank_control.charges()] == ["REMOVIDA_PELO_USUARIO_RECEBEDOR"]


@pytest.mark.parametrize("fields", [{"txid": "0" * 32}, {"status": "CONCLUIDA"}])
def test_an_answer_about_another_charge_concludes_nothing(
    bank_pix: BankPix, bank_control: SimulatorControl, fields: dict[str, JsonValue]
) -> None:
    bank_control.fault("alter", method="PUT", path=ONE, status=201, fields=fields)
    intent = intent_for(PAYER)
    assert bank_pix.open_charge(intent) == ChargeUnknown("another_charge")
    bank_control.fault("alter", path=ONE, fields={"txid": "0" * 32})
    assert bank_pix.look_up(ChargeRef(intent.id, intent.id, PRICE)) == ProviderNonsense("another_charge")


def test_asking_for_the_same_charge_again_changes_the_one_that_is_there(
    bank_pix: BankPix, bank_control: SimulatorControl
) -> None:
    intent = intent_for(PAYER)
    first, second = opened(bank_pix, intent), opened(bank_pix, intent)
    assert first == second
    assert [each["revisao"] for each in bank_control.charges()] == [1]


def test_a_charge_that_is_paid_meanwhile_is_not_refused_but_to_be_found(
    bank_pix: BankPix, bank_control: SimulatorControl
) -> None:
    intent = intent_for(PAYER)
    ref = opened(bank_pix, intent).ref
    bank_control.pay(intent=intent.id)
    assert bank_pix.open_charge(intent) == ChargeUnknown("CobOperacaoInvalida")
    assert bank_pix.find_charge(intent) == ChargeFound(ref)


def test_wrong_data_is_refused_with_the_fields_it_is_about(bank_pix: BankPix, bank_control: SimulatorControl) -> None:
    outcome = bank_pix.open_charge(intent_for(Payer("Ana", "11111111111")))
    assert isinstance(outcome, ChargeRefused)
    assert outcome.code == "CobOperacaoInvalida"
    assert "cob.devedor.cpf: O CPF é inválido." in outcome.detail
    assert "11111111111" not in outcome.detail
    assert bank_control.charges() == []


def test_an_expired_charge_stays_active_and_cannot_be_paid(simulator: RunningSimulator) -> None:
    clock = ManualClock(SystemClock().now())
    with bank_at(simulator, clock=clock) as bank_pix:
        control = simulator.control.of("bank_pix")
        intent = intent_for(PAYER, clock, minutes=2)
        ref = opened(bank_pix, intent).ref
        clock.advance(timedelta(minutes=3))
        control.advance(180)
        observed = seen(bank_pix, ref)
        assert (observed.state, observed.raw_status) == (ChargeState.OPEN, "ATIVA")
        assert bank_pix.find_charge(intent) == ChargeFound(ref), "its code is not shown again"
        with pytest.raises(ControlRefused, match="expirada"):
            control.pay(intent=intent.id)
        assert bank_pix.void(ref) == Voided()
        control.close()


def test_the_moment_of_a_payment_is_the_banks(bank_pix: BankPix, bank_control: SimulatorControl) -> None:
    intent = intent_for(PAYER)
    ref = opened(bank_pix, intent).ref
    bank_control.advance(60)
    bank_control.pay(intent=intent.id)
    (payment,) = seen(bank_pix, ref).payments
    assert payment.paid_at is not None
    assert timedelta(seconds=50) < payment.paid_at - SystemClock().now() < timedelta(seconds=70)


def test_what_was_paid_is_searched_where_the_charge_does_not_say_it(
    bank_pix: BankPix, bank_control: SimulatorControl
) -> None:
    bank_control.settings(shows_pix=False)
    intent = intent_for(PAYER)
    ref = opened(bank_pix, intent).ref
    reference = bank_control.pay(intent=intent.id)
    observed = seen(bank_pix, ref)
    assert (observed.state, [each.reference for each in observed.payments]) == (ChargeState.PAID, [reference])


def test_a_paid_charge_without_any_money_is_not_called_paid(bank_pix: BankPix, bank_control: SimulatorControl) -> None:
    intent = intent_for(PAYER)
    ref = opened(bank_pix, intent).ref
    bank_control.change(intent=intent.id, status="CONCLUIDA")
    observed = seen(bank_pix, ref)
    assert (observed.state, observed.payments) == (ChargeState.UNKNOWN, ())


@pytest.mark.parametrize(
    ("status", "state"),
    [("REMOVIDA_PELO_PSP", ChargeState.VOIDED), ("EM_ANALISE_FUTURA", ChargeState.UNKNOWN)],
)
def test_what_the_bank_does_by_itself_is_told(
    bank_pix: BankPix, bank_control: SimulatorControl, status: str, state: ChargeState
) -> None:
    intent = intent_for(PAYER)
    ref = opened(bank_pix, intent).ref
    bank_control.change(intent=intent.id, status=status)
    observed = seen(bank_pix, ref)
    assert (observed.state, observed.raw_status, observed.payments) == (state, status, ())
    assert bank_pix.find_charge(intent) == ChargeFound(ref)


def test_a_charge_takes_no_second_payment(bank_pix: BankPix, bank_control: SimulatorControl) -> None:
    intent = intent_for(PAYER)
    opened(bank_pix, intent)
    bank_control.pay(intent=intent.id)
    with pytest.raises(ControlRefused, match="já paga"):
        bank_control.pay(intent=intent.id)


def test_a_removal_may_be_asked_for_twice(bank_pix: BankPix) -> None:
    ref = opened(bank_pix, intent_for(PAYER)).ref
    assert [bank_pix.void(ref), bank_pix.void(ref)] == [Voided(), Voided()]


def test_a_removal_that_the_bank_answers_strangely_is_unknown(
    bank_pix: BankPix, bank_control: SimulatorControl
) -> None:
    ref = opened(bank_pix, intent_for(PAYER)).ref
    bank_control.fault("alter", method="PATCH", fields={"status": "ATIVA"})
    assert bank_pix.void(ref) == ChargeUnknown("status_ATIVA")


def test_a_refused_removal_is_refused_although_it_cannot_be_looked_up(
    bank_pix: BankPix, bank_control: SimulatorControl
) -> None:
    intent = intent_for(PAYER)
    ref = opened(bank_pix, intent).ref
    bank_control.pay(intent=intent.id)
    bank_control.fault("error", method="GET", path=ONE)
    assert isinstance(bank_pix.void(ref), VoidRefused)


@pytest.mark.parametrize("state", ["DEVOLVIDO", "EM_PROCESSAMENTO"])
def test_money_that_the_payment_system_takes_back_is_reversed(
    bank_pix: BankPix, bank_control: SimulatorControl, state: str
) -> None:
    intent = intent_for(PAYER)
    ref = opened(bank_pix, intent).ref
    bank_control.pay(intent=intent.id)
    bank_control.settings(return_state=state)
    bank_control.refund(intent=intent.id, nature="MED_FRAUDE")
    observed = seen(bank_pix, ref)
    assert (observed.state, [each.is_reversed for each in observed.payments]) == (ChargeState.REVERSED, [True])
    bank_control.settle_refunds("NAO_REALIZADO", intent=intent.id)
    expected = ChargeState.REVERSED if state == "DEVOLVIDO" else ChargeState.PAID
    assert seen(bank_pix, ref).state is expected


def test_a_part_that_is_taken_back_is_told_and_the_rest_stays(
    bank_pix: BankPix, bank_control: SimulatorControl
) -> None:
    intent = intent_for(PAYER)
    ref = opened(bank_pix, intent).ref
    bank_control.pay(intent=intent.id, amount=Money(11_000))
    bank_control.refund(intent=intent.id, amount=Money(1_950), nature="MED_OPERACIONAL")
    (payment,) = seen(bank_pix, ref).payments
    assert (payment.amount, payment.returned, payment.is_reversed) == (Money(11_000), Money(1_950), False)


def test_what_nobody_documented_hides_no_money(bank_pix: BankPix, bank_control: SimulatorControl) -> None:
    """A return as an object (as one published example has it), a time without zone, unknown fields and kinds."""
    intent = intent_for(PAYER)
    ref = opened(bank_pix, intent).ref
    back: JsonValue = {"id": "1", "rtrId": "D1", "valor": "1.00", "natureza": "NOVA", "status": "NOVO"}
    paid: JsonValue = {"endToEndId": "E1", "valor": "90.50", "horario": "2026-03-02T12:00:00", "devolucoes": back}
    bank_control.fault("alter", path=ONE, fields={"status": "CONCLUIDA", "pix": [paid], "cor": "azul"})
    (payment,) = seen(bank_pix, ref).payments
    assert (payment.reference, payment.amount, payment.paid_at, payment.returned) == ("E1", PRICE, None, ZERO)


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59-03:00", "0001-01-01T00:00:00+14:00", "10000-01-01T00:00:00Z"])
def test_a_year_that_no_clock_has_hides_no_money(bank_pix: BankPix, bank_control: SimulatorControl, at: str) -> None:
    intent = intent_for(PAYER)
    ref = opened(bank_pix, intent).ref
    paid: JsonValue = {"endToEndId": "E1", "valor": "90.50", "horario": at}
    bank_control.fault("alter", path=ONE, fields={"status": "CONCLUIDA", "pix": [paid]})
    (payment,) = seen(bank_pix, ref).payments
    assert (payment.amount, payment.paid_at) == (PRICE, None)


@pytest.mark.parametrize(
    "calendar",
    [
        {"criacao": "9999-12-31T23:59:59Z", "expiracao": 3_600},
        {"criacao": "0001-01-01T00:00:00+14:00", "expiracao": 3_600},
        {"criacao": "2026-03-02T12:00:00Z", "expiracao": 10**15},
        {"criacao": "2026-03-02T12:00:00Z", "expiracao": 10**400},
    ],
)
def test_a_calendar_that_no_clock_has_breaks_nothing(
    bank_pix: BankPix, bank_control: SimulatorControl, calendar: JsonValue
) -> None:
    intent = intent_for(PAYER)
    ref = opened(bank_pix, intent).ref
    bank_control.fault("alter", path=ONE, fields={"calendario": calendar}, times=2)
    assert isinstance(bank_pix.look_up(ref), Observation | ProviderNonsense)
    assert isinstance(bank_pix.find_charge(intent), ChargeOpened | ChargeFound | ProviderNonsense)


def test_a_strangers_payment_in_the_answer_is_not_ours(bank_pix: BankPix, bank_control: SimulatorControl) -> None:
    ref = opened(bank_pix, intent_for(PAYER)).ref
    strange: JsonValue = {"endToEndId": "E1", "txid": "0" * 32, "valor": "90.50", "horario": "2026-03-02T12:00:00Z"}
    bank_control.fault("alter", path=ONE, fields={"pix": [strange]})
    assert seen(bank_pix, ref).payments == ()


def test_money_sent_to_the_key_by_hand_is_listed_without_an_intent(
    bank_pix: BankPix, bank_control: SimulatorControl
) -> None:
    reference = bank_control.sends_to_key(Money(777))
    found = listed(bank_pix, -DAY, DAY)
    assert found.is_whole
    assert [(each.charge_id, each.intent_id, each.payment.amount) for each in found.payments] == [
        (reference, None, Money(777))
    ]


def test_a_long_list_is_read_page_by_page(bank_pix: BankPix, bank_control: SimulatorControl) -> None:
    references = {bank_control.sends_to_key(Money(number + 1)) for number in range(205)}
    found = listed(bank_pix, -DAY, DAY)
    assert found.is_whole
    assert len(found.payments) == 205
    assert {each.payment.reference for each in found.payments} == references
    assert bank_control.requests().count(("GET", "/api/v2/pix")) == 3


def test_a_list_without_end_is_cut_and_says_so(bank_pix: BankPix, bank_control: SimulatorControl) -> None:
    bank_control.sends_to_key(Money(1))
    pages: JsonValue = {"paginacao": {"quantidadeDePaginas": 1_000_000}}
    bank_control.fault("alter", path="/pix$", times=1_000, fields={"parametros": pages})
    found = listed(bank_pix, -DAY, DAY)
    assert (found.is_whole, len(found.payments)) == (False, 1)
    assert bank_control.requests().count(("GET", "/api/v2/pix")) == 50


def test_a_txid_that_is_none_of_ours_names_no_intent(bank_pix: BankPix, bank_control: SimulatorControl) -> None:
    ours = RandomIds().new()
    told: list[JsonValue] = [
        {"endToEndId": f"E{number}", "txid": txid, "valor": "1.00", "horario": "2026-03-02T12:00:00Z"}
        for number, txid in enumerate([ours, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", ours.upper()])
    ]
    bank_control.fault("alter", path="/pix$", fields={"pix": told})
    found = listed(bank_pix, -DAY, DAY)
    named = {each.charge_id: each.intent_id for each in found.payments}
    assert named == {ours: IntentId(ours), "ABCDEFGHIJKLMNOPQRSTUVWXYZ": None, ours.upper(): None}


def test_times_are_asked_for_as_the_api_writes_them(bank_pix: BankPix) -> None:
    """A time in another zone is the same time."""
    brasilia = datetime.fromisoformat("2026-03-02T12:00:00-03:00")
    assert bank_pix.received(brasilia, brasilia + DAY) == ReceivedList((), is_whole=True)
