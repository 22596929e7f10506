"""What a customer chooses, and what becomes of it when the shop runs out."""

from __future__ import annotations

import pytest

from kiosk.model.choice import (
    NAME_LENGTH_MAX,
    NOTHING_CHOSEN,
    PIECES_MAX,
    Choice,
    Notice,
    Reduced,
    Withdrawn,
    cart_of,
    choice_of,
    named,
    still_to_be_had,
    toggled,
    total_of,
    with_extra,
)
from kiosk.model.notices import notice_text
from shared.checkout.outcomes import MethodNotOffered
from shared.kernel.ids import ExtraId, ServiceId
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.visits.model import PriorityGroup
from tests.kiosk.making import a_load, a_service, a_shop, a_visit, an_extra

CRYO, BOOTS, TOWEL = ServiceId("cryo"), ServiceId("boots"), ExtraId("towel")


def test_services_are_chosen_in_order_and_a_second_touch_takes_one_back() -> None:
    both = toggled(toggled(NOTHING_CHOSEN, CRYO), BOOTS)

    assert both.services == (CRYO, BOOTS)
    assert toggled(both, CRYO).services == (BOOTS,)


@pytest.mark.parametrize(
    ("before", "available", "by", "after"),
    [
        (0, 40, 1, 1),
        (1, 40, -1, 0),
        (0, 40, -1, 0),
        (2, 2, 1, 2),
        (PIECES_MAX, 40, 1, PIECES_MAX),
        (1, 0, 1, 0),
    ],
)
def test_pieces_stay_between_none_and_what_is_there(before: int, available: int, by: int, after: int) -> None:
    choice = Choice(extras=((TOWEL, before),) if before else ())

    assert with_extra(choice, an_extra(available=available), by).quantity(TOWEL) == after


@pytest.mark.parametrize(
    ("written", "kept"),
    [("Ana", "Ana"), ("  Ana", "Ana"), ("Ana ", "Ana "), ("x" * 50, "x" * NAME_LENGTH_MAX), ("", "")],
)
def test_a_name_is_kept_as_it_is_typed_and_never_too_long(written: str, kept: str) -> None:
    assert named(NOTHING_CHOSEN, written).first_name == kept


def test_the_total_counts_every_piece() -> None:
    shop = a_shop(a_load(), extras=(an_extra(),))

    assert total_of(Choice((CRYO,), ((TOWEL, 2),)), shop.catalog) == Money(18000 + 2400)


def test_the_cart_is_what_was_chosen() -> None:
    cart = cart_of(Choice((CRYO,), ((TOWEL, 2),), PriorityGroup.PREGNANT, "Ana"))

    assert (cart.services, cart.extras, cart.priority) == ((CRYO,), ((TOWEL, 2),), PriorityGroup.PREGNANT)


def test_a_visit_can_be_ordered_again() -> None:
    assert choice_of(a_visit(priority=PriorityGroup.AUTISM)) == Choice((CRYO,), (), PriorityGroup.AUTISM)


@pytest.mark.parametrize(
    ("choice", "extras", "kept", "told"),
    [
        (Choice((CRYO,)), (), Choice((CRYO,)), None),
        (Choice((CRYO, BOOTS)), (), Choice((CRYO,)), Withdrawn(("Boots",))),
        (Choice((CRYO,), ((TOWEL, 3),)), (an_extra(available=2),), Choice((CRYO,), ((TOWEL, 2),)), Reduced("Towel", 2)),
        (Choice((CRYO,), ((TOWEL, 3),)), (an_extra(available=0),), Choice((CRYO,)), Withdrawn(("Towel",))),
        (Choice((CRYO,), ((TOWEL, 1),)), (an_extra(is_offered=False),), Choice((CRYO,)), Withdrawn(("Towel",))),
        (Choice((CRYO,), ((TOWEL, 1),)), (), Choice((CRYO,)), Withdrawn((TOWEL,))),
    ],
)
def test_what_is_gone_leaves_the_order_and_is_named(
    choice: Choice, extras: tuple[object, ...], kept: Choice, told: Notice | None
) -> None:
    broken = a_load(a_service("boots"), machines=0)
    shop = a_shop(a_load(), broken, extras=extras)  # type: ignore[arg-type]  # extras, by the table

    assert still_to_be_had(choice, shop.catalog, shop.loads) == (kept, told)


@pytest.mark.parametrize(
    ("notice", "text"),
    [
        (None, ""),
        (Withdrawn(("Sauna",)), "Sauna acabou de ficar indisponível e saiu do seu pedido."),
        (Withdrawn(("Sauna", "Bota")), "Sauna e Bota acabaram de ficar indisponíveis e saíram do seu pedido."),
        (Reduced("Toalha", 1), "Só resta 1 de Toalha. Ajustamos o seu pedido."),
        (Reduced("Toalha", 3), "Só restam 3 de Toalha. Ajustamos o seu pedido."),
        (
            MethodNotOffered(Method.PIX),
            "Essa forma de pagamento não está disponível agora. Escolha outra.",
        ),
    ],
)
def test_a_notice_says_what_happened(notice: Notice | None, text: str) -> None:
    assert notice_text(notice) == text
