"""What a comparison finds, what becomes of it, and when to compare again. Pure: time is a parameter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.journal.model import AlreadyTrue, Fact, Invalid
from shared.kernel.ids import IntentId
from shared.kernel.money import ZERO
from shared.kernel.ways import Method
from shared.payments.model import NOTED, Received
from shared.reconciliation.model import (
    Answer,
    Difference,
    DifferenceAnswered,
    DifferenceFound,
    DifferenceGone,
    DifferenceKind,
    HeldPayment,
    KnownCharge,
    Run,
    Seen,
    Window,
)
from shared.visits.own_pix import is_end_to_end

EVERY = timedelta(hours=1)
RETRY = timedelta(minutes=5)
OVERLAP = timedelta(hours=6)
"""How far a window reaches back into what was compared before: a provider may list a payment late."""
MOST = timedelta(days=14)
SETTLING = timedelta(minutes=2)
"""Money younger than this may be on its way into one of the two lists."""
SET_BACK = timedelta(days=2)
"""How far to look back when the last comparison lies in the future: its clock was wrong, since whenever."""
MARGIN = timedelta(hours=1)
"""How far inside the window a payment of ours must lie before its absence from their list says anything."""


@dataclass(frozen=True, slots=True)
class Known:
    """What this station knows of charges: by intent; and by provider and code, where a payment names no intent.

    Asaas lists the payments of a static code without our reference, and nobody names that of the shop's own key.
    """

    charge: Callable[[IntentId], KnownCharge | None]
    by_code: Callable[[str, str], IntentId | None]


def window_to_compare(last: Run | None, now: datetime, day_began: datetime, *, is_first: bool) -> Window | None:
    """What to compare now; None when nothing is due.

    Due at the first step (`is_first`), every hour, once the business day that ended at `day_began` can be closed, and
    when the clock was set back behind the last comparison.
    """
    until = now - SETTLING
    if last is not None and last.covered_until > now:
        return Window(now - SET_BACK, until)
    if last is None or until <= last.covered_until:
        return None
    is_day_to_close = last.covered_until < day_began <= until
    pause = RETRY if last.trouble is not None else EVERY
    if not (is_first or (is_day_to_close and last.trouble is None) or now >= last.tried_at + pause):
        return None
    return Window(max(last.covered_until - OVERLAP, now - MOST), until)


def earlier_half(window: Window) -> Window | None:
    """What to compare first where a list of the whole window is cut; None when less would bring nobody forward."""
    half = (window.until - window.since) / 2
    return Window(window.since, window.since + half) if half > OVERLAP else None


def news_of_ours(
    provider: str, listed: Iterable[Received], held: Iterable[HeldPayment], known: Known
) -> Iterator[tuple[IntentId, Received]]:
    """Where the provider says of a charge of ours something else than we do: it is looked at before it is different."""
    ours = tuple(held)
    for each in listed:
        intent_id = _intent_of(provider, each, known)
        if intent_id is not None and _is_compared(provider, known.charge(intent_id)):
            mine = _mine(each, intent_id, ours)
            if mine is None or _says_otherwise(each, mine):
                yield intent_id, each


def _says_otherwise(theirs: Received, ours: HeldPayment) -> bool:
    said = theirs.payment
    return (said.amount, said.is_reversed, said.returned) != (ours.amount, ours.is_reversed, ours.returned)


def differences(
    provider: str,
    listed: Iterable[Received],
    held: Iterable[HeldPayment],
    window: Window,
    known: Known,
    *,
    is_whole: bool,
) -> tuple[Seen, ...]:
    """Where the two lists differ. Only a whole list can say that something is not in it."""
    theirs, ours = tuple(listed), tuple(held)
    named = {each.payment.reference for each in theirs}
    found = [seen for each in theirs if (seen := _differs(provider, each, ours, known)) is not None]
    return (*found, *(_absences(provider, ours, named, window) if is_whole else ()))


def _differs(provider: str, each: Received, ours: tuple[HeldPayment, ...], known: Known) -> Seen | None:
    intent_id = _intent_of(provider, each, known)
    charge = known.charge(intent_id) if intent_id else None
    if charge is not None and not _is_compared(provider, charge):
        return None
    mine = _mine(each, intent_id, ours)
    booked = sum((one.amount for one in _booked(each, mine, ours)), ZERO)
    if mine is not None and booked == each.payment.amount:
        return None
    if mine is None and each.payment.is_reversed:
        return None  # it went back before anybody here knew of it: nobody is owed anything
    kind = DifferenceKind.STRANGER if charge is None else DifferenceKind.UNSEEN
    return Seen(
        kind=DifferenceKind.AMOUNT if mine is not None else kind,
        provider=provider,
        reference=each.payment.reference,
        theirs=each.payment.amount,
        ours=booked,
        charge_id=each.charge_id,
        intent_id=intent_id,
        visit_id=charge.visit_id if charge else None,
        paid_at=each.payment.paid_at,
    )


def _absences(provider: str, ours: Iterable[HeldPayment], named: set[str], window: Window) -> Iterator[Seen]:
    inner = Window(window.since + MARGIN, window.until - MARGIN)
    for each in ours:
        is_theirs_to_list = not each.is_reversed and not each.reference.startswith(NOTED)
        if (
            is_theirs_to_list
            and inner.holds(each.since)
            and inner.holds(each.at)
            and not any(each.is_named(name) for name in named)
        ):
            yield Seen(
                kind=DifferenceKind.ABSENT,
                provider=provider,
                reference=each.reference,
                theirs=ZERO,
                ours=each.amount,
                charge_id=each.charge_id,
                intent_id=each.intent_id,
                visit_id=each.visit_id,
                paid_at=each.at,
            )


def _mine(each: Received, intent_id: IntentId | None, ours: Iterable[HeldPayment]) -> HeldPayment | None:
    same = (one for one in ours if one.intent_id == intent_id and one.is_named(each.payment.reference))
    return next(same, None)


def _booked(each: Received, mine: HeldPayment | None, ours: Iterable[HeldPayment]) -> Iterator[HeldPayment]:
    """Ours, and whatever else one Pix was taken for: a person may have found it for the wrong visit."""
    for one in ours:
        is_again = mine is not None and is_end_to_end(each.payment.reference) and one.is_named(each.payment.reference)
        if one is mine or is_again:
            yield one


def _intent_of(provider: str, each: Received, known: Known) -> IntentId | None:
    return each.intent_id or known.by_code(provider, each.charge_id)


def _is_compared(provider: str, charge: KnownCharge | None) -> bool:
    """Two doors of one account list each other's money: a charge is compared where it was made."""
    return charge is not None and charge.carrier in {provider, Method.OWN_PIX}


def news(
    found: Iterable[Seen], before: Mapping[str, Difference], listed: Iterable[str], window: Window, now: datetime
) -> Iterator[tuple[str, DifferenceFound | DifferenceGone]]:
    """What a comparison changes: differences that are new, and those that it saw again in agreement.

    `before` by id; `listed` are the references that the provider named.
    """
    seen = {each.id: each for each in found}
    for difference_id, each in seen.items():
        known = before.get(difference_id)
        if known is None or known.seen != each or known.gone_at is not None:
            yield difference_id, DifferenceFound(each, now)
    named = set(listed)
    for difference_id, old in before.items():
        was_compared = old.seen.reference in named or (old.seen.paid_at is not None and window.holds(old.seen.paid_at))
        if difference_id not in seen and old.gone_at is None and was_compared:
            yield difference_id, DifferenceGone(now)


def evolve_difference(state: Difference | None, fact: Fact) -> Difference | Invalid | AlreadyTrue:
    """A difference that is found again after it was gone, or with other amounts, waits for a person again."""
    match fact:
        case DifferenceFound(seen, at):
            if state is not None and state.seen == seen and state.gone_at is None:
                return AlreadyTrue()
            return Difference(seen, at)
        case DifferenceGone(at):
            if state is None:
                return Invalid("a difference is gone that nobody had found")
            return AlreadyTrue() if state.gone_at is not None else replace(state, gone_at=at)
        case DifferenceAnswered(by, note, at):
            if state is None:
                return Invalid("a difference was answered that nobody had found")
            return AlreadyTrue() if state.answer is not None else replace(state, answer=Answer(by, note, at))
        case _:
            return Invalid(f"{fact.KIND} does not belong to a difference")
