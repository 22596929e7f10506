"""Asaas, as the control and the page of the simulator see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from starlette.responses import Response
from starlette.routing import BaseRoute

from shared.kernel.clock import Clock
from shared.kernel.money import Money
from shared.payments.json_text import JsonValue
from shared.payments.simulator.answers import Json, NotFound, Refusal
from shared.payments.simulator.asaas import endpoints, invoice, life, paying, refunding
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.mail import Mail, said
from shared.payments.simulator.asaas.naming import find
from shared.payments.simulator.asaas.records import BY_PIX, REFUND_STATUSES, UNPAID, Charge, Settings
from shared.payments.simulator.asaas.words import invoice_url, static_code_json
from shared.payments.simulator.dialect import Fields, Shown
from shared.payments.simulator.post import PostOffice

CONFLICT = 409
PROXY_PAGE = "<html><body><h1>502 Bad Gateway</h1></body></html>"


class AsaasRoom:
    """One Asaas account, served below ``/v3``."""

    def __init__(self, settings: Settings, clock: Clock, post: PostOffice) -> None:
        self._books = Books(settings, clock)
        self._mail = Mail(self._books, post)

    @property
    def name(self) -> str:
        return "asaas"

    @property
    def base(self) -> str:
        return "/v3"

    @property
    def auto_pay_after(self) -> timedelta | None:
        return self._books.settings.auto_pay_after

    def routes(self) -> Sequence[BaseRoute]:
        return [*endpoints.routes(self._books, self._mail, self.base), *invoice.routes(self._books)]

    def error(self, status: int) -> Response:
        return Response(PROXY_PAGE, status, media_type="text/html")

    def throttled(self, seconds: int) -> Response:
        limits = {"RateLimit-Limit": "1", "RateLimit-Remaining": "0", "RateLimit-Reset": str(seconds)}
        return Response(status_code=429, headers=limits)

    def tick(self) -> None:
        paying.tick(self._books)

    def announce(self) -> None:
        """Nothing: each event is handed over when it happens."""

    def reset(self) -> None:
        self._books.reset()

    def pay(self, fields: Fields) -> Json | Refusal:
        """`way`: PIX, BOLETO or CREDIT_CARD; `card`: approved, refused, or risk, where a person first looks at it."""
        target, books = find(self._books, fields), self._books
        amount = Money.from_reais(str(fields["amount"])) if "amount" in fields else None
        way = str(fields["way"]) if "way" in fields else None
        if isinstance(target, Charge) and "card" in fields:
            paid = paying.pay_by_card(books, target, str(fields["card"]))
        else:
            paid = paying.pay(books, target, amount, way=way, force=fields.get("force") is True)
        if isinstance(paid, paying.NotPayable):
            return Refusal.because("not_payable", paid.reason, CONFLICT)
        return {"charge": paid.id, "value": paid.value.reais}

    def refund(self, fields: Fields) -> Json | Refusal:
        """`force`: the payer's bank takes the money back, whatever the balance."""
        found = self._charge(fields)
        amount = Money.from_reais(str(fields["amount"])) if "amount" in fields else None
        if fields.get("force") is True:
            returned: Charge | Refusal | NotFound = refunding.force_back(self._books, found, amount)
        else:
            value: dict[str, object] = {"value": amount.reais} if amount else {}
            returned = refunding.refund(self._books, found.id, value)
        if isinstance(returned, NotFound):
            return Refusal.because("not_found", "Cobrança inexistente.", CONFLICT)
        return returned if isinstance(returned, Refusal) else {"charge": returned.id, "status": returned.status}

    def settle_refunds(self, fields: Fields) -> Json | Refusal:
        settled = refunding.settle_refunds(self._books, self._charge(fields).id, _refund_status(fields, "status"))
        if isinstance(settled, NotFound):
            return Refusal.because("not_found", "Cobrança inexistente.", CONFLICT)
        return {"charge": settled.id, "status": settled.status}

    def play(self, fields: Fields) -> Json | Refusal:
        """`step`: one of `life.STEPS`."""
        played = life.play(self._books, self._charge(fields), str(fields.get("step")))
        return played if isinstance(played, Refusal) else {"charge": played.id, "status": played.status}

    def say(self, fields: Fields) -> Json:
        charge = self._charge(fields)
        if fields.get("stranger") is True:
            charge = replace(charge, id=self._books.new_id("pay_"), external_reference=None)
        event = str(fields.get("event", f"PAYMENT_{charge.status}"))
        self._mail.send(event, charge)
        return {"charge": charge.id, "event": event}

    def change(self, fields: Fields) -> Json:
        found = self._charge(fields)
        value = Money.from_reais(str(fields["value"])) if "value" in fields else found.value
        changed = replace(found, status=str(fields.get("status", found.status)), value=value)
        self._books.charges[found.id] = changed
        return {"charge": changed.id, "status": changed.status, "value": changed.value.reais}

    def accept_key(self, *, accepted: bool) -> Json:
        """Revokes the API key, or accepts it again."""
        return self.set_settings({"is_key_accepted": accepted})

    def set_settings(self, fields: Fields) -> Json:
        """`auto_pay_seconds` (null: off), `copies_reference`, `is_key_accepted`, `refund_status` of new refunds,
        `daily_limit` of new charges, `balance` in reais as text.
        """
        settings = self._books.settings
        if "auto_pay_seconds" in fields:
            pause = fields["auto_pay_seconds"]
            after = None if pause is None else timedelta(seconds=float(str(pause)))
            settings = replace(settings, auto_pay_after=after)
        if "copies_reference" in fields:
            settings = replace(settings, copies_reference=fields["copies_reference"] is True)
        if "is_key_accepted" in fields:
            settings = replace(settings, is_key_accepted=fields["is_key_accepted"] is True)
        if "refund_status" in fields:
            settings = replace(settings, refund_status=_refund_status(fields, "refund_status"))
        if "daily_limit" in fields:
            settings = replace(settings, daily_limit=int(str(fields["daily_limit"])))
        if "balance" in fields:
            wanted = Money.from_reais(str(fields["balance"]))
            settings = replace(settings, opening_balance=settings.opening_balance + wanted - self._books.balance())
        self._books.settings = settings
        return {"is_key_accepted": settings.is_key_accepted, "balance": self._books.balance().reais}

    def charges(self) -> Json:
        """All charges, also the removed ones, and all static codes."""
        charges: list[JsonValue] = [
            {**said(self._books, each), "payload": each.payload, "shown": each.shown_at is not None}
            for each in self._books.all_charges()
        ]
        codes: list[JsonValue] = [
            {
                **static_code_json(each, "PAYLOAD"),
                "deleted": each.deleted,
                "value": each.value.reais if each.value else None,
                "payments": [paid.id for paid in self._books.payments_of(each)],
            }
            for each in self._books.codes.values()
        ]
        return {"charges": charges, "codes": codes}

    def ledger(self) -> Json:
        entries: list[JsonValue] = [
            {
                "at": each.at.isoformat(),
                "kind": each.kind,
                "charge": each.charge_id,
                "amount": each.amount.reais,
                "reference": each.reference,
            }
            for each in self._books.ledger
        ]
        return {"entries": entries, "balance": self._books.balance().reais}

    def waiting(self) -> Iterable[Shown]:
        books, now = self._books, self._books.now()
        for charge in books.all_charges():
            is_by_link = charge.billing_type != BY_PIX
            if (charge.shown_at or is_by_link) and charge.status in UNPAID and not charge.deleted:
                detail = invoice_url(charge, books.origin) if is_by_link else charge.payload
                yield Shown(charge.id, charge.description, charge.created_at, detail, charge.value)
        for code in books.codes.values():
            if paying.why_not(books, code, now) is None:
                yield Shown(code.id, code.description, code.created_at, code.payload, code.value)

    def paid(self) -> Iterable[Shown]:
        for charge in self._books.all_charges():
            if charge.paid_at:
                yield Shown(charge.id, charge.description, charge.paid_at, charge.id, charge.value)

    def pay_shown(self, shown_id: str) -> None:
        target = self._books.charge(shown_id) or self._books.codes.get(shown_id)
        if target:
            paying.pay(self._books, target)

    def _charge(self, fields: Fields) -> Charge:
        """The charge, or the first one that a payment of the static code made."""
        target = find(self._books, fields)
        return target if isinstance(target, Charge) else self._books.payments_of(target)[0]


def _refund_status(fields: Fields, name: str) -> str:
    status = str(fields.get(name))
    if status not in REFUND_STATUSES:
        raise ValueError(f"a refund is never {status}")
    return status
