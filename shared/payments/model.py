"""The port to payment providers: what we ask, and every answer that can come back.

Facts of the outside world: Asaas API v3, Mercado Pago, Pix API of the Central Bank. A provider is asked by an
`Intent` whose id we chose and committed before the first call.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from shared.kernel import ways
from shared.kernel.ids import IntentId
from shared.kernel.money import ZERO, Money
from shared.kernel.ways import Method


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays, when the way of paying needs to know; `cpf` is 11 digits."""

    name: str
    cpf: str


@dataclass(frozen=True, slots=True)
class Intent:
    """What we mean to charge, and how. `id` is the provider's external reference; committed before the first call.

    `installments`: in how many monthly parts a card pays, 1 to 12.
    """

    id: IntentId
    amount: Money
    description: str
    created_at: datetime
    expires_at: datetime
    payer: Payer | None = None
    method: Method = Method.PIX
    installments: int = 1


@dataclass(frozen=True, slots=True)
class ChargeRef:
    """How the provider finds our charge again: its own id, our intent, and the amount we asked for."""

    intent_id: IntentId
    charge_id: str
    amount: Money


@dataclass(frozen=True, slots=True)
class ChargeOpened:
    """The charge exists at the provider. `br_code` is a checked Pix code for exactly the intent's amount."""

    ref: ChargeRef
    br_code: str


@dataclass(frozen=True, slots=True)
class ChargeByLink:
    """The charge exists and is paid on the provider's own page at `url`, an https address, for exactly the amount."""

    ref: ChargeRef
    url: str


@dataclass(frozen=True, slots=True)
class ChargeOnTerminal:
    """The charge exists and is shown on a card machine: it has no code, and the customer pays it there."""

    ref: ChargeRef


@dataclass(frozen=True, slots=True)
class ChargeFound:
    """The charge exists, but no code can be had for it any more, most often because it is paid: look it up."""

    ref: ChargeRef


@dataclass(frozen=True, slots=True)
class ChargeUnknown:
    """The answer was lost or unreadable: the charge may exist. Find it by intent before creating again."""

    cause: str


@dataclass(frozen=True, slots=True)
class ChargeRefused:
    """The provider understood and said no (bad data, wrong key, limits of the account). Do not repeat unchanged."""

    code: str
    detail: str


PAYER_NEEDED = "payer_needed"
"""The code of a charge that no provider makes without the payer's name and CPF."""
TERMINAL_BUSY = "terminal_busy"
"""The code of a charge that the card machine cannot take, because it holds another."""


@dataclass(frozen=True, slots=True)
class ChargeAbsent:
    """The provider answered, and has no such charge."""


@dataclass(frozen=True, slots=True)
class ProviderUnreachable:
    """Nothing reached the provider, or it cannot answer now: safe to ask again after `retry_after`, when given."""

    cause: str
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class ProviderNonsense:
    """The provider answered something that its documentation does not allow. Nothing is concluded from it."""

    cause: str


class ChargeState(StrEnum):
    """What a provider says about a charge, in our words."""

    OPEN = "open"
    PAID = "paid"
    VOIDED = "voided"
    REVERSED = "reversed"
    UNKNOWN = "unknown"


NOTED = "noted:"
"""How the reference of a payment begins that somebody only wrote down at the provider, as received in cash: no money
moved there, and the note can be taken back."""


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment the provider received for a charge. `reference` tells two payments of one code apart.

    `paid_at` is None when the provider does not name the moment; `is_reversed`: all of it is going or gone back.
    `returned` is the part that went back while the rest is still here. `due` is what the charge asked for when it was
    paid, where the provider applied the shop's own discount, fine or interest; None: the intent's amount.
    """

    reference: str
    amount: Money
    paid_at: datetime | None
    is_reversed: bool = False
    returned: Money = ZERO
    due: Money | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """What the provider says about a charge now. `payments` lists all money ever received for it."""

    ref: ChargeRef
    state: ChargeState
    payments: tuple[Payment, ...]
    raw_status: str


RATE_LIMITED = "rate_limited"
"""The cause of a `ProviderUnreachable` that means the whole account: nothing is to be asked for a while."""
CHECK_ON_TERMINAL = ways.CHECK_ON_TERMINAL
"""The `raw_status` of a charge whose result only the card machine shows: a person has to look there."""
TERMINAL_MISSING, TERMINAL_NOT_DRIVEN = "terminal_missing", "terminal_not_driven"
"""The codes of a check that found the account well and its card machine not; the detail says what to do."""


@dataclass(frozen=True, slots=True)
class Voided:
    """The charge can no longer be paid."""


class VoidRefusal(StrEnum):
    """`on_terminal`: a card machine has it, and only there can it be ended. Anything else: it is not open any more."""

    NOT_OPEN = "not_open"
    ON_TERMINAL = "on_terminal"


@dataclass(frozen=True, slots=True)
class VoidRefused:
    """The provider did not void it, most often because it is paid: look it up and obey."""

    detail: str
    why: VoidRefusal = VoidRefusal.NOT_OPEN


@dataclass(frozen=True, slots=True)
class ProviderHealthy:
    """The account answers; `clock_skew` is our clock minus the provider's `Date`, when it sent one."""

    clock_skew: timedelta | None


@dataclass(frozen=True, slots=True)
class Refund:
    """What we mean to give back of one payment. `id` is ours, 32 hexadecimal characters,
    committed before the first call.

    `payment` is the payment's reference as an `Observation` named it. `alike_before` counts the refunds of the same
    amount that this payment had given back for us before: a provider that does not repeat our id tells them by number.
    """

    id: str
    ref: ChargeRef
    payment: str
    amount: Money
    reason: str
    alike_before: int = 0


@dataclass(frozen=True, slots=True)
class Refunded:
    """The money has gone back."""


@dataclass(frozen=True, slots=True)
class RefundPending:
    """The provider accepted it and has not finished: ask again."""


@dataclass(frozen=True, slots=True)
class RefundRefused:
    """The provider will not give it back (no balance, too late, already back), and has not: a person decides what now.

    Never said while an earlier question for the same id may still have its effect.
    """

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class RefundUnknown:
    """The answer was lost: it may have been done. Asking with the same id gives nothing back twice."""

    cause: str


@dataclass(frozen=True, slots=True)
class Received:
    """One payment of the provider's own list. `intent_id` is None for money that names none of our intents."""

    payment: Payment
    charge_id: str
    intent_id: IntentId | None


@dataclass(frozen=True, slots=True)
class ReceivedList:
    """All payments received in a period, each once. `is_whole` is False when the list was cut at a named bound."""

    payments: tuple[Received, ...]
    is_whole: bool


RefundOutcome = Refunded | RefundPending | RefundRefused | RefundUnknown | ProviderUnreachable
ListOutcome = ReceivedList | ProviderUnreachable | ProviderNonsense | ChargeRefused
OpenOutcome = ChargeOpened | ChargeByLink | ChargeOnTerminal | ChargeUnknown | ChargeRefused | ProviderUnreachable
FindOutcome = (
    ChargeOpened
    | ChargeByLink
    | ChargeOnTerminal
    | ChargeFound
    | ChargeAbsent
    | ProviderUnreachable
    | ProviderNonsense
    | ChargeRefused
)
LookOutcome = Observation | ChargeAbsent | ProviderUnreachable | ProviderNonsense | ChargeRefused
VoidOutcome = Voided | VoidRefused | ChargeAbsent | ChargeUnknown | ProviderUnreachable | ChargeRefused
CheckOutcome = ProviderHealthy | ChargeRefused | ProviderUnreachable | ProviderNonsense


class PaymentProvider(Protocol):
    """A company or bank that receives money for the shop. Each call is one conversation, bounded in time."""

    @property
    def name(self) -> str:
        """The provider's name as frozen into intents: ``asaas``."""
        ...

    def open_charge(self, intent: Intent) -> OpenOutcome:
        """Create the charge. Never repeats the creation by itself."""
        ...

    def find_charge(self, intent: Intent) -> FindOutcome:
        """Look the intent's id up: does its charge exist?"""
        ...

    def look_up(self, ref: ChargeRef) -> LookOutcome:
        """Read a charge and all money received for it."""
        ...

    def void(self, ref: ChargeRef) -> VoidOutcome:
        """Make the charge unpayable."""
        ...

    def refund(self, wanted: Refund) -> RefundOutcome:
        """Give money of a payment back, once for each refund's id however often it is asked; tells how far it is."""
        ...

    def received(self, since: datetime, until: datetime) -> ListOutcome:
        """All money that the provider says it received from `since` up to `until`, for reconciliation.

        A provider that names only the day of a payment lists Brazil's days from that of `since` to that of `until`.
        """
        ...

    def check(self) -> CheckOutcome:
        """Is the account reachable and the key accepted? Changes nothing."""
        ...

    def close(self) -> None:
        """Let go of the connections; nothing is asked any more."""
        ...
