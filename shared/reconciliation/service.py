"""Comparing a provider's list of money with ours, and answering what differs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Protocol, assert_never
from zoneinfo import ZoneInfo

from shared.journal.model import Fact, Folded
from shared.journal.service import Journal
from shared.kernel.clock import Clock
from shared.kernel.day import business_day, starts_at
from shared.kernel.ids import IntentId, VisitId
from shared.kernel.ways import Method
from shared.logs import get_log
from shared.payments.model import (
    ChargeRefused,
    Payment,
    PaymentProvider,
    ProviderNonsense,
    ProviderUnreachable,
    ReceivedList,
)
from shared.people.model import Operator, Permission
from shared.people.permissions import may
from shared.reconciliation import checking, rows
from shared.reconciliation.model import (
    LIST_WAS_CUT,
    AnswerRefusal,
    Difference,
    DifferenceAnswered,
    NoSuchDifference,
    NothingToAnswer,
    Run,
    Window,
)
from shared.reconciliation.rules import (
    Known,
    differences,
    earlier_half,
    evolve_difference,
    news,
    news_of_ours,
    window_to_compare,
)
from shared.redaction import hide_people
from shared.store.database import Database, Snapshot, Transaction
from shared.visits.outcomes import NotPermitted, ReasonNeeded

_log = get_log("payments")

LIST_REQUESTS = 5
"""What a list usually costs of the account's budget: its pages."""
STATION = "station"


class Looking(Protocol):
    """Learns about a charge, and lets `observe` have it; knows what a provider's account may still spend."""

    def ask_about(self, intent_id: IntentId) -> object:
        """Look at the charge now, whatever its cadence."""
        ...

    def may_ask(self, provider: str, requests: int) -> bool:
        """Take so many requests of the provider's budget, unless that is spent or the provider is left alone."""
        ...


@dataclass(frozen=True, slots=True)
class Day:
    """The shop's day."""

    zone: ZoneInfo
    cutoff: time

    def began(self, now: datetime) -> datetime:
        """When the business day of `now` began."""
        return starts_at(business_day(now, self.zone, self.cutoff), self.zone, self.cutoff)


class OwnCodes(Protocol):
    """Money by a code of the shop's own key, which no provider can be asked about: the list itself is believed."""

    def listed(self, txid: str, payments: Sequence[Payment], /) -> object:
        """All payments that a list has for one code reach the one way in."""
        ...


class Reconciliation:
    """Runs on the payments' own lane; no transaction is open while a provider is asked."""

    def __init__(
        self,
        database: Database,
        journal: Journal,
        providers: Mapping[str, PaymentProvider],
        looking: Looking,
        own_codes: OwnCodes,
        day: Day,
        clock: Clock,
    ) -> None:
        self._database = database
        self._journal = journal
        self._providers = providers
        self._looking = looking
        self._own_codes = own_codes
        self._day = day
        self._clock = clock
        self._compared: set[str] = set()

    def step(self) -> int:
        """Compare with each provider that it is time for; how many that were."""
        return sum(self._compare_if_due(name) for name in self._providers)

    def recover(self) -> None:
        """After taking over: compare with everybody at once."""
        self._compared.clear()

    def compare_now(self, provider: str) -> Run:
        """Compare whatever was not compared yet, and the hours before it. Needs a provider that is configured."""
        with self._database.snapshot() as read:
            last = rows.runs(read).get(provider)
        if last is None:
            return self._begin(provider)
        window = window_to_compare(last, self._clock.now(), self._began(), is_first=True)
        return self._compare(provider, last, window) if window else last

    def open(self) -> tuple[Difference, ...]:
        """What waits for a person, oldest first."""
        with self._database.snapshot() as read:
            return rows.open_differences(read)

    def labels(self, found: Collection[Difference]) -> Mapping[VisitId, str]:
        """The labels of the visits that these differences are about."""
        with self._database.snapshot() as read:
            return rows.labels(read, found)

    def differing(self, read: Snapshot) -> tuple[str, ...]:
        """Differences that are not stored as their events come to: there must be none."""
        return checking.differing(read, self._journal)

    def runs(self) -> dict[str, Run]:
        """The last comparison with each provider, by its name."""
        with self._database.snapshot() as read:
            return rows.runs(read)

    def answer(self, difference_id: str, note: str, by: Operator) -> Difference | AnswerRefusal:
        """A person says what the difference was; it does not come back unless something about it changes."""
        if not may(by.role, Permission.RESOLVE_TASK):
            return NotPermitted()
        if not note.strip():
            return ReasonNeeded()
        with self._database.transaction() as tx:
            known = rows.difference(tx, difference_id)
            if known is None:
                return NoSuchDifference(difference_id)
            if not known.is_open:
                return NothingToAnswer(difference_id)
            answered = DifferenceAnswered(by.id, hide_people(note.strip()), self._clock.now())
            return self._record(tx, known, answered, by.id)

    def refold(self, tx: Transaction, difference_id: str) -> Folded[Difference]:
        """Make the difference anew from all its events, after some came from elsewhere or late."""
        folded = self._journal.refold(tx, rows.aggregate_of(difference_id), evolve_difference)
        if folded.state is not None:
            rows.save(tx, folded.state)
        return folded

    def _compare_if_due(self, provider: str) -> bool:
        with self._database.snapshot() as read:
            last = rows.runs(read).get(provider)
        if last is None:
            self._begin(provider)
            return False
        is_first = provider not in self._compared
        window = window_to_compare(last, self._clock.now(), self._began(), is_first=is_first)
        self._compared.add(provider)
        if window is None or not self._looking.may_ask(provider, LIST_REQUESTS):
            return False
        self._compare(provider, last, window)
        return True

    def _began(self) -> datetime:
        return self._day.began(self._clock.now())

    def _begin(self, provider: str) -> Run:
        """What the account received before this station knew it is not ours to compare."""
        now = self._clock.now()
        first = Run(provider, covered_until=now, tried_at=now)
        with self._database.transaction() as tx:
            rows.save_run(tx, first)
        return first

    def _compare(self, provider: str, last: Run, window: Window) -> Run:
        """Compare as much of the window, from its beginning, as a list comes whole for; the rest is due soon."""
        listed = self._providers[provider].received(window.since, window.until)
        is_cut = False
        while isinstance(listed, ReceivedList) and not listed.is_whole and (half := earlier_half(window)):
            window, is_cut = half, True
            listed = self._providers[provider].received(window.since, window.until)
        match listed:
            case ReceivedList():
                return self._compare_lists(provider, listed, window, is_cut=is_cut or not listed.is_whole)
            case ProviderUnreachable(cause) | ProviderNonsense(cause) | ChargeRefused(cause):
                failed = replace(last, tried_at=self._clock.now(), trouble=cause)
                with self._database.transaction() as tx:
                    rows.save_run(tx, failed)
                return failed
            case _:
                assert_never(listed)

    def _compare_lists(self, provider: str, listed: ReceivedList, window: Window, *, is_cut: bool) -> Run:
        references = {each.payment.reference for each in listed.payments}
        with self._database.snapshot() as read:
            held = rows.held(read, provider, window, references)
            known = self._known(read)
            suspects = dict(news_of_ours(provider, listed.payments, held, known))
            own = {each for each in suspects if (charge := known.charge(each)) and charge.carrier == Method.OWN_PIX}
        for intent_id, received in suspects.items():
            if intent_id in own:
                same = [each.payment for each in listed.payments if each.charge_id == received.charge_id]
                self._own_codes.listed(received.charge_id, same)
            else:
                self._looking.ask_about(intent_id)
        return self._conclude(provider, listed, window, is_cut=is_cut)

    def _conclude(self, provider: str, listed: ReceivedList, window: Window, *, is_cut: bool) -> Run:
        now = self._clock.now()
        references = {each.payment.reference for each in listed.payments}
        with self._database.transaction() as tx:
            held, before = rows.held(tx, provider, window, references), rows.living(tx, provider)
            found = differences(provider, listed.payments, held, window, self._known(tx), is_whole=listed.is_whole)
            for difference_id, fact in news(found, before, references, window, now):
                self._record(tx, rows.difference(tx, difference_id), fact, STATION)
            still_open = sum(each.is_open for each in rows.living(tx, provider).values())
            run = Run(provider, window.until, now, None, len(listed.payments), still_open)
            rows.save_run(tx, replace(run, trouble=LIST_WAS_CUT) if is_cut else run)
        if found:
            _log.warning("the provider's list differs from ours", provider=provider, differences=len(found))
        return run

    def _record(self, tx: Transaction, before: Difference | None, fact: Fact, actor: str) -> Difference:
        after = evolve_difference(before, fact)
        assert isinstance(after, Difference), after
        self._journal.append(tx, rows.aggregate_of(after.seen.id), [fact], actor)
        rows.save(tx, after)
        return after

    def _known(self, read: Snapshot) -> Known:
        return Known(
            lambda intent_id: rows.charge(read, intent_id),
            lambda provider, charge_id: rows.by_code(read, provider, charge_id),
        )
