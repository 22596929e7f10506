"""A whole shop on one computer: the real core, a clock that moves when it is told to, and people who do things."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from shared.bootstrap import Core, Outside, build_core
from shared.catalog.model import EquipmentStatus
from shared.checkout.counter import Refused
from shared.checkout.observing import Observed
from shared.config import Paths, Settings, Station
from shared.kernel.clock import ManualClock
from shared.kernel.ids import EquipmentId, ExtraId, Ids, IntentId, OperatorId, SeededIds, ServiceId
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.payments.model import ChargeState, Observation, PaymentProvider
from shared.people.model import Operator, Role
from shared.printing.model import JobState, Printer, PrintJob
from shared.printing.spool import Spool
from shared.printing.virtual.paper import Paper, read_papers
from shared.visits.by_hand import CashTendered
from shared.visits.model import Decision, PriorityGroup, TaskKind, Turn, TurnState, Visit, VisitState
from shared.visits.opening import Cart
from shared.visits.serving import Served, TurnRef
from shared.visits.ticket import visit_state
from tests.fakes.printer import FakePrinter
from tests.fakes.provider import FakeProvider

CATALOGUE = Path(__file__).parents[2] / "resources" / "examples" / "recovery-studio.toml"
NOON = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
"""Noon in the shop."""
CRYO, BOOTS, SAUNA, ICE = "crioterapia", "bota-de-compressao", "sauna-infravermelho", "banho-de-gelo"
TOWEL = "toalha"
PROVIDER = "asaas"
STRIDES_MAX = 60
STRIDE = timedelta(seconds=5)
LABEL = re.compile(r"^[A-Z]\d{3,}$")
SECOND_COPY = "2ª VIA"

ANA = Operator(OperatorId("ana"), "Ana", Role.OPERATOR)
BRUNO = Operator(OperatorId("bruno"), "Bruno", Role.SUPERVISOR)
CARLA = Operator(OperatorId("carla"), "Carla", Role.ADMIN)


@cache
def installed(letter: str) -> Path:
    """A station's folder as it is after the example catalogue was imported, made once for each test process."""
    home = Path(tempfile.mkdtemp(prefix="vez-shop-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    clock, ids = ManualClock(NOON), SeededIds(ord(letter))
    world = Outside(clock, ids, FakePrinter(), {}, threading.Event())
    core = build_core(home, Settings(station=Station(letter=letter)), world)
    core.catalogue.import_file(CATALOGUE)
    core.close()
    return home


class Shop:
    """One station. What people and the outside world do are methods; `core` is the real thing, for everything else."""

    def __init__(
        self,
        home: Path,
        letter: str = "A",
        *,
        clock: ManualClock | None = None,
        printer: Printer | None = None,
        papers: Callable[[], Sequence[Paper]] | None = None,
        settings: Settings | None = None,
        provider: FakeProvider | None = None,
        providers: Mapping[str, PaymentProvider] | None = None,
        ids: Ids | None = None,
    ) -> None:
        """`papers` says what came out of `printer`; both None: a printer in memory. A station in `home` goes on.

        `providers` instead of the one fake `provider`.
        """
        if not Paths.of(home).database.exists():
            shutil.copytree(installed(letter), home, dirs_exist_ok=True)
        self.home = home
        self.clock = clock or ManualClock(NOON)
        self.settings = settings or Settings(station=Station(letter=letter))
        self.ids: Ids = ids or SeededIds(sum(home.name.encode()))
        self.provider = provider or FakeProvider(self.clock, PROVIDER)
        self.providers: dict[str, PaymentProvider] = dict(providers or {PROVIDER: self.provider})
        self.fake_printer = FakePrinter()
        self.printer: Printer = printer or self.fake_printer
        self.papers = papers or (lambda: read_papers(b"".join(self.fake_printer.papers)))
        self.core = self._opened()

    # The customer

    def opens_visit(
        self,
        services: Sequence[str] = (CRYO,),
        extras: Mapping[str, int] | None = None,
        name: str | None = None,
        priority: PriorityGroup | None = None,
    ) -> Visit:
        """A customer chooses and goes on to pay."""
        opened = self.core.sale.open(cart(services, extras, priority), name)
        assert isinstance(opened, Visit), opened
        return opened

    def chooses(self, visit: Visit, method: Method) -> Visit:
        """The customer says how to pay; nobody has asked the provider yet."""
        asked = self.core.sale.pay(visit.id, method)
        assert isinstance(asked, Visit), asked
        return asked

    def pays_by_pix(self, visit: Visit) -> Visit:
        """The customer chooses Pix, and the watcher asks the provider for a code."""
        self.chooses(visit, Method.PIX)
        self.core.payment_duty.step()
        return self.visit(visit)

    def gives_up(self, visit: Visit) -> Visit:
        given_up = self.core.sale.give_up(visit.id)
        assert isinstance(given_up, Visit), given_up
        return given_up

    def gets_ticket(self, services: Sequence[str] = (CRYO,), **chosen: PriorityGroup | str | None) -> Visit:
        """The whole way: chosen, paid by Pix, printed, in the queue. `name` and `priority` as in `opens_visit`."""
        group, name = chosen.get("priority"), chosen.get("name")
        visit = self.opens_visit(services, None, name, PriorityGroup(group) if group else None)
        self.provider_reports_paid(visit)
        self.prints()
        return self.visit(visit)

    # The provider

    def customer_pays(self, visit: Visit, amount: Money | None = None, *, force: bool = False) -> None:
        """Money arrives at the provider; nobody has looked yet. `force`: although the code is paid or void."""
        self.provider.pays(self.intent_of(visit), amount, force=force)

    def provider_reports_paid(self, visit: Visit, amount: Money | None = None) -> Observed:
        """The provider says that the visit's newest Pix charge is paid; again, if it said so before."""
        if not any(charge.method is Method.PIX for charge in self.visit(visit).charges):
            self.pays_by_pix(visit)
        intent_id = self.intent_of(visit)
        if self.provider.of(intent_id).state is ChargeState.OPEN:
            self.provider.pays(intent_id, amount)
        return self.provider_reports(intent_id)

    def provider_reports(self, intent_id: IntentId) -> Observed:
        """What the provider holds of a charge reaches the one way in."""
        seen = self.provider.look_up(self.provider.of(intent_id).ref)
        assert isinstance(seen, Observation), seen
        return self.core.payment_duty.observing.observe(seen)

    def provider_is_unreachable(self) -> None:
        self.provider.is_reachable = False

    def provider_is_back(self) -> None:
        self.provider.is_reachable = True
        self.core.payment_duty.check()

    # The desk

    def confirms_at_counter(self, visit: Visit, amount: Money | None = None, by: Operator = ANA) -> Visit | Refused:
        """The customer pays the operator, who says so."""
        if not any(charge.method is Method.COUNTER for charge in self.visit(visit).charges):
            self.chooses(visit, Method.COUNTER)
        intent_id = self.intent_of(visit, Method.COUNTER)
        return self.core.counter.confirm(visit.id, intent_id, CashTendered(amount or visit.total), by)

    def decides(self, visit: Visit, decision: Decision, by: Operator = BRUNO) -> Visit | Refused:
        """A person decides the visit's first open task."""
        return self.core.counter.decide_task(visit.id, self.visit(visit).open_tasks[0].id, decision, "visto", by)

    def gives_back(self, visit: Visit, by: Operator = BRUNO) -> Visit | Refused:
        """A person has the provider give the money of the visit's first open task back."""
        return self.core.counter.give_back(visit.id, self.visit(visit).open_tasks[0].id, "visto", by)

    def calls(
        self,
        visit: Visit,
        service: str = CRYO,
        onto: str | None = None,
        by: Operator = ANA,
        override: str | None = None,
    ) -> Served:
        """Call one turn onto `onto`, or onto the first machine that is free."""
        return self.core.serving.call(self.turn(visit, service), EquipmentId(onto or self.free(service)), by, override)

    def starts(self, visit: Visit, service: str = CRYO, by: Operator = ANA) -> Served:
        return self.core.serving.start(self.turn(visit, service), by)

    def completes(self, visit: Visit, service: str = CRYO, by: Operator = ANA) -> Served:
        return self.core.serving.complete(self.turn(visit, service), by)

    def serves(self, visit: Visit, service: str = CRYO) -> Visit:
        """Call, start and complete one turn."""
        for does in (self.calls, self.starts, self.completes):
            outcome = does(visit, service)
            assert isinstance(outcome, Visit), outcome
        return self.visit(visit)

    def free(self, service: str) -> EquipmentId:
        """The first machine for a service that nobody is on."""
        machines = self.core.board.equipment()
        return next(
            each.equipment.id
            for each in machines
            if each.occupant is None
            and service in each.equipment.services
            and each.equipment.status is EquipmentStatus.AVAILABLE
        )

    # Time and the station's own work

    def works(self) -> None:
        """Everything that runs in the background runs once."""
        self.core.webhook_duty.step()
        self.core.payment_duty.step()
        self.core.time_duty.step()
        self.core.print_duty.step()

    def dies_at_the_printer(self) -> None:
        """The process that prints ended when it had just taken the next paper to the printer."""
        spool = Spool(self.ids, self.clock)
        with self.core.database.transaction() as tx:
            head = spool.head(tx)
            assert head is not None, "no paper waits"
            assert spool.claim(tx, head) is not None, "the paper could not be taken"

    def prints(self) -> int:
        """How many papers came out."""
        return self.core.print_duty.step()

    def lets_time_pass(self, *, minutes: float = 0, seconds: float = 0, hours: float = 0) -> None:
        """The clock moves on, in at most STRIDES_MAX strides, and the background works after each."""
        left = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        stride = max(STRIDE, left / STRIDES_MAX)
        while left > timedelta(0):
            self.clock.advance(min(stride, left))
            left -= stride
            self.works()

    def restarts(self) -> None:
        """The program ends in order and begins again, on the same folder and in the same world."""
        self.core.close()
        self.core = self._opened()
        self.takes_over()

    def takes_over(self) -> None:
        """What a process does when it begins to hold the station's background work."""
        self.core.print_duty.recover()
        self.core.payment_duty.recover()
        self.core.webhook_duty.recover()

    def closes(self) -> None:
        self.core.close()

    # What can be seen

    def visit(self, visit: Visit) -> Visit:
        """The visit as it stands now."""
        found = self.core.board.visit(visit.id)
        assert isinstance(found, Visit), found
        return found

    def state(self, visit: Visit) -> VisitState:
        return visit_state(self.visit(visit))

    def turn(self, visit: Visit, service: str) -> TurnRef:
        return TurnRef(visit.id, self.turn_of(visit, service).id)

    def turn_of(self, visit: Visit, service: str) -> Turn:
        return next(turn for turn in self.visit(visit).turns if turn.service_id == service)

    def turn_state(self, visit: Visit, service: str = CRYO) -> TurnState:
        return self.turn_of(visit, service).state

    def intent_of(self, visit: Visit, method: Method = Method.PIX) -> IntentId:
        """The visit's newest charge of a method."""
        return next(each for each in reversed(self.visit(visit).charges) if each.method is method).intent_id

    def queue(self, service: str = CRYO) -> list[str]:
        """The labels that wait for a service, next first."""
        view = self.core.board.queue(ServiceId(service))
        assert view is not None
        return [item.label for item in view.items]

    def printed_labels(self) -> list[str]:
        """The labels of all first copies that came out whole, in order."""
        whole = [paper.lines for paper in self.papers() if paper.is_cut]
        return [label for lines in whole if SECOND_COPY not in lines for label in lines if LABEL.match(label)]

    def jobs(self, visit: Visit) -> list[JobState]:
        """How each of a visit's papers stands."""
        return [job.state for job in self.core.papers.jobs_of(visit.id)]

    def job(self, visit: Visit) -> PrintJob:
        """The newest paper of a visit."""
        return self.core.papers.jobs_of(visit.id)[-1]

    def tasks(self) -> list[TaskKind]:
        """What waits for a person's decision, oldest first."""
        return [task.kind for task in self.core.board.tasks()]

    def stock(self, extra: str = TOWEL) -> int:
        """How many pieces can still be promised."""
        return next(each.available for each in self.core.catalogue.read().extras if each.id == extra)

    def asked(self, call: str) -> int:
        """How often the provider was asked to ``open``, ``find``, ``look``, ``void``, ``refund`` or ``check``."""
        return sum(name == call for name, _ in self.provider.calls)

    def _opened(self) -> Core:
        world = Outside(self.clock, self.ids, self.printer, self.providers, threading.Event())
        return build_core(Paths.of(self.home).home, self.settings, world)


def cart(
    services: Sequence[str] = (CRYO,),
    extras: Mapping[str, int] | None = None,
    priority: PriorityGroup | None = None,
) -> Cart:
    """What a customer chose, by the catalogue's own words."""
    pieces = tuple((ExtraId(extra), quantity) for extra, quantity in (extras or {}).items())
    return Cart(tuple(ServiceId(service) for service in services), pieces, priority)
