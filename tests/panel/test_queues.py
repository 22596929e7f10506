from datetime import timedelta

import pytest

from panel.model.queues import Flag, Group, QueueBook, derive_book, derive_wait
from panel.model.services import derive_band_counts, derive_services
from panel.model.shop import ShopRules
from shared.kernel.ids import CustomerId
from shared.visits.bands import DEFAULT_LIMITS, WaitBand
from shared.visits.model import PriorityGroup
from shared.visits.views import QueueView
from tests.panel.making import BOOTS, CRYO, NOW, expired, item, minutes, queue, service

SHOP = ShopRules()


def book() -> QueueBook:
    queues = (
        queue(CRYO, item("A002", waited=20, place=1, is_elsewhere=True), item("A003", waited=50, place=2)),
        queue(BOOTS, item("A001", waited=32, service_id="botas")),
        queue(service("luz")),
    )
    return derive_book(queues, (expired("A009"),), {CustomerId("A001"): "Marina"}, SHOP)


def test_one_queue_keeps_the_order_of_the_core_and_everyone_is_by_wait() -> None:
    assert [row.label for row in book().rows(CRYO.id)] == ["A002", "A003"]
    assert [row.label for row in book().rows(Group.EVERYONE)] == ["A003", "A001", "A002"]


def test_a_row_says_who_and_why() -> None:
    row = book().rows(BOOTS.id)[0]
    assert (row.customer, row.why, row.estimate, row.service) == (
        "Marina",
        "Chegou às 11:55",
        "~3 min",
        "Botas",
    )
    assert book().rows(CRYO.id)[0].customer == "Sem nome"


def test_who_did_not_come_can_be_found_and_is_in_no_queue() -> None:
    (row,) = book().rows(Group.NO_SHOWS)
    assert (row.label, row.place, row.is_no_show) == ("A009", 0, True)
    assert row.why == "Não compareceu às 11:50; pode ser chamado de novo"
    assert book().row(row.turn) == row


def test_marks_tell_what_to_know_before_calling() -> None:
    marked = item("A1", is_elsewhere=True, is_unprinted=True, reactivations=1, priority=PriorityGroup.OVER_60)
    plain = item("A2", place=2)
    rows = derive_book((queue(CRYO, marked, plain),), (), {}, SHOP).rows(CRYO.id)
    assert rows[0].flags == (Flag.PRIORITY, Flag.ELSEWHERE, Flag.UNPRINTED, Flag.CAME_BACK)
    assert rows[1].flags == ()


def test_a_service_that_is_not_offered_is_shown_only_while_somebody_waits() -> None:
    gone = service("ozonio", is_offered=False)
    assert derive_book((queue(gone),), (), {}, SHOP).services == ()
    assert derive_book((queue(gone, item("A1")),), (), {}, SHOP).services == (gone,)
    assert derive_book((queue(gone),), (), {}, SHOP).names == {gone.id: "Ozonio"}


@pytest.mark.parametrize(
    ("waited", "band"),
    [(14.9, WaitBand.OK), (15, WaitBand.ATTENTION), (30, WaitBand.CRITICAL), (45, WaitBand.OVER), (90, WaitBand.OVER)],
)
def test_the_band_of_a_wait_moves_with_the_clock(waited: float, band: WaitBand) -> None:
    assert derive_wait(NOW - minutes(waited), NOW, DEFAULT_LIMITS).band is band
    assert derive_wait(NOW, NOW + minutes(waited), DEFAULT_LIMITS).band is band


def test_the_list_of_queues_says_how_many_how_long_and_who_is_next() -> None:
    everyone, cryo, boots, light, no_shows = derive_services(book(), NOW, SHOP)
    assert (everyone.shown, everyone.count) == (Group.EVERYONE, "3")
    assert everyone.wait == derive_wait(NOW - minutes(50), NOW, SHOP.bands)
    assert (cryo.name, cryo.count, cryo.next_text) == ("Crio", "2", "próx. A003")
    assert cryo.wait is not None
    assert (cryo.wait.text, cryo.wait.band) == ("50:00", WaitBand.OVER)
    assert boots.next_text == "próx. A001"
    assert (light.count, light.wait, light.next_text) == ("0", None, "Ninguém na fila")
    assert (no_shows.shown, no_shows.count) == (Group.NO_SHOWS, "1")


def test_a_list_that_is_cut_short_counts_everybody_all_the_same() -> None:
    first, second = item("A001", waited=9), item("A002", waited=4, place=2)
    long = QueueView(CRYO, (first,), (NOW - minutes(50), first.joined_at, second.joined_at))
    cut = derive_book((long, queue(BOOTS, item("A003", service_id="botas"))), (), {}, SHOP)
    assert (cut.people(CRYO.id), cut.people(BOOTS.id), cut.people(Group.EVERYONE)) == (3, 1, 4)
    everyone, cryo, _ = derive_services(cut, NOW, SHOP)
    assert (everyone.count, cryo.count) == ("4", "3")
    assert cryo.wait == derive_wait(NOW - minutes(50), NOW, SHOP.bands)
    assert [each.count for each in derive_band_counts(cut, CRYO.id, NOW, SHOP)] == ["2", "0", "0", "1"]


def test_nobody_missing_needs_no_line() -> None:
    rows = derive_services(derive_book((queue(CRYO),), (), {}, SHOP), NOW, SHOP)
    assert [row.name for row in rows] == ["Todas as filas", "Crio"]


def test_bands_are_counted_for_the_queue_that_is_shown() -> None:
    counts = derive_band_counts(book(), Group.EVERYONE, NOW, SHOP)
    assert [each.count for each in counts] == ["0", "1", "1", "1"]
    assert [each.meaning for each in counts] == ["até 15 min", "15 a 30 min", "30 a 45 min", "mais de 45 min"]
    later = derive_band_counts(book(), CRYO.id, NOW + timedelta(hours=1), SHOP)
    assert [each.count for each in later] == ["0", "0", "0", "2"]
    assert derive_band_counts(book(), Group.NO_SHOWS, NOW, SHOP) == ()
