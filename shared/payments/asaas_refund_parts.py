"""Giving back money that a card paid in parts: each part is a charge of its own at Asaas, with refunds of its own.

All of them carry the mark of one refund of ours. The last parts are given back first, a few with each question; what is
missing is asked for again, until the whole amount is on its way. So a question that is lost, or an account that runs
dry half-way, gives nothing back twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from shared.kernel.money import ZERO, Money
from shared.payments.asaas_links import PARTS_AT_ONCE, whole_of
from shared.payments.asaas_messages import AsaasPayment, AsaasRefund
from shared.payments.asaas_records import AsaasRecords
from shared.payments.asaas_refunds import (
    ALIKE,
    CANCELLED,
    MARK,
    NO_PAYMENT,
    description_of,
    mark_of,
    unlisted,
    unread,
    unsure,
)
from shared.payments.conversation import Answered, Barred, Conversation, Denied, Failure, Lost, Unreadable
from shared.payments.json_text import JsonValue
from shared.payments.model import (
    ChargeState,
    Refund,
    Refunded,
    RefundOutcome,
    RefundPending,
    RefundRefused,
    RefundUnknown,
)

TOO_MUCH = RefundRefused("invalid_action", "O valor é maior do que o que resta deste pagamento no Asaas.")

Parts = Sequence[AsaasPayment]


def give_back_parts(http: Conversation, records: AsaasRecords, wanted: Refund) -> RefundOutcome:
    """Make what is missing of the refund, or a few parts of it; how far it is."""
    before = _parts(records, wanted)
    if isinstance(before, Failure):
        return unread(before)
    known = _judge(before, wanted)
    if known is not None:
        return known
    made: Answered[AsaasPayment] | Failure | None = None
    for part, share in tuple(_shares(before, wanted))[:PARTS_AT_ONCE]:
        body: dict[str, JsonValue] = {"value": share.reais, "description": description_of(wanted)}
        made = http.post(f"/payments/{quote(part.id, safe='')}/refund", AsaasPayment, body)
        if not isinstance(made, Answered):
            break
    assert made is not None, "what is missing has a share"
    after = _parts(records, wanted)
    if isinstance(after, Failure):
        return RefundUnknown("parts_unread") if _given(before, wanted) > ZERO else unsure(made)
    return _ended(after, wanted) or _so_far(after, wanted, made)


def _judge(parts: Parts, wanted: Refund) -> RefundOutcome | None:
    """What is known without asking for anything; None when something is missing and can be asked for."""
    if not parts:
        return NO_PAYMENT
    ended = _ended(parts, wanted)
    if ended is not None:
        return ended
    given = _given(parts, wanted)
    if given == ZERO and any(_ours(each, wanted) for each in parts):
        return CANCELLED
    if given == ZERO and _unmarked(parts) == wanted.amount:
        return ALIKE
    if sum((_left(each) for each in parts), ZERO) < wanted.amount - given:
        return RefundUnknown("too_little_left") if given > ZERO else TOO_MUCH
    return None


def _ended(parts: Parts, wanted: Refund) -> RefundOutcome | None:
    """The whole amount is gone or going; None while some is missing."""
    if _given(parts, wanted) < wanted.amount:
        return None
    is_done = all(refund.is_done for each in parts for refund in _ours(each, wanted) if refund.is_live)
    return Refunded() if is_done else RefundPending()


def _so_far(parts: Parts, wanted: Refund, made: Answered[AsaasPayment] | Failure) -> RefundOutcome:
    """Some is still missing. Once a part is on its way the rest is not refused any more: it is asked for again."""
    if _given(parts, wanted) == ZERO:
        return unlisted(made)
    if isinstance(made, Denied | Barred):
        return RefundUnknown(made.code)
    return RefundUnknown(made.cause) if isinstance(made, Lost | Unreadable) else RefundPending()


def _shares(parts: Parts, wanted: Refund) -> Iterator[tuple[AsaasPayment, Money]]:
    """Which part gives what, the last one first."""
    missing = wanted.amount - _given(parts, wanted)
    for part in reversed(parts):
        share = min(_left(part), missing)
        if share > ZERO:
            missing -= share
            yield part, share


def _parts(records: AsaasRecords, wanted: Refund) -> Parts | Failure:
    charges = records.charges({"externalReference": wanted.ref.intent_id})
    if not isinstance(charges, tuple):
        return charges
    whole = whole_of(wanted.payment, charges)
    return [each for each in whole.parts if each.has_money] if whole else []


def _ours(part: AsaasPayment, wanted: Refund) -> list[AsaasRefund]:
    return [each for each in part.refunds or () if mark_of(wanted) in (each.description or "")]


def _given(parts: Parts, wanted: Refund) -> Money:
    return sum((each.amount for part in parts for each in _ours(part, wanted) if each.is_live), ZERO)


def _unmarked(parts: Parts) -> Money:
    """What somebody gave back past us."""
    live = (each for part in parts for each in part.refunds or () if each.is_live)
    return sum((each.amount for each in live if not MARK.search(each.description or "")), ZERO)


def _left(part: AsaasPayment) -> Money:
    if part.state is ChargeState.REVERSED:
        return ZERO
    return part.amount - sum((each.amount for each in part.refunds or () if each.is_live), ZERO)
