"""The control of the simulator, below ``/_control/``: pay, refund, break, look. Bodies and answers are JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.kernel.money import Money
from shared.payments.json_text import JsonValue, read_json
from shared.payments.simulator import paying
from shared.payments.simulator.books import Books
from shared.payments.simulator.dialect import Json, charge_json, static_code_json
from shared.payments.simulator.endpoints import json_response, refused
from shared.payments.simulator.faults import Fault, FaultPlan
from shared.payments.simulator.records import REFUND_STATUSES, Charge, NotFound, Refusal, StaticCode

ADVANCE_MAX = timedelta(days=400)

CONFLICT = 409

Fields = Mapping[str, object]
Command = Callable[[Fields], Json | Refusal]


class Control:
    """What a test or a person at a demonstration may do to the account."""

    def __init__(self, books: Books, plan: FaultPlan) -> None:
        self._books = books
        self._plan = plan

    def routes(self) -> list[Route]:
        commands: dict[str, Command] = {
            "pay": self.pay,
            "refund": self.refund,
            "change": self.change,
            "refunds": self.settle_refunds,
            "faults": self.add_fault,
            "key": self.set_key,
            "clock": self.advance,
            "settings": self.set_settings,
            "reset": self.reset,
        }
        views: dict[str, Callable[[], Json]] = {
            "charges": self.charges,
            "ledger": self.ledger,
            "requests": self.requests,
            "clock": self.time,
        }
        return [
            *(Route(f"/_control/{name}", _command(each), methods=["POST"]) for name, each in commands.items()),
            *(Route(f"/_control/{name}", _view(self._books, each), methods=["GET"]) for name, each in views.items()),
        ]

    def pay(self, fields: Fields) -> Json | Refusal:
        """`charge` | `intent` | `code`, `amount` in reais as text, `force`: although the bank should refuse."""
        target = self._target(fields)
        amount = Money.from_reais(str(fields["amount"])) if "amount" in fields else None
        paid = paying.pay(self._books, target, amount, force=fields.get("force") is True)
        if isinstance(paid, paying.NotPayable):
            return Refusal.because("not_payable", paid.reason, CONFLICT)
        return {"charge": paid.id, "value": paid.value.reais}

    def refund(self, fields: Fields) -> Json | Refusal:
        """`charge` or `intent`, `amount` in reais as text: the shop gives money back on the provider's own pages."""
        target = self._target(fields)
        found = target if isinstance(target, Charge) else self._books.payments_of(target)[0]
        value: dict[str, object] = {"value": Decimal(str(fields["amount"]))} if "amount" in fields else {}
        returned = paying.refund(self._books, found.id, value)
        if isinstance(returned, NotFound):
            return Refusal.because("not_found", "Cobrança inexistente.", CONFLICT)
        return returned if isinstance(returned, Refusal) else {"charge": returned.id, "status": returned.status}

    def change(self, fields: Fields) -> Json:
        """`charge` or `intent`; `status`: any text, also one that the API does not know; `value` in reais as text."""
        target = self._target(fields)
        found = target if isinstance(target, Charge) else self._books.payments_of(target)[0]
        value = Money.from_reais(str(fields["value"])) if "value" in fields else found.value
        changed = replace(found, status=str(fields.get("status", found.status)), value=value)
        self._books.charges[found.id] = changed
        return {"charge": changed.id, "status": changed.status, "value": changed.value.reais}

    def settle_refunds(self, fields: Fields) -> Json | Refusal:
        """`charge` or `intent`, `status`: how its refunds that have not ended stand now."""
        target = self._target(fields)
        found = target if isinstance(target, Charge) else self._books.payments_of(target)[0]
        settled = paying.settle_refunds(self._books, found.id, _refund_status(fields, "status"))
        if isinstance(settled, NotFound):
            return Refusal.because("not_found", "Cobrança inexistente.", CONFLICT)
        return {"charge": settled.id, "status": settled.status}

    def add_fault(self, fields: Fields) -> Json:
        """A Fault, field by field."""
        fault = Fault.read(fields)
        self._plan.add(fault)
        return {"kind": fault.kind.value, "times": fault.times}

    def set_key(self, fields: Fields) -> Json:
        """`accepted`: false revokes the API key."""
        return self.set_settings({"is_key_accepted": fields.get("accepted") is True})

    def advance(self, fields: Fields) -> Json:
        """`seconds` by which the provider's clock moves on; negative sets it back."""
        by = timedelta(seconds=float(str(fields["seconds"])))
        if abs(by) > ADVANCE_MAX:
            raise ValueError(f"the clock moves by {ADVANCE_MAX.days} days at most")
        self._books.clock.advance(by)
        return self.time()

    def set_settings(self, fields: Fields) -> Json:
        """`auto_pay_seconds` (null: off), `copies_reference`, `is_key_accepted`, `refund_status` of new refunds,
        `balance` in reais as text.
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
        if "balance" in fields:
            wanted = Money.from_reais(str(fields["balance"]))
            settings = replace(settings, opening_balance=settings.opening_balance + wanted - self._books.balance())
        self._books.settings = settings
        return {"is_key_accepted": settings.is_key_accepted, "balance": self._books.balance().reais}

    def reset(self, _fields: Fields) -> Json:
        """Forget everything: charges, faults, settings, the clock."""
        self._books.reset()
        self._plan.clear()
        return {}

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
        """Every movement of money, oldest first, and the balance."""
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

    def requests(self) -> Json:
        """The requests that came in since the last reset, oldest first."""
        seen: list[JsonValue] = [
            {"method": each.method, "path": each.path, "fault": each.fault.value if each.fault else None}
            for each in self._plan.seen
        ]
        return {"requests": seen}

    def time(self) -> Json:
        """The provider's clock."""
        return {"now": self._books.now().isoformat()}

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


def _command(command: Command) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        try:
            fields = read_json(await request.body() or b"{}")
            outcome = command(fields) if isinstance(fields, dict) else _refused("the body must be a JSON object")
        except (ValueError, LookupError, ArithmeticError) as error:
            outcome = _refused(str(error))
        return refused(outcome) if isinstance(outcome, Refusal) else json_response(outcome)

    return answer


def _refund_status(fields: Fields, name: str) -> str:
    status = str(fields.get(name))
    if status not in REFUND_STATUSES:
        raise ValueError(f"a refund is never {status}")
    return status


def _refused(why: str) -> Refusal:
    return Refusal.because("invalid_control", why)


def _view(books: Books, view: Callable[[], Json]) -> Callable[[Request], object]:
    async def answer(_request: Request) -> Response:
        paying.tick(books)
        return json_response(view())

    return answer
