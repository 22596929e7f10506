"""A person lets a visit in, for money that no rule can settle or for none."""

from __future__ import annotations

from dataclasses import replace

from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.money import ZERO
from shared.visits import facts
from shared.visits.handing_back import source_by_name
from shared.visits.ledger import left_of, miss, task_id_of, tasks_of, with_charge, with_task
from shared.visits.machine import ask_person
from shared.visits.model import (
    Charge,
    ChargeState,
    Decision,
    Receipt,
    Release,
    ReleaseKind,
    Task,
    TaskKind,
    Ticket,
    Turn,
    Visit,
)

Next = Visit | Invalid | AlreadyTrue

RELEASABLE = frozenset({TaskKind.PAID_LATE, TaskKind.PAID_UNDER, TaskKind.CHECK_ON_TERMINAL})
"""Tasks about money for which a person may let the visit in."""


def release(visit: Visit, fact: facts.VisitReleased) -> Next:
    """A person lets the visit in. Late money that is enough settles it; else what came short is accepted as it is.

    Money that the person counted on and that was given back meanwhile is missing; what is being given back will be. A
    courtesy is for nothing: money that is there keeps its task.
    """
    if visit.ticket is not None:
        return AlreadyTrue()
    issued = replace(issue(visit, fact), release=Release(fact.by, fact.reason, fact.at, fact.kind))
    if fact.kind is ReleaseKind.COURTESY:
        return issued
    issued = _count_on(issued, fact)
    for charge in visit.charges:
        enough = [each for each in charge.receipts if _may_settle(visit, charge, each)]
        if enough:
            return _settle_with(issued, charge, enough[0], fact)
    for task in visit.open_tasks:
        if task.kind in RELEASABLE and not visit.is_giving_back(task):
            issued = _released(issued, task, fact)
    return issued


def _count_on(visit: Visit, fact: facts.VisitReleased) -> Visit:
    for task in visit.tasks:
        if task.id not in fact.counts_on:
            continue
        if visit.is_giving_back(task):
            visit = _released(visit, task, fact)
        elif task.decision is Decision.REFUNDED:
            source = source_by_name(visit, task.id)
            assert source is not None, "the task of a receipt names it"
            visit = miss(visit, source, task.amount, fact.at, is_shown=False)
    return visit


def _may_settle(visit: Visit, charge: Charge, receipt: Receipt) -> bool:
    """Enough money that is here and stays: none that a person gave back by hand, or a provider is giving back."""
    own = tasks_of(visit, charge.intent_id, receipt.reference)
    if any(task.decision is Decision.REFUNDED or visit.is_giving_back(task) for task in own):
        return False
    return left_of(visit, charge, receipt) >= charge.asked_of(receipt)


def _settle_with(visit: Visit, charge: Charge, receipt: Receipt, fact: facts.VisitReleased) -> Visit:
    """One receipt pays; any other keeps its task, and what is too much becomes one."""
    visit = with_charge(visit, replace(charge, state=ChargeState.PAID, settled_by=receipt.reference))
    for task in tasks_of(visit, charge.intent_id, receipt.reference):
        if task.is_open:
            visit = _released(visit, task, fact)
    excess = receipt.amount - charge.asked_of(receipt)
    if excess <= ZERO:
        return visit
    task_id = task_id_of(TaskKind.PAID_OVER, charge.intent_id, receipt.reference)
    return with_task(visit, Task(task_id, TaskKind.PAID_OVER, excess, fact.at, charge.intent_id))


def _released(visit: Visit, task: Task, fact: facts.VisitReleased) -> Visit:
    return with_task(visit, replace(task, decision=Decision.RELEASED, decided_by=fact.by, note=fact.reason))


def issue(visit: Visit, fact: facts.MoneyReceived | facts.MoneyRestored | facts.VisitReleased) -> Visit:
    """The one place where a ticket begins; a visit that has one keeps it. Nobody waits for a card machine then."""
    if visit.ticket is not None:
        return visit
    turns = tuple(Turn(line.turn_id, line.service_id, line.name, line.minutes) for line in visit.lines)
    issued = replace(visit, ticket=Ticket(fact.at), turns=turns, abandoned_at=None, abandon_reason=None)
    for charge in issued.charges:
        issued = ask_person(issued, charge, fact.at)
    return issued
