"""Two stations that do not hear of each other decide about one visit by hand: afterwards both say the same of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.kernel.clock import ManualClock
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.visits.by_hand import CardTendered, CashTendered
from shared.visits.model import Decision, ReleaseKind, TaskKind, Visit
from shared.visits.own_pix import search_id
from tests.fakes.own_pix import listed, own_pix_settings
from tests.fakes.provider import FakeProvider
from tests.fakes.shop import ANA, BRUNO, CRYO, NOON, PROVIDER, Shop
from tests.faults.soundness import unsound
from tests.shared.checkout.stations import exchange, projection

EXAMPLES = max(settings.default.max_examples // 3, 1) if settings.default else 10
DUE = Money(18_000)
DEEDS = (
    "release",
    "courtesy",
    "cash",
    "card",
    "counter",
    "own pix",
    "found",
    "found other",
    "found less",
    "found more",
    "missing",
    "listed",
    "listed other",
    "listed gone",
    "give up",
    "time",
    "cancel",
)
REFERENCES = {"found": "doc-1", "found other": "doc-2", "found less": "doc-3", "found more": "doc-4"}
LISTED = {"listed": "p1", "listed other": "p2", "listed gone": "p1"}


def does(shop: Shop, visit: Visit, deed: str) -> str | None:
    """One thing that is done at one station; the name of the payment that it recorded, if it did."""
    core, own = shop.core, visit.charges[0]
    assert own.charge_id is not None
    match deed:
        case "release":
            core.counter.release(visit.id, "visto", BRUNO)
        case "courtesy":
            core.counter.give_courtesy(visit.id, "falha nossa", BRUNO)
        case "cash" | "card":
            intents = [each.intent_id for each in shop.visit(visit).charges if each.method is Method.COUNTER]
            paid = CashTendered(Money(20_000)) if deed == "cash" else CardTendered(DUE, "A1")
            done = [core.counter.confirm(visit.id, intent, paid, ANA) for intent in intents[-1:]]
            return f"counter:{intents[-1]}" if any(isinstance(each, Visit) for each in done) else None
        case "counter" | "own pix":
            core.sale.pay(visit.id, Method.COUNTER if deed == "counter" else Method.OWN_PIX)
        case "found" | "found other" | "found less" | "found more":
            amount = {"found less": DUE - Money(1), "found more": DUE + Money(1)}.get(deed, DUE)
            found = core.counter.find(visit.id, own.intent_id, REFERENCES[deed], amount, BRUNO)
            return f"statement:{REFERENCES[deed].upper()}" if isinstance(found, Visit) else None
        case "missing":
            core.counter.decide_task(visit.id, search_id(own.intent_id), Decision.MISSING, "procurei", BRUNO)
        case "listed" | "listed other" | "listed gone":
            seen = listed(LISTED[deed], DUE, is_reversed=deed == "listed gone")
            core.own_pix.listed(own.charge_id, [seen])
            return LISTED[deed]
        case "give up":
            core.sale.give_up(visit.id)
        case "time":
            shop.clock.advance(timedelta(minutes=31))
            shop.works()
        case _:
            core.counter.cancel_visit(visit.id, "desistiu", BRUNO)
    return None


@settings(max_examples=EXAMPLES)
@given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from((*DEEDS, "hear"))), min_size=2, max_size=14))
def test_two_stations_that_decide_apart_say_the_same_and_drop_nothing(script: list[tuple[int, str]]) -> None:
    with TemporaryDirectory() as folder:
        clock = ManualClock(NOON)
        provider = FakeProvider(clock, PROVIDER)
        shops = [
            Shop(Path(folder) / letter, letter, clock=clock, provider=provider, settings=own_pix_settings(letter))
            for letter in "AB"
        ]
        visit = shops[0].chooses(shops[0].opens_visit([CRYO]), Method.OWN_PIX)
        exchange(*shops)
        recorded = set()
        for station, deed in script:
            if deed == "hear":
                exchange(*shops)
            elif (name := does(shops[station], visit, deed)) is not None:
                recorded.add(name)
        exchange(*shops)
        exchange(*shops)
        same = projection(shops[0]) == projection(shops[1])
        said = [unsound(shop.core) for shop in shops]
        visits = [shop.visit(visit) for shop in shops]
        for shop in shops:
            shop.closes()
    assert same
    assert said == [[], []]
    assert visits[0] == visits[1]
    _nothing_is_dropped(visits[0], recorded)


def _nothing_is_dropped(visit: Visit, recorded: set[str]) -> None:
    receipts = [receipt for charge in visit.charges for receipt in charge.receipts]
    assert recorded <= {name for each in receipts for name in (each.reference, each.also)}
    settling = [charge.settled_by for charge in visit.charges if charge.settled_by]
    held = [each for each in receipts if not each.is_reversed]
    asked = "\n".join(task.id for task in visit.tasks)
    assert all(each.reference in settling or each.reference in asked for each in held)
    assert len({turn.id for turn in visit.turns}) == (1 if visit.ticket else 0), "one ticket, one turn"
    release = visit.release
    if release is not None and release.kind is ReleaseKind.OWN_PIX:
        own = visit.charges[0]
        searches = [task for task in visit.tasks if task.kind is TaskKind.TO_RECONCILE]
        assert searches or own.receipts
