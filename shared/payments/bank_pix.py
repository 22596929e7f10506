"""The Pix API of the Central Bank (`cob`, version 2.9.0), as the shop's own bank serves it.

Source: bacen.github.io/pix-api. The charge's txid is ours: the intent's id, 32 of the 26 to 35 characters allowed. So a
charge whose answer was lost is found under the id it was asked for, and asking for it again changes the same charge
instead of making a second one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import assert_never
from urllib.parse import quote

import httpx

from shared.kernel.clock import Clock
from shared.kernel.ids import Ids, IntentId
from shared.payments import bank_pix_refunds
from shared.payments.bank_pix_line import Account, BankLine
from shared.payments.bank_pix_messages import (
    ACTIVE,
    PAID,
    REFUSED_CHARGE,
    REMOVED,
    REMOVED_BY_SHOP,
    Charge,
    PixPage,
    ReceivedPix,
    observation,
)
from shared.payments.brcode import BrCodeFault, check_for, write_dynamic
from shared.payments.conclusions import undone, while_creating, while_reading
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
    ChargeUnknown,
    CheckOutcome,
    FindOutcome,
    Intent,
    ListOutcome,
    LookOutcome,
    OpenOutcome,
    ProviderHealthy,
    Received,
    ReceivedList,
    Refund,
    RefundOutcome,
    Voided,
    VoidOutcome,
    VoidRefused,
)

DESCRIPTION_MAX = 140
NAME_MAX = 200
PAGE = 100
PAGES_MAX = 50
CHECKED_PERIOD = timedelta(minutes=1)

_OURS = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whom the money is for: a Pix key of the account, and what the code says to the payer's phone."""

    pix_key: str
    name: str
    city: str


class BankPix:
    """One account at one bank."""

    def __init__(
        self, account: Account, receiver: Receiver, clock: Clock, ids: Ids, timeout: httpx.Timeout = TIMEOUT
    ) -> None:
        self._profile = account.profile
        self._receiver = receiver
        self._clock = clock
        self._line = BankLine(account, clock, ids, timeout)

    @property
    def name(self) -> str:
        return "bank_pix"

    def close(self) -> None:
        """Let go of the connections."""
        self._line.close()

    def open_charge(self, intent: Intent) -> OpenOutcome:
        seconds_left = int((intent.expires_at - self._clock.now()).total_seconds())
        if seconds_left <= 0:
            return ChargeRefused("intent_expired", "O prazo desta cobrança já terminou.")
        reply = self._line.send("PUT", self._charge_path(intent.id), Charge, self._wanted(intent, seconds_left))
        if isinstance(reply, Denied) and reply.code == REFUSED_CHARGE:
            return self._why_refused(intent, reply)
        if not isinstance(reply, Answered):
            return while_creating(reply)
        if reply.message.txid != intent.id or reply.message.status != ACTIVE:
            return ChargeUnknown("another_charge")
        shown = self._shown(intent, reply.message)
        return self._given_up(intent, shown) if isinstance(shown, ChargeRefused) else shown

    def find_charge(self, intent: Intent) -> FindOutcome:
        """A charge that was removed is found as well: its txid is used up, and looking it up says that it is void."""
        reply = self._read(intent.id)
        if isinstance(reply, Missing):
            return ChargeAbsent()
        if not isinstance(reply, Charge):
            return while_reading(reply)
        found = ChargeFound(ChargeRef(intent.id, intent.id, intent.amount))
        if reply.status != ACTIVE or reply.pix or reply.calendar.has_ended(self._clock.now()):
            return found
        shown = self._shown(intent, reply)
        return shown if isinstance(shown, ChargeOpened) else found

    def look_up(self, ref: ChargeRef) -> LookOutcome:
        """One request, and a second one for a paid charge that does not say what was paid."""
        reply = self._read(ref.charge_id)
        if isinstance(reply, Missing):
            return ChargeAbsent()
        if not isinstance(reply, Charge):
            return while_reading(reply)
        if reply.status != PAID or reply.pix:
            return observation(ref, reply, reply.pix)
        listed = self._pix_of(reply)
        return observation(ref, reply, listed) if isinstance(listed, tuple) else while_reading(listed)

    def void(self, ref: ChargeRef) -> VoidOutcome:
        reply = self._remove(ref.charge_id)
        match reply:
            case Answered() if reply.message.status in REMOVED:
                return Voided()
            case Answered():
                return ChargeUnknown(f"status_{reply.message.status}")
            case Missing():
                return ChargeAbsent()
            case Denied():
                return self._why_not_void(ref, reply)
            case Lost() | Unreadable():
                return ChargeUnknown(reply.cause)
            case Barred() | Unsent() | Throttled():
                return undone(reply)
            case _:
                assert_never(reply)

    def refund(self, wanted: Refund) -> RefundOutcome:
        return bank_pix_refunds.give_back(self._line, self._profile.received, wanted)

    def received(self, since: datetime, until: datetime) -> ListOutcome:
        """In slices as long as the bank allows, PAGES_MAX pages in all."""
        found: dict[str, ReceivedPix] = {}
        pages_left = PAGES_MAX
        for start, end in _slices(since, until, self._profile.list_max):
            page, page_count = 0, 1
            while page < page_count:
                if not pages_left:
                    return _received_list(found, is_whole=False)
                reply = self._page(start, end, page)
                if not isinstance(reply, Answered):
                    return while_reading(reply)
                found |= {each.end_to_end_id: each for each in reply.message.pix}
                page, page_count, pages_left = page + 1, reply.message.parameters.paging.pages, pages_left - 1
        return _received_list(found, is_whole=True)

    def check(self) -> CheckOutcome:
        now = self._clock.now()
        reply = self._page(now - CHECKED_PERIOD, now, 0, size=1)
        if not isinstance(reply, Answered):
            return while_reading(reply)
        return ProviderHealthy(self._clock.now() - reply.date if reply.date else None)

    def _wanted(self, intent: Intent, seconds_left: int) -> dict[str, JsonValue]:
        body: dict[str, JsonValue] = {
            "calendario": {"expiracao": seconds_left},
            "valor": {"original": str(intent.amount.reais)},
            "chave": self._receiver.pix_key,
            "solicitacaoPagador": intent.description[:DESCRIPTION_MAX],
        }
        if intent.payer:
            body["devedor"] = {"cpf": intent.payer.cpf, "nome": intent.payer.name[:NAME_MAX]}
        return body

    def _shown(self, intent: Intent, charge: Charge) -> ChargeOpened | ChargeRefused:
        """The charge with its code, when both ask for exactly the amount and the code leads to this charge."""
        if charge.amount != intent.amount:
            return ChargeRefused("wrong_amount", f"O banco respondeu com {charge.amount} em vez de {intent.amount}.")
        if charge.key not in {None, self._receiver.pix_key}:
            return ChargeRefused("wrong_receiver", "O banco respondeu com outra chave Pix.")
        code = charge.code or self._written(charge)
        if code is None:
            return ChargeRefused("no_pix_code", "O banco não enviou o código Pix da cobrança.")
        read = check_for(code, intent.amount)
        if isinstance(read, BrCodeFault):
            return ChargeRefused("bad_pix_code", f"O banco enviou um código Pix inválido ({read.problem}).")
        if read.url is None or (charge.place and read.url.lower() != charge.place.lower()):
            return ChargeRefused("strange_pix_code", "O código Pix que o banco enviou não leva a esta cobrança.")
        return ChargeOpened(ChargeRef(intent.id, charge.txid, intent.amount), code)

    def _written(self, charge: Charge) -> str | None:
        try:
            return write_dynamic(charge.place or "", self._receiver.name, self._receiver.city)
        except ValueError:
            return None

    def _given_up(self, intent: Intent, why: ChargeRefused) -> ChargeRefused:
        """Remove a charge whose code was never shown. Should that fail, it stays unpaid and unseen until it expires."""
        self._remove(intent.id)
        return why

    def _why_refused(self, intent: Intent, denied: Denied) -> OpenOutcome:
        """The same refusal is given for wrong data and for a charge that is no longer open; the second one exists."""
        found = self._read(intent.id)
        return ChargeRefused(denied.code, denied.detail) if isinstance(found, Missing) else ChargeUnknown(denied.code)

    def _why_not_void(self, ref: ChargeRef, denied: Denied) -> Voided | VoidRefused:
        """A removal may be asked for twice; whatever else stands in its way is for `look_up` to tell."""
        found = self._read(ref.charge_id)
        is_gone = isinstance(found, Charge) and found.status in REMOVED
        return Voided() if is_gone else VoidRefused(denied.detail)

    def _read(self, txid: str) -> Charge | Failure:
        reply = self._line.get(self._charge_path(txid), Charge)
        if not isinstance(reply, Answered):
            return reply
        return reply.message if reply.message.txid == txid else Unreadable("another_charge")

    def _remove(self, txid: str) -> Answered[Charge] | Failure:
        return self._line.send("PATCH", self._charge_path(txid), Charge, {"status": REMOVED_BY_SHOP})

    def _pix_of(self, charge: Charge) -> tuple[ReceivedPix, ...] | Failure:
        """The list of the period in which it could be paid: some answers about a paid charge leave its Pix out."""
        now = self._clock.now()
        since = max(charge.calendar.created_at or now, now - self._profile.list_max)
        reply = self._page(since, now, 0, {"txid": charge.txid})
        if not isinstance(reply, Answered):
            return reply
        return tuple(each for each in reply.message.pix if each.txid == charge.txid)

    def _page(
        self, since: datetime, until: datetime, number: int, also: dict[str, str] | None = None, size: int = PAGE
    ) -> Answered[PixPage] | Failure:
        query = {
            "inicio": _written_moment(since),
            "fim": _written_moment(until),
            "paginacao.paginaAtual": str(number),
            "paginacao.itensPorPagina": str(size),
        }
        return self._line.get(self._profile.received, PixPage, {**query, **(also or {})})

    def _charge_path(self, txid: str) -> str:
        return f"{self._profile.charge}/{quote(txid, safe='')}"


def _slices(since: datetime, until: datetime, longest: timedelta) -> Iterator[tuple[datetime, datetime]]:
    while since < until:
        end = min(since + longest, until)
        yield since, end
        since = end


def _received_list(found: dict[str, ReceivedPix], *, is_whole: bool) -> ReceivedList:
    return ReceivedList(tuple(_received(each) for each in found.values()), is_whole)


def _received(pix: ReceivedPix) -> Received:
    """Money without a txid was sent to the key by hand: it names no charge, and so no intent."""
    txid = pix.txid or ""
    return Received(pix.payment, txid or pix.end_to_end_id, IntentId(txid) if _OURS.fullmatch(txid) else None)


def _written_moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
