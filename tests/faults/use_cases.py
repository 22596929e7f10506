"""Every use case of the core that writes, ready to be done once: the table that the fault tests run over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from argon2 import PasswordHasher

from shared.catalog.model import CatalogImportedOk, Equipment, EquipmentStatus, StockLevel
from shared.checkout.erasing import Forgotten
from shared.checkout.observing import NeedsOperator, Settled
from shared.kernel.ids import EquipmentId, ExtraId, OperatorId, ServiceId
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.payments.intents import CALL_MAX
from shared.payments.model import ChargeState, Observation, Payment, Received
from shared.people.model import Operator, OperatorsImportedOk, Role, SignedIn, Told
from shared.people.operators import Operators
from shared.printing.model import PrintJob, Trouble
from shared.reconciliation.model import Difference, Run
from shared.visits.by_hand import CardTendered
from shared.visits.model import Decision, PriorityGroup, Visit
from shared.webhooks.model import Notification, Replayed, Source, Subject
from shared.webhooks.rules import ATTEMPTS_MAX, RETRY_MOST
from shared.webhooks.service import Arrived
from tests.fakes.own_pix import listed, own_pix_settings
from tests.fakes.shop import ANA, BOOTS, BRUNO, CARLA, CATALOGUE, CRYO, ICE, NOON, PROVIDER, TOWEL, Shop, cart

Command = Callable[[], object]


@dataclass(frozen=True)
class UseCase:
    """`prepare` brings a shop so far that the command can be given, and returns it; `done` is what it then says.

    `is_one_commit`: all of it or none. The station's own work is several commits, each of which must bear a failure.
    """

    prepare: Callable[[Shop], Command]
    done: type | None
    is_one_commit: bool = True


def fast_operators(shop: Shop) -> Operators:
    """The real thing with a cheap hash."""
    core, cheap = shop.core, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return Operators(core.database, core.journal, core.clock, shop.ids, cheap)


def _pays(method: Method, before: Method | None = None, payer: Told | None = None) -> Callable[[Shop], Command]:
    def prepare(shop: Shop) -> Command:
        visit = shop.opens_visit()
        if before is not None:
            shop.chooses(visit, before)
        return lambda: shop.core.sale.pay(visit.id, method, payer=payer)

    return prepare


def _gives_up(method: Method | None, *, is_asked: bool) -> Callable[[Shop], Command]:
    def prepare(shop: Shop) -> Command:
        visit = shop.opens_visit(extras={TOWEL: 1})
        if method is not None:
            shop.chooses(visit, method)
        if is_asked:
            shop.core.payment_duty.step()
        return lambda: shop.core.sale.give_up(visit.id)

    return prepare


def _confirms(shop: Shop) -> Command:
    visit = shop.chooses(shop.opens_visit([CRYO, BOOTS], {TOWEL: 2}, "Marina"), Method.COUNTER)
    return lambda: shop.confirms_at_counter(visit)


def _confirms_by_card(shop: Shop) -> Command:
    visit = shop.chooses(shop.opens_visit(), Method.COUNTER)
    intent_id, paid = shop.intent_of(visit, Method.COUNTER), CardTendered(visit.total, "A1B2")
    return lambda: shop.core.counter.confirm(visit.id, intent_id, paid, ANA)


def _with_own_key(shop: Shop) -> Visit:
    """The shop is opened again with a key of its own, and a customer is shown its code."""
    shop.closes()
    shop.settings = own_pix_settings()
    shop.restarts()
    return shop.chooses(shop.opens_visit(), Method.OWN_PIX)


def _pays_to_own_key(shop: Shop) -> Command:
    _with_own_key(shop)
    visit = shop.opens_visit([CRYO, BOOTS], {TOWEL: 1})
    return lambda: shop.core.sale.pay(visit.id, Method.OWN_PIX)


def _releases_for_a_receipt(shop: Shop) -> Command:
    visit = _with_own_key(shop)
    return lambda: shop.core.counter.release(visit.id, "vi o comprovante", BRUNO)


def _gives_courtesy(shop: Shop) -> Command:
    visit = shop.pays_by_pix(shop.opens_visit())
    return lambda: shop.core.counter.give_courtesy(visit.id, "falha nossa", BRUNO)


def _finds_in_the_statement(shop: Shop) -> Command:
    visit = _with_own_key(shop)
    _ = shop.core.counter.release(visit.id, "vi o comprovante", BRUNO)
    intent_id = shop.intent_of(visit, Method.OWN_PIX)
    return lambda: shop.core.counter.find(visit.id, intent_id, "doc-77", visit.total, BRUNO)


def _finds_in_a_list(shop: Shop) -> Command:
    visit = _with_own_key(shop)
    txid = visit.charges[0].charge_id
    assert txid is not None
    return lambda: shop.core.own_pix.listed(txid, [listed("p1", visit.total)])


def _misses(shop: Shop) -> Command:
    visit = _with_own_key(shop)
    _ = shop.core.counter.release(visit.id, "vi o comprovante", BRUNO)
    return lambda: shop.decides(visit, Decision.MISSING)


def _releases(shop: Shop) -> Command:
    visit = shop.pays_by_pix(shop.opens_visit())
    return lambda: shop.core.counter.release(visit.id, "porque sim", BRUNO)


def _cancels(shop: Shop) -> Command:
    visit = shop.opens_visit([CRYO, BOOTS])
    shop.provider_reports_paid(visit)
    return lambda: shop.core.counter.cancel_visit(visit.id, "porque sim", BRUNO)


def _decides(decision: Decision, amount: int) -> Callable[[Shop], Command]:
    def prepare(shop: Shop) -> Command:
        visit = shop.opens_visit()
        shop.provider_reports_paid(visit, Money(amount))
        return lambda: shop.decides(visit, decision)

    return prepare


def _gives_back(shop: Shop) -> Command:
    visit = shop.opens_visit()
    shop.provider_reports_paid(visit, Money(18_001))
    return lambda: shop.gives_back(visit)


def _asks_back(shop: Shop) -> Command:
    _gives_back(shop)()
    shop.core.print_duty.step()
    return shop.core.payment_duty.step


def _serves(
    name: str, *, is_called: bool = True, is_started: bool = False, **more: object
) -> Callable[[Shop], Command]:
    def prepare(shop: Shop) -> Command:
        visit = shop.gets_ticket([CRYO, BOOTS])
        if is_called:
            shop.calls(visit)
        if is_started:
            shop.starts(visit)
        details = {"by": BRUNO, **more}
        return lambda: getattr(shop.core.serving, name)(shop.turn(visit, CRYO), **details)

    return prepare


def _about_visit(name: str, **details: object) -> Callable[[Shop], Command]:
    def prepare(shop: Shop) -> Command:
        visit = shop.gets_ticket([CRYO, BOOTS])
        return lambda: getattr(shop.core.serving, name)(visit.id, by=ANA, **details)

    return prepare


def _reprints(shop: Shop) -> Command:
    visit = shop.gets_ticket()
    return lambda: shop.core.papers.reprint(visit.id, ANA)


def _resolves(*, came_out: bool) -> Callable[[Shop], Command]:
    def prepare(shop: Shop) -> Command:
        visit = _sending(shop)
        shop.core.print_duty.recover()
        return lambda: shop.core.papers.resolve_uncertain(shop.job(visit).id, ANA, came_out=came_out)

    return prepare


def _retries(shop: Shop) -> Command:
    visit = shop.opens_visit()
    shop.provider_reports_paid(visit)
    shop.fake_printer.lost_after = 0
    for _ in range(8):
        shop.fake_printer.trouble = None
        shop.lets_time_pass(seconds=40)
    return lambda: shop.core.papers.retry(shop.job(visit).id, ANA)


def _sending(shop: Shop) -> Visit:
    """A visit whose paper is being sent."""
    visit = shop.opens_visit()
    shop.provider_reports_paid(visit)
    assert isinstance(shop.core.print_duty._admit(shop.job(visit), is_built=True), PrintJob)
    return visit


def _imports_catalogue(shop: Shop) -> Command:
    changed = shop.home / "changed.toml"
    text = CATALOGUE.read_text(encoding="utf-8")
    changed.write_text(text.replace('"180,00"', '"185,00"').replace('"toalha"', '"toalha-grande"'), encoding="utf-8")
    return lambda: shop.core.catalogue.import_file(changed)


def _signs_in(shop: Shop, pin: str = "2580") -> Command:
    operators = fast_operators(shop)
    added = operators.add("Ana", Role.OPERATOR, "2580")
    assert isinstance(added, Operator)
    return lambda: operators.sign_in(added.id, pin)


def _erases(shop: Shop) -> Command:
    visit = shop.gets_ticket(name="Marina")
    shop.core.serving.add_note(visit.id, "joelho", ANA)
    assert visit.customer_id is not None
    customer_id = visit.customer_id
    return lambda: shop.core.erasing.erase(customer_id, CARLA)


def _observes(*, is_late: bool) -> Callable[[Shop], Command]:
    def prepare(shop: Shop) -> Command:
        visit = shop.pays_by_pix(shop.opens_visit([CRYO, BOOTS], {TOWEL: 1}))
        if is_late:
            shop.lets_time_pass(minutes=33)
        shop.customer_pays(visit, force=is_late)
        seen = shop.provider.look_up(shop.provider.of(shop.intent_of(visit)).ref)
        assert isinstance(seen, Observation)
        return lambda: shop.core.payment_duty.observing.observe(seen)

    return prepare


def _observes_second(shop: Shop) -> Command:
    visit = shop.pays_by_pix(shop.opens_visit([CRYO, BOOTS]))
    first = shop.provider.of(shop.intent_of(visit)).ref
    paid = Payment("fake_2.1", first.amount, NOON)
    seen = Observation(replace(first, charge_id="fake_2"), ChargeState.PAID, (paid,), "paid")
    return lambda: shop.core.payment_duty.observing.observe_second(seen)


def _expires(shop: Shop) -> Command:
    shop.chooses(shop.opens_visit(extras={TOWEL: 1}), Method.COUNTER)
    shop.core.payment_duty.step()
    shop.clock.advance(timedelta(minutes=30))
    shop.core.payment_duty.step()
    return shop.core.time_duty.step


def _queues_without_paper(shop: Shop) -> Command:
    shop.provider_reports_paid(shop.opens_visit())
    shop.clock.advance(timedelta(seconds=15))
    return shop.core.time_duty.step


def _recalls(shop: Shop) -> Command:
    shop.calls(shop.gets_ticket())
    shop.clock.advance(timedelta(minutes=3))
    return shop.core.time_duty.step


def _ends_the_day(shop: Shop) -> Command:
    shop.gets_ticket([CRYO, BOOTS])
    shop.clock.advance(timedelta(days=1))
    return shop.core.time_duty.step


def _takes_over(shop: Shop) -> Command:
    shop.pays_by_pix(shop.opens_visit())
    return shop.core.payment_duty.recover


def _opens_charge(shop: Shop) -> Command:
    shop.chooses(shop.opens_visit(), Method.PIX)
    return shop.core.payment_duty.step


def _finds_money(shop: Shop) -> Command:
    shop.customer_pays(shop.pays_by_pix(shop.opens_visit()))
    shop.clock.advance(timedelta(seconds=5))
    return shop.core.payment_duty.step


def _voids(shop: Shop) -> Command:
    shop.gives_up(shop.pays_by_pix(shop.opens_visit()))
    return shop.core.payment_duty.step


def _voids_second(shop: Shop) -> Command:
    """The answer to its first void was lost."""

    def another_process_takes_over() -> None:
        shop.clock.advance(CALL_MAX)
        shop.core.payment_duty.step()
        shop.clock.advance(timedelta(seconds=1))
        shop.core.payment_duty.step()

    shop.provider.while_next_opens(another_process_takes_over)
    shop.provider.loses_next_void()
    shop.pays_by_pix(shop.opens_visit())
    shop.clock.advance(timedelta(seconds=2))
    return shop.core.payment_duty.step


def _prints(shop: Shop) -> Command:
    shop.provider_reports_paid(shop.opens_visit())
    return shop.core.print_duty.step


def _looks_at(shop: Shop) -> Command:
    visit = shop.pays_by_pix(shop.opens_visit())
    return lambda: shop.core.payment_duty.look_at(visit.id)


def _recovers(shop: Shop) -> Command:
    _sending(shop)
    return shop.core.print_duty.recover


def _looks(shop: Shop) -> Command:
    shop.fake_printer.trouble = Trouble.COVER_OPEN
    return shop.core.print_duty.look


def _hears(shop: Shop) -> Command:
    """A provider says that a visit's charge was paid."""
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    said = Notification(Source.ASAAS, "evt_1", "PAYMENT_RECEIVED", Subject(shop.intent_of(visit)), "{}")
    return lambda: shop.core.inbox.receive([Arrived(said, shop.clock.now())])


def _looks_because_of_a_webhook(shop: Shop) -> Command:
    _hears(shop)()
    return shop.core.webhook_duty.step


def _waits_for_a_webhook(shop: Shop) -> Command:
    _hears(shop)()
    shop.provider_is_unreachable()
    shop.core.webhook_duty.step()
    shop.provider.is_reachable = True
    return shop.core.webhook_duty.recover


def _asks_about(shop: Shop) -> Command:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    intent_id = shop.intent_of(visit)
    return lambda: shop.core.payment_duty.ask_about(intent_id)


def _replays(shop: Shop) -> Command:
    _hears(shop)()
    shop.provider_is_unreachable()
    for _ in range(ATTEMPTS_MAX):
        shop.core.webhook_duty.step()
        shop.clock.advance(RETRY_MOST)
    (dead,) = shop.core.inbox.dead()
    return lambda: shop.core.inbox.replay([dead.id], BRUNO)


CRYO_1 = EquipmentId("crio-1")


def _compares(shop: Shop) -> Command:
    """A stranger's money is found, and a charge of ours that nobody had looked at."""
    shop.core.reconciliation.step()
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    shop.provider.strangers.append(Received(Payment("E1", Money(5000), shop.clock.now()), "c1", None))
    shop.clock.advance(timedelta(minutes=5))
    return shop.core.reconciliation.step


def _begins_to_compare(shop: Shop) -> Command:
    return lambda: shop.core.reconciliation.compare_now(PROVIDER)


def _answers_a_difference(shop: Shop) -> Command:
    _compares(shop)()
    (found,) = shop.core.reconciliation.open()
    return lambda: shop.core.reconciliation.answer(found.seen.id, "aluguel", BRUNO)


USE_CASES: dict[str, UseCase] = {
    "Sale.open": UseCase(lambda shop: lambda: shop.core.sale.open(cart([CRYO, BOOTS], {TOWEL: 2}), "Marina"), Visit),
    "Sale.pay by pix": UseCase(_pays(Method.PIX), Visit),
    "Sale.pay and say who pays": UseCase(_pays(Method.PIX, payer=Told("Marina", "52998224725")), Visit),
    "Sale.pay at the counter instead": UseCase(_pays(Method.COUNTER, Method.PIX), Visit),
    "Sale.give_up before a way to pay": UseCase(_gives_up(None, is_asked=False), Visit),
    "Sale.give_up at the counter": UseCase(_gives_up(Method.COUNTER, is_asked=False), Visit),
    "Sale.give_up before the provider was asked": UseCase(_gives_up(Method.PIX, is_asked=False), Visit),
    "Sale.give_up with a code on the screen": UseCase(_gives_up(Method.PIX, is_asked=True), Visit),
    "Counter.confirm": UseCase(_confirms, Visit),
    "Sale.pay to the shop's own key": UseCase(_pays_to_own_key, Visit),
    "Counter.confirm a card": UseCase(_confirms_by_card, Visit),
    "Counter.release": UseCase(_releases, Visit),
    "Counter.release for a receipt": UseCase(_releases_for_a_receipt, Visit),
    "Counter.give_courtesy": UseCase(_gives_courtesy, Visit),
    "Counter.find": UseCase(_finds_in_the_statement, Visit),
    "OwnPixMoney.listed": UseCase(_finds_in_a_list, Settled),
    "Counter.cancel_visit": UseCase(_cancels, Visit),
    "Counter.decide_task": UseCase(_decides(Decision.KEPT, 18_001), Visit),
    "Counter.decide_task by not finding": UseCase(_misses, Visit),
    "Counter.decide_task by letting in": UseCase(_decides(Decision.RELEASED, 17_999), Visit),
    "Counter.give_back": UseCase(_gives_back, Visit),
    "Serving.call": UseCase(_serves("call", is_called=False, onto=CRYO_1), Visit),
    "Serving.call_again": UseCase(_serves("call_again"), Visit),
    "Serving.start": UseCase(_serves("start"), Visit),
    "Serving.complete": UseCase(_serves("complete", is_started=True), Visit),
    "Serving.send_back": UseCase(_serves("send_back", reason=""), Visit),
    "Serving.no_show": UseCase(_serves("no_show"), Visit),
    "Serving.cancel_turn": UseCase(_serves("cancel_turn", reason="porque sim"), Visit),
    "Serving.transfer": UseCase(_serves("transfer", to=ServiceId(ICE), reason=""), Visit),
    "Serving.change_priority": UseCase(_about_visit("change_priority", group=PriorityGroup.PREGNANT, reason=""), Visit),
    "Serving.add_note": UseCase(_about_visit("add_note", text="joelho"), Visit),
    "Papers.reprint": UseCase(_reprints, PrintJob),
    "Papers.print_test": UseCase(lambda shop: lambda: shop.core.papers.print_test(ANA), PrintJob),
    "Papers.resolve_uncertain: it came out": UseCase(_resolves(came_out=True), PrintJob),
    "Papers.resolve_uncertain: it did not": UseCase(_resolves(came_out=False), PrintJob),
    "Papers.retry": UseCase(_retries, PrintJob),
    "Catalogue.import_file": UseCase(_imports_catalogue, CatalogImportedOk),
    "Catalogue.count_stock": UseCase(
        lambda shop: lambda: shop.core.catalogue.count_stock(ExtraId(TOWEL), 12, ANA.id), StockLevel
    ),
    "Catalogue.set_equipment_status": UseCase(
        lambda shop: lambda: shop.core.catalogue.set_equipment_status(CRYO_1, EquipmentStatus.CLEANING, ANA.id),
        Equipment,
    ),
    "Operators.add": UseCase(lambda shop: lambda: fast_operators(shop).add("Davi", Role.ADMIN, "8264"), Operator),
    "Operators.import_file": UseCase(
        lambda shop: lambda: fast_operators(shop).import_file(CATALOGUE), OperatorsImportedOk
    ),
    "Operators.sign_in": UseCase(_signs_in, SignedIn),
    "Operators.sign_out": UseCase(lambda shop: lambda: shop.core.operators.sign_out(OperatorId("ana")), None),
    "Erasing.erase": UseCase(_erases, Forgotten),
    "Observing.observe": UseCase(_observes(is_late=False), Settled),
    "Observing.observe money that came late": UseCase(_observes(is_late=True), NeedsOperator),
    "Observing.observe_second": UseCase(_observes_second, Settled),
    "Health.report": UseCase(lambda shop: lambda: shop.core.health.report(PROVIDER, "down"), None),
    "TimeDuty.step ends an unpaid visit": UseCase(_expires, int),
    "TimeDuty.step queues without paper": UseCase(_queues_without_paper, int),
    "TimeDuty.step calls again": UseCase(_recalls, int),
    "TimeDuty.step ends the day": UseCase(_ends_the_day, int),
    "PaymentDuty.recover": UseCase(_takes_over, None),
    "PaymentDuty.look_at": UseCase(_looks_at, None),
    "PaymentDuty.check": UseCase(lambda shop: shop.core.payment_duty.check, None, is_one_commit=False),
    "PaymentDuty.step opens a charge": UseCase(_opens_charge, int, is_one_commit=False),
    "PaymentDuty.step finds money": UseCase(_finds_money, int, is_one_commit=False),
    "PaymentDuty.step voids": UseCase(_voids, int, is_one_commit=False),
    "PaymentDuty.step voids a second charge": UseCase(_voids_second, int, is_one_commit=False),
    "PaymentDuty.step gives money back": UseCase(_asks_back, int, is_one_commit=False),
    "Reconciliation.step": UseCase(_compares, int, is_one_commit=False),
    "Reconciliation.compare_now": UseCase(_begins_to_compare, Run),
    "Reconciliation.answer": UseCase(_answers_a_difference, Difference),
    "PaymentDuty.may_ask": UseCase(lambda shop: lambda: shop.core.payment_duty.may_ask(PROVIDER, 5), bool),
    "PaymentDuty.ask_about": UseCase(_asks_about, None, is_one_commit=False),
    "Inbox.receive": UseCase(_hears, None),
    "Inbox.replay": UseCase(_replays, Replayed),
    "WebhookDuty.recover": UseCase(_waits_for_a_webhook, None),
    "WebhookDuty.step": UseCase(_looks_because_of_a_webhook, int, is_one_commit=False),
    "PrintDuty.recover": UseCase(_recovers, None),
    "PrintDuty.look": UseCase(_looks, None),
    "PrintDuty.step": UseCase(_prints, int, is_one_commit=False),
}
"""By ``Class.method``, and in which case if there are several."""

READ_ONLY = frozenset(
    {
        *(
            "Reconciliation.differing",
            "Reconciliation.labels",
            "Reconciliation.open",
            "Reconciliation.runs",
            "Reconciliation.recover",
        ),
        "Sale.parts_max",
        *("Sale.visit", "Papers.jobs_of", "Papers.waiting", "Catalogue.read", "Operators.list", "Operators.get"),
        *("Inbox.due", "Inbox.dead", "Inbox.latest", "Inbox.tally", "Inbox.has_old"),
        *("Customers.get", "Customers.acquaintance", "Customers.names", "Health.now"),
        *("PaymentDuty.is_caught_up", "PaymentDuty.forget_answers"),
        *("PaymentDuty.left_alone_for", "OwnPixMoney.charge_of"),
    }
)
IN_A_CALLERS_TRANSACTION = frozenset(
    {
        *(
            "Customers.tell",
            "Customers.erase",
            "Catalogue.refold_stock",
            "Catalogue.refold_equipment",
        ),
        *("Inbox.save", "Inbox.wake", "Inbox.forget", "Reconciliation.refold"),
    }
)
