"""Asaas. Pix: a dynamic charge where the payer is known, a static code with expiry where nobody gave a CPF. Card and
boleto by link: `asaas_links`.

Source: docs.asaas.com (customers, charges, Pix). Asaas knows no idempotency key: our intent's id is the
`externalReference`, and what became of a lost creation is found by it.

A dynamic charge is found whether it was paid or not. A static code is not: Asaas lists the charges that payments of a
code made, never the code itself. So after a lost static creation `find_charge` says `ChargeAbsent` although a code may
exist, and the caller creates a second one. That is safe: the text of the first never reached us, so nobody can be shown
it, nobody can pay it, and it expires with the intent. Should money come to it all the same, `find_charge` names it from
the charge it made, if Asaas has given that charge the code's reference.

For the same reason nobody can read whether a static code was removed; nor may parts of a card payment be listed once
they are. The adapter remembers what it removed, or was told is gone; after a restart, voiding again gives the same
answer.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never
from urllib.parse import quote

import httpx
from pydantic import SecretStr

from shared.kernel.clock import Clock
from shared.kernel.day import ZONE
from shared.payments.asaas_http import asaas_conversation
from shared.payments.asaas_links import NO_PAYER, is_by_link, linked, look_up_plan, remove_rest, wanted, whole_of
from shared.payments.asaas_messages import (
    PLAN,
    STATIC,
    AsaasPayment,
    Customer,
    Deletion,
    PaymentPage,
    PixQrCode,
    StaticPixQrCode,
)
from shared.payments.asaas_reading import (
    CARD,
    REMOVED,
    Holding,
    accepted_between,
    held,
    observation,
    received,
    weightiest,
)
from shared.payments.asaas_records import AsaasRecords, Listed
from shared.payments.asaas_refund_parts import give_back_parts
from shared.payments.asaas_refunds import give_back
from shared.payments.asaas_terms import NO_TERMS, BoletoTerms
from shared.payments.brcode import BrCodeFault, check_for, text_room
from shared.payments.conclusions import undone, while_creating, while_preparing, while_reading
from shared.payments.conversation import (
    TIMEOUT,
    Answered,
    Barred,
    Denied,
    Failure,
    Lost,
    Missing,
    Throttled,
    Unreadable,
    Unsent,
)
from shared.payments.json_text import JsonValue
from shared.payments.model import (
    ChargeAbsent,
    ChargeByLink,
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
    Payer,
    ProviderHealthy,
    ProviderNonsense,
    ReceivedList,
    Refund,
    RefundOutcome,
    Voided,
    VoidOutcome,
    VoidRefused,
)

PRODUCTION = "https://api.asaas.com/v3"
SANDBOX = "https://api-sandbox.asaas.com/v3"
REMOVED_KEPT = 1_000
CARD_LIFE_MAX = timedelta(days=16)
"""A card pays at most this long after its charge was made: then nobody watches it any more."""
_LEAST = timedelta(microseconds=1)


class Asaas:
    """One Asaas account. `pix_key` is the account's key for static codes; None: its first active one is asked for."""

    def __init__(
        self,
        base_url: str,
        api_key: SecretStr,
        clock: Clock,
        pix_key: str | None = None,
        timeout: httpx.Timeout = TIMEOUT,
        terms: BoletoTerms = NO_TERMS,
    ) -> None:
        self._http = asaas_conversation(base_url, api_key, clock, timeout)
        self._base_url = base_url
        self._terms = terms
        self._clock = clock
        self._records = AsaasRecords(self._http, pix_key)
        self._removed: deque[str] = deque(maxlen=REMOVED_KEPT)

    @property
    def name(self) -> str:
        return "asaas"

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def open_charge(self, intent: Intent) -> OpenOutcome:
        if intent.expires_at <= self._clock.now():
            return ChargeRefused("intent_expired", "O prazo desta cobrança já terminou.")
        if intent.payer is None:
            return NO_PAYER if is_by_link(intent) else self._open_static(intent)
        return self._open_for(intent, intent.payer)

    def find_charge(self, intent: Intent) -> FindOutcome:
        charges = self._records.charges({"externalReference": intent.id})
        if not isinstance(charges, tuple):
            return while_reading(charges)
        ours = held(each for each in charges if each.external_reference == intent.id)
        found = weightiest(each for each in ours if each.state is not ChargeState.VOIDED)
        if found is None:
            return ChargeAbsent()
        if found.state is not ChargeState.OPEN or found.is_touched or found.charge_id.startswith(STATIC):
            return ChargeFound(_ref(intent, found.charge_id))
        if is_by_link(intent):
            link = linked(intent, found, self._base_url)
            return link if isinstance(link, ChargeByLink) else ChargeFound(_ref(intent, found.charge_id))
        shown = self._with_code(intent, found.first)
        match shown:
            case ChargeOpened():
                return shown
            case ChargeRefused() | Denied() | Missing():
                return ChargeFound(_ref(intent, found.charge_id))
            case Barred() | Unsent() | Throttled() | Lost() | Unreadable():
                return while_reading(shown)
            case _:
                assert_never(shown)

    def look_up(self, ref: ChargeRef) -> LookOutcome:
        """A dynamic charge costs one request, and a second one once it has money: was the intent paid twice?"""
        if ref.charge_id.startswith(STATIC):
            return self._look_up_static(ref, ref.charge_id.removeprefix(STATIC))
        if ref.charge_id.startswith(PLAN):
            return look_up_plan(self._http, self._records, ref, is_removed=ref.charge_id in self._removed)
        charge = self._http.get(_address(ref.charge_id), AsaasPayment)
        if isinstance(charge, Missing):
            return ChargeAbsent()
        if not isinstance(charge, Answered):
            return while_reading(charge)
        if charge.message.id != ref.charge_id:
            return ProviderNonsense("another_charge")
        if not charge.message.has_money:
            return observation(ref, [charge.message])
        # What is known must not wait for this second answer: a later look will have it.
        siblings = self._records.charges({"externalReference": ref.intent_id})
        known = siblings if isinstance(siblings, tuple) else ()
        others = (each for each in known if each.external_reference == ref.intent_id)
        return observation(ref, [*others, charge.message])

    def void(self, ref: ChargeRef) -> VoidOutcome:
        reply = self._http.delete(_address(ref.charge_id), Deletion)
        match reply:
            case Answered():
                return self._removal(ref) if reply.message.deleted else ChargeUnknown("not_deleted")
            case Denied():
                remove_rest(self._http, self._records, ref)
                return VoidRefused(reply.detail or reply.code)
            case Missing():
                self._removal(ref)
                return ChargeAbsent()
            case Lost() | Unreadable():
                return ChargeUnknown(reply.cause)
            case Barred() | Unsent() | Throttled():
                return undone(reply)
            case _:
                assert_never(reply)

    def refund(self, wanted: Refund) -> RefundOutcome:
        if wanted.payment.startswith(PLAN):
            return give_back_parts(self._http, self._records, wanted)
        return give_back(self._http, wanted)

    def received(self, since: datetime, until: datetime) -> ListOutcome:
        """By the days that Asaas names, which are Brazil's; up to RECEIVED_PAGES_MAX pages of each list.

        A card's money belongs to the day it was accepted, and Asaas lists it by the day it is credited: cards are
        listed by the day they were asked. Asaas filters by one status at a time: what brought no money is left out
        here.
        """
        if until <= since:
            return ReceivedList((), is_whole=True)
        first, last = (each.astimezone(ZONE).date() for each in (since, until - _LEAST))
        paid = self._records.pages({"paymentDate[ge]": first.isoformat(), "paymentDate[le]": last.isoformat()})
        asked = (first - CARD_LIFE_MAX).isoformat()
        carded = self._records.pages(
            {"billingType": CARD, "dateCreated[ge]": asked, "dateCreated[le]": last.isoformat()}
        )
        if not isinstance(paid, Listed):
            return while_reading(paid)
        if not isinstance(carded, Listed):
            return while_reading(carded)
        by_day = (each for each in paid.charges if each.billing_type != CARD)
        found = received((*by_day, *accepted_between(carded.charges, first, last)))
        return ReceivedList(tuple(found), paid.is_whole and carded.is_whole)

    def check(self) -> CheckOutcome:
        reply = self._http.get("/payments", PaymentPage, {"offset": "0", "limit": "1"})
        if not isinstance(reply, Answered):
            return while_reading(reply)
        return ProviderHealthy(self._clock.now() - reply.date if reply.date else None)

    def _look_up_static(self, ref: ChargeRef, code_id: str) -> LookOutcome:
        charges = self._records.charges({"pixQrCodeId": code_id})
        if not isinstance(charges, tuple):
            return while_reading(charges)
        seen = observation(ref, (each for each in charges if each.pix_qr_code_id == code_id))
        is_gone = seen.state is ChargeState.OPEN and ref.charge_id in self._removed
        return replace(seen, state=ChargeState.VOIDED, raw_status=REMOVED) if is_gone else seen

    def _removal(self, ref: ChargeRef) -> Voided:
        self._removed.append(ref.charge_id)
        return Voided()

    def _open_for(self, intent: Intent, payer: Payer) -> OpenOutcome:
        customer = self._records.customer(payer)
        if not isinstance(customer, Customer):
            return while_preparing(customer)
        created = self._http.post("/payments", AsaasPayment, wanted(intent, customer.id, self._terms))
        if not isinstance(created, Answered):
            return while_creating(created)
        charge = created.message
        shown = self._with_link(intent, charge) if is_by_link(intent) else self._with_code(intent, charge)
        match shown:
            case ChargeOpened() | ChargeByLink():
                return shown
            case ChargeRefused():
                return self._given_up(charge.charge_id, shown)
            case Denied():
                return self._given_up(charge.charge_id, ChargeRefused(shown.code, shown.detail))
            case Barred():
                return ChargeUnknown(shown.code)
            case Missing() | Throttled():
                return ChargeUnknown("not_shown_yet")
            case Unsent() | Lost() | Unreadable():
                return ChargeUnknown(shown.cause)
            case _:
                assert_never(shown)

    def _with_link(self, intent: Intent, charge: AsaasPayment) -> ChargeByLink | ChargeRefused | Failure:
        """Of a payment in parts Asaas answers the first: the others are read, so that all are what was asked."""
        if charge.installment is None:
            return linked(intent, Holding((charge,)), self._base_url)
        parts = self._records.charges({"installment": charge.installment})
        if not isinstance(parts, tuple):
            return parts
        return linked(intent, whole_of(charge.charge_id, parts) or Holding((charge,)), self._base_url)

    def _open_static(self, intent: Intent) -> OpenOutcome:
        key = self._records.address_key()
        if not isinstance(key, str):
            return key
        seconds_left = int((intent.expires_at - self._clock.now()).total_seconds())
        body: dict[str, JsonValue] = {
            "addressKey": key,
            "description": intent.description[: text_room(key)],
            "value": intent.amount.reais,
            "format": "PAYLOAD",
            "expirationSeconds": max(1, seconds_left),
            "allowsMultiplePayments": False,
            "externalReference": intent.id,
        }
        created = self._http.post("/pix/qrCodes/static", StaticPixQrCode, body)
        if not isinstance(created, Answered):
            return while_creating(created)
        charge_id = f"{STATIC}{created.message.id}"
        fault = check_for(created.message.payload, intent.amount)
        if isinstance(fault, BrCodeFault):
            return self._given_up(charge_id, _bad_code(fault))
        return ChargeOpened(ChargeRef(intent.id, charge_id, intent.amount), created.message.payload)

    def _with_code(self, intent: Intent, charge: AsaasPayment) -> ChargeOpened | ChargeRefused | Failure:
        if charge.amount != intent.amount:
            return ChargeRefused("wrong_amount", f"O Asaas respondeu com {charge.amount} em vez de {intent.amount}.")
        reply = self._http.get(f"/payments/{quote(charge.id, safe='')}/pixQrCode", PixQrCode)
        if not isinstance(reply, Answered):
            return reply
        fault = check_for(reply.message.payload, intent.amount)
        if isinstance(fault, BrCodeFault):
            return _bad_code(fault)
        return ChargeOpened(_ref(intent, charge.charge_id), reply.message.payload)

    def _given_up(self, charge_id: str, why: ChargeRefused) -> ChargeRefused:
        """Remove a charge whose code was never shown. Should that fail, it stays unpaid and unseen."""
        self._http.delete(_address(charge_id), Deletion)
        return why


def _address(charge_id: str) -> str:
    if charge_id.startswith(PLAN):
        return f"/installments/{quote(charge_id.removeprefix(PLAN), safe='')}"
    if charge_id.startswith(STATIC):
        return f"/pix/qrCodes/static/{quote(charge_id.removeprefix(STATIC), safe='')}"
    return f"/payments/{quote(charge_id, safe='')}"


def _ref(intent: Intent, charge_id: str) -> ChargeRef:
    return ChargeRef(intent.id, charge_id, intent.amount)


def _bad_code(fault: BrCodeFault) -> ChargeRefused:
    return ChargeRefused("bad_pix_code", f"O Asaas enviou um código Pix inválido ({fault.problem}: {fault.detail}).")
