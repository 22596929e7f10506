"""Selling: from a cart to an open visit that is being paid, given up, or let in by a person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import assert_never
from zoneinfo import ZoneInfo

from shared.catalog.rows import catalog_in
from shared.checkout.consequences import Consequences
from shared.checkout.health import Health
from shared.checkout.outcomes import DiskNearlyFull, MethodNotOffered
from shared.checkout.safety import DiskGuard
from shared.checkout.terms import PaymentTerms
from shared.kernel.clock import Clock
from shared.kernel.day import business_day
from shared.kernel.ids import CustomerId, Ids, IntentId, TurnId, VisitId
from shared.kernel.money import Money
from shared.kernel.ways import Method, Way
from shared.logs import get_log
from shared.payments.own_code import OwnAccount, OwnCode, write_own_code
from shared.people.customers import Customers
from shared.people.model import Told
from shared.store.database import Database, Transaction
from shared.visits import charges, facts, outcomes
from shared.visits.label_rows import label_counter, next_number
from shared.visits.model import EndReason, Visit
from shared.visits.opening import Cart, Identity, decide_opening, label_text
from shared.visits.outcomes import NoSuchVisit, VisitHeld

TOTEM = "totem"

_log = get_log("payments")


@dataclass(frozen=True, slots=True)
class ShopRules:
    """What the shop decides about selling. `ways`: those that can be used, in order of preference.

    `own_account`: where a Pix to the shop's own key goes; None where the shop has none.
    """

    shop_name: str
    letter: str
    zone: ZoneInfo
    cutoff: time
    terms: PaymentTerms
    ways: tuple[Way, ...]
    own_account: OwnAccount | None = None


OpenOutcome = Visit | outcomes.OpeningRefusal | DiskNearlyFull
PayOutcome = Visit | outcomes.ChargeRefusal | MethodNotOffered | NoSuchVisit | VisitHeld
GiveUpOutcome = Visit | NoSuchVisit | VisitHeld


def way_for(method: Method, ways: tuple[Way, ...], troubled: Collection[str]) -> Way | None:
    """Who carries out `method` now: the first that is not `troubled`; the first of all when every one of them is."""
    able = [way for way in ways if way.method is method]
    well = (way for way in able if way.provider not in troubled)
    return next(well, able[0] if able else None)


class Sale:
    """The customer's side of a visit until it has a ticket. Each method is one transaction."""

    def __init__(
        self,
        database: Database,
        consequences: Consequences,
        customers: Customers,
        rules: ShopRules,
        clock: Clock,
        ids: Ids,
        disk: DiskGuard,
        health: Health,
    ) -> None:
        self._database = database
        self._consequences = consequences
        self._customers = customers
        self._rules = rules
        self._clock = clock
        self._ids = ids
        self._disk = disk
        self._health = health

    def open(self, cart: Cart, first_name: str | None = None, actor: str = TOTEM) -> OpenOutcome:
        """Open a visit: its label is counted, its prices are frozen, its extras are reserved.

        It names a customer from the start, so that whatever they tell later is kept, and erased, under the visit.
        """
        low = self._disk.trouble()
        if low is not None:
            return low
        now = self._clock.now()
        with self._database.transaction() as tx:
            identity = self._identity(cart, now)
            opened = decide_opening(cart, catalog_in(tx), identity, now)
            if not isinstance(opened, facts.VisitOpened):
                return opened
            opened = self._numbered(tx, opened)
            self._tell(tx, opened.customer_id, Told(first_name))
            return self._consequences.book.record(tx, opened.visit_id, None, [opened], actor)

    def pay(
        self,
        visit_id: VisitId,
        method: Method,
        actor: str = TOTEM,
        installments: int = 1,
        payer: Told | None = None,
    ) -> PayOutcome:
        """Choose how to pay, and with it who carries it out. The intent is committed here; its provider is asked later.

        `installments`: in how many monthly parts a card pays; see `parts_max`. `payer`: what the customer said about
        themselves, where the way to pay needs it; ValueError for a CPF that `rules.cpf_digits` does not accept.
        """
        way = way_for(method, self._rules.ways, self._health.now().troubled)
        if way is None:
            return MethodNotOffered(method)
        now = self._clock.now()
        with self._database.transaction() as tx:
            visit = self._consequences.load(tx, visit_id)
            if not isinstance(visit, Visit):
                return visit
            if not 1 <= installments <= self._rules.terms.parts_max(method, visit.total):
                return MethodNotOffered(method)
            expires_at = self._rules.terms.expires_at(method, now)
            new = charges.NewCharge(IntentId(self._ids.new()), way, expires_at, installments)
            decided = charges.decide_charge(visit, new, now)
            match decided:
                case outcomes.AlreadyPaid() | outcomes.VisitEnded():
                    return decided
                case tuple():
                    self._tell(tx, visit.customer_id, payer or Told())
                    return self._ask(tx, visit, decided, actor)
                case _:
                    assert_never(decided)

    def parts_max(self, method: Method, total: Money) -> int:
        """In how many monthly parts the shop lets `total` be paid; 1 is all at once."""
        return self._rules.terms.parts_max(method, total)

    def _ask(self, tx: Transaction, visit: Visit, decided: tuple[facts.VisitFact, ...], actor: str) -> PayOutcome:
        """Record what is asked for; the shop's own code is written here, because nobody else would."""
        if not decided:
            return visit
        asked = decided[-1]
        if not isinstance(asked, facts.ChargeIntended) or asked.method is not Method.OWN_PIX:
            return self._consequences.record(tx, visit, decided, actor)
        shown = self._own_code(visit, asked)
        if shown is None:
            return MethodNotOffered(asked.method)
        return self._consequences.record(tx, visit, (*decided, shown), actor)

    def _own_code(self, visit: Visit, asked: facts.ChargeIntended) -> facts.ChargeOpened | None:
        if self._rules.own_account is None:
            return None
        code = write_own_code(self._rules.own_account, asked.intent_id, asked.amount, visit.label)
        if isinstance(code, OwnCode):
            return facts.ChargeOpened(asked.intent_id, code.txid, code.br_code, asked.at)
        _log.error("own code could not be written", label=visit.label, problem=code.problem, said=code.detail)
        return None

    def give_up(self, visit_id: VisitId, reason: EndReason = EndReason.CUSTOMER, actor: str = TOTEM) -> GiveUpOutcome:
        """End an unpaid visit. If money turns out to be there after all, it gets its ticket."""
        with self._database.transaction() as tx:
            visit = self._consequences.load(tx, visit_id)
            if not isinstance(visit, Visit):
                return visit
            decided = charges.decide_give_up(visit, reason, self._clock.now())
            return self._consequences.record(tx, visit, decided, actor) if decided else visit

    def visit(self, visit_id: VisitId) -> Visit | NoSuchVisit | VisitHeld:
        """The visit as it stands."""
        with self._database.snapshot() as read:
            return self._consequences.load(read, visit_id)

    def _identity(self, cart: Cart, now: datetime) -> Identity:
        turn_ids = [TurnId(self._ids.new()) for _ in cart.services]
        day = business_day(now, self._rules.zone, self._rules.cutoff)
        return Identity(VisitId(self._ids.new()), "", turn_ids, day, CustomerId(self._ids.new()))

    def _numbered(self, tx: Transaction, opened: facts.VisitOpened) -> facts.VisitOpened:
        number = next_number(tx, label_counter(self._rules.letter, opened.business_day))
        return replace(opened, label=label_text(self._rules.letter, number))

    def _tell(self, tx: Transaction, customer_id: CustomerId | None, told: Told) -> None:
        """A visit that an earlier version opened may name nobody: then there is no place to keep it."""
        if customer_id is not None:
            self._customers.tell(tx, customer_id, told)
