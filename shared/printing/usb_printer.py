"""A receipt printer on USB. One thread owns it; it stays open from the first use until an error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shared.kernel.clock import Clock
from shared.logs import get_log
from shared.printing.conversation import Conversation
from shared.printing.delivery import Delivery
from shared.printing.model import PrinterNotReady, PrinterStatus, Progress, SendInterrupted, SendOutcome, Trouble
from shared.printing.patience import Patience, Pause
from shared.printing.usb_link import LinkLost, UsbLink, UsbSelector, open_link

_log = get_log("printer")

DEFAULT_PATIENCE = Patience()


class UsbPrinter:
    """The printer that `which` selects. Nothing is opened before it is needed.

    `backend` is pyusb's; None takes the libusb that travels with the program. Setting `pause` (a threading.Event)
    ends every wait, so that a blocked paper does not keep the program from closing.
    """

    def __init__(
        self,
        which: UsbSelector,
        clock: Clock,
        pause: Pause,
        backend: Any | None = None,
        patience: Patience = DEFAULT_PATIENCE,
    ) -> None:
        self._which = which
        self._clock = clock
        self._pause = pause
        self._backend = backend
        self._patience = patience
        self._link: UsbLink | None = None
        self._unopened: Trouble | None = None

    def send(self, data: bytes, report: Callable[[Progress], None]) -> SendOutcome:
        """Send one paper. A link that turns out dead before its first byte is opened anew, once."""
        was_open = self._link is not None
        outcome = self._send(data, report)
        if was_open and self._link is None and isinstance(outcome, PrinterNotReady):
            return self._send(data, report)
        return outcome

    def status(self) -> PrinterStatus:
        """Ask the printer how it is, without printing."""
        was_open = self._link is not None
        status = self._status()
        return self._status() if was_open and self._link is None else status

    def close(self) -> None:
        """Let go of the device."""
        if self._link is not None:
            self._link.close()
            self._link = None

    def _send(self, data: bytes, report: Callable[[Progress], None]) -> SendOutcome:
        link = self._opened()
        if isinstance(link, Trouble):
            return PrinterNotReady(link)
        delivery = Delivery(link, data, report, self._clock, self._pause, self._patience)
        is_link_good = False
        try:
            outcome = delivery.run()
            is_link_good = not isinstance(outcome, SendInterrupted)
        except LinkLost as lost:
            _log_loss(lost)
            outcome = delivery.lost(lost.trouble)
        finally:
            if not is_link_good:
                self.close()
        if isinstance(outcome, SendInterrupted):
            _log.info("paper interrupted", trouble=outcome.trouble.value, bytes_sent=outcome.bytes_sent)
        return outcome

    def _status(self) -> PrinterStatus:
        link = self._opened()
        if isinstance(link, Trouble):
            return PrinterStatus(link, is_paper_low=False, is_known=True)
        try:
            talk = Conversation(link)
            talk.begin()
            return talk.status()
        except LinkLost as lost:
            _log_loss(lost)
            self.close()
            return PrinterStatus(lost.trouble, is_paper_low=False, is_known=True)

    def _opened(self) -> UsbLink | Trouble:
        if self._link is not None:
            return self._link
        link = open_link(self._which, self._backend)
        if isinstance(link, UsbLink):
            self._link, self._unopened = link, None
            _log.info("printer opened")
        elif link is not self._unopened:  # it is looked for every few seconds: once is enough
            self._unopened = link
            _log.warning("printer cannot be opened", trouble=link.value)
        return link


def _log_loss(lost: LinkLost) -> None:
    _log.warning("printer lost", trouble=lost.trouble.value, said=str(lost.__cause__ or ""))
