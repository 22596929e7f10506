"""What an HTTP conversation that did not go well means for a charge: it depends on what was being done."""

from __future__ import annotations

from typing import assert_never

from shared.payments.conversation import Barred, Denied, Failure, Lost, Missing, Throttled, Unreadable, Unsent
from shared.payments.model import RATE_LIMITED, ChargeRefused, ChargeUnknown, ProviderNonsense, ProviderUnreachable


def undone(failure: Denied | Barred | Missing | Unsent | Throttled) -> ChargeRefused | ProviderUnreachable:
    """Nothing was done, and the answer says so."""
    match failure:
        case Denied() | Barred():
            return ChargeRefused(failure.code, failure.detail)
        case Missing():
            return ChargeRefused("not_found", "O endereço do provedor não existe. Verifique a configuração.")
        case Unsent():
            return ProviderUnreachable(failure.cause)
        case Throttled():
            return ProviderUnreachable(RATE_LIMITED, failure.retry_after)
        case _:
            assert_never(failure)


def while_creating(failure: Failure) -> ChargeUnknown | ChargeRefused | ProviderUnreachable:
    """A charge was being created: without an answer it may exist."""
    return ChargeUnknown(failure.cause) if isinstance(failure, Lost | Unreadable) else undone(failure)


def while_preparing(failure: Failure) -> ChargeRefused | ProviderUnreachable:
    """Nothing that could be paid exists yet: safe to begin again, whatever became of this step."""
    return ProviderUnreachable(failure.cause) if isinstance(failure, Lost | Unreadable) else undone(failure)


def while_reading(failure: Failure) -> ProviderUnreachable | ProviderNonsense | ChargeRefused:
    """Nothing was asked for but an answer."""
    match failure:
        case Unreadable():
            return ProviderNonsense(failure.cause)
        case Lost():
            return ProviderUnreachable(failure.cause)
        case Missing():
            return ProviderNonsense("not_found")
        case Denied() | Barred() | Unsent() | Throttled():
            return undone(failure)
        case _:
            assert_never(failure)
