"""Each use case against a store that fails at statement *n*, for all *n*: nothing happened, or all of it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from shared.catalog.service import Catalogue
from shared.checkout.counter import Counter
from shared.checkout.erasing import Erasing
from shared.checkout.health import Health
from shared.checkout.observing import Observing
from shared.checkout.own_pix import OwnPixMoney
from shared.checkout.papers import Papers
from shared.checkout.payment_duty import PaymentDuty
from shared.checkout.print_duty import PrintDuty
from shared.checkout.sale import Sale
from shared.checkout.time_duty import TimeDuty
from shared.checkout.webhook_duty import WebhookDuty
from shared.kernel.money import Money
from shared.people.customers import Customers
from shared.people.operators import Operators
from shared.reconciliation.service import Reconciliation
from shared.store.failures import StoreFailure
from shared.visits.model import TaskKind, VisitState
from shared.visits.serving import Serving
from shared.webhooks.service import Inbox
from tests.fakes.shop import NOON, Shop
from tests.faults.failing import COMMIT, FailingStore
from tests.faults.soundness import dump_of, unsound
from tests.faults.use_cases import IN_A_CALLERS_TRANSACTION, READ_ONLY, USE_CASES, Command, UseCase

STATEMENTS_MAX = 300
STRIDES, STRIDE = 8, timedelta(seconds=30)
SERVICES = (
    *(Sale, Counter, OwnPixMoney, Serving, Papers, Catalogue, Operators, Customers, Erasing),
    *(Observing, Health, PaymentDuty, Reconciliation, PrintDuty, TimeDuty, Inbox, WebhookDuty),
)
ONE_COMMIT = {name: case for name, case in USE_CASES.items() if case.is_one_commit}
STATIONS_WORK = {name: case for name, case in USE_CASES.items() if not case.is_one_commit}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    opened = Shop(tmp_path / "home")
    yield opened
    assert unsound(opened.core) == []
    opened.closes()


def test_every_use_case_is_in_the_table() -> None:
    methods = {
        f"{service.__name__}.{name}"
        for service in SERVICES
        for name, _ in inspect.getmembers(service, lambda each: callable(each) or isinstance(each, property))
        if not name.startswith("_")
    }
    in_table = {name.split(" ")[0].rstrip(":") for name in USE_CASES}
    assert methods == in_table | READ_ONLY | IN_A_CALLERS_TRANSACTION


@pytest.mark.parametrize("case", ONE_COMMIT.values(), ids=list(ONE_COMMIT))
def test_nothing_happened_or_all_of_it(shop: Shop, case: UseCase) -> None:
    command = case.prepare(shop)
    store = FailingStore(shop.core.database.writing_engine)
    before = dump_of(shop.core.database)
    number, outcome = 1, attempt(store, 1, command)
    while isinstance(outcome, StoreFailure):
        assert dump_of(shop.core.database) == before, f"after a failure at {number}"
        number += 1
        assert number < STATEMENTS_MAX
        outcome = attempt(store, number, command)
    assert not store.has_failed, "a failure of the store was swallowed"
    assert store.asked[-1] == COMMIT
    assert outcome is None if case.done is None else isinstance(outcome, case.done)
    assert dump_of(shop.core.database) != before, "the command writes nothing"
    store.detach()


def attempt(store: FailingStore, number: int, command: Command) -> object:
    """What a command says, or the failure that the store had."""
    with store.failing_at(number):
        try:
            return command()
        except StoreFailure as failure:
            return failure


@dataclass(frozen=True)
class End:
    """How a shop stands some minutes after a failure. `next_is_printed`: somebody who comes then gets a ticket.

    `given_back` is what went back at the provider, `tasks` what waits for a decision about money.
    """

    states: list[VisitState]
    papers: list[str]
    charges: int
    given_back: Money
    tasks: list[TaskKind]
    needs_a_person: bool
    next_is_printed: bool


def ends(home: Path, case: UseCase, number: int) -> tuple[End, list[str]]:
    """Do the work with a failure at `number`, and let the station go on alone; with all that the store was asked."""
    shop = Shop(home)
    command = case.prepare(shop)
    store = FailingStore(shop.core.database.writing_engine)
    attempt(store, number, command)
    store.detach()
    for _ in range(STRIDES):
        shop.clock.advance(STRIDE)
        shop.works()
    end = End(
        states=[shop.state(visit) for visit in shop.core.board.visits_since(NOON)],
        papers=shop.printed_labels(),
        charges=len(shop.provider.charges),
        given_back=shop.provider.given_back(),
        tasks=shop.tasks(),
        needs_a_person=bool(shop.core.papers.waiting()),
        next_is_printed=shop.gets_ticket().label in shop.printed_labels(),
    )
    assert unsound(shop.core) == []
    shop.closes()
    return end, store.asked


def check_bearing(folder: Path, case: UseCase, *, everywhere: bool) -> None:
    """A failure at every begin and commit, or at every statement, changes at most who looks at a paper."""
    whole, asked = ends(folder / "whole", case, STATEMENTS_MAX)
    for number, statement in enumerate(asked, start=1):
        if not everywhere and statement != COMMIT and not statement.startswith("BEGIN"):
            continue
        broken, _ = ends(folder / str(number), case, number)
        looked_at = replace(whole, papers=broken.papers, needs_a_person=True)
        assert broken in (whole, looked_at), f"after a failure at {number}: {statement}"
        assert broken.charges == whole.charges
        assert len(broken.papers) <= 1


@pytest.mark.parametrize("case", STATIONS_WORK.values(), ids=list(STATIONS_WORK))
def test_the_stations_work_bears_a_store_that_fails_at_a_commit(tmp_path: Path, case: UseCase) -> None:
    check_bearing(tmp_path, case, everywhere=False)


@pytest.mark.faults
@pytest.mark.parametrize("case", STATIONS_WORK.values(), ids=list(STATIONS_WORK))
def test_the_stations_work_bears_a_store_that_fails_anywhere(tmp_path: Path, case: UseCase) -> None:
    check_bearing(tmp_path, case, everywhere=True)
