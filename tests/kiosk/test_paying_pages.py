"""What the pages say on which a customer pays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.model.counter import derive_counter
from kiosk.model.pix import CHECKED_SECONDS, CHECKING_SECONDS, PixStage, derive_pix, pix_stage
from kiosk.model.state import Page
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.payments.brcode import write_static
from shared.visits.model import Charge, ChargeState, EndReason, Task, TaskKind, Visit
from tests.fakes.provider import PIX_KEY
from tests.fakes.shop import NOON
from tests.kiosk.making import a_charge, a_scene, a_shop, a_visit, given_up, plain

CODE = write_static(PIX_KEY, "Recupera Ltda", "Sao Paulo", Money(18000), None)


def late(charge: Charge) -> Charge:
    return replace(charge, expires_at=NOON - timedelta(seconds=1))


def owed(kind: TaskKind) -> tuple[Task, ...]:
    return (Task("task", kind, Money(1000), NOON),)


READY = a_charge(br_code=CODE)


@pytest.mark.parametrize(
    ("visit", "trouble", "stage"),
    [
        (None, None, PixStage.PREPARING),
        (a_visit(), None, PixStage.PREPARING),
        (a_visit(a_charge(ChargeState.CREATING)), None, PixStage.PREPARING),
        (a_visit(a_charge(ChargeState.CREATING)), "down", PixStage.OFFLINE),
        (a_visit(a_charge(ChargeState.CREATING, is_creation_unknown=True)), "down", PixStage.UNKNOWN),
        (a_visit(late(a_charge(ChargeState.CREATING))), None, PixStage.EXPIRED),
        (a_visit(READY), None, PixStage.READY),
        (a_visit(READY), "down", PixStage.READY),
        (a_visit(a_charge()), None, PixStage.REFUSED),
        (a_visit(late(READY)), None, PixStage.EXPIRED),
        (a_visit(a_charge(ChargeState.FAILED)), None, PixStage.REFUSED),
        (a_visit(given_up(a_charge(ChargeState.VOIDING))), None, PixStage.CANCELLING),
        (a_visit(a_charge(ChargeState.VOIDING, end_reason=EndReason.TIMEOUT)), None, PixStage.EXPIRED),
        (a_visit(given_up(a_charge(ChargeState.VOIDED))), None, PixStage.CANCELLED),
        (a_visit(a_charge(ChargeState.EXPIRED, end_reason=EndReason.TIMEOUT)), None, PixStage.EXPIRED),
        (a_visit(READY, abandoned_at=NOON, abandon_reason=EndReason.TIMEOUT), None, PixStage.EXPIRED),
        (a_visit(READY, abandoned_at=NOON, abandon_reason=EndReason.OPERATOR), None, PixStage.CANCELLED),
        (a_visit(READY, tasks=owed(TaskKind.PAID_UNDER)), None, PixStage.QUESTION),
        (a_visit(a_charge(ChargeState.PAID)), None, PixStage.PREPARING),
    ],
)
def test_where_a_payment_stands(visit: Visit | None, trouble: str | None, stage: PixStage) -> None:
    assert pix_stage(a_scene(Page.PIX, a_shop(troubled=frozenset({"asaas"} if trouble else ())), visit)) is stage


def test_a_code_that_can_be_scanned_says_whom_it_pays_how_much_and_for_how_long() -> None:
    props = derive_pix(a_scene(Page.PIX, visit=a_visit(READY)))

    assert props.payload == CODE
    assert (plain(props.amount), props.receiver, props.time_left, props.remaining) == (
        "R$ 180,00",
        "Recupera Ltda",
        "Vence em 30:00",
        1.0,
    )


def test_the_shop_may_say_what_its_bank_calls_it() -> None:
    scene = a_scene(Page.PIX, visit=a_visit(READY))

    assert derive_pix(replace(scene, house=replace(scene.house, pix_receiver="Recupera"))).receiver == "Recupera"


def test_a_code_that_is_over_is_not_shown() -> None:
    assert derive_pix(a_scene(Page.PIX, visit=a_visit(late(READY)))).payload == ""


@pytest.mark.parametrize(
    ("visit", "cancel", "counter", "renew", "leave"),
    [
        (a_visit(a_charge(ChargeState.CREATING)), True, True, False, False),
        (a_visit(READY), True, True, False, False),
        (a_visit(a_charge(ChargeState.FAILED)), True, True, True, False),
        (a_visit(late(READY)), True, True, True, False),
        (a_visit(given_up(a_charge(ChargeState.VOIDING))), False, False, False, True),
        (a_visit(given_up(a_charge(ChargeState.VOIDED))), False, False, False, True),
        (a_visit(READY, tasks=owed(TaskKind.PAID_UNDER)), False, False, False, True),
    ],
)
def test_what_can_be_done_at_each_stage(visit: Visit, *, cancel: bool, counter: bool, renew: bool, leave: bool) -> None:
    props = derive_pix(a_scene(Page.PIX, visit=visit))

    assert (props.can_cancel, props.can_pay_counter, props.can_renew, props.can_leave) == (
        cancel,
        counter,
        renew,
        leave,
    )


def test_nothing_can_be_touched_twice_while_a_command_is_under_way() -> None:
    props = derive_pix(a_scene(Page.PIX, visit=a_visit(READY), is_working=True))

    assert (props.can_cancel, props.can_pay_counter, props.can_say_paid) == (False, False, False)


@pytest.mark.parametrize(
    ("asked_ago", "words", "can_say_paid"),
    [
        (None, "Sua senha aparece aqui", True),
        (0.0, "Conferindo com o banco", False),
        (CHECKING_SECONDS, "ainda não confirmou", True),
        (CHECKED_SECONDS, "Sua senha aparece aqui", True),
    ],
)
def test_who_says_that_they_paid_is_answered(asked_ago: float | None, words: str, *, can_say_paid: bool) -> None:
    scene = a_scene(Page.PIX, visit=a_visit(READY))
    asked_at = None if asked_ago is None else scene.second - asked_ago

    props = derive_pix(replace(scene, state=replace(scene.state, asked_at=asked_at)))

    assert words in props.hint
    assert props.can_say_paid is can_say_paid


def test_a_lost_connection_is_said_beside_the_code() -> None:
    assert "Sem conexão" in derive_pix(a_scene(Page.PIX, a_shop(troubled=frozenset({"asaas"})), a_visit(READY))).warning


def test_the_counter_page_says_what_to_pay_and_ends_with_the_visit() -> None:
    open_visit = a_visit(a_charge(method=Method.COUNTER))
    ended = replace(open_visit, abandoned_at=NOON)

    shown, over = (derive_counter(a_scene(Page.COUNTER, visit=each)) for each in (open_visit, ended))

    assert (shown.label, plain(shown.amount), shown.is_open, shown.can_pay_pix) == ("A042", "R$ 180,00", True, True)
    assert (over.is_open, over.can_cancel, over.can_pay_pix) == (False, False, False)
