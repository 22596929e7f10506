"""A waiting turn beyond the list: its row, made from its ticket, so that it can be called like any other."""

from collections.abc import Mapping

from panel.model.queues import Flag, QueueRow, name_of
from panel.model.snapshot import TicketReading
from panel.model.wording import estimate
from shared.kernel.ids import CustomerId
from shared.visits.model import RUNNING_TURNS, Visit
from shared.visits.serving import TurnRef

WHY = "Além dos primeiros da lista"


def unlisted_row(chosen: TurnRef, ticket: TicketReading, names: Mapping[CustomerId, str]) -> QueueRow | None:
    """The row of a turn that waits; None for one that does not, or of another ticket."""
    visit = ticket.visit
    turn = visit.turn(chosen.turn_id) if isinstance(visit, Visit) else None
    stands = next((each for each in ticket.progress if each.turn_id == chosen.turn_id), None)
    if not isinstance(visit, Visit) or turn is None or turn.joined_at is None:
        return None
    if stands is None or stands.place is None:
        return None
    return QueueRow(
        turn=chosen,
        service_id=turn.service_id,
        service=turn.name,
        place=stands.place,
        label=visit.label,
        customer=name_of(visit.customer_id, names),
        why=WHY,
        since=turn.joined_at,
        estimate=estimate(stands.wait),
        flags=_flags(visit),
    )


def _flags(visit: Visit) -> tuple[Flag, ...]:
    is_elsewhere = any(turn.state in RUNNING_TURNS for turn in visit.turns)
    present = {Flag.PRIORITY: visit.priority is not None, Flag.ELSEWHERE: is_elsewhere}
    return tuple(flag for flag, is_present in present.items() if is_present)
