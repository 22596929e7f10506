"""What goes wrong around a shop stops its selling only where money would be at risk."""

from __future__ import annotations

import resource
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from shared.kernel.clock import ManualClock
from shared.kernel.ways import Method
from shared.payments.asaas import Asaas
from shared.printing.usb_link import UsbSelector
from shared.printing.usb_printer import UsbPrinter
from shared.store.failures import DatabaseCorrupt, DiskFull
from shared.visits.model import Visit, VisitState
from tests.fakes.shop import NOON, Shop, cart
from tests.fakes.simulator import RunningSimulator, simulator_thread
from tests.shared.cli.shell import NOBODY

PAGE_BYTES = 4096


@contextmanager
def full_disk() -> Iterator[None]:
    """No file can grow: a write that needs room fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_on_a_full_disk_no_money_is_asked_for(shop: Shop) -> None:
    visit = shop.opens_visit()
    with full_disk():
        with pytest.raises(DiskFull, match="O disco está cheio"):
            shop.core.sale.open(cart())
        with pytest.raises(DiskFull, match="O disco está cheio"):
            shop.core.sale.pay(visit.id, Method.PIX)
    assert shop.provider.calls == []
    assert shop.visit(visit) == visit
    assert shop.pays_by_pix(visit).charges[0].br_code
    assert shop.opens_visit().label == "A002"


def test_on_a_full_disk_money_that_was_paid_waits_for_its_ticket_and_gets_one(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    with full_disk(), pytest.raises(DiskFull, match="O disco está cheio"):
        shop.provider_reports(shop.intent_of(visit))
    assert shop.state(visit) is VisitState.PENDING_PAYMENT
    shop.provider_reports(shop.intent_of(visit))
    shop.prints()
    assert (shop.state(visit), shop.printed_labels()) == (VisitState.IN_QUEUE, [visit.label])


def test_a_damaged_table_stops_selling_before_the_provider_is_asked(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "home")
    with shop.core.database.writing_engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'visit'")
        page = int(found.scalar_one())
    shop.closes()
    with (shop.home / "vez.sqlite").open("r+b") as stream:
        stream.seek((page - 1) * PAGE_BYTES)
        stream.write(b"Z" * PAGE_BYTES)
    shop = _again(shop)
    with pytest.raises(DatabaseCorrupt, match="O banco de dados está danificado"):
        shop.core.sale.open(cart())
    assert shop.provider.calls == []
    shop.closes()


def test_without_a_printer_the_customer_gets_in(tmp_path: Path) -> None:
    clock = ManualClock(NOON)
    printer = UsbPrinter(UsbSelector(0x04B8, 0x0E15), clock, threading.Event())
    shop = Shop(tmp_path / "home", clock=clock, printer=printer, papers=list)
    visit = shop.opens_visit()
    assert isinstance(shop.confirms_at_counter(visit), Visit)
    shop.works()
    assert shop.core.health.now().printer_trouble == "absent"
    shop.lets_time_pass(seconds=15)
    assert (shop.state(visit), shop.queue()) == (VisitState.IN_QUEUE, [visit.label])
    shop.closes()


@pytest.fixture
def simulator() -> Iterator[RunningSimulator]:
    with simulator_thread() as running:
        yield running


@pytest.mark.parametrize("wrong", ["nonsense", "key", "unreachable"])
def test_without_its_provider_the_counter_goes_on(tmp_path: Path, simulator: RunningSimulator, wrong: str) -> None:
    shop = Shop(tmp_path / "home")
    key = SecretStr("$aact_errada") if wrong == "key" else simulator.api_key
    address = f"http://{NOBODY}/v3" if wrong == "unreachable" else simulator.base_url
    if wrong == "nonsense":
        simulator.control.fault("garbage", times=10)
    with closing(Asaas(address, key, shop.clock)) as asaas:
        shop.providers = {"asaas": asaas}
        shop.restarts()
        visit = shop.opens_visit()
        shop.chooses(visit, Method.PIX)
        shop.core.payment_duty.step()
        assert [charge.br_code for charge in shop.visit(visit).charges] == [None]
        assert shop.core.health.now().provider_trouble("asaas") is not None
        assert isinstance(shop.confirms_at_counter(visit), Visit)
        shop.works()
        assert shop.state(visit) is VisitState.IN_QUEUE
        shop.closes()
    assert simulator.control.charges() == []


def _again(shop: Shop) -> Shop:
    """The same folder, opened anew, without putting the example back into it."""
    shop.core = shop._opened()
    return shop
