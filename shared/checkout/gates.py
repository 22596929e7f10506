"""What may be asked of each provider now: its breaker, and what is left of its account's requests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from shared.kernel.clock import Clock
from shared.keys import account_of
from shared.payments import budget_rows
from shared.payments.breaker import Breaker, Heard, Stance, Well
from shared.payments.budget import Allowance, Budget, BudgetExhausted
from shared.payments.budget_rows import KeptBudget
from shared.payments.rows import Barred
from shared.store.database import Database

SPENT_FOR = timedelta(minutes=1)
"""How long to wait before looking again whether an account that was spent has requests."""


class Gates:
    """For the one process that asks. Breakers begin closed; budgets go on where the file says that they were.

    `most` is what one question can take at most: whoever has fewer requests left is asked nothing.
    """

    def __init__(
        self, database: Database, providers: Iterable[str], allowance: Allowance, most: int, clock: Clock
    ) -> None:
        self._database = database
        self._allowance = allowance
        self._most = most
        self._clock = clock
        self._breakers = {name: Breaker() for name in providers}
        self._budgets: dict[str, Budget] = {}

    def barred(self, ids: frozenset[str]) -> Barred:
        """Whom not to ask now: besides `ids`, who is away, and who has too few requests left."""
        now = self._clock.monotonic()
        away = (name for name, each in self._breakers.items() if each.stance(now) is not Stance.CLOSED)
        closed = frozenset((*away, *self._short_of(self._most)))
        return Barred(ids, closed, frozenset(self._short_of(self._allowance.reserve + self._most)))

    def to_probe(self) -> tuple[str, ...]:
        """Providers whose pause is over: one probe says whether they are back."""
        now = self._clock.monotonic()
        return tuple(name for name, each in self._breakers.items() if each.stance(now) is Stance.HALF_OPEN)

    def may_check(self, name: str) -> bool:
        """Whether it may be asked how it is."""
        return self._breakers[name].may_probe(self._clock.monotonic())

    def has_requests(self) -> bool:
        """No account is so short of requests that anything waits for them."""
        return not self._short_of(self._allowance.reserve + self._most)

    def is_spent(self, name: str) -> bool:
        """Its account has too few requests left for any question."""
        return name in self._short_of(self._most)

    def spend(self, name: str, requests: int, *, is_urgent: bool) -> bool:
        """Take requests of the account before they are made; False when it has none for this now.

        The file is written first, once for each block of requests: a crash loses some and gives none twice.
        """
        now, before = self._clock.monotonic(), self._budget(name)
        after = before.spend(now, requests, 0 if is_urgent else self._allowance.reserve)
        if isinstance(after, BudgetExhausted):
            return False
        if before.held < requests:
            with self._database.transaction() as tx:
                budget_rows.save(tx, account_of(name), KeptBudget(int(after.left), self._clock.now()))
        self._budgets[account_of(name)] = after
        return True

    def hear(self, name: str, heard: Heard) -> bool:
        """What an answer said about the provider itself; True when it was left alone, and is back."""
        before = self._breakers[name]
        self._breakers[name] = before.after(heard, self._clock.monotonic())
        return isinstance(heard, Well) and before.until is not None

    def is_doubted(self, name: str) -> bool:
        """It is to be checked before the next question."""
        return self._breakers[name].is_doubted

    def left_alone(self) -> tuple[str, ...]:
        """Those whose breaker is open."""
        return tuple(name for name, each in self._breakers.items() if each.until is not None)

    def is_left_alone(self, name: str) -> bool:
        """Its breaker is open."""
        return self._breakers[name].until is not None

    def left_alone_for(self, name: str) -> timedelta | None:
        """How long nobody is to ask it, whoever has news: it asked for that, or its account has no request left."""
        now, breaker = self._clock.monotonic(), self._breakers.get(name)
        if breaker is not None and breaker.until is not None and not breaker.may_probe(now):
            return timedelta(seconds=breaker.until - now)
        return SPENT_FOR if breaker is not None and self.is_spent(name) else None

    def forget(self) -> None:
        """After taking over: another process may have spent requests, and knew how the providers were."""
        self._budgets.clear()
        self._breakers = {name: Breaker() for name in self._breakers}

    def _short_of(self, requests: int) -> list[str]:
        now = self._clock.monotonic()
        return [name for name in self._breakers if self._budget(name).available(now) < requests]

    def _budget(self, name: str) -> Budget:
        account, now = account_of(name), self._clock.monotonic()
        if account not in self._budgets:
            wall = self._clock.now()
            with self._database.snapshot() as read:
                kept = budget_rows.load(read, account, wall)
            self._budgets[account] = (
                Budget.kept(self._allowance, kept.left, wall - kept.at, now)
                if kept is not None
                else Budget.full(self._allowance, now)
            )
        return self._budgets[account]
