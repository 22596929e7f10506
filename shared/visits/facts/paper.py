"""What can happen to the first paper of a ticket, and to its copies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shared.journal.model import ORDINARY, PHYSICAL
from shared.kernel.ids import OperatorId, PrintJobId


@dataclass(frozen=True, slots=True)
class TicketPrinting:
    """The ticket's first paper is being sent."""

    KIND: ClassVar[str] = "ticket_printing"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = PHYSICAL

    job_id: PrintJobId
    at: datetime


@dataclass(frozen=True, slots=True)
class TicketPrintFailed:
    KIND: ClassVar[str] = "ticket_print_failed"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = PHYSICAL

    job_id: PrintJobId
    cause: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TicketQueued:
    """The ticket's turns begin to wait; `is_printed` is False when paper did not come in time."""

    KIND: ClassVar[str] = "ticket_queued"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = PHYSICAL

    is_printed: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class TicketReprinted:
    """A second copy was asked for; moves nothing."""

    KIND: ClassVar[str] = "ticket_reprinted"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    job_id: PrintJobId
    by: OperatorId
    at: datetime


PaperFact = TicketPrinting | TicketPrintFailed | TicketQueued | TicketReprinted
