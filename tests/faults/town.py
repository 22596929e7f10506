"""A shop, its customers and a provider over real HTTP, with everything that can go wrong between them.

The station may be killed before and after every commit and every question to the provider: what it had committed stays
on the disk, and what the provider did stays done.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar, cast

from sqlalchemy import event, text

from shared.kernel.clock import ManualClock
from shared.kernel.ids import SeededIds
from shared.kernel.money import ZERO, Money
from shared.kernel.ways import Method
from shared.payments.model import PaymentProvider
from shared.visits.model import Charge, ChargeState, Visit
from shared.visits.rows import all_visit_ids
from tests.fakes.shop import NOON, TOWEL, Shop
from tests.fakes.simulator import ControlRefused, RunningSimulator, simulator_thread
from tests.faults.companies import COMPANIES, settings_for
from tests.faults.promises import Movement, broken

Answer = TypeVar("Answer")
CPF = "52998224725"
RICH = "100000.00"
MEMORY = Path("/dev/shm")
SWITCH_SECONDS = 0.0005
"""A thread that waits for the simulator's answer, and the simulator's own, take turns this often."""


class Killed(BaseException):
    """The station's process ended here."""


class Doom:
    """Counts steps, and ends the station at the one it was told."""

    def __init__(self) -> None:
        self._left: int | None = None

    @property
    def is_near(self) -> bool:
        """It has not come yet."""
        return self._left is not None

    def at(self, step: int | None) -> None:
        """The station dies at the `step`-th from now on, counted from 1; None: it does not."""
        self._left = step

    def step(self, *_: object) -> None:
        if self._left is not None:
            self._left -= 1
            if self._left <= 0:
                self._left = None
                raise Killed


class Doomed:
    """A provider whose caller may die before it asks, and after the answer was given. Who made it closes it."""

    def __init__(self, real: PaymentProvider, doom: Doom) -> None:
        self._real = real
        self._doom = doom
        self.name = real.name

    def close(self) -> None:
        """The next station of this town goes on with its connections."""

    def __getattr__(self, call: str) -> Any:
        return partial(self._ask, getattr(self._real, call))

    def _ask(self, question: Callable[..., Answer], *about: object) -> Answer:
        self._doom.step()
        answer = question(*about)
        self._doom.step()
        return answer


class ShopClock(ManualClock):
    """The shop's clock, which may be set wrong; time itself is the town's."""

    def __init__(self, town: ManualClock) -> None:
        super().__init__(town.now())
        self._town = town
        self._wrong_by = timedelta(0)
        self.was_wrong = False

    def now(self) -> datetime:
        return self._town.now() + self._wrong_by

    def monotonic(self) -> float:
        return self._town.monotonic()

    def advance(self, by: timedelta) -> None:
        self._town.advance(by)

    def jump(self, by: timedelta) -> None:
        self._wrong_by += by
        self.was_wrong = True

    def is_put_right(self) -> None:
        self._wrong_by = timedelta(0)


class Town:
    """One station and one company; `clock` is the shop's. What is done here to the provider is done past the shop."""

    def __init__(self, folder: Path, company: str, simulator: RunningSimulator, clock: ManualClock) -> None:
        self.company = COMPANIES[company]
        self.clock = ShopClock(clock)
        self.doom = Doom()
        self.simulator = simulator
        self.control = simulator.control.of(self.company.room)
        self._folder = folder
        self._ids = SeededIds(7)
        self._provider = self.company.make(simulator, self.clock, self._ids)
        self._given: dict[str, Money] = {}
        self._sent: list[Money] = []
        self._findings: list[str] = []
        self._has_slow_refunds = False
        self.shop = self._opened()
        self._towels = self.shop.stock(TOWEL)

    def closes(self) -> None:
        self.shop.closes()
        self._provider.close()
        self.control.close()

    def power_cut(self) -> None:
        """Nothing is finished and nobody says goodbye; then somebody switches it on again."""
        self.doom.at(None)
        self.shop.closes()
        self.shop = self._opened()
        self.shop.takes_over()
        self.shop.core.reconciliation.recover()

    # What people do

    def buys(self, services: Sequence[str], towels: int = 0) -> Visit:
        """A customer chooses; who pays by name and CPF has told them."""
        visit = self.shop.opens_visit(services, {TOWEL: towels} if towels else None, "Ana Souza")
        if self.company.has_payer:
            self._tells_cpf(visit)
        return visit

    def begins_to_pay(self, services: Sequence[str], towels: int = 0) -> Visit:
        """Chosen, Pix asked for, and whatever is due done once."""
        visit = self.buys(services, towels)
        self.shop.chooses(visit, Method.PIX)
        self.works()
        return self.shop.visit(visit)

    def opens_another(self) -> Shop:
        """A second process of the same station."""
        return self._opened()

    def codes_of(self, visit: Visit) -> set[str]:
        """Under which names the provider was asked for money of this visit."""
        return {each.charge_id for each in self.shop.visit(visit).charges if each.charge_id is not None}

    def pays(self, visit: Visit, amount: Money | None = None, *, force: bool = False) -> None:
        """A customer pays the visit's newest Pix charge."""
        newest = next(each for each in reversed(self.shop.visit(visit).charges) if each.method is Method.PIX)
        self.pays_charge(newest, amount, force=force)

    def pays_charge(self, charge: Charge, amount: Money | None = None, *, force: bool = False) -> None:
        """A customer pays the code that was shown. ControlRefused when it cannot be paid.

        A static code of Asaas whose creation was lost bears the same reference, and nobody has ever seen it.
        """
        if self.company.name == "asaas" and not self.company.has_payer:
            if charge.br_code is None:
                raise ControlRefused("nobody has seen it")
            self.control.pay(code=charge.br_code, amount=amount, force=force)
        else:
            self.control.pay(intent=charge.intent_id, amount=amount, force=force)

    def gives_back_by_itself(self, intent_id: str, amount: Money | None = None, **how: Any) -> None:
        """The provider's own pages, or the payer's bank: money goes back without the shop asking."""
        self.control.refund(intent=intent_id, amount=amount, **how)
        left = self._left_of(intent_id)
        self._given[intent_id] = self._given.get(intent_id, ZERO) + (left if amount is None else amount)

    def sends_to_key(self, amount: Money) -> None:
        """A stranger sends money that belongs to no charge."""
        self.control.sends_to_key(amount)
        self._sent.append(amount)

    def makes_refunds_slow(self) -> None:
        self._has_slow_refunds = True
        self.control.settings(**self.company.slow_refunds)

    def ends_refunds(self, *, done: bool) -> None:
        """Whatever is on its way has arrived, or comes back; and what is asked for from now on is done at once."""
        for name in self._payments() if self._has_slow_refunds else ():
            with suppress(ControlRefused):
                self.control.settle_refunds(self.company.done if done else self.company.not_done, charge=name)
        self.control.settings(**self.company.prompt_refunds)
        self._has_slow_refunds = False

    # Time

    def works(self, *pauses: timedelta) -> None:
        """Everything that runs in the background runs, at once or after each of these pauses."""
        for pause in pauses or (timedelta(0),):
            self.clock.advance(pause)
            self.shop.works()

    def compares(self) -> None:
        """The provider's list and ours, if it is time."""
        self.shop.core.reconciliation.step()

    def heals(self) -> None:
        """Everything works again, and nothing more happens: time passes until nothing is watched any more."""
        self.doom.at(None)
        self.clock.is_put_right()
        self.control.calm()
        self.control.accept_key(accepted=True)
        self.control.settings(balance=RICH)
        self.ends_refunds(done=True)
        self.works(*_AT_ONCE)
        self._tries_to_pay(ChargeState.VOIDED)
        self.works(*_UNTIL_EXPIRED)
        self.compares()
        self.works(*_WATCHED)
        self._tries_to_pay(ChargeState.VOIDED, ChargeState.EXPIRED)
        self.works(_A_DAY)
        self.compares()
        self.works(_A_DAY, _TO_THE_END)

    def broken_promises(self) -> list[str]:
        """Where money is lost, or a ticket was given for nothing: there must be none."""
        return [
            *self._findings,
            *broken(
                self.shop.core,
                self.company.name,
                self.visits(),
                self.ledger(),
                self._given,
                self._sent,
                may_misdate=self.clock.was_wrong,
            ),
            *self._stock(),
        ]

    # What can be seen

    def visits(self) -> list[Visit]:
        core = self.shop.core
        with core.database.snapshot() as read:
            loaded = [core.book.load(read, visit_id) for visit_id in all_visit_ids(read)]
        return [visit for visit in loaded if isinstance(visit, Visit)]

    def charges(self) -> Iterator[tuple[Visit, Charge]]:
        """All that the provider may have been asked for."""
        return ((visit, each) for visit in self.visits() for each in visit.charges if each.method is Method.PIX)

    def ledger(self) -> list[Movement]:
        """What the provider's own books say of our intents."""
        signs = {"received": 1, "refunded": 1, "refund_cancelled": -1}
        return [
            Movement(
                str(each["reference"]),
                Money.from_reais(each["amount"]) * signs[each["kind"]],
                is_return=each["kind"] != "received",
            )
            for each in self.control.ledger()
        ]

    def _left_of(self, intent_id: str) -> Money:
        """What the provider gave back in its last movement."""
        return next(each.amount for each in reversed(self.ledger()) if each.intent == intent_id and each.is_return)

    def _payments(self) -> Iterator[str]:
        for _, charge in self.charges():
            yield from (each.reference for each in charge.receipts)

    def _tries_to_pay(self, *states: ChargeState) -> None:
        """Nobody can pay what was given up."""
        for visit, charge in self.charges():
            if charge.state in states and not charge.receipts:
                with suppress(ControlRefused):
                    self.pays_charge(charge)
                    self._findings.append(f"{visit.label}: the {charge.state} charge can still be paid")

    def _stock(self) -> Iterator[str]:
        """What is promised or gone, and no more."""
        taken = sum(
            extra.quantity
            for visit in self.visits()
            if visit.ticket is not None or visit.abandoned_at is None
            for extra in visit.extras
        )
        if self.shop.stock(TOWEL) != self._towels - taken:
            yield f"{self.shop.stock(TOWEL)} towels are left of {self._towels}, and {taken} were taken"

    def _tells_cpf(self, visit: Visit) -> None:
        with self.shop.core.database.transaction() as tx:
            tx.execute(text("UPDATE customer SET cpf = :cpf WHERE id = :id"), {"cpf": CPF, "id": visit.customer_id})

    def _opened(self) -> Shop:
        shop = Shop(
            self._folder,
            clock=self.clock,
            settings=settings_for(self.company),
            providers={self.company.name: cast("PaymentProvider", Doomed(self._provider, self.doom))},
            ids=self._ids,
        )
        # Dying after a commit is the same as dying before the next step: nothing lasting happens in between.
        event.listen(shop.core.database.writing_engine, "commit", self.doom.step)
        return shop


World = tuple[RunningSimulator, ManualClock]


@contextmanager
def world() -> Iterator[World]:
    """A simulator, and the time of it and of its towns."""
    clock, usual = ManualClock(NOON), sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        with simulator_thread(clock=clock) as simulator:
            yield simulator, clock
    finally:
        sys.setswitchinterval(usual)


@contextmanager
def town_in(place: World, company: str) -> Iterator[Town]:
    """A town at noon of its first day, in which nothing has happened yet."""
    simulator, clock = place
    simulator.control.reset()
    clock.jump(NOON - clock.now())
    memory = MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None
    with TemporaryDirectory(dir=memory, prefix="vez-town-") as folder:
        town = Town(Path(folder) / "station", company, simulator, clock)
        town.compares()
        try:
            yield town
        finally:
            town.closes()


_A_DAY = timedelta(hours=25)
_AT_ONCE = (timedelta(seconds=5), timedelta(seconds=5), timedelta(seconds=150), timedelta(seconds=150))
_UNTIL_EXPIRED = (timedelta(minutes=34), timedelta(minutes=3))
_WATCHED = (
    timedelta(minutes=70),
    timedelta(minutes=70),
    timedelta(hours=13),
    timedelta(hours=13),
    timedelta(minutes=3),
)
_TO_THE_END = timedelta(days=15)
