"""A shop with many ways to pay: its providers, and what the station will be told of a card machine and its own key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from kiosk.ports import Board, Selling
from shared.checkout.sale import GiveUpOutcome, OpenOutcome, PayOutcome
from shared.config import AsaasAccount, MercadoPagoAccount, OwnPix, Payment, Settings, Station
from shared.kernel.ids import VisitId
from shared.kernel.ways import Method, Way
from shared.payments.model import ChargeByLink, ChargeOnTerminal, ChargeOpened, FindOutcome, Intent
from shared.payments.model import OpenOutcome as Opened
from shared.people.model import Told
from shared.visits.model import Charge, EndReason, Visit
from shared.visits.opening import Cart
from shared.visits.outcomes import NoSuchVisit, VisitHeld
from shared.visits.views import ServiceLoad, TurnProgress
from tests.fakes.provider import PIX_KEY, FakeProvider
from tests.fakes.shop import PROVIDER

POINT = "mercado_pago_point"
PIX, CARD, BOLETO = (Way(method, PROVIDER) for method in (Method.PIX, Method.CARD, Method.BOLETO))
TERMINAL = Way(Method.TERMINAL, POINT)
OWN_PIX, COUNTER = Way.by_hand(Method.OWN_PIX), Way.by_hand(Method.COUNTER)
ALL = (PIX, TERMINAL, CARD, BOLETO, OWN_PIX, COUNTER)
LINK = "https://www.asaas.com/i/080225913252"

Made = TypeVar("Made")
Retell = Callable[[Charge], Charge]


def settings_for(ways: tuple[Way, ...]) -> Settings:
    return Settings(
        station=Station(letter="A"),
        payment=Payment(ways=ways),
        asaas=AsaasAccount(installments_max=12, installment_min_reais=10),
        mercado_pago=MercadoPagoAccount(terminal="NEWLAND_N950__N950NCB801293324"),
        own_pix=OwnPix(key=PIX_KEY, name="Recupera Ltda", city="Sao Paulo"),
    )


class ManyWaysProvider(FakeProvider):
    """Makes links and charges on a card machine where that is asked for."""

    def open_charge(self, intent: Intent) -> Opened:
        return _as_asked(intent, super().open_charge(intent))

    def find_charge(self, intent: Intent) -> FindOutcome:
        return _as_asked(intent, super().find_charge(intent))


def _as_asked(intent: Intent, made: Made) -> Made | ChargeByLink | ChargeOnTerminal:
    if not isinstance(made, ChargeOpened | ChargeByLink | ChargeOnTerminal):
        return made
    match intent.method:
        case Method.CARD | Method.BOLETO:
            return ChargeByLink(made.ref, LINK)
        case Method.TERMINAL:
            return ChargeOnTerminal(made.ref)
        case _:
            return made


def as_it_is(charge: Charge) -> Charge:
    return charge


@dataclass
class Telling:
    """Tells a charge as the station will; `also` is what else is known of it now."""

    also: Retell = as_it_is

    def of(self, visit: Visit) -> Visit:
        return replace(visit, charges=tuple(self.also(each) for each in visit.charges))


class RetoldBoard:
    """The real board, whose charges are told by `telling`."""

    def __init__(self, board: Board, telling: Telling) -> None:
        self._board, self._telling = board, telling

    def loads(self) -> tuple[ServiceLoad, ...]:
        return self._board.loads()

    def visit(self, visit_id: VisitId) -> Visit | NoSuchVisit | VisitHeld:
        found = self._board.visit(visit_id)
        return self._telling.of(found) if isinstance(found, Visit) else found

    def progress(self, visit_id: VisitId) -> tuple[TurnProgress, ...]:
        return self._board.progress(visit_id)


class RetoldSale:
    """The real counter of sales, whose charges are told by `telling`."""

    def __init__(self, sale: Selling, telling: Telling) -> None:
        self._sale, self._telling = sale, telling

    def open(self, cart: Cart, first_name: str | None = None) -> OpenOutcome:
        return self._sale.open(cart, first_name)

    def pay(self, visit_id: VisitId, method: Method, *, installments: int = 1, payer: Told | None = None) -> PayOutcome:
        paid = self._sale.pay(visit_id, method, installments=installments, payer=payer)
        return self._telling.of(paid) if isinstance(paid, Visit) else paid

    def give_up(self, visit_id: VisitId, reason: EndReason = EndReason.CUSTOMER) -> GiveUpOutcome:
        given_up = self._sale.give_up(visit_id, reason)
        return self._telling.of(given_up) if isinstance(given_up, Visit) else given_up
