"""The promise over random histories: every centavo that a provider says was received ends as exactly one ticket or one
task for a person, and every ticket has its money or a named person's release; whatever fails, whenever the power goes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import assert_never

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.kernel.clock import ManualClock
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.visits.by_hand import CashTendered
from shared.visits.model import Decision, Visit
from tests.fakes.shop import BOOTS, BRUNO, CRYO, NOON, TOWEL
from tests.fakes.simulator import ControlRefused, RunningSimulator, simulator_thread
from tests.faults.town import COMPANIES, Killed, Town

STEPS_MAX = 14
VISITS = 3


@dataclass(frozen=True)
class Buys:
    is_two: bool


@dataclass(frozen=True)
class Pays:
    """`off_by` centavos from what is asked; `force`: although the code is paid, void or expired."""

    visit: int
    charge: int
    off_by: int
    force: bool


@dataclass(frozen=True)
class AtTheDesk:
    what: str
    visit: int


@dataclass(frozen=True)
class ProviderReturns:
    visit: int
    is_whole: bool


@dataclass(frozen=True)
class Trouble:
    kind: str
    has_effect: bool
    method: str | None
    times: int


@dataclass(frozen=True)
class Key:
    is_accepted: bool


@dataclass(frozen=True)
class TimePasses:
    minutes: int


@dataclass(frozen=True)
class ClockIsSet:
    days: int


@dataclass(frozen=True)
class Restart:
    pass


Act = Buys | Pays | AtTheDesk | ProviderReturns | Trouble | Key | TimePasses | ClockIsSet | Restart


@dataclass(frozen=True)
class Step:
    """`dies_at`: the power goes at that commit or question of the step; None: it does not."""

    act: Act
    dies_at: int | None


visits = st.integers(0, VISITS - 1)
DESK = ("give up", "counter", "confirm", "release", "keep", "refunded", "give back", "cancel", "pix")
TROUBLES = ("drop", "error", "html", "broken_json", "garbage", "empty", "rate_limit")
acts: st.SearchStrategy[Act] = st.one_of(
    st.builds(Buys, st.booleans()),
    st.builds(Pays, visits, st.integers(0, 1), st.sampled_from([0, 0, 0, -1, 1]), st.booleans()),
    st.builds(Pays, visits, st.just(0), st.just(0), st.just(False)),
    st.builds(AtTheDesk, st.sampled_from(DESK), visits),
    st.builds(ProviderReturns, visits, st.booleans()),
    st.builds(
        Trouble,
        st.sampled_from(TROUBLES),
        st.booleans(),
        st.sampled_from([None, "POST", "PUT", "DELETE", "GET"]),
        st.integers(1, 3),
    ),
    st.builds(Key, st.booleans()),
    st.builds(TimePasses, st.sampled_from([0, 0, 1, 5, 31, 300])),
    st.builds(ClockIsSet, st.sampled_from([-1, 1])),
    st.builds(Restart),
)
steps = st.builds(Step, acts, st.one_of(st.none(), st.none(), st.integers(1, 12)))


class History:
    """Plays steps in a town."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.visits: list[Visit] = []

    def plays(self, step: Step) -> None:
        town = self.town
        town.doom.at(step.dies_at)
        try:
            self._does(step.act)
            town.shop.works()
        except Killed:
            town.power_cut()
        town.doom.at(None)

    def _does(self, act: Act) -> None:
        match act:
            case Buys() | AtTheDesk() | Restart():
                self._at_the_shop(act)
            case Pays() | ProviderReturns() | Trouble() | Key():
                self._at_the_provider(act)
            case TimePasses(minutes):
                for _ in range(3):
                    self.town.clock.advance(timedelta(minutes=minutes) / 3 + timedelta(seconds=2))
                    self.town.shop.works()
                    self.town.shop.core.reconciliation.step()
            case ClockIsSet(days):
                self.town.clock.jump(timedelta(days=days))
            case _:
                assert_never(act)

    def _at_the_shop(self, act: Buys | AtTheDesk | Restart) -> None:
        match act:
            case Buys(is_two):
                self._buys(is_two=is_two)
            case AtTheDesk(what, number):
                visit = self._visit(number)
                if visit is not None:
                    self._at_the_desk(what, visit)
            case Restart():
                self.town.power_cut()
            case _:
                assert_never(act)

    def _at_the_provider(self, act: Pays | ProviderReturns | Trouble | Key) -> None:
        match act:
            case Pays():
                self._pays(act)
            case ProviderReturns(number, is_whole):
                self._returns(number, is_whole=is_whole)
            case Trouble(kind, has_effect, method, times):
                more = {"method": method} if method else {}
                status = {"status": 500} if kind == "error" else {}
                self.town.control.fault(kind, has_effect=has_effect, times=times, **more, **status)
            case Key(is_accepted):
                self.town.control.accept_key(accepted=is_accepted)
            case _:
                assert_never(act)

    def _buys(self, *, is_two: bool) -> None:
        shop = self.town.shop
        opened = shop.opens_visit([CRYO, BOOTS] if is_two else [CRYO], {TOWEL: 1})
        self.visits.append(opened)
        shop.chooses(opened, Method.PIX)

    def _visit(self, number: int) -> Visit | None:
        """One of those that were begun, as it stands; a purchase that the power cut undid is none."""
        if number >= len(self.visits):
            return None
        found = self.town.shop.core.board.visit(self.visits[number].id)
        return found if isinstance(found, Visit) else None

    def _pays(self, act: Pays) -> None:
        visit = self._visit(act.visit)
        charges = [each for each in visit.charges if each.method is Method.PIX] if visit else []
        if act.charge < len(charges):
            charge = charges[-1 - act.charge]
            with suppress(ControlRefused):
                self.town.control.pay(
                    intent=charge.intent_id, amount=charge.amount + Money(act.off_by), force=act.force
                )

    def _returns(self, number: int, *, is_whole: bool) -> None:
        visit = self._visit(number)
        for charge in visit.charges if visit else ():
            if charge.method is Method.PIX:
                with suppress(ControlRefused):
                    self.town.control.refund(intent=charge.intent_id, amount=None if is_whole else Money(100))

    def _at_the_desk(self, what: str, visit: Visit) -> None:
        core = self.town.shop.core
        task = next(iter(visit.open_tasks), None)
        if what == "give up":
            core.sale.give_up(visit.id)
        elif what in {"pix", "counter"}:
            core.sale.pay(visit.id, Method(what))
        elif what == "confirm":
            for charge in visit.charges:
                if charge.method is Method.COUNTER:
                    core.counter.confirm(visit.id, charge.intent_id, CashTendered(charge.amount), BRUNO)
        elif what == "release":
            core.counter.release(visit.id, "porque sim", BRUNO)
        elif what == "cancel":
            core.counter.cancel_visit(visit.id, "porque sim", BRUNO)
        elif task is not None and what == "give back":
            core.counter.give_back(visit.id, task.id, "porque sim", BRUNO)
        elif task is not None:
            decision = Decision.KEPT if what == "keep" else Decision.REFUNDED
            core.counter.decide_task(visit.id, task.id, decision, "porque sim", BRUNO)


@pytest.fixture(scope="module")
def world() -> Iterator[tuple[RunningSimulator, ManualClock]]:
    clock = ManualClock(NOON)
    with simulator_thread(clock=clock) as simulator:
        yield simulator, clock


def _keeps_its_promise(company: str, history: list[Step], world: tuple[RunningSimulator, ManualClock]) -> None:
    simulator, clock = world
    simulator.control.reset()
    with TemporaryDirectory() as folder:
        town = Town(Path(folder) / "station", company, simulator, clock)
        town.shop.core.reconciliation.step()
        played = History(town)
        try:
            for step in history:
                played.plays(step)
            town.heals()
            assert list(town.broken_promises()) == []
        finally:
            town.closes()


FEW = int(os.environ.get("HISTORIES", "10"))


@pytest.mark.parametrize("company", COMPANIES)
def test_no_money_is_lost(company: str, world: tuple[RunningSimulator, ManualClock]) -> None:
    @settings(max_examples=FEW)
    @given(st.lists(steps, min_size=3, max_size=STEPS_MAX))
    def over(history: list[Step]) -> None:
        _keeps_its_promise(company, [Step(Buys(is_two=False), None), *history], world)

    over()


@pytest.mark.faults
@pytest.mark.parametrize("company", COMPANIES)
def test_no_money_is_lost_in_thousands_of_histories(company: str, world: tuple[RunningSimulator, ManualClock]) -> None:
    @settings(max_examples=2_500)
    @given(st.lists(steps, min_size=3, max_size=STEPS_MAX))
    def over(history: list[Step]) -> None:
        _keeps_its_promise(company, [Step(Buys(is_two=False), None), *history], world)

    over()
