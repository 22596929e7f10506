"""What charges and money do to a visit. Money that arrived is never dropped: it settles, or it is a task."""

from __future__ import annotations

from dataclasses import replace

from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.money import Money
from shared.kernel.ways import BY_HAND
from shared.visits import facts, own_pix
from shared.visits.ledger import task_id_of, with_charge, with_task
from shared.visits.letting_in import issue
from shared.visits.model import OPEN_CHARGES, Charge, ChargeState, EndReason, Receipt, Task, TaskKind, Visit
from shared.visits.owing import has_nothing_left, owe_cancelled
from shared.visits.returns import reverse
from shared.visits.ticket import is_settled

Next = Visit | Invalid | AlreadyTrue


def evolve_charge(visit: Visit, fact: facts.ChargeFact) -> Next:
    """The visit after something happened to one of its charges."""
    if isinstance(fact, facts.ChargeIntended):
        return _intend(visit, fact)
    charge = visit.charge(fact.intent_id)
    if charge is None:
        return Invalid("the visit has no such charge")
    match fact:
        case facts.MoneyReceived():
            return _receive_once(visit, charge, own_pix.by_known_name(charge, fact))
        case facts.MoneyReversed():
            return reverse(visit, charge, own_pix.by_known_name(charge, fact))
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


def _receive_once(visit: Visit, charge: Charge, fact: facts.MoneyReceived) -> Next:
    same = own_pix.namesake(charge, fact)
    if same is not None:
        return own_pix.name_again(visit, charge, same, fact)
    return own_pix.answer_search(_receive(visit, charge, fact), fact)


def _receive(visit: Visit, charge: Charge, fact: facts.MoneyReceived) -> Next:
    if any(receipt.reference == fact.reference for receipt in charge.receipts):
        return AlreadyTrue()
    receipt = Receipt(fact.reference, fact.amount, fact.paid_at, fact.at, fact.is_reversed, taken=fact.taken)
    noted = replace(charge, receipts=(*charge.receipts, receipt))
    if fact.is_reversed:
        return with_charge(visit, noted)
    if is_settled(visit):
        return _ask(with_charge(visit, noted), TaskKind.PAID_TWICE, fact, fact.amount)
    if visit.abandoned_at is not None or has_nothing_left(visit):
        return _ask(with_charge(visit, noted), TaskKind.PAID_LATE, fact, fact.amount)
    if fact.amount < charge.amount:
        return _ask(with_charge(visit, noted), TaskKind.PAID_UNDER, fact, fact.amount)
    paid = replace(noted, state=ChargeState.PAID, settled_by=fact.reference, trouble=None)
    settled = owe_cancelled(issue(with_charge(visit, paid), fact), fact)
    if fact.amount > charge.amount:
        return _ask(settled, TaskKind.PAID_OVER, fact, fact.amount - charge.amount)
    return settled


def _ask(visit: Visit, kind: TaskKind, fact: facts.MoneyReceived, amount: Money) -> Visit:
    task_id = task_id_of(kind, fact.intent_id, fact.reference)
    return with_task(visit, Task(task_id, kind, amount, fact.at, fact.intent_id))
