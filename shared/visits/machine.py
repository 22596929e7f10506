"""A charge whose result only the card machine shows: a person looks there, once nobody waits for it on a screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.journal.model import AlreadyTrue
from shared.kernel.ways import CHECK_ON_TERMINAL
from shared.visits import facts
from shared.visits.ledger import with_charge, with_task
from shared.visits.model import Charge, ChargeState, Decision, Task, TaskKind, Visit


def notice(visit: Visit, charge: Charge, fact: facts.ChargeNoticed) -> Visit | AlreadyTrue:
    """What the provider says of a charge on its machine, kept as its trouble until it says something else."""
    is_answer = fact.is_over and is_asked(visit, charge)
    if charge.state is ChargeState.PAID or (charge.trouble == fact.said and not is_answer):
        return AlreadyTrue()
    noticed = replace(charge, trouble=fact.said)
    visit = with_charge(visit, noticed)
    if fact.said == CHECK_ON_TERMINAL:
        return ask_person(visit, noticed, fact.at)
    return answer(visit, charge, fact.said or "") if fact.is_over else visit


def ask_person(visit: Visit, charge: Charge, at: datetime) -> Visit:
    """A task to look at the machine, for a charge that nobody waits for any more: it may have been paid as well."""
    has_ended = visit.ticket is not None or visit.abandoned_at is not None
    is_over = has_ended or charge.state is ChargeState.EXPIRED
    is_unknown = charge.trouble == CHECK_ON_TERMINAL and not charge.receipts
    if not is_unknown or not is_over or visit.task(_task_id(charge)) is not None:
        return visit
    return with_task(visit, Task(_task_id(charge), TaskKind.CHECK_ON_TERMINAL, charge.amount, at, charge.intent_id))


def is_asked(visit: Visit, charge: Charge) -> bool:
    """A person is to look at the machine for this charge, and has not said what they saw."""
    task = visit.task(_task_id(charge))
    return task is not None and task.is_open


def answer(visit: Visit, charge: Charge, said: str) -> Visit:
    """The provider knows the result now: nobody has to look any more."""
    task = visit.task(_task_id(charge))
    if task is None or not task.is_open:
        return visit
    return with_task(visit, replace(task, decision=Decision.KEPT, note=said))


def _task_id(charge: Charge) -> str:
    return f"{TaskKind.CHECK_ON_TERMINAL}:{charge.intent_id}"
