"""What charges and money do to a visit. Money that arrived is never dropped: it settles, or it is a task."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.ids import IntentId, TurnId
from shared.kernel.money import ZERO, Money
from shared.kernel.ways import BY_HAND
from shared.visits import facts
from shared.visits.model import (
    OPEN_CHARGES,
    Charge,
    ChargeState,
    Decision,
    EndReason,
    Receipt,
    RefundState,
    Release,
    Task,
    TaskKind,
    Ticket,
    Turn,
    TurnState,
    Visit,
)
from shared.visits.ticket import is_settled

Next = Visit | Invalid | AlreadyTrue

RELEASABLE = frozenset({TaskKind.PAID_LATE, TaskKind.PAID_UNDER})
"""Tasks about money for which a person may let the visit in."""
RECEIPT_TASKS = (TaskKind.PAID_LATE, TaskKind.PAID_UNDER, TaskKind.PAID_OVER, TaskKind.PAID_TWICE)
"""Tasks that one receipt opens; their ids name it."""


def evolve_charge(visit: Visit, fact: facts.ChargeFact) -> Next:
    """The visit after something happened to one of its charges."""
    if isinstance(fact, facts.ChargeIntended):
        return _intend(visit, fact)
    charge = visit.charge(fact.intent_id)
    if charge is None:
        return Invalid("the visit has no such charge")
    match fact:
        case facts.MoneyReceived():
            return _receive(visit, charge, fact)
        case facts.MoneyReversed():
            return _reverse(visit, charge, fact)
        case _:
            moved = _move(charge, fact)
            return moved if isinstance(moved, Invalid | AlreadyTrue) else with_charge(visit, moved)


def _intend(visit: Visit, fact: facts.ChargeIntended) -> Next:
    if visit.charge(fact.intent_id) is not None:
        return AlreadyTrue()
    charge = Charge(
        intent_id=fact.intent_id,
        method=fact.method,
        provider=fact.provider,
        amount=fact.amount,
        expires_at=fact.expires_at,
        state=ChargeState.AWAITING if fact.method in BY_HAND else ChargeState.CREATING,
        installments=fact.installments,
    )
    return replace(visit, charges=(*visit.charges, charge))


def _move(charge: Charge, fact: facts.ChargeFact) -> Charge | Invalid | AlreadyTrue:
    match fact:
        case facts.ChargeOpened():
            return _opened(charge, fact)
        case facts.ChargeCreationUnknown(_, cause):
            if charge.state is not ChargeState.CREATING:
                return AlreadyTrue()
            return replace(charge, is_creation_unknown=True, trouble=cause)
        case facts.ChargeFailed(_, cause):
            return _end(charge, ChargeState.FAILED, EndReason.REFUSED, cause)
        case facts.ChargeVoidAsked(_, reason):
            if charge.state in {ChargeState.CREATING, ChargeState.AWAITING}:
                return replace(charge, state=ChargeState.VOIDING, end_reason=reason)
            return AlreadyTrue()
        case facts.ChargeVoided():
            return _end(charge, ChargeState.VOIDED, charge.end_reason, None)
        case facts.ChargeExpired():
            return _end(charge, ChargeState.EXPIRED, charge.end_reason or EndReason.TIMEOUT, None)
        case _:
            return Invalid(f"{fact.KIND} does not move a charge")


def _opened(charge: Charge, fact: facts.ChargeOpened) -> Charge | AlreadyTrue:
    if charge.charge_id is not None:
        return AlreadyTrue()
    state = ChargeState.AWAITING if charge.state is ChargeState.CREATING else charge.state
    return replace(
        charge,
        state=state,
        charge_id=fact.charge_id,
        br_code=fact.br_code,
        link=fact.link,
        is_creation_unknown=False,
        trouble=None,
    )


def _end(charge: Charge, state: ChargeState, reason: EndReason | None, cause: str | None) -> Charge | AlreadyTrue:
    """Ends absorb repeats and regressions: a paid charge stays paid, whatever is said later."""
    if charge.state not in OPEN_CHARGES:
        return AlreadyTrue()
    return replace(charge, state=state, end_reason=reason, trouble=cause)


def _receive(visit: Visit, charge: Charge, fact: facts.MoneyReceived) -> Next:
    if any(receipt.reference == fact.reference for receipt in charge.receipts):
        return AlreadyTrue()
    receipt = Receipt(fact.reference, fact.amount, fact.paid_at, fact.at, fact.is_reversed)
    noted = replace(charge, receipts=(*charge.receipts, receipt))
    if fact.is_reversed:
        return with_charge(visit, noted)
    if is_settled(visit):
        return _ask(with_charge(visit, noted), TaskKind.PAID_TWICE, fact, fact.amount)
    if visit.abandoned_at is not None or _is_cancelled(visit):
        return _ask(with_charge(visit, noted), TaskKind.PAID_LATE, fact, fact.amount)
    if fact.amount < charge.amount:
        return _ask(with_charge(visit, noted), TaskKind.PAID_UNDER, fact, fact.amount)
    paid = replace(noted, state=ChargeState.PAID, settled_by=fact.reference, trouble=None)
    settled = _owe_cancelled(_issue(with_charge(visit, paid), fact), fact)
    if fact.amount > charge.amount:
        return _ask(settled, TaskKind.PAID_OVER, fact, fact.amount - charge.amount)
    return settled


def _owe_cancelled(visit: Visit, fact: facts.MoneyReceived) -> Visit:
    """Turns of a released ticket that were cancelled before their money came are owed back."""
    for turn in visit.turns:
        if turn.state is TurnState.CANCELLED:
            visit = owe_refund(visit, turn.id, fact.at)
    return visit


def owe_refund(visit: Visit, turn_id: TurnId, at: datetime) -> Visit:
    """One task per cancelled turn: its frozen price, but never more than the visit still holds.

    With the last of them nothing is left that the money buys, so that all of it is owed: the extras too.
    """
    price = next((line.price for line in visit.lines if line.turn_id == turn_id), ZERO)
    held = still_to_give_back(visit)
    owed = held if _is_cancelled(visit) else min(price, held)
    if owed <= ZERO:
        return visit
    return with_task(visit, Task(f"refund_due:{turn_id}", TaskKind.REFUND_DUE, owed, at))


def _is_cancelled(visit: Visit) -> bool:
    """A released ticket of which nothing is left to be served: money that comes now buys nothing."""
    return visit.ticket is not None and all(turn.state is TurnState.CANCELLED for turn in visit.turns)


def _ask(visit: Visit, kind: TaskKind, fact: facts.MoneyReceived, amount: Money) -> Visit:
    task_id = task_id_of(kind, fact.intent_id, fact.reference)
    return with_task(visit, Task(task_id, kind, amount, fact.at, fact.intent_id))


def task_id_of(kind: TaskKind, intent_id: IntentId, reference: str) -> str:
    """The same on every station: one task of a kind for each payment."""
    return f"{kind}:{intent_id}:{reference}"


def task_of(visit: Visit, intent_id: IntentId, reference: str) -> Task | None:
    """The task that one receipt opened, if it did."""
    names = {task_id_of(kind, intent_id, reference) for kind in RECEIPT_TASKS}
    return next((task for task in visit.tasks if task.id in names), None)


def _issue(visit: Visit, fact: facts.MoneyReceived | facts.VisitReleased) -> Visit:
    """The one place where a ticket begins; a visit that has one keeps it."""
    if visit.ticket is not None:
        return visit
    turns = tuple(Turn(line.turn_id, line.service_id, line.name, line.minutes) for line in visit.lines)
    return replace(visit, ticket=Ticket(fact.at), turns=turns, abandoned_at=None, abandon_reason=None)


def _reverse(visit: Visit, charge: Charge, fact: facts.MoneyReversed) -> Next:
    receipt = charge.receipt(fact.reference)
    if receipt is None:
        return Invalid("money went back that had never arrived")
    if receipt.is_reversed:
        return AlreadyTrue()
    receipts = tuple(replace(each, is_reversed=each.is_reversed or each is receipt) for each in charge.receipts)
    gone = with_charge(visit, replace(charge, receipts=receipts))
    task = task_of(visit, fact.intent_id, fact.reference)
    if task is not None:
        gone = answer(gone, task, fact.reference)
    if charge.settled_by == fact.reference:
        return _unsettle(gone, charge, fact)
    is_answered = task is not None and (task.is_open or task.decision is Decision.REFUNDED)
    known = given_back(visit, fact.intent_id, fact.reference) + missed(visit, fact.intent_id, fact.reference)
    return gone if is_answered else _miss(gone, fact, receipt.amount - known)


def answer(visit: Visit, task: Task, reference: str) -> Visit:
    """The provider shows that a task's money went back. One that it was asked for waits for that answer."""
    if not task.is_open or visit.is_giving_back(task):
        return visit
    return with_task(visit, replace(task, decision=Decision.REFUNDED, note=reference))


def _unsettle(visit: Visit, charge: Charge, fact: facts.MoneyReversed) -> Visit:
    """The money that paid the visit is gone: what was owed back is settled by that, the rest is missing.

    What a person decided to keep was owed to nobody any more: it is missing too.
    """
    owed = [task for task in visit.tasks if task.kind is TaskKind.REFUND_DUE and task.decision is not Decision.KEPT]
    for task in owed:
        visit = answer(visit, task, fact.reference)
    known = sum((task.amount for task in owed), missed(visit, fact.intent_id, fact.reference))
    return _miss(visit, fact, charge.amount - known)


def missed(visit: Visit, intent_id: IntentId, reference: str) -> Money:
    """What of a payment went back although nobody owed it: each time is a task of its own."""
    name = task_id_of(TaskKind.REVERSED, intent_id, reference)
    return sum((task.amount for task in visit.tasks if task.id == name or task.id.startswith(f"{name}:")), ZERO)


def _miss(visit: Visit, fact: facts.MoneyReversed, amount: Money) -> Visit:
    if amount <= ZERO:
        return visit
    task_id = task_id_of(TaskKind.REVERSED, fact.intent_id, fact.reference)
    return with_task(visit, Task(task_id, TaskKind.REVERSED, amount, fact.at, fact.intent_id))


def release(visit: Visit, fact: facts.VisitReleased) -> Next:
    """A person lets the visit in. Late money that is enough settles it; else what came short is accepted as it is."""
    if visit.ticket is not None:
        return AlreadyTrue()
    issued = replace(_issue(visit, fact), release=Release(fact.by, fact.reason, fact.at))
    for charge in visit.charges:
        enough = [each for each in charge.receipts if _may_settle(visit, charge, each)]
        if enough:
            return _settle_with(issued, charge, enough[0], fact)
    for task in visit.open_tasks:
        if task.kind in RELEASABLE and not visit.is_giving_back(task):
            issued = _released(issued, task, fact)
    return issued


def _may_settle(visit: Visit, charge: Charge, receipt: Receipt) -> bool:
    """Enough money that is here and stays: none that a person gave back by hand, or a provider is giving back."""
    task = task_of(visit, charge.intent_id, receipt.reference)
    if task is not None and (task.decision is Decision.REFUNDED or visit.is_giving_back(task)):
        return False
    return left_of(visit, charge, receipt) >= charge.amount


def _settle_with(visit: Visit, charge: Charge, receipt: Receipt, fact: facts.VisitReleased) -> Visit:
    """One receipt pays; any other keeps its task, and what is too much becomes one."""
    visit = with_charge(visit, replace(charge, state=ChargeState.PAID, settled_by=receipt.reference))
    task = task_of(visit, charge.intent_id, receipt.reference)
    if task is not None and task.is_open:
        visit = _released(visit, task, fact)
    excess = receipt.amount - charge.amount
    if excess <= ZERO:
        return visit
    task_id = task_id_of(TaskKind.PAID_OVER, charge.intent_id, receipt.reference)
    return with_task(visit, Task(task_id, TaskKind.PAID_OVER, excess, fact.at, charge.intent_id))


def _released(visit: Visit, task: Task, fact: facts.VisitReleased) -> Visit:
    return with_task(visit, replace(task, decision=Decision.RELEASED, decided_by=fact.by, note=fact.reason))


def still_to_give_back(visit: Visit) -> Money:
    """Money that buys this visit, has not gone back, and for which no refund is asked yet."""
    settling = sum(
        (
            charge.amount - missed(visit, charge.intent_id, charge.settled_by)
            for charge in visit.charges
            if charge.holds_payment and charge.settled_by
        ),
        ZERO,
    )
    accepted = sum(
        (
            receipt.amount - missed(visit, charge.intent_id, receipt.reference)
            for charge in visit.charges
            for receipt in charge.receipts
            if not receipt.is_reversed
            and receipt.reference != charge.settled_by
            and _is_accepted(visit, charge, receipt)
        ),
        ZERO,
    )
    asked = sum((task.amount for task in visit.tasks if task.kind is TaskKind.REFUND_DUE), ZERO)
    return max(settling + accepted - asked, ZERO)


def _is_accepted(visit: Visit, charge: Charge, receipt: Receipt) -> bool:
    task = task_of(visit, charge.intent_id, receipt.reference)
    return task is not None and task.decision is Decision.RELEASED


def given_back(visit: Visit, intent_id: IntentId, reference: str) -> Money:
    """What of one payment a provider gave back for us, or was asked to."""
    ours = (each for each in visit.refunds if (each.intent_id, each.reference) == (intent_id, reference))
    return sum((each.amount for each in ours if each.state is not RefundState.REFUSED), ZERO)


def left_of(visit: Visit, charge: Charge, receipt: Receipt) -> Money:
    """What of a payment is neither gone nor asked back."""
    if receipt.is_reversed:
        return ZERO
    return receipt.amount - max(receipt.returned, given_back(visit, charge.intent_id, receipt.reference))


def with_charge(visit: Visit, charge: Charge) -> Visit:
    """The visit with this charge in place of the one with the same id."""
    charges = tuple(charge if each.intent_id == charge.intent_id else each for each in visit.charges)
    return replace(visit, charges=charges)


def with_task(visit: Visit, task: Task) -> Visit:
    """The visit with this task, in place of the one with the same id if there is one."""
    if all(each.id != task.id for each in visit.tasks):
        return replace(visit, tasks=(*visit.tasks, task))
    return replace(visit, tasks=tuple(task if each.id == task.id else each for each in visit.tasks))
