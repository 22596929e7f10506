"""What charges and money do to a visit. Money that arrived is never dropped: it settles, or it is a task."""

from __future__ import annotations

from dataclasses import replace

from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.ways import BY_HAND, CHECK_ON_TERMINAL
from shared.visits import facts, machine, own_pix
from shared.visits.arriving import receive, restore
from shared.visits.ledger import with_charge
from shared.visits.model import OPEN_CHARGES, Charge, ChargeState, EndReason, Visit
from shared.visits.returns import reverse

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
        case facts.MoneyRestored():
            return restore(visit, charge, own_pix.by_known_name(charge, fact))
        case facts.ChargeNoticed():
            return machine.notice(visit, charge, fact)
        case _:
            moved = _move(charge, fact)
            if isinstance(moved, Invalid | AlreadyTrue):
                return moved
            return machine.ask_person(with_charge(visit, moved), moved, fact.at)


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
            kept = charge.trouble if charge.trouble == CHECK_ON_TERMINAL else None
            return _end(charge, ChargeState.EXPIRED, charge.end_reason or EndReason.TIMEOUT, kept)
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
    return own_pix.answer_search(receive(visit, charge, fact), fact)
