"""The promise: every centavo that a provider received is a ticket or a task for a person, or went back, once.

It is held against the provider's own books, not against what the station believes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.bootstrap import Core
from shared.kernel.money import ZERO, Money
from shared.kernel.ways import Method
from shared.payments.rows import IntentState, by_visit
from shared.reconciliation.model import DifferenceKind
from shared.visits.ledger import RECEIPT_TASKS, task_id_of
from shared.visits.model import Charge, Receipt, RefundState, TaskKind, Visit
from tests.faults.soundness import unsound


@dataclass(frozen=True, slots=True)
class Movement:
    """Money at the provider: received, or going back, where a return that was cancelled is negative."""

    intent: str
    amount: Money
    is_return: bool


def broken(
    core: Core,
    provider: str,
    visits: Sequence[Visit],
    ledger: Sequence[Movement],
    given: Mapping[str, Money],
    sent: Sequence[Money],
    *,
    may_misdate: bool = False,
) -> Iterator[str]:
    """`given`: what the provider gave back of an intent without the shop asking; `sent`: money of strangers.

    `may_misdate`: the clock was wrong, so that money whose provider names no moment may be sought on another day.
    """
    yield from unsound(core)
    known = {charge.intent_id for visit in visits for charge in visit.charges}
    for visit in visits:
        for charge in visit.charges:
            if charge.method is not Method.COUNTER:
                ours = [each for each in ledger if each.intent == charge.intent_id]
                yield from _money_of(visit, charge, ours)
                yield from _given_back(visit, charge, ours, given.get(charge.intent_id, ZERO))
        yield from _refunds_of(visit)
        yield from _watched(core, visit)
    for each in ledger:
        if each.intent not in known and not each.is_return and each.amount not in sent:
            yield f"{each.amount} came for {each.intent}, which no visit knows"
    yield from _differences(core, provider, sent, may_misdate=may_misdate)


def _money_of(visit: Visit, charge: Charge, ledger: Sequence[Movement]) -> Iterator[str]:
    """Every centavo of an intent is a receipt; every receipt buys the visit, or a person was told of it."""
    came = sum((each.amount for each in ledger if not each.is_return), ZERO)
    went = sum((each.amount for each in ledger if each.is_return), ZERO)
    known = sum((each.amount for each in charge.receipts), ZERO)
    gone = sum((each.amount if each.is_reversed else each.returned for each in charge.receipts), ZERO)
    if came != known:
        yield f"{visit.label}: the provider received {came}, and {known} is known here"
    if went != gone:
        yield f"{visit.label}: the provider gave back {went}, and {gone} is known here"
    for receipt in charge.receipts:
        yield from _receipt(visit, charge, receipt)


def _receipt(visit: Visit, charge: Charge, receipt: Receipt) -> Iterator[str]:
    names = {task_id_of(kind, charge.intent_id, receipt.reference): kind for kind in RECEIPT_TASKS}
    asked = {names[task.id]: task for task in visit.tasks if task.id in names}
    if charge.settled_by != receipt.reference:
        if not receipt.is_reversed and not any(task.amount == receipt.amount for task in asked.values()):
            yield f"{visit.label}: {receipt.amount} buys nothing, and nobody was told"
        return
    if visit.ticket is None:
        yield f"{visit.label}: {receipt.amount} settles it, and there is no ticket"
    if receipt.amount < charge.amount:
        yield f"{visit.label}: {receipt.amount} settles {charge.amount}"
    excess = receipt.amount - charge.amount
    over = asked.get(TaskKind.PAID_OVER)
    if excess > ZERO and (over is None or over.amount > excess):
        yield f"{visit.label}: {excess} is too much, and nobody was told"
    if (receipt.is_reversed or receipt.returned > ZERO) and not _has_reason(visit, charge, receipt):
        yield f"{visit.label}: money of {receipt.reference} went back, and nobody was told"


def _has_reason(visit: Visit, charge: Charge, receipt: Receipt) -> bool:
    """We gave it back, or it answered a task, or it is missing."""
    ours = any((each.intent_id, each.reference) == (charge.intent_id, receipt.reference) for each in visit.refunds)
    return ours or any(receipt.reference in task.id or receipt.reference == task.note for task in visit.tasks)


def _given_back(visit: Visit, charge: Charge, ledger: Sequence[Movement], by_itself: Money) -> Iterator[str]:
    """Nobody is given back more than came, and each refund asked for here went once at most."""
    came = sum((each.amount for each in ledger if not each.is_return), ZERO)
    went = sum((each.amount for each in ledger if each.is_return), ZERO)
    ours = [each for each in visit.refunds if each.intent_id == charge.intent_id]
    asked = sum((each.amount for each in ours if each.state is not RefundState.REFUSED), ZERO)
    if went > came:
        yield f"{visit.label}: {went} was given back of {came}"
    if went > asked + by_itself:
        yield f"{visit.label}: {went} was given back, {asked} asked for and {by_itself} by itself"


def _refunds_of(visit: Visit) -> Iterator[str]:
    """Nothing stays under way for ever."""
    for refund in visit.refunds:
        if refund.state not in {RefundState.DONE, RefundState.REFUSED}:
            yield f"{visit.label}: a refund of {refund.amount} is still {refund.state}"


def _watched(core: Core, visit: Visit) -> Iterator[str]:
    with core.database.snapshot() as read:
        intents = by_visit(read, visit.id)
    for intent in intents:
        if intent.state is not IntentState.CLOSED:
            yield f"{visit.label}: its charge is still {intent.state} after all that time"


def _differences(core: Core, provider: str, sent: Sequence[Money], *, may_misdate: bool) -> Iterator[str]:
    """What the lists do not agree about is strangers' money, and all of that."""
    found = [each.seen for each in core.reconciliation.open()]
    for each in found:
        is_misdated = may_misdate and each.kind is DifferenceKind.ABSENT and each.paid_at is not None
        if each.kind is not DifferenceKind.STRANGER and not is_misdated:
            yield f"{provider} says {each.theirs} of {each.reference} and we {each.ours}: {each.kind}"
    strangers = Counter(each.theirs for each in found if each.kind is DifferenceKind.STRANGER)
    if strangers != Counter(sent):
        yield f"strangers sent {list(sent)}, and {strangers} is told"
