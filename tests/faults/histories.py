"""What can happen in a town, step by step, at random, and playing it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from hypothesis import strategies as st

from shared.kernel.ids import ServiceId
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.visits.by_hand import CashTendered
from shared.visits.model import FINAL_TURNS, Decision, Visit
from shared.visits.serving import TurnRef
from tests.fakes.shop import ANA, BOOTS, BRUNO, CRYO
from tests.fakes.simulator import ControlRefused
from tests.faults.town import Killed, Town

STEPS_MAX = 14
VISITS = 3
FIRST_STRANGER = 100_001
"""Strangers send amounts that no visit costs, each another one."""


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
    """`task`: which of the open ones it is about."""

    what: str
    visit: int
    task: int


@dataclass(frozen=True)
class IsServed:
    """One turn is called, begun and ended, `far` steps of this."""

    visit: int
    far: int


@dataclass(frozen=True)
class ProviderReturns:
    visit: int
    is_whole: bool


@dataclass(frozen=True)
class Refunds:
    """Those of the provider are slow from now on, or end."""

    how: str


@dataclass(frozen=True)
class Account:
    """Its key, its balance, its tokens; or a stranger's money."""

    what: str


@dataclass(frozen=True)
class Trouble:
    kind: str
    has_effect: bool
    method: str | None
    times: int


@dataclass(frozen=True)
class TimePasses:
    minutes: int


@dataclass(frozen=True)
class ClockIsSet:
    days: int


@dataclass(frozen=True)
class Restart:
    pass


AtTheProvider = Pays | ProviderReturns | Refunds | Account | Trouble
AtTheShop = Buys | AtTheDesk | IsServed | Restart
Act = AtTheProvider | AtTheShop | TimePasses | ClockIsSet


@dataclass(frozen=True)
class Step:
    """`dies_at`: the power goes at that commit or question of the step; None: it does not."""

    act: Act
    dies_at: int | None


_visits = st.integers(0, VISITS - 1)
_ORDERS = ("give up", "counter", "confirm", "release", "cancel", "pix", "paid already")
_ANSWERS = ("keep", "refunded", "let in", "give back", "give back")
_TROUBLES = ("drop", "drop", "error", "html", "broken_json", "garbage", "empty", "rate_limit")
_acts: st.SearchStrategy[Act] = st.one_of(
    st.builds(Buys, st.booleans()),
    st.builds(Pays, _visits, st.integers(0, 1), st.sampled_from([0, 0, 0, -1, 1]), st.booleans()),
    st.builds(Pays, _visits, st.just(0), st.just(0), st.just(False)),
    st.builds(AtTheDesk, st.sampled_from(_ORDERS), _visits, st.just(0)),
    st.builds(AtTheDesk, st.sampled_from(_ANSWERS), _visits, st.integers(0, 2)),
    st.builds(IsServed, _visits, st.integers(1, 3)),
    st.builds(ProviderReturns, _visits, st.booleans()),
    st.builds(Refunds, st.sampled_from(["slow", "done", "not done"])),
    st.builds(Account, st.sampled_from(["key off", "key on", "poor", "rich", "no tokens", "stranger"])),
    st.builds(
        Trouble,
        st.sampled_from(_TROUBLES),
        st.booleans(),
        st.sampled_from([None, "POST", "PUT", "DELETE", "GET"]),
        st.integers(1, 3),
    ),
    st.builds(TimePasses, st.sampled_from([0, 0, 1, 5, 31, 300])),
    st.builds(ClockIsSet, st.sampled_from([-1, 1])),
    st.builds(Restart),
)
_steps = st.builds(Step, _acts, st.one_of(st.none(), st.none(), st.integers(1, 12)))
histories = st.lists(_steps, min_size=3, max_size=STEPS_MAX).map(lambda more: [Step(Buys(is_two=False), None), *more])
"""Somebody buys, and then anything."""


class History:
    """Plays steps in a town."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.visits: list[Visit] = []
        self._strangers = 0

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
            case Buys() | AtTheDesk() | IsServed() | Restart():
                self._at_the_shop(act)
            case Pays() | ProviderReturns() | Refunds() | Account() | Trouble():
                self._at_the_provider(act)
            case TimePasses(minutes):
                self.town.works(*(timedelta(minutes=minutes) / 3 + timedelta(seconds=2),) * 3)
                self.town.compares()
            case ClockIsSet(days):
                self.town.clock.jump(timedelta(days=days))
                self.town.compares()
            case _:
                assert_never(act)

    def _at_the_shop(self, act: AtTheShop) -> None:
        match act:
            case Buys(is_two):
                self.visits.append(self.town.buys([CRYO, BOOTS] if is_two else [CRYO], 1))
                self.town.shop.chooses(self.visits[-1], Method.PIX)
            case AtTheDesk(what, number, task):
                visit = self._visit(number)
                if visit is not None:
                    self._orders(what, visit) if what in _ORDERS else self._answers(what, visit, task)
            case IsServed(number, far):
                self._is_served(number, far)
            case Restart():
                self.town.power_cut()
            case _:
                assert_never(act)

    def _at_the_provider(self, act: AtTheProvider) -> None:
        match act:
            case Pays():
                self._pays(act)
            case ProviderReturns(number, is_whole):
                self._returns(number, is_whole=is_whole)
            case Refunds(how):
                self.town.makes_refunds_slow() if how == "slow" else self.town.ends_refunds(done=how == "done")
            case Account(what):
                self._changes(what)
            case Trouble(kind, has_effect, method, times):
                more = {"method": method} if method else {}
                status = {"status": 500} if kind == "error" else {}
                self.town.control.fault(kind, has_effect=has_effect, times=times, **more, **status)
            case _:
                assert_never(act)

    def _changes(self, what: str) -> None:
        town = self.town
        if what in {"key on", "key off"}:
            town.control.accept_key(accepted=what == "key on")
        elif what in {"poor", "rich"}:
            town.control.settings(balance="0.00" if what == "poor" else "100000.00")
        elif not town.company.has_key:
            return
        elif what == "no tokens":
            town.control.settings(forget_tokens=True)
        else:
            self._strangers += 1
            town.sends_to_key(Money(FIRST_STRANGER + self._strangers))

    def _visit(self, number: int) -> Visit | None:
        """One of those that were begun, as it stands; a purchase that the power cut undid is none."""
        if not self.visits:
            return None
        found = self.town.shop.core.board.visit(self.visits[number % len(self.visits)].id)
        return found if isinstance(found, Visit) else None

    def _pays(self, act: Pays) -> None:
        visit = self._visit(act.visit)
        charges = [each for each in visit.charges if each.method is Method.PIX] if visit else []
        if charges:
            charge = charges[-1 - act.charge % len(charges)]
            with suppress(ControlRefused):
                self.town.pays_charge(charge, charge.amount + Money(act.off_by), force=act.force)

    def _returns(self, number: int, *, is_whole: bool) -> None:
        visit = self._visit(number)
        for charge in visit.charges if visit else ():
            if charge.method is Method.PIX:
                with suppress(ControlRefused):
                    self.town.gives_back_by_itself(charge.intent_id, None if is_whole else Money(100))

    def _is_served(self, number: int, far: int) -> None:
        visit, shop = self._visit(number), self.town.shop
        turn = next((each for each in visit.turns if each.state not in FINAL_TURNS), None) if visit else None
        if visit is None or turn is None:
            return
        ref, serving = TurnRef(visit.id, turn.id), shop.core.serving
        with suppress(StopIteration):
            serving.call(ref, shop.free(ServiceId(turn.service_id)), ANA)
        if far >= 2:
            serving.start(ref, ANA)
        if far >= 3:
            serving.complete(ref, ANA)

    def _orders(self, what: str, visit: Visit) -> None:
        core = self.town.shop.core
        if what == "give up":
            core.sale.give_up(visit.id)
        elif what in {"pix", "counter"}:
            core.sale.pay(visit.id, Method(what))
        elif what == "paid already":
            core.payment_duty.look_at(visit.id)
        elif what == "confirm":
            for charge in visit.charges:
                if charge.method is Method.COUNTER:
                    core.counter.confirm(visit.id, charge.intent_id, CashTendered(charge.amount), BRUNO)
        elif what == "release":
            core.counter.release(visit.id, "porque sim", BRUNO)
        else:
            core.counter.cancel_visit(visit.id, "porque sim", BRUNO)

    def _answers(self, what: str, visit: Visit, number: int) -> None:
        core, tasks = self.town.shop.core, visit.open_tasks
        if not tasks:
            return
        task = tasks[number % len(tasks)]
        if what == "give back":
            core.counter.give_back(visit.id, task.id, "porque sim", BRUNO)
        else:
            core.counter.decide_task(visit.id, task.id, _DECISIONS[what], "porque sim", BRUNO)


_DECISIONS = {"keep": Decision.KEPT, "refunded": Decision.REFUNDED, "let in": Decision.RELEASED}
