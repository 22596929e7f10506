"""Money that arrives, for the first time or again: it settles the visit, or a person finds it as a task."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.money import ZERO, Money
from shared.visits import facts, machine
from shared.visits.ledger import (
    Source,
    chargeback_id,
    claims,
    is_answered_by_provider,
    is_paid_for,
    pays,
    task_id_of,
    tasks_of,
    with_charge,
    with_receipt,
    with_task,
)
from shared.visits.letting_in import issue
from shared.visits.model import Charge, ChargeState, Decision, Receipt, RefundState, Task, TaskKind, Visit
from shared.visits.owing import has_nothing_left, owe_cancelled
from shared.visits.returns import explain

Next = Visit | Invalid | AlreadyTrue


def receive(visit: Visit, charge: Charge, fact: facts.MoneyReceived) -> Next:
    """Money arrived that nobody had seen. What had gone back before that buys nothing."""
    if charge.receipt(fact.reference) is not None:
        return AlreadyTrue()
    receipt = Receipt(
        fact.reference, fact.amount, fact.paid_at, fact.at, fact.is_reversed, due=fact.due, taken=fact.taken
    )
    noted = replace(charge, receipts=(*charge.receipts, receipt))
    visit = with_charge(machine.answer(visit, charge, fact.reference), noted)
    return visit if fact.is_reversed else _place(visit, (noted, receipt), fact)


def restore(visit: Visit, charge: Charge, fact: facts.MoneyRestored) -> Next:
    """Money that had gone back is here again, and counts once: it pays what it paid, or is asked about as before.

    What its going had answered is owed again. Where nothing was missing, it had gone because we gave it back: that came
    to nothing, and a person decides anew.
    """
    receipt = charge.receipt(fact.reference)
    if receipt is None:
        return Invalid("money came back that had never arrived")
    if fact.times <= receipt.restored:
        return AlreadyTrue()
    if not receipt.is_reversed:
        return Invalid("money came back that had not gone")
    chargeback = visit.task(chargeback_id(charge, receipt))
    seen = replace(receipt, is_reversed=False, restored=fact.times)
    visit = with_receipt(visit, charge, seen)
    charge = next(each for each in visit.charges if each.intent_id == charge.intent_id)
    if chargeback is None:
        visit = _give_up_refunds(visit, fact)
    elif chargeback.is_open:
        visit = with_task(visit, replace(chargeback, decision=Decision.KEPT, note=fact.reference))
    visit = _owe_again(visit, (charge, seen), is_ours=chargeback is None)
    if not pays(visit, charge, seen) and not tasks_of(visit, charge.intent_id, seen.reference):
        return _place(visit, (charge, seen), fact)
    explained = explain(visit, charge, seen, fact.at)
    return owe_cancelled(explained, (charge, seen), fact.at) if pays(explained, charge, seen) else explained


def _give_up_refunds(visit: Visit, fact: facts.MoneyRestored) -> Visit:
    """What a provider gave back came back to us: its word that it was done holds no more."""
    ours = (fact.intent_id, fact.reference)
    refunds = (
        replace(each, state=RefundState.REFUSED)
        if (each.intent_id, each.reference) == ours and each.state is RefundState.DONE
        else each
        for each in visit.refunds
    )
    return replace(visit, refunds=tuple(refunds))


def _owe_again(visit: Visit, source: Source, *, is_ours: bool) -> Visit:
    for task in claims(visit, *source):
        is_by_provider = is_answered_by_provider(task) and task.note == source[1].reference
        if is_by_provider or (is_ours and task.decision is Decision.REFUNDED):
            visit = with_task(visit, replace(task, decision=None, decided_by=None, note=""))
    return visit


def _place(visit: Visit, source: Source, fact: facts.MoneyReceived | facts.MoneyRestored) -> Visit:
    """Settle the visit with money that is here, unless other money does; the rest is asked about."""
    charge, receipt = source
    if is_paid_for(visit):
        return _ask(visit, TaskKind.PAID_TWICE, source, receipt.amount, fact.at)
    if visit.abandoned_at is not None or has_nothing_left(visit):
        return _ask(visit, TaskKind.PAID_LATE, source, receipt.amount, fact.at)
    asked = charge.asked_of(receipt)
    if receipt.amount < asked:
        return _ask(visit, TaskKind.PAID_UNDER, source, receipt.amount, fact.at)
    settled = owe_cancelled(issue(_settle(visit, charge, receipt), fact), source, fact.at)
    excess = receipt.amount - asked
    return _ask(settled, TaskKind.PAID_OVER, source, excess, fact.at) if excess > ZERO else settled


def _settle(visit: Visit, charge: Charge, receipt: Receipt) -> Visit:
    """The one payment that settles: what did before has gone back, and is not waited for to do so again."""
    charges = tuple(replace(each, settled_by=None) for each in visit.charges)
    paid = replace(charge, state=ChargeState.PAID, settled_by=receipt.reference, trouble=None)
    return with_charge(replace(visit, charges=charges), paid)


def _ask(visit: Visit, kind: TaskKind, source: Source, amount: Money, at: datetime) -> Visit:
    charge, receipt = source
    task_id = task_id_of(kind, charge.intent_id, receipt.reference)
    return with_task(visit, Task(task_id, kind, amount, at, charge.intent_id))
