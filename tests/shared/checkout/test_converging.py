"""Whatever two stations do and whenever they hear of each other, they end with the same visits."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.kernel.clock import ManualClock
from shared.kernel.ids import EquipmentId, ServiceId
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.visits.by_hand import CashTendered
from shared.visits.model import Decision, PriorityGroup, Visit
from shared.visits.own_pix import search_id
from shared.visits.rows import all_visit_ids
from shared.visits.serving import TurnRef
from tests.fakes.own_pix import listed, own_pix_settings
from tests.fakes.provider import FakeProvider
from tests.fakes.shop import ANA, BOOTS, BRUNO, CRYO, ICE, NOON, PROVIDER, STRIDE, TOWEL, Shop
from tests.faults.soundness import unsound
from tests.shared.checkout.stations import events_of, exchange, hears, projection

EXAMPLES = max(settings.default.max_examples // 5, 1) if settings.default else 10


@dataclass(frozen=True)
class Step:
    """One thing that somebody does at one of the stations; numbers choose what it is done to."""

    station: int
    what: str
    visit: int
    turn: int
    minutes: int


BUYING = ("open", "open two", "pix", "counter", "pay", "pay less", "look", "give up", "confirm", "release", "print")
SERVING = ("call", "call", "serve", "serve", "start", "complete", "complete", "send back", "no show")
CHANGING = ("cancel turn", "transfer", "priority", "cancel", "time", "hear", "hear")
RETURNING = ("decide", "hand back", "give back", "refund", "win back")
BY_HAND = ("own pix", "own pix", "courtesy", "found", "found more", "listed", "listed twice", "missing")
COMMANDS = (*BUYING, *BY_HAND, *SERVING, *CHANGING, *RETURNING)
steps = st.builds(
    Step, st.integers(0, 1), st.sampled_from(COMMANDS), st.integers(0, 3), st.integers(0, 1), st.sampled_from([0, 0, 4])
)


class Play:
    """Two stations that do as a script says."""

    def __init__(self, folder: Path) -> None:
        clock = ManualClock(NOON)
        provider = FakeProvider(clock, PROVIDER)
        self.shops = [
            Shop(folder / letter, letter, clock=clock, provider=provider, settings=own_pix_settings(letter))
            for letter in "AB"
        ]
        here, there = self.shops
        here.gets_ticket([CRYO, BOOTS])
        there.gets_ticket([CRYO])
        here.pays_by_pix(here.opens_visit(extras={TOWEL: 1}))
        there.chooses(there.opens_visit([CRYO, BOOTS]), Method.COUNTER)
        there.chooses(there.opens_visit([CRYO]), Method.OWN_PIX)
        exchange(here, there)

    def does(self, step: Step) -> None:
        shop, other = self.shops[step.station], self.shops[1 - step.station]
        if step.minutes:
            shop.clock.advance(STRIDE * step.minutes)
        if step.what in {"open", "open two"}:
            shop.opens_visit([CRYO] if step.what == "open" else [CRYO, BOOTS], {TOWEL: 1})
        elif step.what == "hear":
            for events in events_of(other):
                hears(shop, events[: len(events) * (step.visit + 1) // 4])
        elif step.what == "print":
            shop.prints()
        elif step.what == "look":
            shop.core.payment_duty.step()
        elif step.what == "time":
            shop.works()
        elif (visit := self._visit(shop, step.visit)) is not None:
            self._to_visit(shop, visit, step)

    def _visit(self, shop: Shop, number: int) -> Visit | None:
        with shop.core.database.snapshot() as read:
            known = all_visit_ids(read)
        found = shop.core.board.visit(known[-1 - number % len(known)]) if known else None
        return found if isinstance(found, Visit) else None

    def _to_visit(self, shop: Shop, visit: Visit, step: Step) -> None:
        core = shop.core
        match step.what:
            case "pix" | "counter":
                core.sale.pay(visit.id, Method(step.what))
                core.payment_duty.step()
            case "pay" | "pay less":
                self._pays(shop, visit, Money(1) if step.what == "pay less" else None)
            case "give up":
                core.sale.give_up(visit.id)
            case "confirm":
                for charge in visit.charges:
                    core.counter.confirm(visit.id, charge.intent_id, CashTendered(charge.amount), ANA)
            case "release":
                core.counter.release(visit.id, "porque sim", BRUNO)
            case _ if step.what in BY_HAND:
                self._by_hand(shop, visit, step)
            case _:
                self._to_ticket(shop, visit, step)

    def _by_hand(self, shop: Shop, visit: Visit, step: Step) -> None:
        core, own = shop.core, next((each for each in visit.charges if each.method is Method.OWN_PIX), None)
        if step.what == "own pix":
            core.sale.pay(visit.id, Method.OWN_PIX)
        elif step.what == "courtesy":
            core.counter.give_courtesy(visit.id, "porque sim", BRUNO)
        elif own is None or own.charge_id is None:
            return
        elif step.what == "missing":
            core.counter.decide_task(visit.id, search_id(own.intent_id), Decision.MISSING, "procurei", BRUNO)
        elif step.what.startswith("found"):
            amount = own.amount + Money(step.what.count("more"))
            core.counter.find(visit.id, own.intent_id, f"doc-{visit.id}-{step.turn}"[-30:], amount, BRUNO)
        else:
            references = ("p1", "p2")[: 1 + step.what.count("twice")]
            core.own_pix.listed(own.charge_id, [listed(f"{each}-{visit.id}", own.amount) for each in references])

    def _to_ticket(self, shop: Shop, visit: Visit, step: Step) -> None:
        core = shop.core
        match step.what:
            case "cancel":
                core.counter.cancel_visit(visit.id, "porque sim", BRUNO)
            case "refund":
                for each in tuple(shop.provider.charges.values()):
                    shop.provider.refunds(each.intent.id)
            case "win back":
                for each in tuple(shop.provider.charges.values()):
                    shop.provider.gets_back(each.intent.id)
            case "decide" | "hand back" | "give back":
                self._to_task(shop, visit, step)
            case "priority":
                core.serving.change_priority(visit.id, list(PriorityGroup)[step.turn], "", ANA)
            case _ if visit.turns:
                self._to_turn(shop, TurnRef(visit.id, visit.turns[step.turn % len(visit.turns)].id), step)
            case _:
                pass

    def _to_task(self, shop: Shop, visit: Visit, step: Step) -> None:
        counter = shop.core.counter
        for task in visit.open_tasks[:1]:
            match step.what:
                case "give back":
                    shop.provider.has_balance = step.turn == 0
                    counter.give_back(visit.id, task.id, "porque sim", BRUNO)
                    shop.core.payment_duty.step()
                case "hand back":
                    counter.decide_task(visit.id, task.id, Decision.REFUNDED, "", BRUNO)
                case _:
                    counter.decide_task(visit.id, task.id, Decision.KEPT, "", BRUNO)

    def _pays(self, shop: Shop, visit: Visit, amount: Money | None) -> None:
        for each in tuple(shop.provider.charges.values()):
            if each.intent.id in {charge.intent_id for charge in visit.charges}:
                shop.provider.pays(each.intent.id, amount, force=True)
                shop.provider_reports(each.intent.id)

    def _to_turn(self, shop: Shop, turn: TurnRef, step: Step) -> None:
        serving = shop.core.serving
        machine = EquipmentId(("crio-1", "crio-2", "bota-a", "bota-b")[step.visit])
        match step.what:
            case "call" | "serve":
                serving.call(turn, machine, BRUNO, "livre" if step.turn else None)
                if step.what == "serve":
                    serving.start(turn, ANA)
            case "start":
                serving.start(turn, ANA)
            case "complete":
                serving.complete(turn, ANA)
            case "send back":
                serving.send_back(turn, "", ANA)
            case "no show":
                serving.no_show(turn, ANA)
            case "cancel turn":
                serving.cancel_turn(turn, "porque sim", BRUNO)
            case "transfer":
                serving.transfer(turn, ServiceId(ICE), "", ANA)
            case _:
                pass


@settings(max_examples=EXAMPLES)
@given(st.lists(steps, min_size=12, max_size=40))
def test_whatever_two_stations_do_they_end_with_the_same_visits(script: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        play = Play(Path(folder))
        for step in script:
            play.does(step)
        here, there = play.shops
        found = [[said for said in unsound(shop.core) if "turns run on" not in said] for shop in play.shops]
        exchange(here, there)
        exchange(here, there)
        same = projection(here) == projection(there)
        after = [[said for said in unsound(shop.core) if "turns run on" not in said] for shop in play.shops]
        for shop in play.shops:
            shop.closes()
    assert found == [[], []]
    assert same
    assert after == [[], []]
