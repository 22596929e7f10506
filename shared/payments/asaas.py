"""Asaas, for Pix: a dynamic charge where the payer is known, a static code with expiry where nobody gave a CPF.

Source: docs.asaas.com (customers, charges, Pix). Asaas knows no idempotency key: our intent's id is the
`externalReference`, and what became of a lost creation is found by it.

A dynamic charge is found whether it was paid or not. A static code is not: Asaas lists the charges that payments of a
code made, never the code itself. So after a lost static creation `find_charge` says `ChargeAbsent` although a code may
exist, and the caller creates a second one. That is safe: the text of the first never reached us, so nobody can be shown
it, nobody can pay it, and it expires with the intent. Should money come to it all the same, `find_charge` names it from
the charge it made, if Asaas has given that charge the code's reference.

For the same reason nobody can read whether a static code was removed. The adapter remembers which codes it removed, or
was told are gone; after a restart, voiding again gives the same answer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never
from urllib.parse import quote

import httpx
from pydantic import SecretStr

from shared.kernel.clock import Clock
from shared.kernel.day import ZONE
from shared.payments.asaas_http import asaas_conversation
from shared.payments.asaas_messages import (
    STATIC,
    AddressKeyPage,
    AsaasPayment,
    Customer,
    CustomerPage,
    Deletion,
    PaymentPage,
    PixQrCode,
    StaticPixQrCode,
    observation,
    weightiest,
)
from shared.payments.asaas_refunds import give_back
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
    ProviderUnreachable,
    ReceivedList,
    Refund,
    RefundOutcome,
    Voided,
    VoidOutcome,
    VoidRefused,
)

PRODUCTION = "https://api.asaas.com/v3"
SANDBOX = "https://api-sandbox.asaas.com/v3"
REMOVED = "REMOVED"
REMOVED_KEPT = 1_000
DESCRIPTION_MAX = 500
PAGE = 100
PAGES_MAX = 5
RECEIVED_PAGES_MAX = 50
_LEAST = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class _Listed:
    """Charges in the order of Asaas, each once; `is_whole` is False when there were more pages than were asked for."""

    charges: tuple[AsaasPayment, ...]
    is_whole: bool


class Asaas:
    """One Asaas account. `pix_key` is the account's key for static codes; None: its first active one is asked for."""

    def __init__(
        self,
        base_url: str,
        api_key: SecretStr,
        clock: Clock,
        pix_key: str | None = None,
        timeout: httpx.Timeout = TIMEOUT,
    ) -> None:
        self._http = asaas_conversation(base_url, api_key, clock, timeout)
        self._clock = clock
        self._pix_key = pix_key
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
        return self._open_static(intent) if intent.payer is None else self._open_dynamic(intent, intent.payer)

    def find_charge(self, intent: Intent) -> FindOutcome:
        charges = self._list({"externalReference": intent.id})
        if not isinstance(charges, tuple):
            return while_reading(charges)
        ours = (each for each in charges if each.external_reference == intent.id)
        found = weightiest(each for each in ours if each.state is not ChargeState.VOIDED)
        if found is None:
            return ChargeAbsent()
        if found.state is not ChargeState.OPEN or found.pix_qr_code_id:
            return ChargeFound(_ref(intent, found))
        shown = self._with_code(intent, found)
        match shown:
            case ChargeOpened():
                return shown
            case ChargeRefused() | Denied() | Missing():
                return ChargeFound(_ref(intent, found))
            case Barred() | Unsent() | Throttled() | Lost() | Unreadable():
                return while_reading(shown)
            case _:
                assert_never(shown)

    def look_up(self, ref: ChargeRef) -> LookOutcome:
        """A dynamic charge costs one request, and a second one once it has money: was the intent paid twice?"""
        if ref.charge_id.startswith(STATIC):
            return self._look_up_static(ref, ref.charge_id.removeprefix(STATIC))
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
        siblings = self._list({"externalReference": ref.intent_id})
        known = siblings if isinstance(siblings, tuple) else ()
        others = (each for each in known if each.external_reference == ref.intent_id)
        return observation(ref, [*others, charge.message])

    def void(self, ref: ChargeRef) -> VoidOutcome:
        reply = self._http.delete(_address(ref.charge_id), Deletion)
        match reply:
            case Answered():
                return self._removal(ref) if reply.message.deleted else ChargeUnknown("not_deleted")
            case Denied():
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
        return give_back(self._http, wanted)

    def received(self, since: datetime, until: datetime) -> ListOutcome:
        """By the days that Asaas names, which are Brazil's; up to RECEIVED_PAGES_MAX pages.

        Asaas filters by one status at a time: what brought no money is left out here.
        """
        if until <= since:
            return ReceivedList((), is_whole=True)
        first, last = (each.astimezone(ZONE).date().isoformat() for each in (since, until - _LEAST))
        listed = self._pages({"paymentDate[ge]": first, "paymentDate[le]": last}, RECEIVED_PAGES_MAX)
        if not isinstance(listed, _Listed):
            return while_reading(listed)
        return ReceivedList(tuple(each.received for each in listed.charges if each.has_money), listed.is_whole)

    def check(self) -> CheckOutcome:
        reply = self._http.get("/payments", PaymentPage, {"offset": "0", "limit": "1"})
        if not isinstance(reply, Answered):
            return while_reading(reply)
        return ProviderHealthy(self._clock.now() - reply.date if reply.date else None)

    def _look_up_static(self, ref: ChargeRef, code_id: str) -> LookOutcome:
        charges = self._list({"pixQrCodeId": code_id})
        if not isinstance(charges, tuple):
            return while_reading(charges)
        seen = observation(ref, (each for each in charges if each.pix_qr_code_id == code_id))
        is_gone = seen.state is ChargeState.OPEN and ref.charge_id in self._removed
        return replace(seen, state=ChargeState.VOIDED, raw_status=REMOVED) if is_gone else seen

    def _removal(self, ref: ChargeRef) -> Voided:
        self._removed.append(ref.charge_id)
        return Voided()

    def _open_dynamic(self, intent: Intent, payer: Payer) -> OpenOutcome:
        customer = self._customer(payer)
        if not isinstance(customer, Customer):
            return while_preparing(customer)
        body: dict[str, JsonValue] = {
            "customer": customer.id,
            "billingType": "PIX",
            "value": intent.amount.reais,
            # The day it ends, so that a charge made before midnight is not overdue while it is on the screen.
            "dueDate": intent.expires_at.astimezone(ZONE).date().isoformat(),
            "description": intent.description[:DESCRIPTION_MAX],
            "externalReference": intent.id,
        }
        created = self._http.post("/payments", AsaasPayment, body)
        if not isinstance(created, Answered):
            return while_creating(created)
        shown = self._with_code(intent, created.message)
        match shown:
            case ChargeOpened():
                return shown
            case ChargeRefused():
                return self._given_up(created.message.id, shown)
            case Denied():
                return self._given_up(created.message.id, ChargeRefused(shown.code, shown.detail))
            case Barred():
                return ChargeUnknown(shown.code)
            case Missing() | Throttled():
                return ChargeUnknown("no_pix_code_yet")
            case Unsent() | Lost() | Unreadable():
                return ChargeUnknown(shown.cause)
            case _:
                assert_never(shown)

    def _open_static(self, intent: Intent) -> OpenOutcome:
        key = self._address_key()
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
        return ChargeOpened(_ref(intent, charge), reply.message.payload)

    def _given_up(self, charge_id: str, why: ChargeRefused) -> ChargeRefused:
        """Remove a charge whose code was never shown. Should that fail, it stays unpaid and unseen."""
        self._http.delete(_address(charge_id), Deletion)
        return why

    def _customer(self, payer: Payer) -> Customer | Failure:
        known = self._http.get("/customers", CustomerPage, {"cpfCnpj": payer.cpf, "limit": "10"})
        if not isinstance(known, Answered):
            return known
        present = next((each for each in known.message.data if not each.deleted), None)
        if present:
            return present
        body: dict[str, JsonValue] = {"name": payer.name, "cpfCnpj": payer.cpf, "notificationDisabled": True}
        created = self._http.post("/customers", Customer, body)
        return created.message if isinstance(created, Answered) else created

    def _address_key(self) -> str | ChargeRefused | ProviderUnreachable:
        if self._pix_key is None:
            reply = self._http.get("/pix/addressKeys", AddressKeyPage, {"status": "ACTIVE", "limit": str(PAGE)})
            if not isinstance(reply, Answered):
                return while_preparing(reply)
            self._pix_key = next((each.key for each in reply.message.data if each.status == "ACTIVE"), None)
        return self._pix_key or ChargeRefused("no_pix_key", "A conta Asaas não tem uma chave Pix ativa.")

    def _list(self, query: Mapping[str, str]) -> tuple[AsaasPayment, ...] | Failure:
        listed = self._pages(query, PAGES_MAX)
        return listed.charges if isinstance(listed, _Listed) else listed

    def _pages(self, query: Mapping[str, str], pages_max: int) -> _Listed | Failure:
        """The newest come first: what is made meanwhile moves others to the next page, where they come again."""
        found: dict[str, AsaasPayment] = {}
        has_more = True
        for page in range(pages_max):
            reply = self._http.get("/payments", PaymentPage, {**query, "offset": str(page * PAGE), "limit": str(PAGE)})
            if not isinstance(reply, Answered):
                return reply
            found.update((each.id, each) for each in reply.message.data)
            has_more = reply.message.has_more
            if not has_more:
                break
        return _Listed(tuple(found.values()), not has_more)


def _address(charge_id: str) -> str:
    if charge_id.startswith(STATIC):
        return f"/pix/qrCodes/static/{quote(charge_id.removeprefix(STATIC), safe='')}"
    return f"/payments/{quote(charge_id, safe='')}"


def _ref(intent: Intent, charge: AsaasPayment) -> ChargeRef:
    return ChargeRef(intent.id, charge.charge_id, intent.amount)


def _bad_code(fault: BrCodeFault) -> ChargeRefused:
    return ChargeRefused("bad_pix_code", f"O Asaas enviou um código Pix inválido ({fault.problem}: {fault.detail}).")
