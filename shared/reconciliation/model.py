"""Where a provider's list of money and ours differ. Each payment that differs is an aggregate of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from shared.journal.model import ORDINARY, PHYSICAL
from shared.kernel.ids import IntentId, OperatorId, VisitId
from shared.kernel.money import ZERO, Money
from shared.visits.outcomes import NotPermitted, ReasonNeeded


class DifferenceKind(StrEnum):
    """`stranger`: they have money that belongs to nothing of ours. `unseen`: it belongs to a charge of ours, but a look
    at that charge does not show it. `amount`: both have it, with another amount. `absent`: only we have it.
    """

    STRANGER = "stranger"
    UNSEEN = "unseen"
    AMOUNT = "amount"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Seen:
    """One payment that differs. `theirs` and `ours` are what each side says; zero where a side has nothing.

    `reference` is the provider's name for the payment; `paid_at` is None where nobody names the moment.
    """

    kind: DifferenceKind
    provider: str
    reference: str
    theirs: Money
    ours: Money
    charge_id: str
    intent_id: IntentId | None
    visit_id: VisitId | None
    paid_at: datetime | None

    @property
    def id(self) -> str:
        """The same on every station."""
        return f"{self.provider}:{self.reference}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person found out about it."""

    by: OperatorId
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """A payment that differs, or differed. `gone_at`: since then both sides agree."""

    seen: Seen
    found_at: datetime
    answer: Answer | None = None
    gone_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """A person has to look."""
        return self.answer is None and self.gone_at is None


@dataclass(frozen=True, slots=True)
class DifferenceFound:
    KIND: ClassVar[str] = "difference_found"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = PHYSICAL

    seen: Seen
    at: datetime


@dataclass(frozen=True, slots=True)
class DifferenceGone:
    """Both sides agree now."""

    KIND: ClassVar[str] = "difference_gone"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    at: datetime


@dataclass(frozen=True, slots=True)
class DifferenceAnswered:
    KIND: ClassVar[str] = "difference_answered"
    VERSION: ClassVar[int] = 1
    PRIORITY: ClassVar[int] = ORDINARY

    by: OperatorId
    note: str
    at: datetime


LIST_WAS_CUT = "list_was_cut"
"""A run's trouble: the provider had more to list than it showed."""

FACTS = (DifferenceFound, DifferenceGone, DifferenceAnswered)


@dataclass(frozen=True, slots=True)
class HeldPayment:
    """Money that a visit of ours has, as it is compared. It was paid between `since` and `at`: a moment where its
    provider names one, else from the visit's opening until it was noticed.

    `also`: another name of the same payment, where a person found it and a provider listed it.
    """

    intent_id: IntentId
    visit_id: VisitId
    charge_id: str
    reference: str
    amount: Money
    since: datetime
    at: datetime
    is_reversed: bool = False
    returned: Money = ZERO
    also: str | None = None

    def is_named(self, reference: str) -> bool:
        return reference in {self.reference, self.also}


@dataclass(frozen=True, slots=True)
class KnownCharge:
    """A charge of a visit here, and who carries it out."""

    visit_id: VisitId
    carrier: str


@dataclass(frozen=True, slots=True)
class Window:
    """From when until when money is compared, `until` excluded; both aware."""

    since: datetime
    until: datetime

    def holds(self, at: datetime) -> bool:
        return self.since <= at < self.until


@dataclass(frozen=True, slots=True)
class Run:
    """The last comparison with a provider.

    `covered_until`: up to then all its money was compared. `trouble`: why the last try came to nothing; else None.
    `listed` and `open_differences`: how many payments it listed, and how many of them differ and wait for a person.
    """

    provider: str
    covered_until: datetime
    tried_at: datetime
    trouble: str | None = None
    listed: int = 0
    open_differences: int = 0


@dataclass(frozen=True, slots=True)
class NoSuchDifference:
    """Nothing is known under this name."""

    difference_id: str


@dataclass(frozen=True, slots=True)
class NothingToAnswer:
    """Somebody answered it before, or both sides agree by now."""

    difference_id: str


AnswerRefusal = NoSuchDifference | NothingToAnswer | ReasonNeeded | NotPermitted
