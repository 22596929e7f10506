"""Papers, print jobs and what a printer can answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from shared.kernel.ids import PrintJobId, VisitId
from shared.kernel.money import Money


@dataclass(frozen=True, slots=True)
class PrintedService:
    """One service as the ticket names it: where it happens and the estimated wait in minutes, if known."""

    name: str
    place: str
    price: Money
    wait_minutes: int | None


@dataclass(frozen=True, slots=True)
class PrintedExtra:
    """An extra as the ticket names it; `price` is for one piece."""

    name: str
    quantity: int
    price: Money


@dataclass(frozen=True, slots=True)
class PrintedCash:
    """What was handed over, and what of it was given back."""

    handed: Money
    change: Money


@dataclass(frozen=True, slots=True)
class TicketPrintout:
    """Everything on a customer's ticket.

    `code` is what the ticket's QR holds; `paid_with` is a phrase (``Pago com Pix``); `printed_at` is shop-local.
    """

    shop_name: str
    label: str
    customer_name: str | None
    services: tuple[PrintedService, ...]
    extras: tuple[PrintedExtra, ...]
    total: Money
    paid_with: str
    printed_at: datetime
    code: str
    priority: str | None = None
    is_reprint: bool = False
    cash: PrintedCash | None = None


@dataclass(frozen=True, slots=True)
class TestPrintout:
    """A page that shows accents, sizes, widths and a QR code, to judge a printer by."""

    __test__ = False

    shop_name: str
    printed_at: datetime


Printout = TicketPrintout | TestPrintout


class JobState(StrEnum):
    """`blocked` waits for paper or the cover and continues; `uncertain` only a person can tell."""

    QUEUED = "queued"
    SENDING = "sending"
    BLOCKED = "blocked"
    SENT = "sent"
    CONFIRMED = "confirmed"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One paper to produce on this station's printer."""

    id: PrintJobId
    visit_id: VisitId | None
    printout: Printout
    state: JobState
    attempts: int
    bytes_sent: int
    trouble: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class NoSuchJob:
    """There is no print job of that id on this station."""

    job_id: PrintJobId


@dataclass(frozen=True, slots=True)
class WrongJobState:
    """The print job is in a state in which that cannot be done."""

    state: JobState


class Trouble(StrEnum):
    """Why a printer does not print, as far as it says."""

    ABSENT = "absent"
    NO_PERMISSION = "no_permission"
    BUSY = "busy"
    PAPER_END = "paper_end"
    COVER_OPEN = "cover_open"
    ERROR = "error"
    OFFLINE = "offline"
    DISCONNECTED = "disconnected"
    NO_DRIVER = "no_driver"


CANNOT_BE_BUILT = "O papel não pôde ser montado: avise o suporte."
"""The `trouble` of a paper that failed before any printer saw it: words for a person, no printer's `Trouble`."""


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """What the printer says. `trouble` is None when it can print; `is_known` is False for printers that are mute."""

    trouble: Trouble | None
    is_paper_low: bool
    is_known: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """Every byte was accepted; whether the paper came out is not known."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The printer itself said that it finished."""


@dataclass(frozen=True, slots=True)
class PrinterNotReady:
    """No byte reached the paper: safe to send again."""

    trouble: Trouble


@dataclass(frozen=True, slots=True)
class SendInterrupted:
    """The device was lost after the first byte: only a person can say what is on the paper."""

    trouble: Trouble
    bytes_sent: int


SendOutcome = Sent | Confirmed | PrinterNotReady | SendInterrupted


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a send is; `blocked_by` is set while the printer waits for a person."""

    bytes_sent: int
    blocked_by: Trouble | None


class Printer(Protocol):
    """One printer. Only the lane that owns it may call these."""

    def send(self, data: bytes, report: Callable[[Progress], None]) -> SendOutcome:
        """Send one paper; returns when it is accepted, refused or lost. `report` is called on each change."""
        ...

    def status(self) -> PrinterStatus:
        """Ask the printer how it is, without printing."""
        ...

    def close(self) -> None:
        """Let go of the device."""
        ...
