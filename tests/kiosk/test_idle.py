"""When nobody touches the screen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.model.idle import RULES, Idle, IdleStage, derive_idle
from kiosk.model.pay_stage import TERMINAL_PROCESSING
from kiosk.model.shell import derive_shell
from kiosk.model.state import Crashed, Page, Scene, SellingPaused, StationTrouble
from shared.kernel.ways import Method
from shared.payments.model import CHECK_ON_TERMINAL
from shared.visits.model import Charge, ChargeState, EndReason, PaperState, TurnState
from tests.fakes.shop import NOON
from tests.kiosk.making import a_charge, a_scene, a_shop, a_ticket, a_ticket_visit, a_visit, given_up, progress

ASKED_AT = RULES.quiet
GONE_AT = RULES.quiet + RULES.warning
AGES = 100_000.0


@pytest.mark.parametrize("page", [Page.SERVICES, Page.REVIEW])
@pytest.mark.parametrize(
    ("quiet", "stage"),
    [
        (0, IdleStage.NONE),
        (ASKED_AT - 1, IdleStage.NONE),
        (ASKED_AT, IdleStage.WARNING),
        (GONE_AT - 1, IdleStage.WARNING),
        (GONE_AT, IdleStage.OVER),
    ],
)
def test_a_customer_who_is_choosing_is_asked_before_anything_is_erased(
    page: Page, quiet: float, stage: IdleStage
) -> None:
    assert derive_idle(a_scene(page, quiet=quiet)).stage is stage


def test_the_question_leaves_enough_time_to_answer() -> None:
    assert RULES.warning >= 30


@pytest.mark.parametrize(
    "charge",
    [
        a_charge(ChargeState.CREATING),
        a_charge(ChargeState.CREATING, is_creation_unknown=True),
        a_charge(br_code="code"),
        a_charge(method=Method.CARD, link="link"),
        a_charge(method=Method.TERMINAL),
        a_charge(method=Method.TERMINAL, trouble=TERMINAL_PROCESSING),
    ],
)
def test_nobody_is_sent_away_while_money_is_open(charge: Charge) -> None:
    assert derive_idle(a_scene(Page.PAYMENT, visit=a_visit(charge), quiet=AGES)).stage is IdleStage.NONE


@pytest.mark.parametrize(
    ("charge", "after", "stage"),
    [
        (a_charge(ChargeState.FAILED), GONE_AT, IdleStage.OVER),
        (a_charge(ChargeState.FAILED), ASKED_AT, IdleStage.WARNING),
        (a_charge(ChargeState.EXPIRED, end_reason=EndReason.TIMEOUT), GONE_AT, IdleStage.OVER),
        (a_charge(br_code="code", expires_at=NOON - timedelta(seconds=1)), ASKED_AT, IdleStage.WARNING),
        (given_up(a_charge(ChargeState.VOIDING)), RULES.payment_ended, IdleStage.OVER),
        (given_up(a_charge(ChargeState.VOIDED)), RULES.payment_ended - 1, IdleStage.LEAVING),
    ],
)
def test_a_payment_that_has_ended_does_not_hold_the_totem(charge: Charge, after: float, stage: IdleStage) -> None:
    assert derive_idle(a_scene(Page.PAYMENT, visit=a_visit(charge), quiet=after)).stage is stage


@pytest.mark.parametrize(
    "charge",
    [
        a_charge(method=Method.BOLETO, link="link"),
        a_charge(method=Method.OWN_PIX, br_code="code"),
        a_charge(method=Method.TERMINAL, trouble=CHECK_ON_TERMINAL),
    ],
)
def test_who_need_not_wait_here_leaves_the_totem_to_the_next(charge: Charge) -> None:
    def at(quiet: float) -> Idle:
        return derive_idle(a_scene(Page.PAYMENT, visit=a_visit(charge), quiet=quiet))

    assert at(RULES.payment_elsewhere - 1) == Idle(IdleStage.LEAVING, 1, RULES.payment_elsewhere)
    assert at(RULES.payment_elsewhere).stage is IdleStage.OVER


def test_a_command_under_way_is_waited_for() -> None:
    assert derive_idle(a_scene(Page.REVIEW, quiet=AGES, is_working=True)).stage is IdleStage.NONE


def test_the_welcome_page_stays() -> None:
    assert derive_idle(a_scene(Page.WELCOME, quiet=AGES)).stage is IdleStage.NONE


@pytest.mark.parametrize(
    ("paper", "state", "seconds"),
    [
        (PaperState.PRINTED, TurnState.IN_QUEUE, RULES.ticket),
        (PaperState.ERROR, TurnState.IN_QUEUE, RULES.ticket_without_paper),
        (PaperState.PRINTED, TurnState.CALLED, RULES.ticket_called),
    ],
)
def test_a_ticket_stays_longer_when_it_is_needed_longer(paper: PaperState, state: TurnState, seconds: float) -> None:
    shop = a_shop(progress=(progress(state),))
    visit = a_ticket_visit(a_ticket(paper))

    def at(quiet: float) -> Idle:
        return derive_idle(a_scene(Page.TICKET, shop, visit, quiet))

    assert at(seconds - 1) == Idle(IdleStage.LEAVING, 1, seconds)
    assert at(seconds).stage is IdleStage.OVER


def test_who_pays_at_the_counter_leaves_the_totem_to_the_next() -> None:
    visit = a_visit(a_charge(method=Method.COUNTER))

    assert derive_idle(a_scene(Page.COUNTER, visit=visit, quiet=RULES.counter)).stage is IdleStage.OVER


@pytest.mark.parametrize(
    ("scene", "stage"),
    [
        (a_scene(Page.ATTENTION, trouble=StationTrouble("x"), quiet=AGES), IdleStage.NONE),
        (a_scene(Page.ATTENTION, trouble=SellingPaused(), quiet=AGES), IdleStage.NONE),
        (a_scene(Page.ATTENTION, trouble=Crashed(), quiet=AGES), IdleStage.OVER),
    ],
)
def test_trouble_of_the_station_stays_until_it_is_over(scene: Scene, stage: IdleStage) -> None:
    assert derive_idle(scene).stage is stage


def test_the_shell_counts_down_in_words() -> None:
    asked = derive_shell(a_scene(quiet=GONE_AT - 15))
    leaving = derive_shell(a_scene(Page.TICKET, visit=a_ticket_visit(), quiet=RULES.ticket - 1))

    assert (asked.is_warning, asked.time_left.replace("\u00a0", " "), asked.remaining) == (True, "15 segundos", 0.5)
    assert (leaving.is_leaving, leaving.time_left.replace("\u00a0", " ")) == (True, "1 s")
    assert derive_shell(a_scene()).time_left == ""
