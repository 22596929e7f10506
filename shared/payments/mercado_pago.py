"""Mercado Pago, for Pix by the Payments API.

Source: mercadopago.com.br/developers (reference of payments and refunds). What a request may do once only carries an
`X-Idempotency-Key`: our intent's id for a charge, our refund's id for a refund. A repeated key returns what the first
request made, so a lost creation is found twice over: by searching our reference, and by asking again.

A Pix of this API can be paid for at least 30 minutes. A shorter time on our screen is ours alone: at its end the charge
is cancelled explicitly, like every other that nobody shall pay any more, and watched like every other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import assert_never
from urllib.parse import quote

import httpx
from pydantic import SecretStr

from shared.kernel.clock import Clock
from shared.payments.brcode import BrCodeFault, check_for
from shared.payments.conclusions import while_reading
from shared.payments.conversation import TIMEOUT, Answered, Failure, Missing
from shared.payments.json_text import JsonValue
from shared.payments.mercado_pago_http import intent_of, mercado_pago_conversation, moment, once
from shared.payments.mercado_pago_messages import (
    PaymentSearch,
    PixPayment,
    RefundMessage,
    observation,
    payer_json,
    weightiest,
)
from shared.payments.mercado_pago_outcomes import while_creating, while_refunding, while_voiding
from shared.payments.mercado_pago_refusals import ANOTHER, NO_CODE_YET, bad_code, ended, expired, wrong_amount
from shared.payments.model import (
    ChargeAbsent,
    ChargeFound,
    ChargeOpened,
    ChargeRef,
    ChargeRefused,
    ChargeState,
    ChargeUnknown,
    CheckOutcome,
    FindOutcome,
    Intent,
    ListOutcome,
    LookOutcome,
    OpenOutcome,
    ProviderHealthy,
    ProviderNonsense,
    ProviderUnreachable,
    Received,
    ReceivedList,
    Refund,
    Refunded,
    RefundOutcome,
    RefundPending,
    RefundRefused,
    RefundUnknown,
    Voided,
    VoidOutcome,
    VoidRefused,
)

LIFE_MIN = timedelta(minutes=30)
CLOCKS_APART = timedelta(minutes=5)
"""Their clock decides what 30 minutes are, and ours may be behind."""
DESCRIPTION_MAX = 200
PAGE = 100
PAGES_MAX = 50
ASK_AGAIN = timedelta(seconds=1)
SHOW_UNFINISHED = {"X-Render-In-Process-Refunds": "true"}
"""Without it a Pix refund that is not finished yet is answered as a refusal."""

_REFUNDS: dict[str, Refunded | RefundPending] = {
    "approved": Refunded(),
    "in_process": RefundPending(),
    "pending": RefundPending(),
}
_NOT_REFUNDED = frozenset({"rejected", "cancelled"})


class MercadoPago:
    """One account. `payer_email` is the shop's own address: a Pix names a payer's, and the totem asks for none."""

    def __init__(
        self,
        base_url: str,
        token: SecretStr,
        payer_email: str,
        clock: Clock,
        timeout: httpx.Timeout = TIMEOUT,
    ) -> None:
        self._http = mercado_pago_conversation(base_url, token, clock, timeout)
        self._payer_email = payer_email
        self._clock = clock

    @property
    def name(self) -> str:
        return "mercado_pago"

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def open_charge(self, intent: Intent) -> OpenOutcome:
        now = self._clock.now()
        if intent.expires_at <= now:
            return expired()
        created = self._http.post("/v1/payments", PixPayment, self._wanted(intent, now), once(intent.id))
        if not isinstance(created, Answered):
            return while_creating(created)
        charge = created.message
        if charge.external_reference != intent.id:
            return ChargeUnknown(ANOTHER)
        shown = _shown(intent, charge)
        return self._given_up(charge, shown) if isinstance(shown, ChargeRefused) else shown

    def find_charge(self, intent: Intent) -> FindOutcome:
        found = self._siblings(intent.id)
        if not isinstance(found, tuple):
            return while_reading(found)
        charge = weightiest(each for each in found if each.state is not ChargeState.VOIDED)
        if charge is None:
            return ChargeAbsent()
        if charge.state is ChargeState.OPEN and charge.br_code is None:
            whole = self._read(str(charge.id))
            if not isinstance(whole, Answered):
                return while_reading(whole)
            charge = whole.message
        shown = _shown(intent, charge)
        match shown:
            case ChargeOpened():
                return shown
            case ChargeUnknown(cause) if cause == NO_CODE_YET:
                return ProviderUnreachable(cause, ASK_AGAIN)
            case ChargeUnknown() | ChargeRefused():
                return ChargeFound(_ref(intent, charge))
            case _:
                assert_never(shown)

    def look_up(self, ref: ChargeRef) -> LookOutcome:
        """One request, and a second one once it has money: was the intent paid twice?"""
        reply = self._read(ref.charge_id)
        if isinstance(reply, Missing):
            return ChargeAbsent()
        if not isinstance(reply, Answered):
            return while_reading(reply)
        charge = reply.message
        if str(charge.id) != ref.charge_id:
            return ProviderNonsense(ANOTHER)
        if not charge.has_money:
            return observation(ref, charge)
        # What is known must not wait for this second answer: a later look will have it.
        found = self._siblings(ref.intent_id)
        known = found if isinstance(found, tuple) else ()
        return observation(ref, charge, (each for each in known if each.has_money))

    def void(self, ref: ChargeRef) -> VoidOutcome:
        """Possible while it is unpaid; refused means paid, cancelled or expired: look it up."""
        reply = self._http.send("PUT", _address(ref.charge_id), PixPayment, {"status": "cancelled"})
        if not isinstance(reply, Answered):
            return while_voiding(reply)
        charge = reply.message
        if charge.state is ChargeState.VOIDED:
            return Voided()
        return VoidRefused(charge.raw_status) if charge.has_money else ChargeUnknown(charge.raw_status)

    def refund(self, wanted: Refund) -> RefundOutcome:
        """Always names the amount: "all" would mean what is left when a lost request arrives."""
        address = f"{_address(wanted.payment)}/refunds"
        body: dict[str, JsonValue] = {"amount": wanted.amount.reais}
        reply = self._http.post(address, RefundMessage, body, {**once(wanted.id), **SHOW_UNFINISHED})
        if not isinstance(reply, Answered):
            return while_refunding(reply)
        given = _given(reply.message)
        if not isinstance(given, RefundPending):
            return given
        # A repeated key returns the first answer, which says how far it was then.
        now = self._http.get(f"{address}/{reply.message.id}", RefundMessage)
        return _given(now.message) if isinstance(now, Answered) else given

    def received(self, since: datetime, until: datetime) -> ListOutcome:
        if until <= since:
            return ReceivedList((), is_whole=True)
        period = {"range": "date_approved", "begin_date": moment(since), "end_date": moment(until)}
        found = self._search({**period, "sort": "date_approved", "criteria": "asc"})
        if not isinstance(found, tuple):
            return while_reading(found)
        charges, is_whole = found
        brought = (each for each in charges if each.has_money and each.date_approved)
        within = (each for each in brought if each.date_approved and since <= each.date_approved < until)
        return ReceivedList(
            tuple(Received(each.payment, str(each.id), intent_of(each.external_reference)) for each in within), is_whole
        )

    def check(self) -> CheckOutcome:
        newest = {"sort": "date_created", "criteria": "desc", "limit": "1", "offset": "0"}
        reply = self._http.get("/v1/payments/search", PaymentSearch, newest)
        if not isinstance(reply, Answered):
            return while_reading(reply)
        return ProviderHealthy(self._clock.now() - reply.date if reply.date else None)

    def _wanted(self, intent: Intent, now: datetime) -> dict[str, JsonValue]:
        ends_at = max(intent.expires_at, now + LIFE_MIN + CLOCKS_APART)
        return {
            "transaction_amount": intent.amount.reais,
            "description": intent.description[:DESCRIPTION_MAX],
            "payment_method_id": "pix",
            "external_reference": intent.id,
            "date_of_expiration": moment(ends_at),
            "payer": payer_json(self._payer_email, intent.payer),
        }

    def _given_up(self, charge: PixPayment, why: ChargeRefused) -> ChargeRefused:
        """Cancel a charge whose code was never shown. Should that fail, it stays unpaid and unseen."""
        if charge.state is ChargeState.OPEN:
            self._http.send("PUT", _address(str(charge.id)), PixPayment, {"status": "cancelled"})
        return why

    def _read(self, charge_id: str) -> Answered[PixPayment] | Failure:
        return self._http.get(_address(charge_id), PixPayment)

    def _siblings(self, intent_id: str) -> tuple[PixPayment, ...] | Failure:
        """All charges of one intent, newest first."""
        found = self._search({"external_reference": intent_id, "sort": "date_created", "criteria": "desc"})
        if not isinstance(found, tuple):
            return found
        return tuple(each for each in found[0] if each.external_reference == intent_id)

    def _search(self, query: Mapping[str, str]) -> tuple[tuple[PixPayment, ...], bool] | Failure:
        """What matches, each once, and whether that is all."""
        found: dict[int, PixPayment] = {}
        for page in range(PAGES_MAX):
            paged = {**query, "limit": str(PAGE), "offset": str(page * PAGE)}
            reply = self._http.get("/v1/payments/search", PaymentSearch, paged)
            if not isinstance(reply, Answered):
                return reply
            found.update((each.id, each) for each in reply.message.results)
            if len(found) >= reply.message.paging.total or not reply.message.results:
                return tuple(found.values()), len(found) >= reply.message.paging.total
        return tuple(found.values()), False


def _shown(intent: Intent, charge: PixPayment) -> ChargeOpened | ChargeUnknown | ChargeRefused:
    """What a charge of this intent has to show now."""
    if charge.state is ChargeState.VOIDED:
        return ended(charge.raw_status)
    if charge.state is not ChargeState.OPEN:
        return ChargeUnknown(charge.raw_status)
    if charge.asked != intent.amount:
        return wrong_amount(intent, charge.asked)
    if charge.br_code is None:
        return ChargeUnknown(NO_CODE_YET)
    fault = check_for(charge.br_code, intent.amount)
    return bad_code(fault) if isinstance(fault, BrCodeFault) else ChargeOpened(_ref(intent, charge), charge.br_code)


def _given(refund: RefundMessage) -> Refunded | RefundPending | RefundRefused | RefundUnknown:
    if refund.status in _NOT_REFUNDED:
        return RefundRefused(refund.status, "O Mercado Pago não fez esta devolução.")
    return _REFUNDS.get(refund.status, RefundUnknown(refund.status))


def _ref(intent: Intent, charge: PixPayment) -> ChargeRef:
    return ChargeRef(intent.id, str(charge.id), intent.amount)


def _address(charge_id: str) -> str:
    return f"/v1/payments/{quote(charge_id, safe='')}"
