"""What a simulated provider must offer to live in this house, so that one control and one page serve them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from starlette.responses import Response
from starlette.routing import BaseRoute

from shared.kernel.money import Money
from shared.payments.simulator.answers import Json, Refusal

Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the page for people. `id` is what `pay_shown` understands; `amount` is None where it is open."""

    id: str
    description: str | None
    at: datetime
    detail: str
    amount: Money | None


class Dialect(Protocol):
    """One provider's account. Only the server's one thread asks it.

    `Fields` name a charge by `intent` (the caller's own reference), `charge` (the provider's id) or `code` (the Pix
    text). A LookupError says that there is none; a ValueError, that a field makes no sense.
    """

    @property
    def name(self) -> str:
        """As the adapter calls itself: ``asaas``."""
        ...

    @property
    def base(self) -> str:
        """The path that all its routes begin with: ``/v3``."""
        ...

    @property
    def auto_pay_after(self) -> timedelta | None:
        """How long after its code was given out every Pix is paid by itself; None: never."""
        ...

    def routes(self) -> Sequence[BaseRoute]:
        """Its API, paths with the base."""
        ...

    def error(self, status: int) -> Response:
        """What stands in the way of an answer with this status: a proxy's page, or the provider's own error body."""
        ...

    def throttled(self, seconds: int) -> Response:
        """429, in the provider's way."""
        ...

    def tick(self) -> None:
        """Whatever should have happened by now: automatic payments."""
        ...

    def announce(self) -> None:
        """Hand to the post office what has changed, where the dialect does not do so at once."""
        ...

    def reset(self) -> None:
        """As on the first day."""
        ...

    def pay(self, fields: Fields) -> Json | Refusal:
        """A customer pays: `amount` in reais as text, `force`: although the bank should refuse.

        Answers `charge`: the reference by which the provider tells this payment from others.
        """
        ...

    def refund(self, fields: Fields) -> Json | Refusal:
        """Money goes back past the API, `amount` or all: on the provider's own pages, or by force."""
        ...

    def settle_refunds(self, fields: Fields) -> Json | Refusal:
        """`status`, in the API's own words: how the charge's refunds that have not ended stand now."""
        ...

    def change(self, fields: Fields) -> Json:
        """`status`: any text, also one that the API does not know; `value` in reais as text."""
        ...

    def play(self, fields: Fields) -> Json | Refusal:
        """`step`: what else becomes of a charge, as the dialect calls it: a chargeback, a risk analysis."""
        ...

    def say(self, fields: Fields) -> Json:
        """Send a notice of a charge as it is now. `event`: under this name; `stranger`: of one that is not ours."""
        ...

    def accept_key(self, *, accepted: bool) -> Json:
        """Revoke what the caller authenticates with, or accept it again."""
        ...

    def set_settings(self, fields: Fields) -> Json:
        """Each dialect says which."""
        ...

    def charges(self) -> Json:
        """All it holds, also what was removed; `charges` is a list of the charges in the API's own words."""
        ...

    def ledger(self) -> Json:
        """`entries`: every movement of money, oldest first, with `reference` = the caller's; `balance`.

        Kinds that every dialect has: ``received``, ``refunded``, and ``refund_cancelled`` for what did not leave.
        """
        ...

    def waiting(self) -> Iterable[Shown]:
        """What a person could pay now."""
        ...

    def paid(self) -> Iterable[Shown]:
        """What was paid, newest first."""
        ...

    def pay_shown(self, shown_id: str) -> None:
        """A person pressed the button; nothing happens where it cannot be paid."""
        ...
