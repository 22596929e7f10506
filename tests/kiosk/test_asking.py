"""What has to be asked before a way to pay can be used."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.model.asking import asked_next, derive_payer, payer_of, with_accepted_cpf, with_typed_cpf, without_wish
from kiosk.model.choice import Choice
from kiosk.model.cpf import cpf_complaint, is_whole_cpf, shown_cpf, typed_cpf
from kiosk.model.installments import installment_rows, part_of
from kiosk.model.state import Ask, Page, Scene, TotemState, Wish
from shared.kernel.ids import ServiceId
from shared.kernel.money import Money
from shared.kernel.ways import BY_LINK, Method
from shared.people.model import Told
from shared.visits.model import Visit
from tests.fakes.shop import NOON
from tests.kiosk.booth import CPF
from tests.kiosk.making import a_charge, a_load, a_scene, a_service, a_shop, a_visit, plain

CRYO = ServiceId("cryo")


@pytest.mark.parametrize(
    ("digits", "shown"),
    [("", ""), ("529", "529"), ("5299", "529.9"), ("5299822", "529.982.2"), (CPF, "529.982.247-25")],
)
def test_a_cpf_is_shown_as_it_is_written(digits: str, shown: str) -> None:
    assert shown_cpf(digits) == shown
    assert typed_cpf(shown) == digits


def test_more_digits_than_a_cpf_has_are_not_taken() -> None:
    assert typed_cpf("529.982.247-25 99 abc") == CPF


@pytest.mark.parametrize(
    ("digits", "is_whole", "is_wrong"),
    [
        ("", False, False),
        ("529982247", False, False),
        ("5299822472", False, False),
        ("5299822473", False, True),
        (CPF, True, False),
        ("52998224726", False, True),
        ("11111111111", False, True),
    ],
)
def test_a_wrong_digit_is_said_as_soon_as_it_can_be_known(digits: str, *, is_whole: bool, is_wrong: bool) -> None:
    assert is_whole_cpf(digits) is is_whole
    assert bool(cpf_complaint(digits)) is is_wrong


@pytest.mark.parametrize(("centavos", "count", "part"), [(18000, 3, 6000), (10000, 3, 3334), (18000, 1, 18000)])
def test_no_month_costs_more_than_was_said(centavos: int, count: int, part: int) -> None:
    assert part_of(Money(centavos), count) == Money(part)
    assert part_of(Money(centavos), count).centavos * count >= centavos


@pytest.mark.parametrize(
    ("price", "most", "counts"),
    [(18000, 1, 1), (18000, 6, 6), (18000, 12, 12), (4600, 12, 4), (999, 12, 1), (0, 12, 1)],
)
def test_parts_go_as_far_as_the_shop_allows_and_never_become_tiny(price: int, most: int, counts: int) -> None:
    shop = a_shop(a_load(a_service(price=Money(price))))
    scene = a_scene(Page.REVIEW, shop, choice=Choice((CRYO,)))

    rows = installment_rows(
        replace(scene, house=replace(scene.house, installments_max=most, installment_min=Money(1000)))
    )

    assert [row.key for row in rows] == [str(count) for count in range(1, counts + 1)]


def test_each_number_of_parts_says_what_one_of_them_is() -> None:
    rows = installment_rows(at_review(most=3))

    assert [(row.text, plain(row.amount)) for row in rows] == [
        ("À vista", "R$ 180,00"),
        ("2×", "R$ 90,00"),
        ("3×", "R$ 60,00"),
    ]
    assert [plain(row.spoken) for row in rows] == ["À vista, R$ 180,00", "2 vezes de R$ 90,00", "3 vezes de R$ 60,00"]


def at_review(name: str = "", most: int = 1, cpf: str = "", wish: Wish | None = None) -> Scene:
    scene = a_scene(Page.REVIEW, choice=Choice((CRYO,), first_name=name), cpf=cpf, wish=wish)
    return replace(scene, house=replace(scene.house, installments_max=most))


def while_paying(visit: Visit, *, name: str = "", has_cpf: bool = False) -> Scene:
    return a_scene(Page.PAYMENT, a_shop(first_name=name, has_cpf=has_cpf), visit)


OPEN = a_visit(a_charge())
ENDED = a_visit(a_charge(), abandoned_at=NOON)


@pytest.mark.parametrize(
    ("scene", "wish", "ask"),
    [
        (at_review(), Wish(Method.PIX), None),
        (at_review(most=12), Wish(Method.TERMINAL), None),
        (at_review(), Wish(Method.OWN_PIX), None),
        (at_review(most=12), Wish(Method.BOLETO), Ask.CPF),
        (at_review(most=12), Wish(Method.CARD), Ask.INSTALLMENTS),
        (at_review(most=12), Wish(Method.CARD, 3), Ask.CPF),
        (at_review(most=1), Wish(Method.CARD), Ask.CPF),
        (at_review(cpf=CPF), Wish(Method.CARD), Ask.NAME),
        (at_review(" ", cpf=CPF), Wish(Method.CARD), Ask.NAME),
        (at_review("Ana", cpf=CPF), Wish(Method.CARD), None),
        (at_review("Ana"), Wish(Method.CARD), Ask.CPF),
        (while_paying(OPEN), Wish(Method.CARD), Ask.CPF),
        (while_paying(OPEN, has_cpf=True), Wish(Method.CARD), Ask.NAME),
        (while_paying(OPEN, name="Ana", has_cpf=True), Wish(Method.CARD), None),
        (while_paying(ENDED, name="Ana", has_cpf=True), Wish(Method.CARD), Ask.CPF),
    ],
)
def test_only_what_is_missing_is_asked_in_turn(scene: Scene, wish: Wish, ask: Ask | None) -> None:
    assert asked_next(scene, wish) is ask


@pytest.mark.parametrize("method", list(Method))
def test_nobody_learns_a_cpf_whose_way_to_pay_does_not_need_it(method: Method) -> None:
    state = TotemState(choice=Choice(first_name=" Ana "), cpf=CPF)

    assert payer_of(state, method) == (Told("Ana", CPF) if method in BY_LINK else None)


def test_nothing_is_told_where_nothing_new_was_said() -> None:
    assert payer_of(TotemState(), Method.CARD) == Told()


def test_a_cpf_is_shown_while_it_is_typed_and_never_again() -> None:
    asking = at_review(wish=Wish(Method.BOLETO, ask=Ask.CPF))
    typed = replace(asking, state=with_typed_cpf(asking.state, "529.982.247-25"))
    accepted = replace(typed, state=with_accepted_cpf(typed.state))

    shown, gone = derive_payer(typed), derive_payer(accepted)

    assert (shown.asks, shown.cpf, shown.can_accept_cpf) == ("cpf", "529.982.247-25", True)
    assert (gone.cpf, accepted.state.cpf, accepted.state.cpf_draft) == ("", CPF, "")
    assert CPF not in repr(typed.state) + repr(accepted.state)


def test_a_sheet_that_is_closed_leaves_no_digit_behind() -> None:
    state = with_typed_cpf(TotemState(wish=Wish(Method.CARD, ask=Ask.CPF)), "529")

    assert without_wish(state) == TotemState()


def test_each_sheet_knows_what_is_written_so_far() -> None:
    parts = derive_payer(at_review(most=2, wish=Wish(Method.CARD, ask=Ask.INSTALLMENTS)))
    name = derive_payer(at_review("An", wish=Wish(Method.CARD, ask=Ask.NAME)))
    blank = derive_payer(at_review(" ", wish=Wish(Method.CARD, ask=Ask.NAME)))

    assert (parts.asks, len(parts.installments), plain(parts.amount)) == ("installments", 2, "R$ 180,00")
    assert (name.asks, name.first_name, name.can_accept_name, name.is_name_upper) == ("name", "An", True, False)
    assert (blank.can_accept_name, derive_payer(at_review()).asks) == (False, "")
