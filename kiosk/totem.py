"""The totem's conductor: holds the session, reads the core, sends commands, and says when the scene changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar, assert_never

from PySide6.QtCore import QObject, Signal

from kiosk.desk import Desk, HowToPay, PayAnswer, Unreadable
from kiosk.model.asking import asked_next, payer_of, with_accepted_cpf, with_typed_cpf, without_wish
from kiosk.model.choice import Choice, Reduced, Withdrawn, choice_of, named, toggled, with_extra
from kiosk.model.cpf import is_whole_cpf
from kiosk.model.idle import IdleStage, derive_idle
from kiosk.model.pay_stage import is_stale
from kiosk.model.route import page_of, settle
from kiosk.model.state import (
    Ask,
    Crashed,
    House,
    Page,
    Scene,
    SellingPaused,
    Shop,
    StationTrouble,
    TotemState,
    VisitUnreadable,
    Wish,
)
from kiosk.reading import Reader
from shared.checkout.outcomes import DiskNearlyFull, MethodNotOffered
from shared.kernel.clock import Clock
from shared.kernel.ids import ExtraId, ServiceId, VisitId
from shared.kernel.ways import Method
from shared.logs import get_log
from shared.qt.crash import environment_sentence
from shared.qt.lanes import Lane
from shared.visits.model import PriorityGroup, Visit
from shared.visits.outcomes import NoSuchVisit, NothingChosen, ServiceNotOffered, SoldOut, VisitHeld

READ_EVERY_SECONDS = 10.0
"""Estimates move with time alone; everything else is read when it changes."""

T = TypeVar("T")

_log = get_log(__name__)


class Totem(QObject):
    """Used on the GUI thread only. Every change goes through `_become`, so that `changed` follows it."""

    changed = Signal()

    def __init__(self, house: House, desk: Desk, reader: Reader, clock: Clock, writing: Lane, reading: Lane) -> None:
        super().__init__()
        self._house = house
        self._desk = desk
        self._reader = reader
        self._clock = clock
        self._writing = writing
        self._reading = reading
        self._state = TotemState()
        self._shop = Shop()
        self._touched_at = clock.monotonic()
        self._read_at = 0.0
        self._is_reading = False
        self._is_read_asked = False
        self._commands = 0

    @property
    def scene(self) -> Scene:
        """Everything that the pages are derived from, now."""
        second = self._clock.monotonic()
        return Scene(self._house, self._state, self._shop, self._clock.now(), second, second - self._touched_at)

    # What the customer does.

    def touched(self) -> None:
        """Somebody is there. The idle warning is answered by its button alone, so that no touch falls through it."""
        if derive_idle(self.scene).stage is not IdleStage.WARNING:
            self.stay()

    def stay(self) -> None:
        """The customer is still there."""
        self._touched_at = self._clock.monotonic()
        self.changed.emit()

    def start(self) -> None:
        if self._state.page is Page.WELCOME:
            self._go(Page.SERVICES)

    def back_to_services(self) -> None:
        if self._state.page is Page.REVIEW and not self._state.is_working:
            self._go(Page.SERVICES)

    def to_review(self) -> None:
        if self._state.page is Page.SERVICES and self._state.choice.services:
            self._go(Page.REVIEW)

    def toggle_service(self, service_id: ServiceId) -> None:
        self._choose(toggled(self._state.choice, service_id))

    def change_extra(self, extra_id: ExtraId, by: int) -> None:
        extra = next((each for each in self._shop.catalog.extras if each.id == extra_id), None)
        if extra is not None:
            self._choose(with_extra(self._state.choice, extra, by))

    def write_name(self, written: str) -> None:
        self._choose(named(self._state.choice, written))

    def choose_priority(self, group: PriorityGroup | None) -> None:
        self._choose(replace(self._state.choice, priority=group))

    def pay(self, method: Method, installments: int | None = None) -> None:
        """The customer wants to pay in this way: ask what is missing for it, then ask for the money."""
        if not self._state.is_working:
            self._go_on(Wish(method, installments))

    def renew(self) -> None:
        """The same again: the charge on the screen is over."""
        visit = self._shop.visit
        charge = visit.current_charge if visit is not None else None
        if charge is not None:
            self.pay(charge.method, charge.installments)

    def choose_installments(self, count: int) -> None:
        wish = self._asked(Ask.INSTALLMENTS)
        if wish is not None:
            self._go_on(replace(wish, installments=count))

    def write_cpf(self, written: str) -> None:
        if self._asked(Ask.CPF) is not None:
            self._become(with_typed_cpf(self._state, written))

    def accept_cpf(self) -> None:
        wish = self._asked(Ask.CPF)
        if wish is not None and is_whole_cpf(self._state.cpf_draft):
            self._become(with_accepted_cpf(self._state))
            self._go_on(wish)

    def accept_name(self) -> None:
        wish = self._asked(Ask.NAME)
        if wish is not None and self._state.choice.first_name.strip():
            self._go_on(wish)

    def stop_asking(self, ask: Ask) -> None:
        """The customer closed what asked for `ask`; what asks for something else meanwhile stays."""
        if self._asked(ask) is not None:
            self._become(without_wish(self._state))

    def say_paid(self) -> None:
        """The customer says that the money is on its way: look now."""
        visit_id = self._state.visit_id
        if visit_id is None:
            return
        self._become(replace(self._state, asked_at=self._clock.monotonic()))
        self._command(partial(self._desk.look_for_money, visit_id), lambda _: None)

    def cancel(self) -> None:
        """Give the unpaid visit up; without one, simply start anew."""
        visit_id = self._state.visit_id
        if self._state.is_working:
            return
        if visit_id is None:
            self._reset()
            return
        self._become(replace(self._state, is_working=True))
        self._command(partial(self._desk.give_up, visit_id), self._given_up)

    def leave(self) -> None:
        """The customer is done here. An unpaid visit that nobody can pay any more ends with it."""
        unpaid = self._state.visit_id if is_stale(self.scene) else None
        self._command(partial(self._desk.leave, unpaid), lambda _: None)
        self._reset()

    def recover(self) -> None:
        """Away from the page that stops everything: back to the visit that may be paid, or to the start."""
        if self._state.visit_id is None or isinstance(self._state.trouble, VisitUnreadable):
            self.leave()
            return
        self._become(replace(self._state, trouble=None))
        self.refresh()

    # What the core and the clock do.

    def resume(self) -> None:
        """Come back to the visit that was on the screen when the program ended; then read."""
        self._command(partial(self._desk.resume, self._clock.now()), self._resumed)

    def refresh(self) -> None:
        """Read the core; one read at a time, and one more if something changed meanwhile."""
        if self._is_reading:
            self._is_read_asked = True
            return
        self._is_reading = True
        self._read_at = self._clock.monotonic()
        work = partial(self._reader.read, self._state.visit_id)
        self._reading.submit(work, partial(self._read, self._state.visit_id, self._commands), self._read_failed)

    def tick(self) -> None:
        """A second has passed."""
        if derive_idle(self.scene).stage is IdleStage.OVER:
            self.recover() if self._state.page is Page.ATTENTION else self.leave()
        elif self._clock.monotonic() - self._read_at >= READ_EVERY_SECONDS:
            self.refresh()
        self.changed.emit()

    def fail(self, error: Exception) -> None:
        """A failure of the environment fills the page until the core can be read again; a bug is raised."""
        sentence = environment_sentence(error)
        if sentence is None:
            raise error
        _log.error("station trouble", failure=type(error).__name__)
        self._become(replace(self._state, is_working=False, page=Page.ATTENTION, trouble=StationTrouble(sentence)))

    def crash(self) -> None:
        """A bug was logged: show a safe page. A visit that is being paid stays known and is left by nobody."""
        self._become(replace(self._state, is_working=False, page=Page.ATTENTION, trouble=Crashed()))

    # Answers of the lanes.

    def _paid(self, answer: PayAnswer) -> None:
        state = replace(self._state, is_working=False)
        match answer:
            case Visit():
                self._show(answer)
            case NothingChosen():
                self._become(replace(state, page=Page.SERVICES))
            case ServiceNotOffered(name):
                self._become(replace(state, notice=Withdrawn((name,))))
            case SoldOut(name, available):
                notice = Reduced(name, available) if available > 0 else Withdrawn((name,))
                self._become(replace(state, notice=notice))
            case MethodNotOffered():
                self._become(replace(state, notice=answer))
            case DiskNearlyFull():
                self._become(replace(state, page=Page.ATTENTION, trouble=SellingPaused()))
            case NoSuchVisit() | VisitHeld():
                self._become(replace(state, page=Page.ATTENTION, trouble=VisitUnreadable()))
            case _:
                assert_never(answer)
        self.refresh()

    def _given_up(self, answer: Visit | Unreadable) -> None:
        if isinstance(answer, Visit):
            self._show(answer)
        else:
            self._become(replace(self._state, is_working=False, page=Page.ATTENTION, trouble=VisitUnreadable()))

    def _resumed(self, visit: Visit | None) -> None:
        if visit is not None:
            _log.info("resumed a visit", label=visit.label)
            self._become(replace(self._state, choice=choice_of(visit)))
            self._show(visit)
        self.refresh()

    def _show(self, visit: Visit) -> None:
        self._shop = replace(self._shop, visit=visit, is_visit_unreadable=False)
        page = page_of(visit)
        self._become(replace(self._state, is_working=False, visit_id=visit.id, page=page, trouble=None))

    def _read(self, visit_id: VisitId | None, commands: int, shop: Shop) -> None:
        self._is_reading = False
        is_current = visit_id == self._state.visit_id and commands == self._commands
        if is_current:
            loads = shop.loads if visit_id is None else self._shop.loads
            self._shop = replace(shop, loads=loads)
            self._become(settle(self._state, self._shop))
        if self._is_read_asked or not is_current:
            self._is_read_asked = False
            self.refresh()

    def _read_failed(self, error: Exception) -> None:
        self._is_reading = False
        self._is_read_asked = False
        self.fail(error)

    # Small steps.

    def _asked(self, ask: Ask) -> Wish | None:
        """The wish for which this is being asked."""
        wish = self._state.wish
        return wish if wish is not None and wish.ask is ask and not self._state.is_working else None

    def _go_on(self, wish: Wish) -> None:
        """Ask the next thing that is missing; when nothing is, open the visit if need be and ask for the money."""
        ask = asked_next(self.scene, wish)
        if ask is not None:
            self._become(replace(self._state, wish=replace(wish, ask=ask), notice=None))
            return
        state = self._state
        how = HowToPay(wish.method, wish.installments or 1, payer_of(state, wish.method))
        self._become(replace(without_wish(state), is_working=True, notice=None, asked_at=None))
        self._command(partial(self._desk.pay, state.choice, state.visit_id, how), self._paid)

    def _command(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """What was read before a command's answer says nothing about the time after it."""

        def answered(answer: T) -> None:
            self._commands += 1
            then(answer)

        self._commands += 1
        self._writing.submit(work, answered, self.fail)

    def _choose(self, choice: Choice) -> None:
        if not self._state.is_working:
            self._become(replace(self._state, choice=choice, notice=None))

    def _go(self, page: Page) -> None:
        self._become(replace(self._state, page=page, notice=None))

    def _reset(self) -> None:
        """Nothing of this customer is left."""
        self._shop = replace(
            self._shop, visit=None, first_name="", has_cpf=False, progress=(), is_visit_unreadable=False
        )
        self._become(TotemState())
        self.refresh()

    def _become(self, state: TotemState) -> None:
        if state.page is not self._state.page:
            state = without_wish(state)
            self._touched_at = self._clock.monotonic()
        self._state = state
        self.changed.emit()
