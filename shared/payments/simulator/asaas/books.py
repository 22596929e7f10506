"""Everything the simulated account knows."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime
from itertools import count

from shared.kernel.clock import Clock
from shared.kernel.day import ZONE
from shared.kernel.ids import RandomIds
from shared.kernel.money import ZERO, Money
from shared.payments.brcode import write_dynamic
from shared.payments.simulator.asaas.records import (
    AddressKey,
    Charge,
    Customer,
    LedgerEntry,
    Settings,
    StaticCode,
)

ADDRESS = "simulador.vez.example/pix"


class Books:
    """The account's records. Only the server's one thread touches them."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._initial = settings
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        """As on the first day."""
        self.settings = self._initial
        self.customers: dict[str, Customer] = {}
        self.charges: dict[str, Charge] = {}
        self.codes: dict[str, StaticCode] = {}
        self.ledger: list[LedgerEntry] = []
        self._numbers = count(1)
        key = AddressKey(str(uuid.uuid4()), self._initial.pix_key, "EVP", self.now())
        self.keys = {key.id: key}

    def now(self) -> datetime:
        return self._clock.now()

    def today(self) -> date:
        """Brazil's date."""
        return self.now().astimezone(ZONE).date()

    def new_id(self, prefix: str) -> str:
        """An id in the manner of the provider; also unlike the ids of other simulators."""
        return f"{prefix}{next(self._numbers):06d}{RandomIds().new()[-10:]}"

    def dynamic_payload(self) -> str:
        """A new single-use code; the payer's app would ask the address for the amount."""
        return write_dynamic(f"{ADDRESS}/{uuid.uuid4().hex}", self.settings.shop_name, self.settings.city)

    def charge(self, charge_id: str) -> Charge | None:
        """The charge as it is today: unpaid ones fall overdue."""
        found = self.charges.get(charge_id)
        return self._aged(found) if found else None

    def all_charges(self) -> list[Charge]:
        """Newest first, as the API lists them; also the deleted ones."""
        return [self._aged(each) for each in reversed(self.charges.values())]

    def payments_of(self, code: StaticCode) -> list[Charge]:
        """The charges that payments of a static code made."""
        return [each for each in self.charges.values() if each.pix_code_id == code.id]

    def balance(self) -> Money:
        """What could be refunded now: received less fees and refunds."""
        moved = ZERO
        for entry in self.ledger:
            match entry.kind:
                case "received":
                    moved += entry.amount - self.settings.fee
                case "refunded":
                    moved -= entry.amount
                case _:
                    continue
        return self.settings.opening_balance + moved

    def record(self, kind: str, charge: Charge, amount: Money, reference: str | None) -> None:
        """Money moved."""
        self.ledger.append(LedgerEntry(self.now(), kind, charge.id, amount, reference))

    def reference_of(self, charge: Charge) -> str | None:
        """The caller's reference, also where the charge does not show it."""
        code = self.codes.get(charge.pix_code_id or "")
        return code.external_reference if code else charge.external_reference

    def _aged(self, charge: Charge) -> Charge:
        is_late = charge.status == "PENDING" and charge.due_date < self.today()
        return replace(charge, status="OVERDUE") if is_late else charge
