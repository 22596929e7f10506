"""A printer whose adapter, with pyusb and libusb, is made when it is first used: most commands print nothing."""

from __future__ import annotations

from collections.abc import Callable

from shared.printing.model import Printer, PrinterStatus, Progress, SendOutcome


class LatePrinter:
    """Stands for the printer that `make` gives. The lane that owns the printer is the only one to use it."""

    def __init__(self, make: Callable[[], Printer]) -> None:
        self._make = make
        self._made: Printer | None = None

    @property
    def made(self) -> Printer:
        """The printer itself, from now on."""
        if self._made is None:
            self._made = self._make()
        return self._made

    def send(self, data: bytes, report: Callable[[Progress], None]) -> SendOutcome:
        return self.made.send(data, report)

    def status(self) -> PrinterStatus:
        return self.made.status()

    def close(self) -> None:
        if self._made is not None:
            self._made.close()
