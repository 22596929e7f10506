"""The disk runs full while the totem and the desk are open: no money is taken, nobody loses anything, and it passes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest

from shared.visits.ticket import visit_state
from tests.journeys.disks import SmallDisk, no_room_for, small_disk
from tests.journeys.shop import CRYO, Shop

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="a disk in memory, and limits of another process, are Linux's"
)

PAUSED = "As vendas estão pausadas neste totem"
FULL = "O disco está cheio"


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    with small_disk() as disk:
        yield disk


@pytest.fixture
def shop(open_shop: Callable[..., Shop], disk: SmallDisk) -> Shop:
    """A shop whose station lies on that disk."""
    return open_shop(disk.folder, disk_free_min_mb=disk.free_min_mb)


def test_a_nearly_full_disk_stops_selling_and_nothing_else(shop: Shop, disk: SmallDisk) -> None:
    visit = shop.shows_pix(CRYO)
    shop.signs_in()
    disk.fill()
    shop.pays(visit)
    shop.comes_to(visit, "in_queue")
    shop.totem.wait_for("label")
    shop.totem.click("leaveTicket")
    shop.totem.see(PAUSED)
    shop.totem.see("Nada foi cobrado")
    shop.calls("Crioterapia")
    shop.turns_come_to(visit, {CRYO: "called"})
    shop.desk.press("F4")
    shop.turns_come_to(visit, {CRYO: "in_progress"})
    assert len(shop.papers()) == 1
    disk.empty()
    assert shop.sells(CRYO).label == "A002"
    assert shop.is_sound()


def test_who_was_about_to_pay_is_not_asked_for_money(shop: Shop, disk: SmallDisk) -> None:
    shop.orders(CRYO)
    disk.fill()
    shop.totem.see(PAUSED)
    assert shop.visits() == ()
    assert shop.house.simulator.control.charges() == []
    disk.empty()
    assert shop.sells(CRYO).label == "A001"


def test_without_a_free_byte_nothing_is_half_done_and_what_was_paid_gets_in_afterwards(shop: Shop) -> None:
    first = shop.sells(CRYO)
    shop.totem.click("leaveTicket")
    second = shop.shows_pix(CRYO)
    shop.signs_in()
    with no_room_for(shop.totem.pid, shop.desk.pid):
        shop.pays(second)
        shop.asks_to_call("Crioterapia")
        shop.desk.press("1")
        shop.desk.see(FULL)
        assert shop.turns(first) == {CRYO: "in_queue"}
        assert visit_state(shop.visit(second)) == "pending_payment"
        shop.totem.wait_for("qr")
    shop.comes_to(second, "in_queue")
    shop.totem.wait_for("label")
    shop.calls("Crioterapia")
    shop.turns_come_to(first, {CRYO: "called"})
    assert len(shop.papers()) == 2
    assert shop.is_sound()


def test_without_a_free_byte_no_order_is_taken_until_there_is_room(shop: Shop) -> None:
    shop.orders(CRYO)
    with no_room_for(shop.totem.pid, shop.desk.pid):
        shop.totem.click("payPix")
        shop.totem.see(FULL)
        assert shop.visits() == ()
        assert shop.house.simulator.control.charges() == []
    shop.until(lambda: FULL not in shop.totem.words(), "the end of the trouble")
    shop.totem.click("goOn")
    shop.totem.click("payPix")
    shop.totem.wait_for("qr")
    assert [visit.label for visit in shop.visits()] == ["A001"]
    assert shop.is_sound()
