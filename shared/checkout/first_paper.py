"""The first paper of a ticket: the only one that tells its visit anything. Copies and test pages move nothing."""

from __future__ import annotations

from shared.checkout.consequences import Consequences
from shared.printing.model import PrintJob, TicketPrintout
from shared.store.database import Snapshot
from shared.visits.model import PaperState, Visit, VisitState
from shared.visits.ticket import visit_state

ENDED = frozenset({VisitState.COMPLETED, VisitState.CANCELLED})


def visit_of(read: Snapshot, consequences: Consequences, job: PrintJob) -> Visit | None:
    """The visit whose ticket this is; None for copies, for test pages, and for a visit that can only be looked at."""
    is_first = isinstance(job.printout, TicketPrintout) and not job.printout.is_reprint
    visit = consequences.load(read, job.visit_id) if is_first and job.visit_id is not None else None
    return visit if isinstance(visit, Visit) else None


def is_wanted(visit: Visit) -> bool:
    """Not any more: a ticket that ended while the printer was away, or that another station printed."""
    is_printed = visit.ticket is not None and visit.ticket.paper is PaperState.PRINTED
    return not is_printed and visit_state(visit) not in ENDED
