"""Decisions about being paid: what to ask a provider for, and what its answers mean for the visit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.kernel.ids import IntentId, OperatorId
from shared.kernel.money import ZERO, Money
from shared.kernel.ways import BY_HAND, BY_PROVIDER, Way
from shared.visits import facts
from shared.visits.by_hand import decide_release
from shared.visits.facts import MoneyReturned
from shared.visits.ledger import is_spoken_for
from shared.visits.letting_in import RELEASABLE
from shared.visits.machine import is_asked
from shared.visits.model import OPEN_CHARGES, Charge, ChargeState, Decision, EndReason, Visit
from shared.visits.outcomes import (
    AlreadyDecided,
    AlreadyPaid,
    NoSuchCharge,
    NoSuchTask,
    NotAnAnswer,
    NotReleasable,
    OwnPixLimit,
    RefundUnderWay,
    VisitEnded,
)
from shared.visits.own_pix import can_answer, known_name
from shared.visits.ticket import is_settled, visit_state

VOID_GRACE = timedelta(minutes=2)
"""How long after asking for a void the visit waits for the provider's word before it ends here."""
UNCHARGED = timedelta(minutes=30)
"""How long a visit is kept whose customer never chose how to pay."""
CHARGES_MAX = 6
"""After so many charges of one method nobody is sent to yet another provider: they wait, or choose otherwise."""


@dataclass(frozen=True, slots=True)
class SeenPayment:
    """Money a provider says it received; `reference` tells two payments apart.

    `is_reversed`: it went back. `returned` is the part that did while the rest is there. `due`: what was asked for when
    it was paid, where that is not the charge's amount.
    """

    reference: str
    amount: Money
    paid_at: datetime | None
    is_reversed: bool = False
    returned: Money = ZERO
    due: Money | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was seen of a charge, in the visit's words.

    `said`: how it stands on a card machine, in the provider's words; empty: nothing to remark; None: not told.
    """

    intent_id: IntentId
    payments: tuple[SeenPayment, ...] = ()
    is_voided: bool = False
    said: str | None = None


@dataclass(frozen=True, slots=True)
class NewCharge:
    """How a visit is to be paid now."""

    intent_id: IntentId
    way: Way
    expires_at: datetime
    installments: int = 1


def decide_charge(
    visit: Visit, new: NewCharge, now: datetime
) -> tuple[facts.VisitFact, ...] | AlreadyPaid | VisitEnded:
    """Ask for money; charges that are still open are to be voided, and stay watched until they are.

    Empty when that way to pay is being waited for already: a second tap asks for nothing.
    """
    if visit.ticket is not None:
        return AlreadyPaid()
    if visit.abandoned_at is not None:
        return VisitEnded(visit_state(visit))
    current = visit.current_charge
    if current is not None and _is_same(current, new) and _is_payable(current, now):
        return ()
    return (*_ask_voids(visit, EndReason.REPLACED, now), _intended(visit, new, now))


def decide_other_way(visit: Visit, failed: IntentId, new: NewCharge, now: datetime) -> tuple[facts.VisitFact, ...]:
    """The provider of a charge that is still to be made does not answer: ask in another way of the same method.

    Empty where nobody waits for that charge any more.
    """
    current = visit.current_charge
    if current is None or current.intent_id != failed or current.state is not ChargeState.CREATING:
        return ()
    if visit.ticket is not None or visit.abandoned_at is not None:
        return ()
    if sum(each.method is current.method for each in visit.charges) >= CHARGES_MAX:
        return ()
    return (facts.ChargeVoidAsked(failed, EndReason.REPLACED, now), _intended(visit, new, now))


def decide_give_up(visit: Visit, reason: EndReason, now: datetime) -> tuple[facts.VisitFact, ...]:
    """The customer (or time) ends an unpaid visit. It ends here once no provider can be paid for it any more."""
    if visit.ticket is not None or visit.abandoned_at is not None:
        return ()
    asked = _ask_voids(visit, reason, now)
    if any(charge.method in BY_PROVIDER for charge in _open(visit)):
        return asked
    return (*asked, facts.VisitAbandoned(reason, now))


def decide_refused(visit: Visit, intent_id: IntentId, cause: str, now: datetime) -> tuple[facts.VisitFact, ...]:
    """The provider will not make this charge; the visit stays open for another way to pay."""
    charge = visit.charge(intent_id)
    if charge is None or charge.state not in OPEN_CHARGES:
        return ()
    failed = facts.ChargeFailed(intent_id, cause, now)
    return (failed, *_after_end(visit, charge, now))


def decide_sighting(visit: Visit, seen: Sighting, now: datetime) -> tuple[facts.VisitFact, ...] | NoSuchCharge:
    """What a provider says about a charge, as facts that are not known yet. The same sighting again is empty."""
    charge = visit.charge(seen.intent_id)
    if charge is None:
        return NoSuchCharge(seen.intent_id)
    seen = _by_known_names(seen, charge)
    moved: tuple[facts.VisitFact, ...] = (
        *_received(charge, seen, now),
        *_reversed(charge, seen, now),
        *_restored(charge, seen, now),
        *_returned(charge, seen, now),
    )
    is_held = any(not each.is_reversed for each in seen.payments)
    noticed = () if is_held else tuple(_noticed(visit, charge, seen, now))
    if is_held or not seen.is_voided or charge.state not in OPEN_CHARGES:
        return (*moved, *noticed)
    return (*moved, facts.ChargeVoided(seen.intent_id, now), *noticed, *_after_end(visit, charge, now))


def decide_concluded(visit: Visit, intent_id: IntentId, now: datetime) -> tuple[facts.VisitFact, ...]:
    """The void that was asked for is not possible any more, because the provider has concluded the charge.

    Whatever money it holds is a task already; the charge is over.
    """
    charge = visit.charge(intent_id)
    if charge is None or charge.state is not ChargeState.VOIDING:
        return ()
    return (facts.ChargeVoided(intent_id, now), *_after_end(visit, charge, now))


def _by_known_names(seen: Sighting, charge: Charge) -> Sighting:
    names = [known_name(charge, each.reference) for each in seen.payments]
    payments = (replace(each, reference=name) for each, name in zip(seen.payments, names, strict=True))
    return replace(seen, payments=tuple(payments))


def decide_leftover(visit: Visit, now: datetime) -> tuple[facts.VisitFact, ...]:
    """What is still asked for though the visit has its ticket shall not be paid as well.

    A visit that a person let in may still be paid at the counter; what a provider was asked for is voided, and obeyed
    if it is paid already.
    """
    if visit.ticket is None:
        return ()
    is_paid = is_settled(visit)
    unwanted = [each for each in _open(visit) if is_paid or each.method in BY_PROVIDER]
    return _void_these(unwanted, EndReason.REPLACED, now)


def _noticed(visit: Visit, charge: Charge, seen: Sighting, now: datetime) -> Iterator[facts.ChargeNoticed]:
    is_news = (seen.said or None) != charge.trouble or (seen.is_voided and is_asked(visit, charge))
    if seen.said is not None and is_news and charge.state is not ChargeState.PAID:
        yield facts.ChargeNoticed(seen.intent_id, seen.said or None, now, is_over=seen.is_voided)


def _received(charge: Charge, seen: Sighting, now: datetime) -> Iterator[facts.MoneyReceived]:
    known = {receipt.reference for receipt in charge.receipts}
    for each in seen.payments:
        if each.reference not in known:
            yield facts.MoneyReceived(
                seen.intent_id, each.reference, each.amount, each.paid_at, now, each.is_reversed, each.due
            )


def _reversed(charge: Charge, seen: Sighting, now: datetime) -> Iterator[facts.MoneyReversed]:
    gone = {each.reference for each in seen.payments if each.is_reversed}
    for receipt in charge.receipts:
        if not receipt.is_reversed and receipt.reference in gone:
            yield facts.MoneyReversed(seen.intent_id, receipt.reference, now, receipt.restored + 1)


def _restored(charge: Charge, seen: Sighting, now: datetime) -> Iterator[facts.MoneyRestored]:
    here = {each.reference for each in seen.payments if not each.is_reversed}
    for receipt in charge.receipts:
        if receipt.is_reversed and receipt.reference in here:
            yield facts.MoneyRestored(seen.intent_id, receipt.reference, now, receipt.restored + 1)


def _returned(charge: Charge, seen: Sighting, now: datetime) -> Iterator[MoneyReturned]:
    known = {receipt.reference: receipt.returned for receipt in charge.receipts}
    for each in seen.payments:
        if not each.is_reversed and each.returned > known.get(each.reference, ZERO):
            yield MoneyReturned(seen.intent_id, each.reference, each.returned, now)


def decide_overdue_payment(visit: Visit, now: datetime) -> tuple[facts.VisitFact, ...]:
    """What time alone does to an unpaid visit: ask for a void at expiry, end it after a grace without an answer."""
    if visit.ticket is not None or visit.abandoned_at is not None:
        return ()
    current = visit.current_charge
    if current is None:
        return _end_all(visit, EndReason.TIMEOUT, now) if now >= visit.opened_at + UNCHARGED else ()
    if current.state not in OPEN_CHARGES and now >= current.expires_at:
        return _end_all(visit, EndReason.TIMEOUT, now)
    if now >= current.expires_at + VOID_GRACE:
        return _end_all(visit, EndReason.TIMEOUT, now)
    if now >= current.expires_at:
        return decide_give_up(visit, EndReason.TIMEOUT, now)
    return ()


def decide_task(
    visit: Visit, task_id: str, decision: Decision, by: OperatorId, note: str, now: datetime
) -> (
    facts.TaskDecided
    | facts.VisitReleased
    | NoSuchTask
    | AlreadyDecided
    | RefundUnderWay
    | NotReleasable
    | AlreadyPaid
    | NotAnAnswer
    | OwnPixLimit
):
    """What a person decided about one task. Releasing it lets the visit in, for money that may still pay."""
    task = visit.task(task_id)
    if task is None:
        return NoSuchTask(task_id)
    if not task.is_open:
        return AlreadyDecided(task_id)
    if is_spoken_for(visit, task):
        return RefundUnderWay(task_id)
    if decision is not Decision.RELEASED and not can_answer(task.kind, decision):
        return NotAnAnswer(task_id)
    if decision is not Decision.RELEASED:
        gone = task.amount if decision is Decision.REFUNDED else None
        return facts.TaskDecided(task_id, decision, by, note, now, gone)
    return decide_release(visit, by, note, now) if task.kind in RELEASABLE else NotReleasable(task_id)


def _intended(visit: Visit, new: NewCharge, now: datetime) -> facts.ChargeIntended:
    return facts.ChargeIntended(
        intent_id=new.intent_id,
        method=new.way.method,
        provider=new.way.provider,
        amount=visit.total,
        expires_at=new.expires_at,
        at=now,
        installments=new.installments,
    )


def _is_same(charge: Charge, new: NewCharge) -> bool:
    return (charge.method, charge.installments) == (new.way.method, new.installments)


def _is_payable(charge: Charge, now: datetime) -> bool:
    return charge.state in {ChargeState.CREATING, ChargeState.AWAITING} and now < charge.expires_at


def _open(visit: Visit) -> Sequence[Charge]:
    return [charge for charge in visit.charges if charge.state in OPEN_CHARGES]


def _ask_voids(visit: Visit, reason: EndReason, now: datetime) -> tuple[facts.VisitFact, ...]:
    return _void_these(_open(visit), reason, now)


def _void_these(charges: Sequence[Charge], reason: EndReason, now: datetime) -> tuple[facts.VisitFact, ...]:
    asked: list[facts.VisitFact] = []
    for charge in charges:
        if charge.state is not ChargeState.VOIDING:
            asked.append(facts.ChargeVoidAsked(charge.intent_id, reason, now))
        if charge.method in BY_HAND:
            asked.append(facts.ChargeVoided(charge.intent_id, now))
    return tuple(asked)


def _after_end(visit: Visit, ended: Charge, now: datetime) -> tuple[facts.VisitFact, ...]:
    """A visit that was given up ends with its last open charge; a replaced or refused charge ends alone."""
    current = visit.current_charge
    reason = current.end_reason if current else None
    if reason in {None, EndReason.REPLACED, EndReason.REFUSED} or visit.ticket or visit.abandoned_at:
        return ()
    others = [charge for charge in _open(visit) if charge.intent_id != ended.intent_id]
    return () if others else (facts.VisitAbandoned(reason or EndReason.CUSTOMER, now),)


def _end_all(visit: Visit, reason: EndReason, now: datetime) -> tuple[facts.VisitFact, ...]:
    waited_for = [charge for charge in _open(visit) if charge.method in BY_PROVIDER]
    expired = tuple(facts.ChargeExpired(charge.intent_id, now) for charge in waited_for)
    return (*_ask_voids(visit, reason, now), *expired, facts.VisitAbandoned(reason, now))
