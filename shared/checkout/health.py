"""How provider, printer and disk are, the same for every process of the station."""

from __future__ import annotations

from dataclasses import dataclass

from shared.checkout import rows
from shared.checkout.safety import DiskGuard
from shared.kernel.clock import Clock
from shared.store.database import Database

PRINTER = "printer"


@dataclass(frozen=True, slots=True)
class HealthView:
    """`providers` by name; what was never looked at is not in it and counts as well."""

    providers: dict[str, rows.Condition]
    printer: rows.Condition | None
    is_disk_low: bool

    def provider_trouble(self, name: str) -> str | None:
        """Why a provider cannot be used now; None when it can."""
        condition = self.providers.get(name)
        return condition.trouble if condition else None

    @property
    def troubled(self) -> frozenset[str]:
        """The providers that cannot be used now."""
        return frozenset(name for name, condition in self.providers.items() if condition.trouble is not None)

    @property
    def printer_trouble(self) -> str | None:
        return self.printer.trouble if self.printer else None


class Health:
    """Reads and records conditions. `report` writes only when something changed."""

    def __init__(self, database: Database, clock: Clock, disk: DiskGuard) -> None:
        self._database = database
        self._clock = clock
        self._disk = disk

    def now(self) -> HealthView:
        """Everything as last seen."""
        with self._database.snapshot() as read:
            known = rows.conditions(read)
        printer = known.pop(PRINTER, None)
        return HealthView(known, printer, self._disk.trouble() is not None)

    def report(self, name: str, trouble: str | None) -> None:
        """Say how `name` is now."""
        with self._database.snapshot() as read:
            known = rows.conditions(read).get(name)
        if known is not None and known.trouble == trouble:
            return
        with self._database.transaction() as tx:
            rows.save_condition(tx, name, trouble, self._clock.now())
