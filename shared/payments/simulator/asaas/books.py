"""Everything the simulated account knows."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
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
    Hook,
    LedgerEntry,
    Settings,
    StaticCode,
)

ADDRESS = "simulador.vez.example/pix"
ORIGIN = "https://simulador.vez.example"
FIRST_INVOICE = 5101
MOVES = {"received": 1, "refunded": -1, "refund_cancelled": 1, "charged_back": -1, "chargeback_won": 1}

Told = Callable[[str, Charge], None]


class Books:
    """The account's records. Only the server's one thread touches them.

    `told` is called with every event of a charge: what the webhooks would be sent. `origin` is where invoices are.
    """

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._initial = settings
        self._clock = clock
        self.told: list[Told] = []
        self.origin = ORIGIN
        self.reset()

    def reset(self) -> None:
        """As on the first day. Who wants to be told stays so."""
        self.settings = self._initial
        self.customers: dict[str, Customer] = {}
        self.charges: dict[str, Charge] = {}
        self.codes: dict[str, StaticCode] = {}
        self.ledger: list[LedgerEntry] = []
        self.hooks: dict[str, Hook] = {}
        self.created_on: Counter[date] = Counter()
        self._aged_on: date | None = None
        self._numbers = count(1)
        self._invoices = count(FIRST_INVOICE)
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

    def new_invoice_number(self) -> str:
        return f"{next(self._invoices):08d}"

    def keep(self, charge: Charge, event: str | None = None) -> Charge:
        """The charge is so from now on, and `event` says it to whoever wants to be told."""
        self.charges[charge.id] = charge
        for told in self.told if event else ():
            told(event or "", charge)
        return charge

    def add(self, charge: Charge) -> Charge:
        """A new charge that the shop created."""
        self.created_on[self.today()] += 1
        return self.keep(charge, "PAYMENT_CREATED")

    def remove(self, charge: Charge) -> Charge:
        return self.keep(replace(charge, deleted=True), "PAYMENT_DELETED")

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
        """What could be refunded now: received less fees and refunds. A card's money counts once it is credited."""
        moved = ZERO
        for entry in self.ledger:
            charge = self.charges.get(entry.charge_id)
            if entry.kind not in MOVES or charge is None or charge.credited_at is None:
                continue
            moved += entry.amount * MOVES[entry.kind]
            if entry.kind == "received":
                moved -= self.settings.fee
        return self.settings.opening_balance + moved

    def record(self, kind: str, charge: Charge, amount: Money, reference: str | None) -> None:
        """Money moved."""
        self.ledger.append(LedgerEntry(self.now(), kind, charge.id, amount, reference))

    def reference_of(self, charge: Charge) -> str | None:
        """The caller's reference, also where the charge does not show it."""
        code = self.codes.get(charge.pix_code_id or "")
        return code.external_reference if code else charge.external_reference

    def age(self) -> None:
        """Once a day unpaid charges fall overdue, and it is told."""
        if self._aged_on == self.today():
            return
        self._aged_on = self.today()
        for charge in [each for each in self.charges.values() if self._is_late(each)]:
            self.keep(self._aged(charge), None if charge.deleted else "PAYMENT_OVERDUE")

    def _is_late(self, charge: Charge) -> bool:
        return charge.status == "PENDING" and charge.due_date < self.today()

    def _aged(self, charge: Charge) -> Charge:
        return replace(charge, status="OVERDUE") if self._is_late(charge) else charge
