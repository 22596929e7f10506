"""Asaas, as the control and the page of the simulator see it."""

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
from shared.payments.simulator.answers import Json, NotFound, Refusal
from shared.payments.simulator.asaas import endpoints, paying
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.records import UNPAID, Charge, Settings, StaticCode
from shared.payments.simulator.asaas.words import charge_json, static_code_json
from shared.payments.simulator.dialect import Fields, Shown

CONFLICT = 409
PROXY_PAGE = "<html><body><h1>502 Bad Gateway</h1></body></html>"


class AsaasRoom:
    """One Asaas account, served below ``/v3``."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._books = Books(settings, clock)

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
        return endpoints.routes(self._books, self.base)

    def error(self, status: int) -> Response:
        return Response(PROXY_PAGE, status, media_type="text/html")

    def throttled(self, seconds: int) -> Response:
        limits = {"RateLimit-Limit": "1", "RateLimit-Remaining": "0", "RateLimit-Reset": str(seconds)}
        return Response(status_code=429, headers=limits)

    def tick(self) -> None:
        paying.tick(self._books)

    def reset(self) -> None:
        self._books.reset()

    def pay(self, fields: Fields) -> Json | Refusal:
        target = self._target(fields)
        amount = Money.from_reais(str(fields["amount"])) if "amount" in fields else None
        paid = paying.pay(self._books, target, amount, force=fields.get("force") is True)
        if isinstance(paid, paying.NotPayable):
            return Refusal.because("not_payable", paid.reason, CONFLICT)
        return {"charge": paid.id, "value": paid.value.reais}

    def refund(self, fields: Fields) -> Json | Refusal:
        target = self._target(fields)
        found = target if isinstance(target, Charge) else self._books.payments_of(target)[0]
        value: dict[str, object] = {"value": Decimal(str(fields["amount"]))} if "amount" in fields else {}
        returned = paying.refund(self._books, found.id, value)
        if isinstance(returned, NotFound):
            return Refusal.because("not_found", "Cobrança inexistente.", CONFLICT)
        return returned if isinstance(returned, Refusal) else {"charge": returned.id, "status": returned.status}

    def change(self, fields: Fields) -> Json:
        target = self._target(fields)
        found = target if isinstance(target, Charge) else self._books.payments_of(target)[0]
        value = Money.from_reais(str(fields["value"])) if "value" in fields else found.value
        changed = replace(found, status=str(fields.get("status", found.status)), value=value)
        self._books.charges[found.id] = changed
        return {"charge": changed.id, "status": changed.status, "value": changed.value.reais}

    def accept_key(self, *, accepted: bool) -> Json:
        """Revokes the API key, or accepts it again."""
        return self.set_settings({"is_key_accepted": accepted})

    def set_settings(self, fields: Fields) -> Json:
        """`auto_pay_seconds` (null: off), `copies_reference`, `is_key_accepted`, `balance` in reais as text."""
        settings = self._books.settings
        if "auto_pay_seconds" in fields:
            pause = fields["auto_pay_seconds"]
            after = None if pause is None else timedelta(seconds=float(str(pause)))
            settings = replace(settings, auto_pay_after=after)
        if "copies_reference" in fields:
            settings = replace(settings, copies_reference=fields["copies_reference"] is True)
        if "is_key_accepted" in fields:
            settings = replace(settings, is_key_accepted=fields["is_key_accepted"] is True)
        if "balance" in fields:
            wanted = Money.from_reais(str(fields["balance"]))
            settings = replace(settings, opening_balance=settings.opening_balance + wanted - self._books.balance())
        self._books.settings = settings
        return {"is_key_accepted": settings.is_key_accepted, "balance": self._books.balance().reais}

    def charges(self) -> Json:
        """All charges, also the removed ones, and all static codes."""
        charges: list[JsonValue] = [
            {**charge_json(each, self._books.settings.fee), "payload": each.payload, "shown": each.shown_at is not None}
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
            if charge.shown_at and charge.status in UNPAID and not charge.deleted:
                yield Shown(charge.id, charge.description, charge.created_at, charge.payload, charge.value)
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

    def _target(self, fields: Fields) -> Charge | StaticCode:
        books = self._books
        if "charge" in fields:
            name = str(fields["charge"])
            found = books.charge(name) or books.codes.get(name)
        elif "intent" in fields:
            name = str(fields["intent"])
            charges = [each for each in books.charges.values() if each.external_reference == name]
            codes = [each for each in books.codes.values() if each.external_reference == name]
            found = codes[-1] if codes else books.charge(charges[0].id) if charges else None
        else:
            name = str(fields.get("code"))
            charges = [each for each in books.charges.values() if each.payload == name and not each.pix_code_id]
            codes = [each for each in books.codes.values() if each.payload == name]
            found = codes[-1] if codes else books.charge(charges[0].id) if charges else None
        if found is None:
            raise LookupError("nothing here is known by that name")
        return found
