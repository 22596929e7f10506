"""A shop, its customers and a provider over real HTTP, with everything that can go wrong between them.

The station may be killed before and after every commit and every question to the provider: what it had committed stays
on the disk, and what the provider did stays done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import SecretStr
from sqlalchemy import event

from shared.config import BankAccount, MercadoPagoAccount, Payment, Settings
from shared.kernel.clock import ManualClock
from shared.kernel.ids import RandomIds
from shared.kernel.money import ZERO, Money
from shared.kernel.ways import Method, Way
from shared.payments.asaas import Asaas
from shared.payments.bank_pix import BankPix, Receiver
from shared.payments.bank_pix_line import Account
from shared.payments.bank_pix_profiles import PROFILES, Bank
from shared.payments.model import PaymentProvider
from shared.payments.simulator.bank_pix.records import BANK_APP_KEY, BANK_PIX_KEY
from shared.payments.simulator.mercado_pago.records import SIMULATOR_PAYER
from shared.visits.model import Charge, RefundState, Visit
from shared.visits.rows import all_visit_ids
from tests.fakes.shop import Shop
from tests.fakes.simulator import RunningSimulator
from tests.faults.soundness import unsound
from tests.shared.payments.conftest import CLIENT, NO_CERTIFICATE, PATIENT, addresses_at
from tests.shared.payments.mercado_pago import ORDERS, PAYMENTS, adapter

Answer = TypeVar("Answer")
COMPANIES = ("asaas", "bank_pix", PAYMENTS, ORDERS)
ROOMS = {"asaas": "asaas", "bank_pix": "bank_pix", PAYMENTS: PAYMENTS, ORDERS: PAYMENTS}


class Killed(BaseException):
    """The station's process ended here."""


class Doom:
    """Counts steps, and ends the station at the one it was told."""

    def __init__(self) -> None:
        self._left: int | None = None

    def at(self, step: int | None) -> None:
        """The station dies at the `step`-th from now on, counted from 1; None: it does not."""
        self._left = step

    def step(self, *_: object) -> None:
        if self._left is not None:
            self._left -= 1
            if self._left <= 0:
                self._left = None
                raise Killed


class Doomed:
    """A provider whose caller may die before it asks, and after the answer was given."""

    def __init__(self, real: PaymentProvider, doom: Doom) -> None:
        self._real = real
        self._doom = doom
        self.name = real.name
        self.close = real.close

    def __getattr__(self, call: str) -> Any:
        return partial(self._ask, getattr(self._real, call))

    def _ask(self, question: Callable[..., Answer], *about: object) -> Answer:
        self._doom.step()
        answer = question(*about)
        self._doom.step()
        return answer


class ShopClock(ManualClock):
    """The shop's clock, which may be set wrong; time itself is the town's."""

    def __init__(self, town: ManualClock) -> None:
        super().__init__(town.now())
        self._town = town
        self._wrong_by = timedelta(0)

    def now(self) -> datetime:
        return self._town.now() + self._wrong_by

    def monotonic(self) -> float:
        return self._town.monotonic()

    def advance(self, by: timedelta) -> None:
        self._town.advance(by)

    def jump(self, by: timedelta) -> None:
        self._wrong_by += by

    def is_put_right(self) -> None:
        self._wrong_by = timedelta(0)


@dataclass(frozen=True, slots=True)
class Movement:
    """Money at the provider: received, or going back, where a return that was cancelled is negative."""

    intent: str
    amount: Money
    is_return: bool


class Town:
    """One station and one company; `clock` is the true time."""

    def __init__(self, folder: Path, company: str, simulator: RunningSimulator, clock: ManualClock) -> None:
        self.company = company
        self.clock = ShopClock(clock)
        self.doom = Doom()
        self._simulator = simulator
        self.control = simulator.control.of(ROOMS[company])
        self._folder = folder
        self.shop = self._opened()

    def closes(self) -> None:
        self.shop.closes()
        self.control.close()

    def power_cut(self) -> None:
        """Nothing is finished and nobody says goodbye; then somebody switches it on again."""
        self.doom.at(None)
        self.shop.closes()
        self.shop = self._opened()
        self.shop.takes_over()
        self.shop.core.reconciliation.recover()

    def visits(self) -> list[Visit]:
        core = self.shop.core
        with core.database.snapshot() as read:
            loaded = [core.book.load(read, visit_id) for visit_id in all_visit_ids(read)]
        return [visit for visit in loaded if isinstance(visit, Visit)]

    def ledger(self) -> list[Movement]:
        """What the provider's own books say of our intents."""
        signs = {"received": 1, "refunded": 1, "refund_cancelled": -1}
        return [
            Movement(
                str(each["reference"]),
                Money.from_reais(each["amount"]) * signs[each["kind"]],
                is_return=each["kind"] != "received",
            )
            for each in self.control.ledger()
        ]

    def heals(self) -> None:
        """Everything works again, and nothing more happens: days pass until nothing is watched any more."""
        self.doom.at(None)
        self.clock.is_put_right()
        self.control.accept_key(accepted=True)
        self.control.settings(balance="100000.00")
        for pause in _HEALING:
            self.clock.advance(pause)
            self.shop.works()
            self.shop.core.reconciliation.step()

    def broken_promises(self) -> Iterator[str]:
        """Where money is lost, or a ticket was given for nothing: there must be none."""
        yield from unsound(self.shop.core)
        ledger = self.ledger()
        for visit in self.visits():
            for charge in visit.charges:
                yield from _money_of(visit, charge, ledger)
            yield from _refunds_of(visit)

    def _opened(self) -> Shop:
        provider = self._adapter()
        way = Way(Method.PIX, self.company)
        shop = Shop(
            self._folder,
            clock=self.clock,
            settings=Settings(
                payment=Payment(ways=(way, Way.by_hand(Method.COUNTER))),
                bank_pix=BankAccount(bank="sicredi", client_id="loja", pix_key=BANK_PIX_KEY, city="Porto Alegre"),
                mercado_pago=MercadoPagoAccount(payer_email=SIMULATOR_PAYER),
            ),
            providers={self.company: cast("PaymentProvider", Doomed(provider, self.doom))},
            ids=RandomIds(),
        )
        # Dying after a commit is the same as dying before the next step: nothing lasting happens in between.
        event.listen(shop.core.database.writing_engine, "commit", self.doom.step)
        return shop

    def _adapter(self) -> PaymentProvider:
        simulator, clock = self._simulator, self.clock
        if self.company == "asaas":
            return Asaas(simulator.base_url, simulator.api_key, clock, None, PATIENT)
        if self.company == "bank_pix":
            addresses = addresses_at(simulator.origin, Bank.SICREDI)
            account = Account(PROFILES[Bank.SICREDI], addresses, CLIENT, NO_CERTIFICATE, SecretStr(BANK_APP_KEY))
            return BankPix(account, Receiver(BANK_PIX_KEY, "Vez", "Porto Alegre"), clock, RandomIds(), PATIENT)
        return adapter(self.company, f"{simulator.origin}/mp", clock)


_HEALING = (
    *(timedelta(seconds=5),) * 6,
    *(timedelta(minutes=2),) * 10,
    *(timedelta(minutes=20),) * 6,
    *(timedelta(hours=3),) * 10,
    *(timedelta(days=1),) * 16,
)


def _money_of(visit: Visit, charge: Charge, ledger: list[Movement]) -> Iterator[str]:
    """Every centavo of an intent is a receipt; every receipt buys the visit, or a person was told of it."""
    ours = [each for each in ledger if each.intent == charge.intent_id]
    came = sum((each.amount for each in ours if not each.is_return), ZERO)
    went = sum((each.amount for each in ours if each.is_return), ZERO)
    known = sum((each.amount for each in charge.receipts), ZERO)
    gone = sum((each.amount if each.is_reversed else each.returned for each in charge.receipts), ZERO)
    if charge.method is Method.COUNTER:
        return
    if came != known:
        yield f"{visit.label}: the provider received {came}, and {known} is known here"
    if went != gone:
        yield f"{visit.label}: the provider gave back {went}, and {gone} is known here"
    for receipt in charge.receipts:
        is_told = any(receipt.reference in task.id for task in visit.tasks)
        is_used = charge.settled_by == receipt.reference and visit.ticket is not None
        if not (receipt.is_reversed or is_told or is_used):
            yield f"{visit.label}: {receipt.amount} buys nothing, and nobody was told"


def _refunds_of(visit: Visit) -> Iterator[str]:
    """Nothing stays under way for ever."""
    for refund in visit.refunds:
        if refund.state not in {RefundState.DONE, RefundState.REFUSED}:
            yield f"{visit.label}: a refund of {refund.amount} is still {refund.state}"
