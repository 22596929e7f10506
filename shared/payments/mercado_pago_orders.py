"""Mercado Pago by the Orders API: Pix, and Point card machines.

Source: mercadopago.com.br/developers (reference of orders, possible errors, Point). What a request may do once only
carries an `X-Idempotency-Key`: our intent's id for an order, our refund's id for a refund. A key that was used may be
refused with 409; what its first request made is then found by our reference. Cancelling is harmless to repeat and has
a new key each time, so that a cancellation that failed can be asked for again.

A card machine holds one order. Once it has fetched it, only there can it be ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import assert_never
from urllib.parse import quote

import httpx
from pydantic import SecretStr

from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.payments.conclusions import while_reading
from shared.payments.conversation import TIMEOUT, Answered, Denied, Failure, Missing
from shared.payments.mercado_pago_http import intent_of, mercado_pago_conversation, moment, once
from shared.payments.mercado_pago_order_kinds import OrderKind
from shared.payments.mercado_pago_order_messages import Order, OrderPage, observation
from shared.payments.mercado_pago_order_refunds import again, ours_among, refund_json, told
from shared.payments.mercado_pago_outcomes import while_creating, while_refunding, while_voiding
from shared.payments.mercado_pago_refusals import ANOTHER, NO_CODE_YET, ended, expired, wrong_amount
from shared.payments.mercado_pago_terminals import find_terminal
from shared.payments.model import (
    TERMINAL_BUSY,
    ChargeAbsent,
    ChargeFound,
    ChargeOnTerminal,
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
    RefundOutcome,
    RefundPending,
    Voided,
    VoidOutcome,
    VoidRefusal,
    VoidRefused,
)

KEY_USED = "idempotency_key_already_used"
BUSY = frozenset({"already_queued_order_on_terminal", "already_queued_order_for_device"})
HELD = frozenset({"at_terminal", "action_required"})
PAGE = 50
PAGES_MAX = 100
SEARCH_SLACK = timedelta(days=1)
"""Orders are listed by the day they were made on; clocks differ."""
ORDER_LIFE_MAX = timedelta(days=31)
"""An order is paid at most this long after it was made."""
ASK_AGAIN = timedelta(seconds=1)

Shown = ChargeOpened | ChargeOnTerminal | ChargeUnknown | ChargeRefused
_WEIGHTS = (ChargeState.PAID, ChargeState.REVERSED, ChargeState.UNKNOWN, ChargeState.OPEN, ChargeState.VOIDED)


class MercadoPagoOrders:
    """One way of paying of one account. `ids` makes the keys of cancellations."""

    def __init__(
        self,
        base_url: str,
        token: SecretStr,
        kind: OrderKind,
        clock: Clock,
        ids: Ids,
        timeout: httpx.Timeout = TIMEOUT,
    ) -> None:
        self._http = mercado_pago_conversation(base_url, token, clock, timeout)
        self._kind = kind
        self._clock = clock
        self._ids = ids

    @property
    def name(self) -> str:
        return self._kind.provider

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def open_charge(self, intent: Intent) -> OpenOutcome:
        now = self._clock.now()
        if intent.expires_at <= now:
            return expired()
        created = self._http.post("/v1/orders", Order, self._kind.body(intent, now), once(intent.id))
        if isinstance(created, Denied) and created.code == KEY_USED:
            return self._made_before(intent)
        if isinstance(created, Denied) and created.code in BUSY:
            return ChargeRefused(TERMINAL_BUSY, "A maquininha já está com outra cobrança.")
        if not isinstance(created, Answered):
            return while_creating(created)
        order = created.message
        if order.external_reference != intent.id:
            return ChargeUnknown(ANOTHER)
        shown = self._shown(intent, order)
        return self._given_up(order, shown) if isinstance(shown, ChargeRefused) else shown

    def find_charge(self, intent: Intent) -> FindOutcome:
        order = self._of_intent(intent)
        if order is None:
            return ChargeAbsent()
        if not isinstance(order, Order):
            return while_reading(order)
        shown = self._shown(intent, order)
        if isinstance(shown, ChargeUnknown) and shown.cause == NO_CODE_YET:
            whole = self._read(order.id)
            if not isinstance(whole, Answered):
                return while_reading(whole)
            shown = self._shown(intent, whole.message)
        match shown:
            case ChargeOpened() | ChargeOnTerminal():
                return shown
            case ChargeUnknown(cause) if cause == NO_CODE_YET:
                return ProviderUnreachable(cause, ASK_AGAIN)
            case ChargeUnknown() | ChargeRefused():
                return ChargeFound(_ref(intent, order))
            case _:
                assert_never(shown)

    def look_up(self, ref: ChargeRef) -> LookOutcome:
        reply = self._read(ref.charge_id)
        if isinstance(reply, Missing):
            return ChargeAbsent()
        if not isinstance(reply, Answered):
            return while_reading(reply)
        if reply.message.id != ref.charge_id:
            return ProviderNonsense(ANOTHER)
        return observation(ref, reply.message) or ProviderNonsense("paid_without_payment")

    def void(self, ref: ChargeRef) -> VoidOutcome:
        """Possible while it waits; a card machine that has fetched it refuses, and so does what has ended."""
        reply = self._http.post(f"{_address(ref.charge_id)}/cancel", Order, headers=once(self._ids.new()))
        if isinstance(reply, Answered):
            state = reply.message.state
            return Voided() if state is ChargeState.VOIDED else ChargeUnknown(reply.message.raw_status)
        outcome = while_voiding(reply)
        return self._why_not(ref, outcome) if isinstance(outcome, VoidRefused) else outcome

    def refund(self, wanted: Refund) -> RefundOutcome:
        """Always names payment and amount: "all" would mean what is left when a lost request arrives."""
        address = f"{_address(wanted.ref.charge_id)}/refund"
        reply = self._http.post(address, Order, refund_json(wanted), once(wanted.id))
        is_known = isinstance(reply, Denied) and reply.code == KEY_USED
        if not is_known and not isinstance(reply, Answered):
            return while_refunding(reply)
        ours = ours_among(wanted, reply.message) if isinstance(reply, Answered) else None
        first = told(ours) if isinstance(reply, Answered) else None
        if first is not None and not isinstance(first, RefundPending):
            return first
        # A repeated key may return the first answer, which says how far it was then.
        now = self._read(wanted.ref.charge_id)
        if isinstance(now, Answered):
            return told(again(ours, now.message) if ours else ours_among(wanted, now.message))
        return first or while_refunding(now)

    def received(self, since: datetime, until: datetime) -> ListOutcome:
        """Orders name no moment of a payment: all that were changed since, and made before `until`, have their place.

        So a payment near either end may be listed in two periods; it has the same reference in both.
        """
        if until <= since:
            return ReceivedList((), is_whole=True)
        found = self._search(since - ORDER_LIFE_MAX, until, {})
        if not isinstance(found, tuple):
            return while_reading(found)
        orders, is_whole = found
        recent = (each for each in orders if each.last_updated_date is None or each.last_updated_date >= since)
        return ReceivedList(
            tuple(
                Received(payment, order.id, intent_of(order.external_reference))
                for order in recent
                for payment in order.payments
            ),
            is_whole,
        )

    def check(self) -> CheckOutcome:
        machine = self._kind.machine
        reply = self._newest() if machine is None else find_terminal(self._http, machine)
        if isinstance(reply, ChargeRefused):
            return reply
        if not isinstance(reply, Answered):
            return while_reading(reply)
        return ProviderHealthy(self._clock.now() - reply.date if reply.date else None)

    def _newest(self) -> Answered[OrderPage] | Failure:
        now = self._clock.now()
        query = {**_between(now - SEARCH_SLACK, now), "type": self._kind.type, "page": "1", "page_size": "1"}
        return self._http.get("/v1/orders", OrderPage, query)

    def _shown(self, intent: Intent, order: Order) -> Shown:
        """What an order of this intent has to show now."""
        if order.state is ChargeState.VOIDED:
            return ended(order.raw_status)
        if order.state not in {ChargeState.OPEN, ChargeState.UNKNOWN}:
            return ChargeUnknown(order.raw_status)
        if order.asked != intent.amount:
            return wrong_amount(intent, order.asked)
        return self._kind.shown(_ref(intent, order), order)

    def _made_before(self, intent: Intent) -> OpenOutcome:
        """Our key was used: the order exists, or will be found when the search has caught up."""
        order = self._of_intent(intent, is_live=False)
        return self._shown(intent, order) if isinstance(order, Order) else ChargeUnknown(KEY_USED)

    def _given_up(self, order: Order, why: ChargeRefused) -> ChargeRefused:
        """Cancel an order that was never shown. Should that fail, it stays unpaid and unseen."""
        if order.state is not ChargeState.VOIDED:
            self._http.post(f"{_address(order.id)}/cancel", Order, headers=once(self._ids.new()))
        return why

    def _why_not(self, ref: ChargeRef, refused: VoidRefused) -> VoidRefused:
        """Is it because the card machine holds it?"""
        reply = self._read(ref.charge_id)
        is_held = isinstance(reply, Answered) and reply.message.status in HELD and self._kind.type == "point"
        return VoidRefused(refused.detail, VoidRefusal.ON_TERMINAL) if is_held else refused

    def _of_intent(self, intent: Intent, *, is_live: bool = True) -> Order | Failure | None:
        """The order that says most about the intent's money; `is_live`: none that has ended without any."""
        until = self._clock.now() + SEARCH_SLACK
        found = self._search(intent.created_at - SEARCH_SLACK, until, {"external_reference": intent.id})
        if not isinstance(found, tuple):
            return found
        ours = (each for each in found[0] if each.external_reference == intent.id)
        wanted = (each for each in ours if not is_live or each.state is not ChargeState.VOIDED)
        return min(wanted, key=lambda each: _WEIGHTS.index(each.state), default=None)

    def _read(self, order_id: str) -> Answered[Order] | Failure:
        return self._http.get(_address(order_id), Order)

    def _search(
        self, since: datetime, until: datetime, query: Mapping[str, str]
    ) -> tuple[tuple[Order, ...], bool] | Failure:
        """What matches of this kind, each once, and whether that is all."""
        found: dict[str, Order] = {}
        asked = {**_between(since, until), **query, "type": self._kind.type}
        for page in range(1, PAGES_MAX + 1):
            paged = {**asked, "page": str(page), "page_size": str(PAGE)}
            reply = self._http.get("/v1/orders", OrderPage, paged)
            if not isinstance(reply, Answered):
                return reply
            found.update((each.id, each) for each in reply.message.data)
            if len(found) >= reply.message.paging.total or not reply.message.data:
                return self._own(found), len(found) >= reply.message.paging.total
        return self._own(found), False

    def _own(self, found: Mapping[str, Order]) -> tuple[Order, ...]:
        return tuple(each for each in found.values() if each.type in {None, self._kind.type})


def _between(since: datetime, until: datetime) -> dict[str, str]:
    ordered = {"sort_by": "created_date", "sort_order": "asc"}
    return {"begin_date": moment(since), "end_date": moment(until), **ordered}


def _ref(intent: Intent, order: Order) -> ChargeRef:
    return ChargeRef(intent.id, order.id, intent.amount)


def _address(order_id: str) -> str:
    return f"/v1/orders/{quote(order_id, safe='')}"
