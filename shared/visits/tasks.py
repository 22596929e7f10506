"""What a person decided about money, as the journal tells it."""

from __future__ import annotations

from dataclasses import replace

from shared.journal.model import AlreadyTrue, Invalid
from shared.visits import facts
from shared.visits.handing_back import HandedBack, hand_back, source_by_name
from shared.visits.ledger import with_task
from shared.visits.letting_in import RELEASABLE
from shared.visits.model import Decision, TaskKind, Visit
from shared.visits.own_pix import can_answer

Next = Visit | Invalid | AlreadyTrue


def evolve_decision(visit: Visit, fact: facts.TaskDecided) -> Next:
    """The visit after a person answered a task. What was given back is gone, whatever else was decided about it."""
    task = visit.task(fact.task_id)
    amount = fact.amount if task is None else task.amount
    if fact.decision is Decision.REFUNDED and amount is not None and (task is None or _is_to_give(task.kind)):
        given = HandedBack(fact.task_id, amount, fact.by, fact.note, fact.at)
        return hand_back(visit, given, source_by_name(visit, fact.task_id))
    if task is None:
        return Invalid("there is no such task")
    if task.decision is not None:
        same = task.decision is fact.decision
        return AlreadyTrue() if same else Invalid(f"it was already decided: {task.decision}")
    if visit.is_giving_back(task):
        return Invalid("its money is being given back")
    if fact.decision is Decision.RELEASED and task.kind not in RELEASABLE:
        return Invalid("nobody is let in for such money")
    if fact.decision is not Decision.RELEASED and not can_answer(task.kind, fact.decision):
        return Invalid(f"a task of this kind is not answered by {fact.decision}")
    return with_task(visit, replace(task, decision=fact.decision, decided_by=fact.by, note=fact.note))


def _is_to_give(kind: TaskKind) -> bool:
    """Missing money is with its payer already, and what is looked for is not known to be here."""
    return kind not in {TaskKind.REVERSED, TaskKind.TO_RECONCILE, TaskKind.CHECK_ON_TERMINAL}
