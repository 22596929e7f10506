"""What the totem needs of the core, as narrow roles. The core's services fit them as they are."""

from typing import Protocol

from shared.catalog.model import Catalog
from shared.checkout.health import HealthView
from shared.checkout.sale import GiveUpOutcome, OpenOutcome, PayOutcome
from shared.kernel.ids import CustomerId, VisitId
from shared.kernel.ways import Method
from shared.people.model import Acquaintance, Told
from shared.visits.model import EndReason, Visit
from shared.visits.opening import Cart
from shared.visits.outcomes import NoSuchVisit, VisitHeld
from shared.visits.views import ServiceLoad, TurnProgress


class Selling(Protocol):
    """The customer's side of a visit until it has a ticket."""

    def open(self, cart: Cart, first_name: str | None = None) -> OpenOutcome: ...

    def pay(
        self, visit_id: VisitId, method: Method, *, installments: int = 1, payer: Told | None = None
    ) -> PayOutcome: ...

    def give_up(self, visit_id: VisitId, reason: EndReason = EndReason.CUSTOMER) -> GiveUpOutcome: ...


class Menu(Protocol):
    """What is on sale."""

    def read(self) -> Catalog: ...


class Board(Protocol):
    """What waits, and how one visit stands."""

    def loads(self) -> tuple[ServiceLoad, ...]: ...

    def visit(self, visit_id: VisitId) -> Visit | NoSuchVisit | VisitHeld: ...

    def progress(self, visit_id: VisitId) -> tuple[TurnProgress, ...]: ...


class Conditions(Protocol):
    """How the provider, the printer and the disk are."""

    def now(self) -> HealthView: ...


class Background(Protocol):
    """The station's background work, wherever it is done."""

    def nudge(self) -> None: ...


class MoneyWatch(Protocol):
    """The watcher of money."""

    def look_at(self, visit_id: VisitId) -> None:
        """Look at the visit's open charges as soon as possible, and at nobody else's."""
        ...


class Acquaintances(Protocol):
    """How far customers are known."""

    def acquaintance(self, customer_id: CustomerId) -> Acquaintance: ...
