"""The conductor: what it does with answers, failures, restarts and readings that come too late."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.desk import Desk
from kiosk.memory import SessionFile
from kiosk.model.choice import Reduced, Withdrawn
from kiosk.model.state import Crashed, House, Page, SellingPaused, StationTrouble, VisitUnreadable
from kiosk.ports import Board, Conditions, Selling
from kiosk.reading import Reader
from kiosk.totem import READ_EVERY_SECONDS, Totem
from shared.checkout.health import HealthView
from shared.checkout.outcomes import DiskNearlyFull, MethodNotOffered
from shared.checkout.sale import GiveUpOutcome, OpenOutcome, PayOutcome
from shared.kernel.ids import ExtraId, ServiceId, VisitId
from shared.kernel.ways import Method, Way
from shared.people.model import Told
from shared.qt.lanes import Lane
from shared.store.failures import DatabaseBusy, DiskFull
from shared.visits.model import EndReason, PriorityGroup, Visit, VisitState
from shared.visits.opening import Cart
from shared.visits.outcomes import NoSuchVisit, NothingChosen, ServiceNotOffered, SoldOut, VisitHeld
from shared.visits.views import ServiceLoad, TurnProgress
from tests.fakes.shop import BOOTS, CRYO, TOWEL, Shop

CRYO_ID = ServiceId(CRYO)


class TroubledSale:
    """The real counter of sales, with answers of the test's choosing put before its own."""

    def __init__(self, sale: Selling) -> None:
        self._sale = sale
        self.opens: list[Callable[[], OpenOutcome]] = []
        self.pays: list[Callable[[], PayOutcome]] = []

    def open(self, cart: Cart, first_name: str | None = None) -> OpenOutcome:
        return self.opens.pop(0)() if self.opens else self._sale.open(cart, first_name)

    def pay(self, visit_id: VisitId, method: Method, *, installments: int = 1, payer: Told | None = None) -> PayOutcome:
        if self.pays:
            return self.pays.pop(0)()
        return self._sale.pay(visit_id, method, installments=installments, payer=payer)

    def give_up(self, visit_id: VisitId, reason: EndReason = EndReason.CUSTOMER) -> GiveUpOutcome:
        return self._sale.give_up(visit_id, reason)


def fails(error: Exception) -> Callable[[], OpenOutcome]:
    def fail() -> OpenOutcome:
        raise error

    return fail


class GatedBoard:
    """The real board, whose readings a test can hold back, count or break."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self.readings = 0
        self.failure: Exception | None = None
        self.is_held_visit = False
        self.reached, self.gate = threading.Event(), threading.Event()
        self.gate.set()

    def loads(self) -> tuple[ServiceLoad, ...]:
        self.readings += 1
        loads = self._board.loads()
        self.reached.set()
        assert self.gate.wait(10)
        if self.failure is not None:
            raise self.failure
        return loads

    def visit(self, visit_id: VisitId) -> Visit | NoSuchVisit | VisitHeld:
        return VisitHeld(visit_id) if self.is_held_visit else self._board.visit(visit_id)

    def progress(self, visit_id: VisitId) -> tuple[TurnProgress, ...]:
        return self._board.progress(visit_id)


class Weather:
    """The real conditions, or a full disk."""

    def __init__(self, conditions: Conditions) -> None:
        self._conditions = conditions
        self.is_disk_low = False

    def now(self) -> HealthView:
        return replace(self._conditions.now(), is_disk_low=self.is_disk_low)


class Stage:
    """A totem without pages, over a real shop."""

    def __init__(self, home: Path) -> None:
        self.shop = Shop(home)
        self.writing, self.reading = Lane("writing"), Lane("reading")
        core = self.shop.core
        self.sale, self.board, self.weather = TroubledSale(core.sale), GatedBoard(core.board), Weather(core.health)
        self.memory = SessionFile(self.shop.home)
        self.totem = self._made()
        self.totem.resume()
        self.settles()

    def settles(self) -> None:
        self.writing.drain()
        self.reading.drain()
        self.writing.drain()

    def restarts(self) -> None:
        """The program ends without a word and begins again."""
        self.totem = self._made()
        self.totem.resume()
        self.settles()

    def chooses(self) -> None:
        self.totem.start()
        self.totem.toggle_service(CRYO_ID)
        self.totem.to_review()

    def pays(self, method: Method = Method.PIX) -> None:
        self.chooses()
        self.totem.pay(method)
        self.settles()

    def is_paid(self) -> None:
        """The code was shown, and its money has come."""
        self.shop.works()
        self.shop.provider_reports_paid(self.visit)

    def page(self) -> Page:
        return self.totem.scene.state.page

    @property
    def visit(self) -> Visit:
        visit = self.totem.scene.shop.visit
        assert visit is not None
        return visit

    def closes(self) -> None:
        self.board.gate.set()
        self.writing.stop()
        self.reading.stop()
        self.shop.closes()

    def _made(self) -> Totem:
        core = self.shop.core
        house = House("Shop", (Way(Method.PIX, "asaas"), Way.by_hand(Method.COUNTER)), None)
        desk = Desk(self.sale, self.board, core.payment_duty, core.duties, self.memory)
        reader = Reader(core.catalogue, self.board, self.weather, core.customers)
        return Totem(house, desk, reader, core.clock, self.writing, self.reading)


@pytest.fixture
def stage(qapp: object, tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(tmp_path / "shop")
    yield stage
    stage.closes()


def test_paying_opens_one_visit_and_remembers_it(stage: Stage) -> None:
    stage.pays()

    assert stage.page() is Page.PAYMENT
    assert stage.memory.recall() == stage.visit.id
    assert [pending.visit_id for pending in stage.shop.core.board.pending_payments()] == [stage.visit.id]


def test_a_second_touch_while_paying_does_nothing(stage: Stage) -> None:
    stage.chooses()

    stage.totem.pay(Method.PIX)
    stage.totem.pay(Method.COUNTER)
    stage.totem.toggle_service(CRYO_ID)
    stage.totem.back_to_services()
    stage.settles()

    assert stage.page() is Page.PAYMENT
    assert len(stage.shop.core.board.pending_payments()) == 1


@pytest.mark.parametrize(
    ("answer", "page", "told"),
    [
        (NothingChosen(), Page.SERVICES, None),
        (ServiceNotOffered("Crioterapia"), Page.REVIEW, Withdrawn(("Crioterapia",))),
        (SoldOut("Toalha", 2), Page.REVIEW, Reduced("Toalha", 2)),
        (SoldOut("Toalha", 0), Page.REVIEW, Withdrawn(("Toalha",))),
    ],
)
def test_a_refusal_is_said_where_the_customer_can_do_something(
    stage: Stage, answer: OpenOutcome, page: Page, told: object
) -> None:
    stage.sale.opens = [lambda: answer]

    stage.pays()

    state = stage.totem.scene.state
    assert (state.page, state.notice, state.is_working) == (page, told, False)


def test_a_way_to_pay_that_is_not_offered_leaves_no_visit_behind(stage: Stage) -> None:
    stage.sale.pays = [lambda: MethodNotOffered(Method.PIX)]

    stage.pays()

    assert (stage.page(), stage.totem.scene.state.notice) == (Page.REVIEW, MethodNotOffered(Method.PIX))
    assert stage.memory.recall() is None
    assert stage.shop.core.board.pending_payments() == ()


def test_a_disk_that_is_nearly_full_stops_the_sale_before_money_is_taken(stage: Stage) -> None:
    stage.sale.opens = [lambda: DiskNearlyFull(100)]
    stage.weather.is_disk_low = True

    stage.pays()
    assert (stage.page(), stage.totem.scene.state.trouble) == (Page.ATTENTION, SellingPaused())

    stage.weather.is_disk_low = False
    stage.totem.refresh()
    stage.settles()
    assert stage.page() is Page.WELCOME


def test_a_failure_of_the_environment_fills_the_page_and_the_order_is_kept(stage: Stage) -> None:
    stage.sale.opens = [fails(DiskFull("O disco está cheio."))]
    stage.pays()
    assert stage.totem.scene.state.trouble == StationTrouble("O disco está cheio.")

    stage.totem.refresh()
    stage.settles()

    assert stage.page() is Page.SERVICES
    assert stage.totem.scene.state.choice.services == (CRYO_ID,)


def test_a_reading_that_fails_is_tried_again_by_the_clock(stage: Stage) -> None:
    stage.board.failure = DatabaseBusy("O banco está ocupado.")
    stage.totem.refresh()
    stage.settles()
    assert stage.page() is Page.ATTENTION

    stage.board.failure = None
    stage.shop.clock.advance(timedelta(seconds=READ_EVERY_SECONDS))
    stage.totem.tick()
    stage.settles()

    assert stage.page() is Page.WELCOME


def test_a_bug_is_nobody_s_to_swallow(stage: Stage) -> None:
    stage.sale.opens = [fails(ZeroDivisionError("bug"))]
    stage.chooses()
    stage.totem.pay(Method.PIX)

    with pytest.raises(ZeroDivisionError):
        stage.settles()


def test_after_a_crash_the_customer_comes_back_to_their_payment(stage: Stage) -> None:
    stage.pays()
    visit = stage.visit

    stage.totem.crash()
    assert (stage.page(), stage.totem.scene.state.trouble) == (Page.ATTENTION, Crashed())

    stage.totem.recover()
    stage.settles()
    assert stage.page() is Page.PAYMENT
    assert stage.visit.id == visit.id


def test_a_crash_without_a_visit_ends_at_the_start(stage: Stage) -> None:
    stage.chooses()
    stage.totem.crash()

    stage.totem.recover()
    stage.settles()

    assert (stage.page(), stage.totem.scene.state.choice.services) == (Page.WELCOME, ())


def test_a_reading_from_before_a_command_says_nothing_about_after(stage: Stage) -> None:
    stage.chooses()
    stage.board.gate.clear()
    stage.board.reached.clear()
    stage.totem.refresh()
    assert stage.board.reached.wait(10)

    stage.totem.pay(Method.PIX)
    stage.writing.drain()
    stage.board.gate.set()
    stage.settles()

    assert stage.page() is Page.PAYMENT
    assert stage.visit.current_charge is not None


def test_many_changes_at_once_are_read_twice_at_most(stage: Stage) -> None:
    before = stage.board.readings
    stage.board.gate.clear()

    for _ in range(20):
        stage.totem.refresh()
    stage.board.gate.set()
    stage.settles()

    assert stage.board.readings - before == 2


def test_a_restart_comes_back_to_the_payment(stage: Stage) -> None:
    stage.pays()
    stage.shop.works()
    before = stage.visit

    stage.restarts()

    assert stage.page() is Page.PAYMENT
    assert stage.visit.id == before.id
    assert stage.totem.scene.state.choice.services == (CRYO_ID,)


def test_a_restart_after_the_money_came_shows_the_ticket(stage: Stage) -> None:
    stage.pays()
    stage.is_paid()

    stage.restarts()

    assert stage.page() is Page.TICKET


def test_a_restart_long_after_the_ticket_shows_the_welcome_page(stage: Stage) -> None:
    stage.pays()
    stage.is_paid()
    stage.shop.lets_time_pass(minutes=11)

    stage.restarts()

    assert stage.page() is Page.WELCOME
    assert stage.memory.recall() is None


def test_a_restart_between_opening_and_paying_gives_the_stock_back(stage: Stage) -> None:
    before = stage.shop.stock(TOWEL)
    visit = stage.shop.opens_visit((CRYO,), {TOWEL: 2})
    stage.memory.remember(visit.id)

    stage.restarts()

    assert stage.page() is Page.WELCOME
    assert stage.shop.state(visit) is VisitState.ABANDONED
    assert stage.shop.stock(TOWEL) == before


def test_a_remembered_visit_that_does_not_exist_is_forgotten(stage: Stage) -> None:
    stage.memory.remember(VisitId("0" * 32))

    stage.restarts()

    assert stage.page() is Page.WELCOME
    assert stage.memory.recall() is None


def test_a_visit_that_can_no_longer_be_read_is_said_and_left(stage: Stage) -> None:
    stage.pays()
    stage.board.is_held_visit = True
    stage.totem.refresh()
    stage.settles()
    assert (stage.page(), stage.totem.scene.state.trouble) == (Page.ATTENTION, VisitUnreadable())

    stage.totem.recover()
    stage.settles()
    assert stage.page() is Page.WELCOME


def test_leaving_an_expired_code_ends_its_visit(stage: Stage) -> None:
    stage.pays()
    stage.shop.works()
    visit = stage.visit
    stage.shop.clock.advance(timedelta(minutes=31))
    stage.totem.refresh()
    stage.settles()

    stage.totem.leave()
    stage.settles()
    stage.shop.works()

    assert stage.shop.state(visit) is VisitState.ABANDONED


def test_a_visit_that_is_paid_while_the_customer_pays_again_is_shown_as_paid(stage: Stage) -> None:
    stage.pays()
    stage.is_paid()

    stage.totem.pay(Method.COUNTER)
    stage.settles()

    assert stage.page() is Page.TICKET
    assert len(stage.visit.charges) == 1


def test_steps_out_of_turn_do_nothing(stage: Stage) -> None:
    moves: list[Callable[[], None]] = [
        stage.totem.to_review,
        stage.totem.back_to_services,
        lambda: stage.totem.change_extra(ExtraId("nothing"), 1),
    ]
    for move in moves:
        move()
        assert stage.page() is Page.WELCOME

    stage.totem.start()
    stage.totem.to_review()
    assert stage.page() is Page.SERVICES


def test_what_the_customer_tells_is_kept_until_they_leave(stage: Stage) -> None:
    stage.chooses()
    stage.totem.toggle_service(ServiceId(BOOTS))
    stage.totem.change_extra(ExtraId(TOWEL), 1)
    stage.totem.write_name("Ana")
    stage.totem.choose_priority(PriorityGroup.NURSING)
    choice = stage.totem.scene.state.choice
    assert (choice.first_name, choice.priority, choice.extras) == ("Ana", PriorityGroup.NURSING, ((TOWEL, 1),))

    stage.totem.cancel()

    assert stage.totem.scene.state.choice.first_name == ""
