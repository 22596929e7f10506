"""Charges of an intent that has another one already: voided until their provider says that nobody can pay them."""

from __future__ import annotations

from typing import assert_never

from shared.checkout.held import HELD
from shared.checkout.observing import CONCLUDED, HeldBack, Observing
from shared.kernel.clock import Clock
from shared.payments import second_rows
from shared.payments.breaker import Away, Heard, Well, heard_of
from shared.payments.model import (
    ChargeAbsent,
    ChargeRefused,
    ChargeUnknown,
    Observation,
    PaymentProvider,
    ProviderNonsense,
    ProviderUnreachable,
    Voided,
    VoidRefused,
)
from shared.payments.second_rows import SecondCharge
from shared.store.database import Database


class SecondCharges:
    """A conversation: ask, commit. That the charge is to be voided was committed when it was found."""

    def __init__(self, database: Database, observing: Observing, clock: Clock) -> None:
        self._database = database
        self._observing = observing
        self._clock = clock

    def ask(self, provider: PaymentProvider, second: SecondCharge) -> Heard:
        """Void it, then read again: only void, paid or absent ends it, and money in it is observed."""
        voided = provider.void(second.ref)
        match voided:
            case Voided() | VoidRefused():
                return self._look_at_second(provider, second)
            case ChargeAbsent():
                self._end(second)
                return Well()
            case ChargeUnknown(cause):
                return self._put_off(second, cause, Away(cause))
            case ChargeRefused(cause) | ProviderUnreachable(cause):
                return self._put_off(second, cause, heard_of(voided))
            case _:
                assert_never(voided)

    def _look_at_second(self, provider: PaymentProvider, second: SecondCharge) -> Heard:
        seen = provider.look_up(second.ref)
        match seen:
            case Observation():
                if seen.payments and isinstance(self._observing.observe_second(seen), HeldBack):
                    return self._put_off(second, HELD, Well())
                if seen.state in CONCLUDED:
                    self._end(second)
                    return Well()
                return self._put_off(second, seen.raw_status, Well())
            case ChargeAbsent():
                self._end(second)
                return Well()
            case ChargeRefused(cause) | ProviderNonsense(cause):
                return self._put_off(second, cause, heard_of(provider.check()))
            case ProviderUnreachable(cause):
                return self._put_off(second, cause, heard_of(seen))
            case _:
                assert_never(seen)

    def _end(self, second: SecondCharge) -> None:
        with self._database.transaction() as tx:
            second_rows.remove(tx, second)

    def _put_off(self, second: SecondCharge, cause: str, heard: Heard) -> Heard:
        with self._database.transaction() as tx:
            second_rows.later(tx, second, self._clock.now(), cause)
        return heard
