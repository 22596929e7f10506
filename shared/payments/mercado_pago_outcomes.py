"""What a refusal or a lost answer of Mercado Pago means for what was being done."""

from __future__ import annotations

from typing import assert_never

from shared.payments import conclusions
from shared.payments.conversation import Barred, Denied, Failure, Lost, Missing, Throttled, Unreadable, Unsent
from shared.payments.model import (
    RATE_LIMITED,
    ChargeAbsent,
    ChargeRefused,
    ChargeUnknown,
    ProviderUnreachable,
    RefundRefused,
    RefundUnknown,
    VoidOutcome,
    VoidRefused,
)

LOCKED = "resource_locked"
"""423: another request with the same key is still being worked on."""


def while_creating(failure: Failure) -> ChargeUnknown | ChargeRefused | ProviderUnreachable:
    """A charge was being created."""
    return ChargeUnknown(LOCKED) if _is_locked(failure) else conclusions.while_creating(failure)


def while_voiding(failure: Failure) -> VoidOutcome:
    """A charge was being cancelled: without an answer it may be."""
    match failure:
        case Denied():
            return ChargeUnknown(LOCKED) if _is_locked(failure) else VoidRefused(failure.detail or failure.code)
        case Missing():
            return ChargeAbsent()
        case Lost() | Unreadable():
            return ChargeUnknown(failure.cause)
        case Barred() | Unsent() | Throttled():
            return conclusions.undone(failure)
        case _:
            assert_never(failure)


def while_refunding(failure: Failure) -> RefundRefused | RefundUnknown | ProviderUnreachable:
    """Money was being given back: without an answer it may have gone, now or when it was asked for before."""
    match failure:
        case Denied():
            return RefundUnknown(LOCKED) if _is_locked(failure) else RefundRefused(failure.code, failure.detail)
        case Barred():
            return ProviderUnreachable(failure.code)
        case Missing():
            return RefundRefused("not_found", "O Mercado Pago não conhece este pagamento.")
        case Lost() | Unreadable():
            return RefundUnknown(failure.cause)
        case Unsent():
            return ProviderUnreachable(failure.cause)
        case Throttled():
            return ProviderUnreachable(RATE_LIMITED, failure.retry_after)
        case _:
            assert_never(failure)


def _is_locked(failure: Failure) -> bool:
    return isinstance(failure, Denied) and failure.code == LOCKED
