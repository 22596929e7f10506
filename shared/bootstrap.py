"""Builds the core from configuration. With `providers`, the only place that names concrete adapters.

It imports them when they are first used: they take a fifth of the time until a command that needs none of them answers.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path

from shared.catalog import model as catalog_model
from shared.catalog.service import Catalogue
from shared.checkout.consequences import Consequences
from shared.checkout.counter import Counter
from shared.checkout.erasing import Erasing
from shared.checkout.failover import Failover
from shared.checkout.health import Health
from shared.checkout.held import HeldVisits
from shared.checkout.own_pix import OwnPixMoney, OwnPixRules
from shared.checkout.papers import Papers
from shared.checkout.payment_duty import PaymentDuty
from shared.checkout.print_duty import PrintDuty
from shared.checkout.printouts import Printouts
from shared.checkout.refund_list import RefundList
from shared.checkout.restoration import LabelDay, begin_anew
from shared.checkout.safety import DiskGuard
from shared.checkout.sale import Sale, ShopRules
from shared.checkout.terms import PaymentTerms
from shared.checkout.time_duty import Patience, TimeDuty
from shared.checkout.webhook_duty import WebhookDuty
from shared.config import Paths, PolicyName, PrinterKind, Settings
from shared.jobs import Duties, Duty, Job
from shared.journal.codec import FactTypes
from shared.journal.feed import ChangeFeed
from shared.journal.model import Author
from shared.journal.rows import load_author, save_author
from shared.journal.service import Journal
from shared.kernel.clock import Clock, SystemClock
from shared.kernel.ids import Epoch, Ids, RandomIds, StationId
from shared.kernel.money import Money
from shared.kernel.ways import Method, Way
from shared.logs import get_log
from shared.payments.budget import Allowance
from shared.payments.intents import Intents
from shared.payments.model import PaymentProvider
from shared.payments.own_code import OwnAccount
from shared.payments.refunds import Refunds
from shared.people import model as people_model
from shared.people.customers import Customers
from shared.people.operators import Operators
from shared.printing.late import LatePrinter
from shared.printing.model import Printer
from shared.printing.profiles import PROFILES, CutWay, PrinterProfile
from shared.printing.spool import Spool
from shared.providers import build_providers
from shared.reconciliation import model as reconciliation_model
from shared.reconciliation.service import Day, Reconciliation
from shared.store.backup import is_copy
from shared.store.birth import refuse_emptied
from shared.store.database import Database
from shared.store.leases import Leases
from shared.store.migrations import migrate
from shared.visits import facts as visit_facts
from shared.visits.bands import BandLimits
from shared.visits.board import Board
from shared.visits.book import VisitBook
from shared.visits.order import Ageing, Alternation, QueuePolicy, StrictPriority
from shared.visits.serving import Serving
from shared.webhooks import model as webhook_model
from shared.webhooks.service import Inbox

STEP_SECONDS = 1.0
LOOK_SECONDS = 5.0
CHECK_SECONDS = 30.0
RECONCILE_SECONDS = 60.0

_log = get_log("bootstrap")


@dataclass(frozen=True, slots=True)
class Outside:
    """What lies outside the process; tests bring their own."""

    clock: Clock
    ids: Ids
    printer: Printer
    providers: Mapping[str, PaymentProvider]
    closing: threading.Event


@dataclass(frozen=True)
class Core:
    """Everything an app may use of a station. Built once per process; `close` lets go of the file and the devices."""

    settings: Settings
    paths: Paths
    clock: Clock
    database: Database
    journal: Journal
    book: VisitBook
    catalogue: Catalogue
    customers: Customers
    erasing: Erasing
    operators: Operators
    sale: Sale
    counter: Counter
    own_pix: OwnPixMoney
    serving: Serving
    board: Board
    papers: Papers
    health: Health
    held: HeldVisits
    refunds: RefundList
    reconciliation: Reconciliation
    inbox: Inbox
    payment_duty: PaymentDuty
    webhook_duty: WebhookDuty
    print_duty: PrintDuty
    time_duty: TimeDuty
    duties: Duties
    world: Outside

    def feed(self) -> ChangeFeed:
        """A feed of what any process commits from now on."""
        return ChangeFeed(self.database, self.journal)

    def close(self) -> None:
        """Stop background work and let go of everything."""
        self.world.closing.set()
        self.duties.stop()
        self.world.printer.close()
        for provider in self.world.providers.values():
            provider.close()
        self.database.close()


def outside(paths: Paths, settings: Settings) -> Outside:
    """The real clock, the configured printer, and the providers whose keys this station has."""
    clock, closing = SystemClock(), threading.Event()
    return Outside(
        clock=clock,
        ids=RandomIds(),
        printer=LatePrinter(lambda: build_printer(paths, settings, clock, closing)),
        providers=build_providers(paths, settings, clock),
        closing=closing,
    )


def build_printer(paths: Paths, settings: Settings, clock: Clock, closing: threading.Event) -> Printer:
    """The station's printer: real USB, or a simulated USB device that draws its papers as pictures."""
    from shared.printing.usb_link import UsbSelector
    from shared.printing.usb_printer import UsbPrinter

    profile, wanted = _profile(settings), settings.printer
    if wanted.kind is PrinterKind.USB:
        return UsbPrinter(UsbSelector(wanted.vendor, wanted.product, wanted.serial), clock, closing)
    from shared.printing.virtual.bus_libusb1 import VirtualUsbBus
    from shared.printing.virtual.device import VirtualUsbDevice

    has_cutter = profile.cut is not CutWay.TORN
    device = VirtualUsbDevice(paths.papers, clock, closing, dots=profile.dots, has_cutter=has_cutter)
    return UsbPrinter(UsbSelector(), clock, closing, backend=VirtualUsbBus(device))


def build_core(home: Path, settings: Settings, world: Outside | None = None, *, is_setup: bool = False) -> Core:
    """Open (and if need be create or migrate) the station in `home`. Raises a StoreFailure when that cannot be.

    Only with `is_setup` is a station made of a file that is there and empty.
    """
    paths = Paths.of(home)
    if not is_setup:
        refuse_emptied(paths.database)
    world = world or outside(paths, settings)
    clock, ids = world.clock, world.ids
    database = Database(paths.database)
    migrate(database, paths.backups)
    journal = Journal(_author(database, settings, clock, ids), fact_types(), clock)
    disk = DiskGuard(paths.home, settings.limits.disk_free_min_mb)
    limits = BandLimits(*settings.queue.bands_minutes)
    board = Board(database, journal, queue_policy(settings), limits, settings.shop.zone, clock)
    book = VisitBook(journal)
    intents, refunds, spool = Intents(clock), Refunds(clock), Spool(ids, clock)
    customers = Customers(database, journal, clock)
    printouts = Printouts(settings.shop.name, settings.shop.zone, customers, board, clock)
    consequences = Consequences(book, intents, refunds, spool, printouts, clock)
    health = Health(database, clock, disk)
    rules = _rules(settings, world.providers)
    failover = Failover(consequences, rules.ways, rules.terms, lambda: health.now().troubled, clock, ids)
    allowance = Allowance.shared_by(settings.limits.account_stations)
    payment_duty = PaymentDuty(
        database, consequences, customers, intents, refunds, world.providers, allowance, health, failover, clock
    )
    inbox = Inbox(database, journal, clock, ids)
    webhook_duty = WebhookDuty(database, inbox, intents, payment_duty, world.providers, clock)
    print_duty = PrintDuty(database, consequences, spool, world.printer, _profile(settings), health, clock)
    patience = Patience(
        paper=timedelta(seconds=settings.printer.paper_grace_seconds),
        call=timedelta(seconds=settings.queue.called_timeout_seconds),
        zone=settings.shop.zone,
        cutoff=settings.shop.cutoff,
    )
    own_pix = OwnPixMoney(database, payment_duty.observing)
    day = Day(settings.shop.zone, settings.shop.cutoff)
    reconciliation = Reconciliation(database, journal, world.providers, payment_duty, own_pix, day, clock)
    time_duty = TimeDuty(database, consequences, clock, patience, lambda: payment_duty.is_caught_up)
    return Core(
        settings=settings,
        paths=paths,
        clock=clock,
        database=database,
        journal=journal,
        book=book,
        catalogue=Catalogue(database, journal, clock, ids, icons=icon_names()),
        customers=customers,
        erasing=Erasing(database, customers, spool),
        operators=Operators(database, journal, clock, ids),
        sale=Sale(database, consequences, customers, rules, clock, ids, disk, health),
        counter=Counter(database, consequences, _own_pix_rules(settings), clock),
        own_pix=own_pix,
        serving=Serving(database, book, clock, ids),
        board=board,
        papers=Papers(database, consequences, spool, printouts, clock),
        health=health,
        held=HeldVisits(database),
        refunds=RefundList(database, consequences, refunds, clock),
        inbox=inbox,
        payment_duty=payment_duty,
        webhook_duty=webhook_duty,
        print_duty=print_duty,
        time_duty=time_duty,
        reconciliation=reconciliation,
        duties=_duties(Leases(paths.home), payment_duty, webhook_duty, reconciliation, print_duty, time_duty),
        world=world,
    )


def icon_names() -> frozenset[str]:
    """The icons that a catalogue may name."""
    icons = resources.files("resources").joinpath("icons")
    return frozenset(each.name.removesuffix(".svg") for each in icons.iterdir() if each.name.endswith(".svg"))


def fact_types() -> FactTypes:
    """Every kind of fact that this program can read."""
    kinds = (visit_facts, catalog_model, people_model, reconciliation_model, webhook_model)
    return FactTypes(tuple(fact for each in kinds for fact in each.FACTS))


def queue_policy(settings: Settings) -> QueuePolicy:
    """The shop's rule for who is next."""
    match settings.queue.policy:
        case PolicyName.STRICT:
            return StrictPriority()
        case PolicyName.AGEING:
            return Ageing()
        case PolicyName.ALTERNATION:
            return Alternation(settings.queue.alternation)


def label_day(settings: Settings, now: datetime) -> LabelDay:
    """Whose labels are counted now."""
    return LabelDay.at(now, settings.station.letter, settings.shop.zone, settings.shop.cutoff)


def _author(database: Database, settings: Settings, clock: Clock, ids: Ids) -> Author:
    """Who this station is. A copy becomes a station of its own first, with a new epoch."""
    letter = settings.station.letter
    with database.transaction() as tx:
        stored = load_author(tx)
        author = replace(stored or Author(StationId(ids.new()), Epoch(ids.new()), letter), letter=letter)
        if is_copy(tx):
            begin_anew(tx, label_day(settings, clock.now()), clock)
            author = replace(author, epoch=Epoch(ids.new()))
            _log.info("a copy was opened as a station", epoch=author.epoch)
        if author != stored:
            save_author(tx, author)
    return author


def _rules(settings: Settings, providers: Mapping[str, PaymentProvider]) -> ShopRules:
    return ShopRules(
        shop_name=settings.shop.name,
        letter=settings.station.letter,
        zone=settings.shop.zone,
        cutoff=settings.shop.cutoff,
        terms=payment_terms(settings),
        ways=usable_ways(settings, providers),
        own_account=own_account(settings),
    )


def payment_terms(settings: Settings) -> PaymentTerms:
    """How long the shop's customers have to pay, and in how many parts."""
    return PaymentTerms(
        wait=timedelta(minutes=settings.payment.expiry_minutes),
        boleto_days=settings.payment.boleto_days,
        installments_max=settings.asaas.installments_max,
        installment_min=Money.from_reais(settings.asaas.installment_min_reais),
    )


def _own_pix_rules(settings: Settings) -> OwnPixRules:
    own = settings.own_pix
    return OwnPixRules(own.per_shift, own.amount_per_shift, settings.shop.zone, settings.shop.cutoff)


def own_account(settings: Settings) -> OwnAccount | None:
    """The shop's own key, when all that a code needs is written."""
    own = settings.own_pix
    if own.key is None or own.name is None or own.city is None:
        return None
    return OwnAccount(own.key, own.name, own.city)


def usable_ways(settings: Settings, providers: Collection[str]) -> tuple[Way, ...]:
    """The shop's ways to pay whose provider, or own key, is here; the counter is always one."""
    counter = Way.by_hand(Method.COUNTER)
    wanted = settings.payment.ways if counter in settings.payment.ways else (*settings.payment.ways, counter)
    able = {*providers, Method.COUNTER, *((Method.OWN_PIX,) if own_account(settings) else ())}
    return tuple(way for way in wanted if way.provider in able)


def _profile(settings: Settings) -> PrinterProfile:
    return PROFILES[settings.printer.profile]


def _duties(
    leases: Leases,
    payments: PaymentDuty,
    webhooks: WebhookDuty,
    reconciliation: Reconciliation,
    papers: PrintDuty,
    time: TimeDuty,
) -> Duties:
    def recover_payments() -> None:
        payments.recover()
        webhooks.recover()
        reconciliation.recover()

    return Duties(
        leases,
        {
            "payments": Duty(
                [
                    Job("webhooks", webhooks.step, STEP_SECONDS, is_nudged=True),
                    Job("payments", payments.step, STEP_SECONDS, is_nudged=True),
                    Job("provider-check", payments.check, CHECK_SECONDS, is_nudged=False),
                    Job("reconciliation", reconciliation.step, RECONCILE_SECONDS, is_nudged=False),
                ],
                recover_payments,
            ),
            "papers": Duty(
                [
                    Job("papers", papers.step, STEP_SECONDS, is_nudged=True),
                    Job("printer-look", papers.look, LOOK_SECONDS, is_nudged=False),
                ],
                papers.recover,
            ),
            "time": Duty([Job("time", time.step, STEP_SECONDS, is_nudged=False)], payments.forget_answers),
        },
    )
