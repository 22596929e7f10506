"""Giving money back through its provider: who may be asked for what, and what that does to the visit's tasks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.ids import OperatorId, RefundId
from shared.kernel.ways import BY_HAND
from shared.visits.facts import MoneyReturned, RefundAsked, RefundDone, RefundFact, RefundRefused
from shared.visits.handing_back import HandedBack, hand_back
from shared.visits.ledger import RECEIPT_TASKS, Source, is_accepted, is_spoken_for, left_of, payments, task_id_of
from shared.visits.model import Refund, RefundState, Task, TaskKind, Visit
from shared.visits.outcomes import AlreadyDecided, NoSuchTask, OnlyByHand, RefundUnderWay
from shared.visits.own_pix import by_known_name
from shared.visits.returns import explain, return_part

Next = Visit | Invalid | AlreadyTrue


def decide_refund(
    visit: Visit, task_id: str, by: OperatorId, reason: str, now: datetime
) -> RefundAsked | NoSuchTask | AlreadyDecided | RefundUnderWay | OnlyByHand:
    """Have the provider that holds a task's money give it back; the task waits for the provider's word."""
    task = visit.task(task_id)
    if task is None:
        return NoSuchTask(task_id)
    if not task.is_open:
        return AlreadyDecided(task_id)
    if is_spoken_for(visit, task):
        return RefundUnderWay(task_id)
    source = source_of(visit, task)
    if source is None:
        return OnlyByHand()
    charge, receipt = source
    return RefundAsked(
        refund_id=refund_id(visit, task),
        task_id=task_id,
        intent_id=charge.intent_id,
        reference=receipt.reference,
        amount=task.amount,
        by=by,
        reason=reason,
        at=now,
    )


def source_of(visit: Visit, task: Task) -> Source | None:
    """The one payment that a provider can give a task's money back from; None when only a person can.

    Money that went back by itself is nobody's to give back, and the counter's is given back at the counter.
    """
    enough = (
        (charge, receipt)
        for charge, receipt in _sources(visit, task)
        if charge.method not in BY_HAND
        and charge.charge_id is not None
        and left_of(visit, charge, receipt) >= task.amount
    )
    return next(enough, None)


def _sources(visit: Visit, task: Task) -> Iterator[Source]:
    """The payments that a task is about; what is owed comes first from the one that paid the visit."""
    every = tuple(payments(visit))
    if task.kind in RECEIPT_TASKS:
        yield from (each for each in every if task_id_of(task.kind, each[0].intent_id, each[1].reference) == task.id)
    elif task.kind is TaskKind.REFUND_DUE:
        yield from (each for each in every if each[0].settled_by == each[1].reference)
        yield from (each for each in every if is_accepted(visit, *each))


def refund_id(visit: Visit, task: Task) -> RefundId:
    """32 hexadecimal characters, the same wherever the same attempt is decided; new after each refusal."""
    attempt = sum(each.task_id == task.id for each in visit.refunds)
    return RefundId(hashlib.sha256(f"{visit.id}:{task.id}:{attempt}".encode()).hexdigest()[:32])


def evolve_refund(visit: Visit, fact: RefundFact) -> Next:
    """The visit after something happened to money on its way back."""
    match fact:
        case MoneyReturned():
            charge = visit.charge(fact.intent_id)
            return return_part(visit, by_known_name(charge, fact) if charge else fact)
        case RefundAsked():
            return _ask(visit, fact)
        case RefundDone():
            return _finish(visit, fact)
        case RefundRefused():
            return _refuse(visit, fact)
        case _:
            assert_never(fact)


def _ask(visit: Visit, fact: RefundAsked) -> Next:
    """Taken in even where the order puts another decision before it: the provider may have been asked."""
    if any(each.id == fact.refund_id for each in visit.refunds):
        return AlreadyTrue()
    charge = visit.charge(fact.intent_id)
    if charge is None or charge.receipt(fact.reference) is None:
        return Invalid("the visit has no such payment")
    asked = Refund(
        fact.refund_id, fact.task_id, fact.intent_id, fact.reference, fact.amount, fact.by, fact.reason, fact.at
    )
    return replace(visit, refunds=(*visit.refunds, asked))


def is_in_effect(visit: Visit, refund_id: RefundId) -> bool:
    """Its task still waits for it: no other station's news has answered that otherwise."""
    refund = _refund(visit, refund_id)
    task = visit.task(refund.task_id) if refund else None
    return task is not None and task.is_open and visit.refund_of(task.id) == refund


def _finish(visit: Visit, fact: RefundDone) -> Next:
    refund = _refund(visit, fact.refund_id)
    if refund is None:
        return Invalid("nobody asked for this refund")
    if refund.state is RefundState.DONE:
        return AlreadyTrue()
    visit = _with_refund(visit, replace(refund, state=RefundState.DONE, trouble=""))
    charge = visit.charge(refund.intent_id)
    receipt = charge.receipt(refund.reference) if charge else None
    given = HandedBack(refund.task_id, refund.amount, refund.by, refund.reason, fact.at, refund.id)
    handed = hand_back(visit, given, (charge, receipt) if charge and receipt else None)
    return visit if isinstance(handed, AlreadyTrue) else handed


def _refuse(visit: Visit, fact: RefundRefused) -> Next:
    """What is done stays done. Money that went back meanwhile did so for another reason."""
    refund = _refund(visit, fact.refund_id)
    if refund is None:
        return Invalid("nobody asked for this refund")
    if refund.state is not RefundState.ASKED:
        return AlreadyTrue()
    visit = _with_refund(visit, replace(refund, state=RefundState.REFUSED, trouble=fact.cause))
    charge = visit.charge(refund.intent_id)
    receipt = charge.receipt(refund.reference) if charge else None
    return explain(visit, charge, receipt, fact.at) if charge and receipt else visit


def _refund(visit: Visit, refund_id: RefundId) -> Refund | None:
    return next((each for each in visit.refunds if each.id == refund_id), None)


def _with_refund(visit: Visit, refund: Refund) -> Visit:
    return replace(visit, refunds=tuple(refund if each.id == refund.id else each for each in visit.refunds))
