"""The ways to pay: a method, and who carries it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from shared.kernel.day import ZONE


class Method(StrEnum):
    """How a visit is paid.

    `card` and `boleto` are paid on a page of the provider, by a link; `terminal` on a card machine that the provider
    drives; `own_pix` by a code of the shop's own key, which no provider watches.
    """

    PIX = "pix"
    CARD = "card"
    BOLETO = "boleto"
    TERMINAL = "terminal"
    OWN_PIX = "own_pix"
    COUNTER = "counter"


CHECK_ON_TERMINAL = "action_required/check_on_terminal"
"""What is said of a charge whose result only the card machine shows: a person has to look there."""
BY_HAND = frozenset({Method.OWN_PIX, Method.COUNTER})
"""Nobody but a person of the shop says that it was paid."""
BY_PROVIDER = frozenset(Method) - BY_HAND
"""A provider is asked for the money, and watched."""
BY_LINK = frozenset({Method.CARD, Method.BOLETO})
BOLETO_CLEARING = timedelta(days=4)
"""How long after its last day a boleto may still turn out to be paid: banks tell of it a working day later, and a long
weekend lies between.
"""


def boleto_due(created_at: datetime, expires_at: datetime) -> date:
    """The last day on which a boleto is to be paid, in Brazil: its charge is waited for until it has cleared."""
    return max((expires_at - BOLETO_CLEARING).astimezone(ZONE).date(), created_at.astimezone(ZONE).date())


@dataclass(frozen=True, slots=True)
class Way:
    """A method and the provider that carries it out; what is done by hand names the method itself."""

    method: Method
    provider: str

    @classmethod
    def by_hand(cls, method: Method) -> Way:
        """A way that no provider takes part in."""
        return cls(method, method.value)
