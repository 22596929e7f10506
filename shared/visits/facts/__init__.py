"""What can happen to a visit: the facts that its events carry, by subject. No personal data."""

from typing import get_args

from shared.visits.facts.charge import (
    ChargeCreationUnknown,
    ChargeExpired,
    ChargeFact,
    ChargeFailed,
    ChargeIntended,
    ChargeNoticed,
    ChargeOpened,
    ChargeVoidAsked,
    ChargeVoided,
    MoneyReceived,
    MoneyRestored,
    MoneyReversed,
)
from shared.visits.facts.paper import PaperFact, TicketPrintFailed, TicketPrinting, TicketQueued, TicketReprinted
from shared.visits.facts.refund import MoneyReturned, RefundAsked, RefundDone, RefundFact, RefundRefused
from shared.visits.facts.turn import (
    TurnCalled,
    TurnCancelled,
    TurnCompleted,
    TurnExpired,
    TurnFact,
    TurnRecalled,
    TurnReturned,
    TurnStarted,
    TurnTransferred,
)
from shared.visits.facts.visit import (
    NoteAdded,
    PriorityChanged,
    TaskDecided,
    VisitAbandoned,
    VisitCancelled,
    VisitOpened,
    VisitReleased,
    WholeVisitFact,
)

VisitFact = WholeVisitFact | ChargeFact | RefundFact | PaperFact | TurnFact

FACTS: tuple[type[VisitFact], ...] = get_args(VisitFact)

__all__ = [
    "FACTS",
    "ChargeCreationUnknown",
    "ChargeExpired",
    "ChargeFact",
    "ChargeFailed",
    "ChargeIntended",
    "ChargeNoticed",
    "ChargeOpened",
    "ChargeVoidAsked",
    "ChargeVoided",
    "MoneyReceived",
    "MoneyRestored",
    "MoneyReturned",
    "MoneyReversed",
    "NoteAdded",
    "PaperFact",
    "PriorityChanged",
    "RefundAsked",
    "RefundDone",
    "RefundFact",
    "RefundRefused",
    "TaskDecided",
    "TicketPrintFailed",
    "TicketPrinting",
    "TicketQueued",
    "TicketReprinted",
    "TurnCalled",
    "TurnCancelled",
    "TurnCompleted",
    "TurnExpired",
    "TurnFact",
    "TurnRecalled",
    "TurnReturned",
    "TurnStarted",
    "TurnTransferred",
    "VisitAbandoned",
    "VisitCancelled",
    "VisitFact",
    "VisitOpened",
    "VisitReleased",
    "WholeVisitFact",
]
