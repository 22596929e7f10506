"""Giving money back through the Pix API, once for each of our refunds however often it is asked.

Source: bacen.github.io/pix-api, `PUT /pix/{e2eid}/devolucao/{id}`. The id is ours, so the return is read before it is
asked for; only one that is not there yet is asked for, and never under a second id.
"""

from __future__ import annotations

from typing import assert_never
from urllib.parse import quote

from shared.payments.bank_pix_line import BankLine
from shared.payments.bank_pix_messages import NOT_DONE, PROCESSING, RETURNED, Return
from shared.payments.conversation import (
    Answered,
    Barred,
    Denied,
    Lost,
    Missing,
    Throttled,
    Unreadable,
    Unsent,
)
from shared.payments.model import (
    RATE_LIMITED,
    ProviderUnreachable,
    Refund,
    Refunded,
    RefundOutcome,
    RefundPending,
    RefundRefused,
    RefundUnknown,
)

_NO_PAYMENT = RefundRefused("not_found", "O banco não tem este pagamento.")


def give_back(line: BankLine, received: str, wanted: Refund) -> RefundOutcome:
    """Ask for the return, unless it is there; how far it is. `received` is the path of the bank's `pix`.

    The reason stays with us: the payer would read it.
    """
    path = f"{received}/{quote(wanted.payment, safe='')}/devolucao/{quote(wanted.id, safe='')}"
    before = line.get(path, Return)
    if not isinstance(before, Missing):
        return _judge(wanted, before.message) if isinstance(before, Answered) else _unread(before)
    made = line.send("PUT", path, Return, {"valor": str(wanted.amount.reais)})
    if isinstance(made, Answered):
        return _judge(wanted, made.message)
    return _after_denial(line, path, wanted, made) if isinstance(made, Denied) else _unmade(made)


def _judge(wanted: Refund, found: Return) -> RefundOutcome:
    if found.amount != wanted.amount:
        return RefundUnknown("another_amount")
    if found.status == RETURNED:
        return Refunded()
    if found.status == PROCESSING:
        return RefundPending()
    if found.status == NOT_DONE:
        return RefundRefused(NOT_DONE, found.reason or "O banco não realizou a devolução.")
    return RefundUnknown(f"status_{found.status}")


def _after_denial(line: BankLine, path: str, wanted: Refund, denied: Denied) -> RefundOutcome:
    """An id that is used already is denied as well: a question that was lost may have come in first."""
    found = line.get(path, Return)
    if isinstance(found, Missing):
        return RefundRefused(denied.code, denied.detail)
    return _judge(wanted, found.message) if isinstance(found, Answered) else RefundUnknown(denied.code)


def _unread(failure: Denied | Barred | Unsent | Throttled | Lost | Unreadable) -> RefundOutcome:
    """Nothing was asked for now, and an earlier question may have had its effect: no refusal is concluded."""
    match failure:
        case Throttled():
            return ProviderUnreachable(RATE_LIMITED, failure.retry_after)
        case Barred() | Denied():
            return ProviderUnreachable(failure.code)
        case Unsent() | Lost() | Unreadable():
            return ProviderUnreachable(failure.cause)
        case _:
            assert_never(failure)


def _unmade(failure: Barred | Missing | Unsent | Throttled | Lost | Unreadable) -> RefundOutcome:
    """It was not there a moment ago, and this is what became of asking for it."""
    match failure:
        case Barred():
            return RefundRefused(failure.code, failure.detail)
        case Missing():
            return _NO_PAYMENT
        case Unsent():
            return ProviderUnreachable(failure.cause)
        case Throttled():
            return ProviderUnreachable(RATE_LIMITED, failure.retry_after)
        case Lost() | Unreadable():
            return RefundUnknown(failure.cause)
        case _:
            assert_never(failure)
