"""Giving money back through Asaas, once for each of our refunds however often it is asked.

Source: docs.asaas.com (refunds). Asaas knows no idempotency key and gives a refund no id of its own: our id stands in
its description. The refunds of the payment are read before one is made, and again after every attempt whatever came of
it. A refund without any mark of ours but of the same amount may be one whose mark was lost, or somebody's on the pages
of Asaas: then a person looks, and nothing is given back a second time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never
from urllib.parse import quote

from shared.payments.asaas_messages import AsaasPayment, AsaasRefund, RefundPage
from shared.payments.conversation import (
    Answered,
    Barred,
    Conversation,
    Denied,
    Failure,
    Lost,
    Missing,
    Throttled,
    Unreadable,
    Unsent,
)
from shared.payments.json_text import JsonValue
from shared.payments.model import (
    ProviderUnreachable,
    Refund,
    Refunded,
    RefundOutcome,
    RefundPending,
    RefundRefused,
    RefundUnknown,
)

DESCRIPTION_MAX = 200
PAGE, PAGES_MAX = 100, 5
MARK = re.compile(r"\bVez [0-9a-f]{32}\b")
NO_PAYMENT = RefundRefused("not_found", "O Asaas não tem este pagamento.")
CANCELLED = RefundRefused("cancelled", "A devolução foi cancelada no Asaas.")
ALIKE = RefundRefused(
    "alike", "Já existe uma devolução deste valor, feita fora do Vez. Confira na conta do Asaas antes de devolver."
)


@dataclass(frozen=True, slots=True)
class _Absent:
    """The payment has no refund with our mark. `is_alike`: it has one of the same amount without any."""

    is_alike: bool


def give_back(http: Conversation, wanted: Refund) -> RefundOutcome:
    """Make the refund, unless it is there; how far it is."""
    before = _find(http, wanted)
    if not isinstance(before, _Absent):
        return before if not isinstance(before, Failure) else unread(before)
    if before.is_alike:
        return ALIKE
    body: dict[str, JsonValue] = {"value": wanted.amount.reais, "description": description_of(wanted)}
    made = http.post(f"{_address(wanted)}/refund", AsaasPayment, body)
    after = _find(http, wanted)
    if isinstance(after, _Absent):
        return unlisted(made)
    return after if not isinstance(after, Failure) else unsure(made)


def _find(http: Conversation, wanted: Refund) -> RefundOutcome | _Absent | Failure:
    listed = _listed(http, wanted)
    if not isinstance(listed, list):
        return listed
    ours = [each for each in listed if mark_of(wanted) in (each.description or "")]
    if ours:
        return _judge(ours)
    unmarked = (each for each in listed if each.is_live and not MARK.search(each.description or ""))
    return _Absent(is_alike=any(each.amount == wanted.amount for each in unmarked))


def _listed(http: Conversation, wanted: Refund) -> list[AsaasRefund] | Failure:
    found: list[AsaasRefund] = []
    for page in range(PAGES_MAX):
        asked = {"offset": str(page * PAGE), "limit": str(PAGE)}
        reply = http.get(f"{_address(wanted)}/refunds", RefundPage, asked)
        if not isinstance(reply, Answered):
            return reply
        found.extend(reply.message.data)
        if not reply.message.has_more:
            return found
    return Unreadable("too_many_refunds")


def _judge(ours: Sequence[AsaasRefund]) -> RefundOutcome:
    """A status that nobody documented is asked again: it ends nothing."""
    if any(each.is_done for each in ours):
        return Refunded()
    return RefundPending() if any(each.is_live for each in ours) else CANCELLED


def unread(failure: Failure) -> RefundOutcome:
    """The refunds could not be read, and nothing was asked for: an earlier question may have had its effect."""
    match failure:
        case Missing():
            return NO_PAYMENT
        case Throttled():
            return ProviderUnreachable("rate_limited", failure.retry_after)
        case Barred() | Denied():
            return ProviderUnreachable(failure.code)
        case Unsent() | Lost() | Unreadable():
            return ProviderUnreachable(failure.cause)
        case _:
            assert_never(failure)


def unlisted(made: Answered[AsaasPayment] | Failure) -> RefundOutcome:
    """What became of our question, when the payment's refunds do not show it."""
    match made:
        case Answered():
            return RefundUnknown("not_listed")
        case Denied() | Barred():
            return RefundRefused(made.code, made.detail)
        case Missing():
            return NO_PAYMENT
        case Unsent():
            return ProviderUnreachable(made.cause)
        case Throttled():
            return ProviderUnreachable("rate_limited", made.retry_after)
        case Lost() | Unreadable():
            return RefundUnknown(made.cause)
        case _:
            assert_never(made)


def unsure(made: Answered[AsaasPayment] | Failure) -> RefundOutcome:
    """The same, when they could not be read any more: no refusal is concluded."""
    if isinstance(made, Answered):
        return RefundPending()
    said = unlisted(made)
    return RefundUnknown(said.code) if isinstance(said, RefundRefused) else said


def mark_of(wanted: Refund) -> str:
    """What tells our refund from others."""
    return f"Vez {wanted.id}"


def description_of(wanted: Refund) -> str:
    """Our mark, and for whom it may concern why."""
    return f"{mark_of(wanted)} {wanted.reason}".strip()[:DESCRIPTION_MAX]


def _address(wanted: Refund) -> str:
    return f"/payments/{quote(wanted.payment, safe='')}"
