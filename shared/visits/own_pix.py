"""Money on the shop's own Pix key: what a person vouched for is looked for until somebody found it, or did not.

Nobody tells us of such money by itself. A person who finds it in the statement and a provider that lists it may name
the same payment differently: it is counted once.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeVar

from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.ids import IntentId
from shared.kernel.ways import Method
from shared.visits import facts
from shared.visits.facts import MoneyReturned
from shared.visits.ledger import with_charge, with_task
from shared.visits.model import Charge, Decision, Receipt, ReleaseKind, Task, TaskKind, Visit
from shared.visits.returns import reverse

Next = Visit | Invalid | AlreadyTrue
Named = TypeVar("Named", facts.MoneyReceived, facts.MoneyReversed, facts.MoneyRestored, MoneyReturned)

# Central Bank, Pix: E, ISPB of the payer's bank, minute of the order, 11 characters.
_END_TO_END = re.compile(r"E[0-9]{8}[0-9]{12}[A-Za-z0-9]{11}")


def is_end_to_end(name: str) -> bool:
    """The name that every bank has for one Pix."""
    return _END_TO_END.fullmatch(name) is not None


def may_be_same(one: str, other: str) -> bool:
    """May both names be one payment's? A Pix has one end-to-end id, so that two of them are two payments."""
    return one == other or not (is_end_to_end(one) and is_end_to_end(other))


def search_id(intent_id: IntentId) -> str:
    """The task to look for one charge's money."""
    return f"{TaskKind.TO_RECONCILE}:{intent_id}"


def can_answer(kind: TaskKind, decision: Decision) -> bool:
    """May a person answer such a task so? That money was received is said by the money itself."""
    if decision is Decision.RECEIVED or (kind is TaskKind.CHECK_ON_TERMINAL and decision is Decision.REFUNDED):
        return False
    return (kind is TaskKind.TO_RECONCILE) == (decision is Decision.MISSING)


def vouch(before: Visit, released: Next, fact: facts.VisitReleased) -> Next:
    """Whoever was let in for a receipt: its money is to be found, also if the visit has its ticket from elsewhere."""
    if fact.kind is not ReleaseKind.OWN_PIX or fact.intent_id is None or isinstance(released, Invalid):
        return released
    after = released if isinstance(released, Visit) else before
    charge = after.charge(fact.intent_id)
    if charge is None or has_money(charge) or after.task(search_id(charge.intent_id)) is not None:
        return released
    search = Task(
        search_id(charge.intent_id),
        TaskKind.TO_RECONCILE,
        charge.amount,
        fact.at,
        charge.intent_id,
        opened_by=fact.by,
    )
    return with_task(after, search)


def has_money(charge: Charge) -> bool:
    """Some payment of it is here."""
    return any(not receipt.is_reversed for receipt in charge.receipts)


def answer_search(received: Next, fact: facts.MoneyReceived) -> Next:
    """Money that came answers the search for it, also one that had been given up."""
    if not isinstance(received, Visit) or fact.is_reversed:
        return received
    task = received.task(search_id(fact.intent_id))
    if task is None or task.decision is Decision.RECEIVED:
        return received
    by = fact.taken.by if fact.taken else None
    return with_task(received, replace(task, decision=Decision.RECEIVED, decided_by=by, note=fact.reference))


def by_known_name(charge: Charge, fact: Named) -> Named:
    """The same about a payment that has two names, under the one it was first known by."""
    return replace(fact, reference=known_name(charge, fact.reference))


def known_name(charge: Charge, reference: str) -> str:
    """The name under which the charge keeps a payment."""
    return next((each.reference for each in charge.receipts if each.also == reference), reference)


def namesake(charge: Charge, fact: facts.MoneyReceived) -> Receipt | None:
    """The receipt of this same payment under another name: a person found the one, and a provider lists the other.

    Each receipt has at most two names, and at most one end-to-end id, so that a second payment of the same amount is a
    second payment.
    """
    if charge.method is not Method.OWN_PIX or any(each.reference == fact.reference for each in charge.receipts):
        return None
    return next(
        (
            each
            for each in charge.receipts
            if each.also is None
            and not each.is_reversed
            and each.amount == fact.amount
            and may_be_same(each.reference, fact.reference)
            and (each.taken is None) != (fact.taken is None)
        ),
        None,
    )


def name_again(visit: Visit, charge: Charge, receipt: Receipt, fact: facts.MoneyReceived) -> Next:
    """Keep a payment's second name. One that is listed as gone back went back."""
    named = replace(receipt, also=fact.reference)
    receipts = tuple(named if each is receipt else each for each in charge.receipts)
    charge = replace(charge, receipts=receipts)
    visit = with_charge(visit, charge)
    if not fact.is_reversed:
        return visit
    gone = facts.MoneyReversed(fact.intent_id, receipt.reference, fact.at, times=receipt.restored + 1)
    return reverse(visit, charge, gone)
