"""What the pages say on which a customer pays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.model.counter import derive_counter
from kiosk.model.pay_stage import TERMINAL_HOLDS, TERMINAL_PROCESSING, PayStage, is_stale, pay_stage
from kiosk.model.payment import CHECKED_SECONDS, CHECKING_SECONDS, derive_payment
from kiosk.model.stage_words import said
from kiosk.model.state import Page
from kiosk.model.ways import derive_ways
from shared.kernel.money import Money
from shared.kernel.ways import BOLETO_CLEARING, Method
from shared.payments.brcode import write_static
from shared.payments.model import CHECK_ON_TERMINAL, TERMINAL_BUSY
from shared.visits.model import Charge, ChargeState, EndReason, Task, TaskKind, Visit
from tests.fakes.provider import PIX_KEY
from tests.fakes.shop import NOON
from tests.kiosk.making import a_charge, a_scene, a_shop, a_visit, given_up, plain
from tests.kiosk.many_ways import LINK, POINT

CODE = write_static(PIX_KEY, "Recupera Ltda", "Sao Paulo", Money(18000), None)


def late(charge: Charge) -> Charge:
    return replace(charge, expires_at=NOON - timedelta(seconds=1))


def owed(kind: TaskKind) -> tuple[Task, ...]:
    return (Task("task", kind, Money(1000), NOON),)


def troubled(charge: Charge, trouble: str) -> Charge:
    return replace(charge, trouble=trouble)


def voiding(charge: Charge) -> Charge:
    return replace(charge, state=ChargeState.VOIDING)


READY = a_charge(br_code=CODE)
CARD = a_charge(method=Method.CARD, link=LINK)
BOLETO = a_charge(method=Method.BOLETO, link=LINK, expires_at=NOON + timedelta(days=3) + BOLETO_CLEARING)
TERMINAL = a_charge(method=Method.TERMINAL, provider=POINT)
HELD = troubled(TERMINAL, TERMINAL_HOLDS)
OWN_PIX = a_charge(method=Method.OWN_PIX, provider="own_pix", br_code=CODE)


@pytest.mark.parametrize(
    ("visit", "trouble", "stage"),
    [
        (None, None, PayStage.PREPARING),
        (a_visit(), None, PayStage.PREPARING),
        (a_visit(a_charge(ChargeState.CREATING)), None, PayStage.PREPARING),
        (a_visit(a_charge(ChargeState.CREATING)), "down", PayStage.OFFLINE),
        (a_visit(a_charge(ChargeState.CREATING, is_creation_unknown=True)), "down", PayStage.UNKNOWN),
        (a_visit(late(a_charge(ChargeState.CREATING))), None, PayStage.EXPIRED),
        (a_visit(READY), None, PayStage.READY),
        (a_visit(READY), "down", PayStage.READY),
        (a_visit(a_charge()), None, PayStage.REFUSED),
        (a_visit(late(READY)), None, PayStage.EXPIRED),
        (a_visit(a_charge(ChargeState.FAILED)), None, PayStage.REFUSED),
        (a_visit(given_up(a_charge(ChargeState.VOIDING))), None, PayStage.CANCELLING),
        (a_visit(a_charge(ChargeState.VOIDING, end_reason=EndReason.TIMEOUT)), None, PayStage.EXPIRED),
        (a_visit(given_up(a_charge(ChargeState.VOIDED))), None, PayStage.CANCELLED),
        (a_visit(a_charge(ChargeState.EXPIRED, end_reason=EndReason.TIMEOUT)), None, PayStage.EXPIRED),
        (a_visit(READY, abandoned_at=NOON, abandon_reason=EndReason.TIMEOUT), None, PayStage.EXPIRED),
        (a_visit(READY, abandoned_at=NOON, abandon_reason=EndReason.OPERATOR), None, PayStage.CANCELLED),
        (a_visit(READY, tasks=owed(TaskKind.PAID_UNDER)), None, PayStage.QUESTION),
        (a_visit(a_charge(ChargeState.PAID)), None, PayStage.PREPARING),
        (a_visit(CARD), None, PayStage.READY),
        (a_visit(replace(CARD, link=None)), None, PayStage.REFUSED),
        (a_visit(BOLETO), "down", PayStage.READY),
        (a_visit(OWN_PIX), "down", PayStage.READY),
        (a_visit(a_charge(ChargeState.CREATING, Method.TERMINAL)), None, PayStage.PREPARING),
        (a_visit(a_charge(ChargeState.CREATING, Method.TERMINAL)), "down", PayStage.OFFLINE),
        (a_visit(TERMINAL), None, PayStage.READY),
        (a_visit(late(TERMINAL)), None, PayStage.EXPIRED),
        (a_visit(troubled(TERMINAL, TERMINAL_PROCESSING)), None, PayStage.PROCESSING),
        (a_visit(troubled(TERMINAL, CHECK_ON_TERMINAL)), None, PayStage.CHECK),
        (a_visit(late(troubled(TERMINAL, CHECK_ON_TERMINAL))), None, PayStage.CHECK),
        (a_visit(troubled(READY, CHECK_ON_TERMINAL)), None, PayStage.READY),
        (a_visit(a_charge(ChargeState.FAILED, Method.TERMINAL, trouble=TERMINAL_BUSY)), None, PayStage.BUSY),
        (a_visit(a_charge(ChargeState.FAILED, Method.TERMINAL, trouble="other")), None, PayStage.REFUSED),
        (a_visit(a_charge(ChargeState.VOIDED, Method.TERMINAL)), None, PayStage.REFUSED),
        (a_visit(a_charge(ChargeState.VOIDED, Method.TERMINAL, trouble="failed/bad_card")), None, PayStage.REFUSED),
        (a_visit(a_charge(ChargeState.VOIDED, Method.TERMINAL, trouble="expired/expired")), None, PayStage.EXPIRED),
        (a_visit(given_up(a_charge(ChargeState.VOIDED, Method.TERMINAL))), None, PayStage.CANCELLED),
        (a_visit(troubled(TERMINAL, TERMINAL_HOLDS)), None, PayStage.READY),
        (a_visit(given_up(troubled(voiding(TERMINAL), CHECK_ON_TERMINAL))), None, PayStage.CHECK),
        (
            a_visit(
                a_charge(ChargeState.EXPIRED, Method.TERMINAL, trouble=CHECK_ON_TERMINAL),
                abandoned_at=NOON,
                tasks=owed(TaskKind.PAID_LATE),
            ),
            None,
            PayStage.CHECK,
        ),
        (a_visit(a_charge(ChargeState.VOIDED)), None, PayStage.EXPIRED),
    ],
)
def test_where_a_payment_stands(visit: Visit | None, trouble: str | None, stage: PayStage) -> None:
    assert pay_stage(a_scene(Page.PAYMENT, a_shop(troubled=frozenset({"asaas"} if trouble else ())), visit)) is stage


def test_a_code_that_can_be_scanned_says_whom_it_pays_how_much_and_for_how_long() -> None:
    props = derive_payment(a_scene(Page.PAYMENT, visit=a_visit(READY)))

    assert props.payload == CODE
    assert (plain(props.amount), props.caption, props.time_left, props.remaining) == (
        "R$ 180,00",
        "Para Recupera Ltda",
        "Vence em 30:00",
        1.0,
    )


def test_the_shop_may_say_what_its_bank_calls_it() -> None:
    scene = a_scene(Page.PAYMENT, visit=a_visit(READY))

    assert (
        derive_payment(replace(scene, house=replace(scene.house, pix_receiver="Recupera"))).caption == "Para Recupera"
    )


def test_a_code_that_is_over_is_not_shown() -> None:
    assert derive_payment(a_scene(Page.PAYMENT, visit=a_visit(late(READY)))).payload == ""


@pytest.mark.parametrize(
    ("visit", "cancel", "switch", "renew", "leave"),
    [
        (a_visit(a_charge(ChargeState.CREATING)), True, True, False, False),
        (a_visit(READY), True, True, False, False),
        (a_visit(a_charge(ChargeState.FAILED)), True, True, True, False),
        (a_visit(late(READY)), True, True, True, False),
        (a_visit(given_up(a_charge(ChargeState.VOIDING))), False, False, False, True),
        (a_visit(given_up(a_charge(ChargeState.VOIDED))), False, False, False, True),
        (a_visit(READY, tasks=owed(TaskKind.PAID_UNDER)), False, False, False, True),
        (a_visit(CARD), True, True, False, False),
        (a_visit(BOLETO), True, True, False, True),
        (a_visit(OWN_PIX), True, True, False, True),
        (a_visit(TERMINAL), True, True, False, False),
        (a_visit(troubled(TERMINAL, TERMINAL_HOLDS)), True, False, False, False),
        (a_visit(troubled(TERMINAL, TERMINAL_PROCESSING)), False, False, False, False),
        (a_visit(troubled(TERMINAL, CHECK_ON_TERMINAL)), False, False, False, True),
        (a_visit(a_charge(ChargeState.FAILED, Method.TERMINAL, trouble=TERMINAL_BUSY)), True, True, True, False),
    ],
)
def test_what_can_be_done_at_each_stage(visit: Visit, *, cancel: bool, switch: bool, renew: bool, leave: bool) -> None:
    scene = a_scene(Page.PAYMENT, visit=visit)
    props = derive_payment(scene)

    assert (props.can_cancel, derive_ways(scene).can_switch, props.can_renew, props.can_leave) == (
        cancel,
        switch,
        renew,
        leave,
    )


def test_nothing_can_be_touched_twice_while_a_command_is_under_way() -> None:
    scene = a_scene(Page.PAYMENT, visit=a_visit(READY), is_working=True)
    props, ways = derive_payment(scene), derive_ways(scene)

    assert (props.can_cancel, props.can_say_paid, ways.is_free, ways.rows[0].can_choose) == (False, False, False, False)


@pytest.mark.parametrize(
    ("asked_ago", "words", "can_say_paid"),
    [
        (None, "Sua senha aparece aqui", True),
        (0.0, "Conferindo com o banco", False),
        (CHECKING_SECONDS, "Ainda não foi confirmado", True),
        (CHECKED_SECONDS, "Sua senha aparece aqui", True),
    ],
)
def test_who_says_that_they_paid_is_answered(asked_ago: float | None, words: str, *, can_say_paid: bool) -> None:
    scene = a_scene(Page.PAYMENT, visit=a_visit(READY))
    asked_at = None if asked_ago is None else scene.second - asked_ago

    props = derive_payment(replace(scene, state=replace(scene.state, asked_at=asked_at)))

    assert words in props.hint
    assert props.can_say_paid is can_say_paid


def test_a_lost_connection_is_said_beside_the_code() -> None:
    assert (
        "Sem conexão"
        in derive_payment(a_scene(Page.PAYMENT, a_shop(troubled=frozenset({"asaas"})), a_visit(READY))).warning
    )


def test_the_counter_page_says_what_to_pay_and_ends_with_the_visit() -> None:
    open_visit = a_visit(a_charge(method=Method.COUNTER))
    ended = replace(open_visit, abandoned_at=NOON)

    shown, over = (derive_counter(a_scene(Page.COUNTER, visit=each)) for each in (open_visit, ended))

    assert (shown.label, plain(shown.amount), shown.is_open, shown.can_cancel) == ("A042", "R$ 180,00", True, True)
    assert (over.is_open, over.can_cancel) == (False, False)


SHOWN_BY_WORDS = [stage for stage in PayStage if stage is not PayStage.READY]
MACHINES = {PayStage.PROCESSING, PayStage.CHECK, PayStage.BUSY}


@pytest.mark.parametrize("method", [method for method in Method if method is not Method.COUNTER])
@pytest.mark.parametrize("stage", SHOWN_BY_WORDS)
def test_every_stage_of_every_method_has_its_words(method: Method, stage: PayStage) -> None:
    words = said(method, stage)

    assert all((words.title, words.text, words.icon_name)) or (stage in MACHINES and method is not Method.TERMINAL)


@pytest.mark.parametrize("method", [method for method in Method if method is not Method.COUNTER])
def test_what_is_not_known_is_being_confirmed_and_never_failed(method: Method) -> None:
    words = said(method, PayStage.UNKNOWN)

    assert words.title == "Estamos confirmando"
    assert not any(word in words.text for word in ("falh", "erro", "recus", "não foi"))


@pytest.mark.parametrize(
    ("charge", "title", "payload", "hint"),
    [
        (READY, "Pague com Pix", CODE, "Sua senha aparece aqui."),
        (CARD, "Pague com cartão", LINK, "Sua senha aparece aqui."),
        (BOLETO, "Pague com boleto", LINK, "Você não precisa esperar aqui. A senha vale quando o banco confirmar."),
        (TERMINAL, "Siga na maquininha", "", "Sua senha aparece aqui."),
        (HELD, "Siga na maquininha", "", "Sua senha aparece aqui. Para desistir, cancele na maquininha."),
        (OWN_PIX, "Pague com Pix", CODE, "Mostre o comprovante no balcão: um atendente confirma."),
    ],
)
def test_each_method_shows_what_to_pay_with_and_three_steps(
    charge: Charge, title: str, payload: str, hint: str
) -> None:
    props = derive_payment(a_scene(Page.PAYMENT, visit=a_visit(charge)))

    assert (props.page_title, props.payload, props.hint, len(props.steps)) == (title, payload, hint, 3)
    assert props.is_on_terminal is (charge in {TERMINAL, HELD})
    assert props.can_wait_elsewhere is (charge in {BOLETO, OWN_PIX})
    assert ("A042" in props.steps[-1]) is props.can_wait_elsewhere


def test_a_boleto_says_until_when_and_counts_nothing_down() -> None:
    props = derive_payment(a_scene(Page.PAYMENT, visit=a_visit(BOLETO)))

    assert (props.valid_until, props.time_left, props.remaining, props.is_urgent) == ("25/11", "", 0.0, False)


@pytest.mark.parametrize("charge", [BOLETO, OWN_PIX])
def test_nobody_asks_again_about_what_is_confirmed_elsewhere(charge: Charge) -> None:
    assert not derive_payment(a_scene(Page.PAYMENT, visit=a_visit(charge))).can_say_paid


def test_the_shops_own_key_needs_no_connection() -> None:
    shop = a_shop(troubled=frozenset({"asaas", "own_pix"}))

    assert derive_payment(a_scene(Page.PAYMENT, shop, a_visit(OWN_PIX))).warning == ""


@pytest.mark.parametrize(
    ("link", "address"),
    [
        (LINK, "asaas.com/i/080225913252"),
        ("https://pagar.exemplo.com.br/cobranca/0123456789abcdef", "pagar.exemplo.com.br"),
    ],
)
def test_an_address_is_written_as_somebody_would_type_it(link: str, address: str) -> None:
    assert derive_payment(a_scene(Page.PAYMENT, visit=a_visit(replace(CARD, link=link)))).address == address


@pytest.mark.parametrize(("installments", "parts"), [(1, ""), (3, "3× de R$ 60,00"), (7, "7× de R$ 25,72")])
def test_a_card_in_parts_says_what_each_part_is(installments: int, parts: str) -> None:
    props = derive_payment(a_scene(Page.PAYMENT, visit=a_visit(replace(CARD, installments=installments))))

    assert plain(props.parts) == parts


@pytest.mark.parametrize(
    ("charge", "is_over"),
    [(a_charge(ChargeState.FAILED), True), (late(CARD), True), (CARD, False), (BOLETO, False), (OWN_PIX, False)],
)
def test_only_a_visit_that_nobody_can_pay_ends_when_its_customer_leaves(charge: Charge, *, is_over: bool) -> None:
    assert is_stale(a_scene(Page.PAYMENT, visit=a_visit(charge))) is is_over
