"""Card and boleto at Asaas: opened by link, found, read, voided; a card in parts as one payment."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.kernel.clock import SystemClock
from shared.kernel.ids import RandomIds
from shared.kernel.money import ZERO, Money
from shared.kernel.ways import Method
from shared.payments.asaas import Asaas
from shared.payments.asaas_links import is_own_page
from shared.payments.asaas_messages import PLAN
from shared.payments.asaas_reading import PARTLY_PAID
from shared.payments.model import (
    NOTED,
    PAYER_NEEDED,
    ChargeByLink,
    ChargeRefused,
    ChargeState,
    ChargeUnknown,
    Intent,
    Observation,
    Payment,
    ReceivedList,
    Refund,
    Refunded,
    RefundPending,
    RefundRefused,
    RefundUnknown,
    Voided,
    VoidRefused,
)
from tests.fakes.simulator import ControlRefused, RunningSimulator
from tests.shared.payments.charging import PAYER, PRICE, intent_for, read

DAY = timedelta(days=1)
MONTH_SECONDS = 32 * 24 * 3600


def card(installments: int = 1, amount: Money = PRICE) -> Intent:
    return replace(intent_for(PAYER), method=Method.CARD, installments=installments, amount=amount)


def boleto() -> Intent:
    return replace(intent_for(PAYER), method=Method.BOLETO)


def opened(asaas: Asaas, intent: Intent) -> ChargeByLink:
    outcome = asaas.open_charge(intent)
    assert isinstance(outcome, ChargeByLink), outcome
    return outcome


def seen(asaas: Asaas, charge: ChargeByLink) -> Observation:
    outcome = asaas.look_up(charge.ref)
    assert isinstance(outcome, Observation), outcome
    return outcome


def parts_of(simulator: RunningSimulator, intent: Intent) -> list[dict[str, Any]]:
    """The charges of an intent as the API keeps them, first part first; also the removed ones."""
    ours = [each for each in simulator.control.charges() if each["externalReference"] == intent.id]
    return sorted(ours, key=lambda each: int(each["installmentNumber"] or 0))


def refund_of(charge: ChargeByLink, amount: Money = PRICE) -> Refund:
    return Refund(RandomIds().new(), charge.ref, charge.ref.charge_id, amount, "Senha A042")


@pytest.mark.parametrize(("method", "kind"), [(Method.CARD, "CREDIT_CARD"), (Method.BOLETO, "BOLETO")])
def test_a_charge_by_link_is_what_was_asked(
    asaas: Asaas, simulator: RunningSimulator, method: Method, kind: str
) -> None:
    intent = replace(intent_for(PAYER), method=method)
    charge = opened(asaas, intent)
    kept = read(simulator, f"/payments/{charge.ref.charge_id}")
    assert (kept["billingType"], Money.from_reais(kept["value"]), kept["externalReference"]) == (kind, PRICE, intent.id)
    assert charge.url == kept["invoiceUrl"]
    assert (kept["discount"]["value"], kept["fine"]["value"], kept["interest"]["value"]) == (0, 0, 0)


def test_the_payer_is_found_before_created(asaas: Asaas, simulator: RunningSimulator) -> None:
    first, second = opened(asaas, card()), opened(asaas, boleto())
    customers = {read(simulator, f"/payments/{each.ref.charge_id}")["customer"] for each in (first, second)}
    assert len(customers) == 1


@pytest.mark.parametrize("method", [Method.CARD, Method.BOLETO])
def test_without_a_payer_nothing_is_asked(asaas: Asaas, simulator: RunningSimulator, method: Method) -> None:
    before = len(simulator.control.requests())
    outcome = asaas.open_charge(replace(intent_for(None), method=method))
    assert isinstance(outcome, ChargeRefused)
    assert outcome.code == PAYER_NEEDED
    assert len(simulator.control.requests()) == before


@pytest.mark.parametrize("installments", range(2, 13))
def test_a_card_in_parts_is_one_payment_of_the_whole(
    asaas: Asaas, simulator: RunningSimulator, installments: int
) -> None:
    intent = card(installments, Money(10_000))
    charge = opened(asaas, intent)
    parts = parts_of(simulator, intent)
    assert sum((Money.from_reais(each["value"]) for each in parts), ZERO) == Money(10_000)
    assert (len(parts), charge.url) == (installments, parts[0]["invoiceUrl"])
    assert charge.ref.charge_id == f"{PLAN}{parts[0]['installment']}"
    assert seen(asaas, charge).state is ChargeState.OPEN
    simulator.control.pay(intent=intent.id)
    paid = seen(asaas, charge)
    assert (paid.state, paid.raw_status) == (ChargeState.PAID, "CONFIRMED")
    assert paid.payments == (Payment(charge.ref.charge_id, Money(10_000), None),)


@pytest.mark.parametrize("intent", [card(), card(3), boleto()], ids=["card", "in parts", "boleto"])
def test_a_lost_creation_is_found_with_its_link(asaas: Asaas, simulator: RunningSimulator, intent: Intent) -> None:
    simulator.control.fault("drop", method="POST", path="^/payments$", has_effect=True)
    assert isinstance(asaas.open_charge(intent), ChargeUnknown)
    found = asaas.find_charge(intent)
    assert isinstance(found, ChargeByLink)
    assert found.url == parts_of(simulator, intent)[0]["invoiceUrl"]
    assert isinstance(asaas.void(found.ref), Voided)
    assert seen(asaas, found).state is ChargeState.VOIDED


def test_parts_that_could_not_be_read_are_looked_for_again(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = card(3)
    simulator.control.fault("drop", method="GET", path="^/payments$")
    assert isinstance(asaas.open_charge(intent), ChargeUnknown)
    assert isinstance(asaas.find_charge(intent), ChargeByLink)


@pytest.mark.parametrize(
    "url", ["http://www.asaas.com/i/1", "https://asaas.com.evil.example/i/1", "javascript:alert(1)", "", None]
)
def test_a_link_that_is_not_a_page_of_asaas_is_not_shown(asaas: Asaas, simulator: RunningSimulator, url: str) -> None:
    simulator.control.fault("alter", method="POST", path="^/payments$", fields={"invoiceUrl": url})
    intent = card()
    outcome = asaas.open_charge(intent)
    assert isinstance(outcome, ChargeRefused)
    assert outcome.code == "bad_link"
    assert [each["deleted"] for each in parts_of(simulator, intent)] == [True]


@pytest.mark.parametrize(
    ("url", "is_own"),
    [
        ("https://www.asaas.com/i/080225913252", True),
        ("https://sandbox.asaas.com/i/1", True),
        ("https://asaas.com/i/1", True),
        ("http://www.asaas.com/i/1", False),
        ("https://asaas.com@evil.example/i/1", False),
        ("https://www.asaas.com@evil.example/", False),
        ("https://user@www.asaas.com/i/1", False),
        ("https://fakeasaas.com/i/1", False),
        ("https://www.asaas.com.br/i/1", False),
        ("https://www.ásaas.com/i/1", False),
        ("https://[asaas.com/i/1", False),
        ("http://127.0.0.1:8765/i/1", False),
    ],
)
def test_whose_page_a_link_is(url: str, *, is_own: bool) -> None:
    assert is_own_page(url, "https://api.asaas.com/v3") is is_own


def test_the_simulator_on_this_computer_has_its_pages_here() -> None:
    home = "http://127.0.0.1:8765/v3"
    assert is_own_page("http://127.0.0.1:8765/i/1", home)
    assert not is_own_page("https://www.asaas.com/i/1", home)


@pytest.mark.parametrize("altered", [{"value": "90.51"}, {"value": "0.01"}])
def test_another_amount_is_not_shown(asaas: Asaas, simulator: RunningSimulator, altered: dict[str, Any]) -> None:
    simulator.control.fault("alter", method="POST", path="^/payments$", fields=altered)
    outcome = asaas.open_charge(card())
    assert isinstance(outcome, ChargeRefused)
    assert outcome.code == "wrong_amount"


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("PENDING", ChargeState.OPEN),
        ("OVERDUE", ChargeState.OPEN),
        ("AWAITING_RISK_ANALYSIS", ChargeState.OPEN),
        ("DUNNING_REQUESTED", ChargeState.OPEN),
        ("CONFIRMED", ChargeState.PAID),
        ("RECEIVED", ChargeState.PAID),
        ("RECEIVED_IN_CASH", ChargeState.PAID),
        ("DUNNING_RECEIVED", ChargeState.PAID),
        ("REFUND_REQUESTED", ChargeState.REVERSED),
        ("REFUND_IN_PROGRESS", ChargeState.REVERSED),
        ("REFUNDED", ChargeState.REVERSED),
        ("CHARGEBACK_REQUESTED", ChargeState.REVERSED),
        ("CHARGEBACK_DISPUTE", ChargeState.REVERSED),
        ("AWAITING_CHARGEBACK_REVERSAL", ChargeState.REVERSED),
        ("A_WORD_OF_TOMORROW", ChargeState.UNKNOWN),
    ],
)
@pytest.mark.parametrize("installments", [1, 2])
def test_every_status_of_a_card(
    asaas: Asaas, simulator: RunningSimulator, installments: int, status: str, state: ChargeState
) -> None:
    intent = card(installments)
    charge = opened(asaas, intent)
    for each in parts_of(simulator, intent):
        simulator.control.change(charge=each["id"], status=status)
    told = seen(asaas, charge)
    assert (told.state, told.raw_status) == (state, status)
    money = sum((each.amount for each in told.payments), ZERO)
    assert money == (PRICE if state in {ChargeState.PAID, ChargeState.REVERSED} else ZERO)
    assert all(each.is_reversed == (state is ChargeState.REVERSED) for each in told.payments)
    assert all(each.reference.startswith(NOTED) == (status == "RECEIVED_IN_CASH") for each in told.payments)


def test_a_card_that_is_looked_at_for_risk_pays_once_it_is_approved(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = card()
    charge = opened(asaas, intent)
    simulator.control.pay(intent=intent.id, card="risk")
    assert (seen(asaas, charge).state, seen(asaas, charge).payments) == (ChargeState.OPEN, ())
    assert isinstance(asaas.void(charge.ref), VoidRefused)
    simulator.control.play("approve_risk", intent=intent.id)
    assert [each.amount for each in seen(asaas, charge).payments] == [PRICE]


def test_the_credit_a_month_later_is_the_same_payment(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = card(3)
    charge = opened(asaas, intent)
    simulator.control.pay(intent=intent.id)
    before = seen(asaas, charge)
    for each in parts_of(simulator, intent):
        simulator.control.play("credit", charge=each["id"])
        assert seen(asaas, charge).payments == before.payments


def test_voiding_takes_all_parts(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = card(12)
    charge = opened(asaas, intent)
    assert isinstance(asaas.void(charge.ref), Voided)
    assert all(each["deleted"] for each in parts_of(simulator, intent))
    with pytest.raises(ControlRefused):
        simulator.control.pay(intent=intent.id)


def test_parts_that_are_partly_paid_are_told_once_the_rest_is_taken_away(
    asaas: Asaas, simulator: RunningSimulator
) -> None:
    """The amount must not change after it was told: until then it is open."""
    intent = card(4, Money(10_000))
    charge = opened(asaas, intent)
    first = parts_of(simulator, intent)[0]
    simulator.control.change(charge=first["id"], status="CONFIRMED")
    assert (seen(asaas, charge).state, seen(asaas, charge).raw_status) == (ChargeState.OPEN, PARTLY_PAID)
    assert seen(asaas, charge).payments == ()
    for _ in range(2):
        assert isinstance(asaas.void(charge.ref), VoidRefused)
    told = seen(asaas, charge)
    assert (told.state, told.payments) == (ChargeState.PAID, (Payment(charge.ref.charge_id, Money(2_500), None),))
    assert [each["deleted"] for each in parts_of(simulator, intent)] == [False, True, True, True]


def test_a_part_that_somebody_noted_in_cash_is_a_payment_of_its_own(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = card(2)
    charge = opened(asaas, intent)
    first, second = parts_of(simulator, intent)
    simulator.control.change(charge=second["id"], status="RECEIVED_IN_CASH")
    assert [each.reference for each in seen(asaas, charge).payments] == [f"{NOTED}{second['id']}"]
    simulator.control.change(charge=first["id"], status="CONFIRMED")
    told = seen(asaas, charge).payments
    assert {each.reference for each in told} == {f"{NOTED}{second['id']}", charge.ref.charge_id}
    assert sum((each.amount for each in told), ZERO) == PRICE


def test_a_part_that_is_charged_back_is_a_part_that_went_back(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = card(2)
    charge = opened(asaas, intent)
    simulator.control.pay(intent=intent.id)
    first, second = parts_of(simulator, intent)
    simulator.control.play("request_chargeback", charge=first["id"])
    (payment,) = seen(asaas, charge).payments
    assert (payment.amount, payment.returned, payment.is_reversed) == (PRICE, Money(4525), False)
    simulator.control.play("request_chargeback", charge=second["id"])
    (payment,) = seen(asaas, charge).payments
    assert (payment.amount, payment.is_reversed) == (PRICE, True)


def test_twelve_parts_are_given_back_a_few_at_a_time(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = card(12, Money(10_000))
    charge = opened(asaas, intent)
    simulator.control.pay(intent=intent.id)
    wanted = refund_of(charge, Money(10_000))
    answers = [asaas.refund(wanted) for _ in range(8)]
    assert answers == [RefundPending()] * 5 + [Refunded()] * 3
    assert simulator.control.given_back() == Money(10_000)
    assert [each.is_reversed for each in seen(asaas, charge).payments] == [True]


def test_a_part_of_the_money_is_taken_from_the_last_parts(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = card(4, Money(10_000))
    charge = opened(asaas, intent)
    simulator.control.pay(intent=intent.id)
    assert asaas.refund(refund_of(charge, Money(3_000))) == Refunded()
    (payment,) = seen(asaas, charge).payments
    assert (payment.returned, payment.is_reversed) == (Money(3_000), False)
    gone = [sum((each["value"] for each in part["refunds"] or ()), 0) for part in parts_of(simulator, intent)]
    assert gone == [0, 0, 5, 25]


def test_a_balance_that_ends_half_way_is_no_refusal(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = card(2)
    charge = opened(asaas, intent)
    simulator.control.pay(intent=intent.id)
    for each in parts_of(simulator, intent):
        simulator.control.play("credit", charge=each["id"])
    simulator.control.settings(balance="50.00")
    wanted = refund_of(charge)
    assert isinstance(asaas.refund(wanted), RefundUnknown)
    assert simulator.control.given_back() == Money(4525)
    assert isinstance(asaas.refund(wanted), RefundUnknown)
    simulator.control.settings(balance="100.00")
    assert asaas.refund(wanted) == Refunded()
    assert simulator.control.given_back() == PRICE


def test_parts_that_went_back_past_us_are_left_to_a_person(asaas: Asaas, simulator: RunningSimulator) -> None:
    intent = card(2)
    charge = opened(asaas, intent)
    simulator.control.pay(intent=intent.id)
    second = parts_of(simulator, intent)[1]
    simulator.control.refund(charge=second["id"], amount=Money(4525))
    outcome = asaas.refund(refund_of(charge, Money(4525)))
    assert isinstance(outcome, RefundRefused)
    assert outcome.code == "alike"
    assert simulator.control.given_back() == Money(4525)


def test_a_cards_money_is_listed_on_the_day_it_was_accepted_and_never_again(
    asaas: Asaas, simulator: RunningSimulator
) -> None:
    intents = [card(), card(3)]
    charges = [opened(asaas, each) for each in intents]
    for each in intents:
        simulator.control.pay(intent=each.id)
    opened(asaas, card())
    now = SystemClock().now()
    whole = {(each.ref.charge_id, intent.id) for each, intent in zip(charges, intents, strict=True)}
    assert _listed(asaas, now) == whole
    simulator.control.advance(MONTH_SECONDS)
    for intent in intents:
        for part in parts_of(simulator, intent):
            simulator.control.play("credit", charge=part["id"])
    assert _listed(asaas, now) == whole
    later = asaas.received(now + 20 * DAY, now + 40 * DAY)
    assert isinstance(later, ReceivedList)
    assert later.payments == ()


def _listed(asaas: Asaas, now: Any) -> set[tuple[str, str | None]]:
    listed = asaas.received(now - DAY, now + DAY)
    assert isinstance(listed, ReceivedList)
    assert listed.is_whole
    assert all(each.payment.reference == each.charge_id and each.payment.amount == PRICE for each in listed.payments)
    return {(each.charge_id, each.intent_id) for each in listed.payments}


@pytest.mark.parametrize("intent", [card(), card(2), boleto()], ids=["card", "in parts", "boleto"])
def test_money_whose_whole_refund_is_cancelled_is_here_again(
    asaas: Asaas, simulator: RunningSimulator, intent: Intent
) -> None:
    charge = opened(asaas, intent)
    simulator.control.pay(intent=intent.id)
    held = seen(asaas, charge).payments
    simulator.control.settings(refund_status="PENDING")
    assert asaas.refund(refund_of(charge)) == RefundPending()
    assert [(each.reference, each.is_reversed) for each in seen(asaas, charge).payments] == [(held[0].reference, True)]
    for part in parts_of(simulator, intent):
        simulator.control.settle_refunds("CANCELLED", charge=part["id"])
    assert seen(asaas, charge).payments == held
