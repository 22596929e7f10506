"""Mercado Pago, as the control and the page of the simulator see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from starlette.responses import Response
from starlette.routing import BaseRoute

from shared.kernel.clock import Clock
from shared.kernel.money import Money
from shared.payments.json_text import JsonValue
from shared.payments.simulator.answers import Json, NotFound, Refusal, json_response
from shared.payments.simulator.dialect import Fields, Shown
from shared.payments.simulator.mercado_pago import endpoints, orders, paying, payments
from shared.payments.simulator.mercado_pago.books import Books
from shared.payments.simulator.mercado_pago.mail import Mail
from shared.payments.simulator.mercado_pago.records import Order, Payment, Refund, Settings, Terminal
from shared.payments.simulator.mercado_pago.words import order_json, payment_json
from shared.payments.simulator.post import PostOffice

CONFLICT = 409
PAUSES = frozenset({"auto_pay_seconds", "code_seconds", "refund_seconds"})
PROXY_PAGE = "<html><body><h1>502 Bad Gateway</h1></body></html>"


class MercadoPagoRoom:
    """One account, served below ``/mp``."""

    def __init__(self, settings: Settings, clock: Clock, post: PostOffice) -> None:
        self._books = Books(settings, clock)
        self._mail = Mail(self._books, post)

    @property
    def name(self) -> str:
        return "mercado_pago"

    @property
    def base(self) -> str:
        return "/mp"

    @property
    def auto_pay_after(self) -> timedelta | None:
        return self._books.settings.auto_pay_after

    def routes(self) -> Sequence[BaseRoute]:
        return endpoints.routes(self._books, self.base)

    def error(self, status: int) -> Response:
        return Response(PROXY_PAGE, status, media_type="text/html")

    def throttled(self, seconds: int) -> Response:
        said: Json = {"message": "Too many requests", "error": "too_many_requests", "status": 429, "cause": []}
        answer = json_response(said, 429)
        answer.headers["Retry-After"] = str(seconds)
        return answer

    def tick(self) -> None:
        paying.tick(self._books)

    def announce(self) -> None:
        self._mail.send_news()

    def reset(self) -> None:
        self._books.reset()
        self._mail.reset()

    def pay(self, fields: Fields) -> Json | Refusal:
        amount = Money.from_reais(str(fields["amount"])) if "amount" in fields else None
        paid = paying.pay(self._books, self._target(fields), amount, force=fields.get("force") is True)
        if isinstance(paid, paying.NotPayable):
            return Refusal.because("not_payable", paid.reason, CONFLICT)
        return {"charge": paid}

    def refund(self, fields: Fields) -> Json | Refusal:
        target = self._target(fields)
        made: Order | Refund | Refusal | NotFound
        if isinstance(target, Payment):
            sent: dict[str, object] = {"amount": Decimal(str(fields["amount"]))} if "amount" in fields else {}
            made = payments.refund(self._books, target.id, sent)
        else:
            part: list[object] = [{"id": target.first.id, "amount": str(fields.get("amount"))}]
            made = orders.refund(self._books, target.id, {"transactions": part} if "amount" in fields else {})
        if isinstance(made, NotFound):
            return Refusal.because("not_found", "Cobrança inexistente.", CONFLICT)
        return made if isinstance(made, Refusal) else {"charge": target.id, "status": self._again(target).status}

    def settle_refunds(self, fields: Fields) -> Json | Refusal:
        """`approved`, `rejected` or `cancelled`, the Payments API's words, also for those of an order."""
        target, status = self._target(fields), str(fields["status"])
        settled = paying.settle_refunds(self._books, target, status)
        return {"charge": settled.id, "status": status}

    def play(self, fields: Fields) -> Json | Refusal:
        """`step`: what the API plays for tests, to an order only: processed, failed, refunded, canceled and so on."""
        target, sent = self._target(fields), {"status": fields.get("step"), "status_detail": fields.get("detail")}
        played = paying.play(self._books, target.id, {name: each for name, each in sent.items() if each is not None})
        if isinstance(played, NotFound):
            return Refusal.because("not_found", "Cobrança inexistente.", CONFLICT)
        return played if isinstance(played, Refusal) else {"charge": played.id, "status": played.status}

    def say(self, fields: Fields) -> Json:
        """`event` is the `action`."""
        target = self._target(fields)
        if fields.get("stranger") is True:
            new_id = self._books.new_number() if isinstance(target, Payment) else self._books.new_id("ORD")
            target = replace(target, id=new_id)
        self._mail.send(target, str(fields["event"]) if "event" in fields else None)
        return {"charge": target.id}

    def change(self, fields: Fields) -> Json:
        """`status` and `detail`; `value` in reais as text is what was asked for."""
        target = self._target(fields)
        status, detail = str(fields.get("status", target.status)), fields.get("detail", target.detail)
        said = None if detail is None else str(detail)
        value = Money.from_reais(str(fields["value"])) if "value" in fields else None
        if isinstance(target, Payment):
            self._books.payments[target.id] = replace(
                target, status=status, detail=said, amount=value or target.amount, updated_at=self._books.now()
            )
        else:
            first = replace(target.first, amount=value or target.first.amount)
            changed = replace(target, payments=(first, *target.payments[1:]))
            self._books.orders[target.id] = changed.told(status, said, self._books.now())
        return {"charge": target.id, "status": status}

    def accept_key(self, *, accepted: bool) -> Json:
        self._books.settings = replace(self._books.settings, is_token_accepted=accepted)
        return {"is_token_accepted": accepted}

    def set_settings(self, fields: Fields) -> Json:
        """`auto_pay_seconds` (null: off), `code_seconds`, `refund_seconds`, `refund_ends`, `replays_order_keys`.

        `webhook_url`, empty for none; `webhook_secret`; `balance` in reais as text; `terminals`: the modes of the card
        machines by their ids.
        """
        books = self._books
        books.settings = _changed(books.settings, fields)
        if "webhook_url" in fields:
            self._mail.subscribe()
        if "balance" in fields:
            wanted = Money.from_reais(str(fields["balance"]))
            opening = books.settings.opening_balance + wanted - books.balance()
            books.settings = replace(books.settings, opening_balance=opening)
        machines = fields.get("terminals")
        if isinstance(machines, dict):
            books.terminals = {str(name): Terminal(str(name), str(mode)) for name, mode in machines.items()}
        return {"balance": books.balance().reais}

    def charges(self) -> Json:
        """All payments and orders, oldest first."""
        made: list[JsonValue] = [payment_json(each) for each in self._books.all_payments()]
        return {"charges": [*made, *(order_json(each) for each in self._books.all_orders())], "codes": []}

    def ledger(self) -> Json:
        entries: list[JsonValue] = [
            {
                "at": each.at.isoformat(),
                "kind": each.kind,
                "charge": each.charge_id,
                "amount": each.amount.reais,
                "reference": each.reference,
            }
            for each in self._books.entries()
        ]
        return {"entries": entries, "balance": self._books.balance().reais}

    def waiting(self) -> Iterable[Shown]:
        for payment in self._books.all_payments():
            if payment.status == "pending":
                yield Shown(payment.id, payment.description, payment.created_at, payment.payload, payment.amount)
        for order in self._books.all_orders():
            if order.is_live and order.status != "processing":
                where = order.first.payload or f"maquininha {order.terminal_id}"
                yield Shown(order.id, order.description, order.created_at, where, order.first.amount)

    def paid(self) -> Iterable[Shown]:
        for payment in self._books.all_payments():
            if payment.paid_at:
                yield Shown(payment.id, payment.description, payment.paid_at, payment.id, payment.paid)
        for order in self._books.all_orders():
            for each in order.payments:
                if each.paid_at:
                    yield Shown(each.id, order.description, each.paid_at, order.id, each.paid)

    def pay_shown(self, shown_id: str) -> None:
        target = self._books.payment(shown_id) or self._books.order(shown_id)
        if target:
            paying.pay(self._books, target)

    def _again(self, target: Payment | Order) -> Payment | Order:
        found = self._books.payment(target.id) or self._books.order(target.id)
        assert found is not None
        return found

    def _target(self, fields: Fields) -> Payment | Order:
        known: list[Payment | Order] = [*self._books.all_payments(), *self._books.all_orders()]
        found = next((each for each in known if _is_named(each, fields)), None)
        if found is None:
            raise LookupError("nothing here is known by that name")
        return found


def _changed(settings: Settings, fields: Fields) -> Settings:
    pauses = {
        name: timedelta(seconds=float(str(value)))
        for name, value in fields.items()
        if name in PAUSES and value is not None
    }
    if "auto_pay_seconds" in fields:
        settings = replace(settings, auto_pay_after=pauses.get("auto_pay_seconds"))
    return replace(
        settings,
        code_after=pauses.get("code_seconds", settings.code_after),
        refund_after=pauses.get("refund_seconds", settings.refund_after),
        webhook_url=str(fields.get("webhook_url", settings.webhook_url)),
        webhook_secret=str(fields.get("webhook_secret", settings.webhook_secret)),
        refund_ends=str(fields.get("refund_ends", settings.refund_ends)),
        replays_order_keys=fields.get("replays_order_keys", settings.replays_order_keys) is True,
    )


def _is_named(charge: Payment | Order, fields: Fields) -> bool:
    codes = {charge.payload} if isinstance(charge, Payment) else {each.payload for each in charge.payments}
    ids = {charge.id} if isinstance(charge, Payment) else {charge.id, *(each.id for each in charge.payments)}
    if "charge" in fields:
        return str(fields["charge"]) in ids
    if "intent" in fields:
        return charge.external_reference == str(fields["intent"])
    return str(fields.get("code")) in codes
