"""What the totem knows of the customer in front of it, and what the core last said; both frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kiosk.model.choice import NOTHING_CHOSEN, Choice, Notice
from shared.catalog.model import Catalog
from shared.kernel.ids import VisitId
from shared.kernel.money import ZERO, Money
from shared.kernel.ways import Method, Way
from shared.visits.model import Visit
from shared.visits.views import ServiceLoad, TurnProgress


class Page(StrEnum):
    WELCOME = "welcome"
    SERVICES = "services"
    REVIEW = "review"
    PAYMENT = "payment"
    COUNTER = "counter"
    TICKET = "ticket"
    ATTENTION = "attention"


@dataclass(frozen=True, slots=True)
class StationTrouble:
    """The station's own file or disk: `sentence` says what and what to do, in Portuguese."""

    sentence: str


@dataclass(frozen=True, slots=True)
class SellingPaused:
    """No money is taken: the disk has no room to record a sale safely."""


@dataclass(frozen=True, slots=True)
class Crashed:
    """Something nobody expected happened in this program."""


@dataclass(frozen=True, slots=True)
class VisitUnreadable:
    """The visit on the screen cannot be read by this program any more."""


Trouble = StationTrouble | SellingPaused | Crashed | VisitUnreadable
"""Fills the page."""


class Ask(StrEnum):
    """What a way to pay has still to know."""

    INSTALLMENTS = "installments"
    CPF = "cpf"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Wish:
    """The way to pay that the customer touched. `ask`: what they are being asked for it.

    `installments` is None until they were asked.
    """

    method: Method
    installments: int | None = None
    ask: Ask | None = None


@dataclass(frozen=True, slots=True)
class TotemState:
    """One customer's session; `TotemState()` is a totem that nobody uses.

    `asked_at` is the monotonic second at which the customer said that they had paid. `cpf`, 11 digits, is what they
    told to pay with and `cpf_draft` what they are typing; `repr` shows neither.
    """

    page: Page = Page.WELCOME
    choice: Choice = NOTHING_CHOSEN
    visit_id: VisitId | None = None
    is_working: bool = False
    notice: Notice | None = None
    trouble: Trouble | None = None
    asked_at: float | None = None
    wish: Wish | None = None
    cpf: str = field(default="", repr=False)
    cpf_draft: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class House:
    """What does not change while the program runs. `ways` in the shop's order, the preferred first.

    `pix_receiver` is None where nobody wrote it down. A card pays in at most `installments_max` monthly parts of at
    least `installment_min` each.
    """

    shop_name: str
    ways: tuple[Way, ...]
    pix_receiver: str | None
    installments_max: int = 1
    installment_min: Money = ZERO


EMPTY_CATALOG = Catalog((), (), ())


@dataclass(frozen=True, slots=True)
class Shop:
    """What the core said at one moment. `visit`, `first_name`, `has_cpf` and `progress` are of the session's visit.

    `troubled`: the providers that cannot be used now.
    """

    catalog: Catalog = EMPTY_CATALOG
    loads: tuple[ServiceLoad, ...] = ()
    troubled: frozenset[str] = frozenset()
    printer_trouble: str | None = None
    is_disk_low: bool = False
    visit: Visit | None = None
    first_name: str = ""
    has_cpf: bool = False
    is_visit_unreadable: bool = False
    progress: tuple[TurnProgress, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a page is derived from. `second` is monotonic, `quiet_seconds` since the last touch."""

    house: House
    state: TotemState
    shop: Shop
    now: datetime
    second: float = 0.0
    quiet_seconds: float = 0.0
