"""Which page follows from what is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.model.choice import Choice, Withdrawn
from kiosk.model.route import RESUMED_FOR, is_worth_resuming, page_of, settle
from kiosk.model.state import Crashed, Page, SellingPaused, StationTrouble, TotemState, VisitUnreadable
from shared.kernel.ids import ServiceId, VisitId
from shared.kernel.ways import Method
from shared.visits.model import ChargeState, Visit
from tests.fakes.shop import NOON
from tests.kiosk.making import VISIT_ID, a_charge, a_load, a_shop, a_ticket_visit, a_visit

CRYO = ServiceId("cryo")
PAYING = TotemState(page=Page.PAYMENT, visit_id=VISIT_ID)


@pytest.mark.parametrize(
    ("visit", "page"),
    [
        (a_visit(), Page.PAYMENT),
        (a_visit(a_charge()), Page.PAYMENT),
        (a_visit(a_charge(ChargeState.VOIDING), a_charge(method=Method.COUNTER)), Page.COUNTER),
        (a_visit(a_charge(method=Method.CARD)), Page.PAYMENT),
        (a_visit(a_charge(method=Method.BOLETO)), Page.PAYMENT),
        (a_visit(a_charge(method=Method.TERMINAL)), Page.PAYMENT),
        (a_visit(a_charge(method=Method.OWN_PIX)), Page.PAYMENT),
        (a_ticket_visit(), Page.TICKET),
    ],
)
def test_a_visit_has_its_page(visit: Visit, page: Page) -> None:
    assert page_of(visit) is page
    assert settle(PAYING, a_shop(visit=visit)).page is page


def test_a_visit_of_somebody_else_moves_nothing() -> None:
    other = replace(a_ticket_visit(), id=VisitId("other"))

    assert settle(PAYING, a_shop(visit=other)) == PAYING


def test_a_visit_that_cannot_be_read_is_said() -> None:
    settled = settle(PAYING, a_shop(is_visit_unreadable=True))

    assert (settled.page, settled.trouble) == (Page.ATTENTION, VisitUnreadable())


def test_selling_pauses_when_the_disk_is_low_and_begins_again_by_itself() -> None:
    choosing = TotemState(page=Page.REVIEW, choice=Choice((CRYO,)))
    paused = settle(choosing, a_shop(is_disk_low=True))

    assert (paused.page, paused.trouble) == (Page.ATTENTION, SellingPaused())
    assert settle(paused, a_shop()) == TotemState()


def test_a_low_disk_does_not_take_the_page_of_somebody_who_pays() -> None:
    assert settle(PAYING, a_shop(visit=a_visit(a_charge()), is_disk_low=True)).page is Page.PAYMENT


@pytest.mark.parametrize(
    ("state", "page"),
    [
        (TotemState(page=Page.ATTENTION, trouble=StationTrouble("x")), Page.WELCOME),
        (TotemState(page=Page.ATTENTION, trouble=StationTrouble("x"), choice=Choice((CRYO,))), Page.SERVICES),
        (TotemState(page=Page.ATTENTION, trouble=StationTrouble("x"), visit_id=VISIT_ID), Page.PAYMENT),
    ],
)
def test_trouble_of_the_station_ends_with_the_next_reading(state: TotemState, page: Page) -> None:
    visit = a_visit(a_charge()) if state.visit_id else None

    settled = settle(state, a_shop(visit=visit))

    assert (settled.page, settled.trouble) == (page, None)


def test_a_crash_is_left_by_the_customer_and_not_by_a_reading() -> None:
    crashed = replace(PAYING, page=Page.ATTENTION, trouble=Crashed())

    assert settle(crashed, a_shop(visit=a_visit(a_charge()))) == crashed


def test_what_is_gone_leaves_the_order_and_an_empty_order_goes_back_to_the_services() -> None:
    shop = a_shop(a_load(machines=0))

    settled = settle(TotemState(page=Page.REVIEW, choice=Choice((CRYO,))), shop)

    assert (settled.page, settled.choice, settled.notice) == (Page.SERVICES, Choice(), Withdrawn(("Cryo",)))


@pytest.mark.parametrize(
    ("visit", "after", "is_worth"),
    [
        (a_visit(a_charge()), timedelta(hours=1), True),
        (a_visit(a_charge(ChargeState.FAILED)), timedelta(0), True),
        (a_visit(), timedelta(0), False),
        (a_visit(a_charge(ChargeState.VOIDED), abandoned_at=NOON), timedelta(0), False),
        (a_ticket_visit(), timedelta(minutes=1), True),
        (a_ticket_visit(), RESUMED_FOR, False),
    ],
)
def test_a_restart_comes_back_only_to_somebody_who_may_still_be_there(
    visit: Visit, after: timedelta, *, is_worth: bool
) -> None:
    assert is_worth_resuming(visit, NOON + after) is is_worth
