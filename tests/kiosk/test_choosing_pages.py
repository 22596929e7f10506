"""What the pages say on which a customer chooses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.model.choice import Choice
from kiosk.model.review import derive_review
from kiosk.model.services import derive_services
from kiosk.model.state import Page
from shared.catalog.model import Catalog, EquipmentStatus
from shared.kernel.ids import ExtraId, ServiceId
from shared.visits.model import PriorityGroup
from shared.visits.views import ServiceLoad
from tests.kiosk.making import a_load, a_machine, a_scene, a_service, a_shop, an_extra, plain

CRYO, TOWEL = ServiceId("cryo"), ExtraId("towel")


@pytest.mark.parametrize(
    ("load", "waiting", "reason"),
    [
        (a_load(), "sem espera", ""),
        (a_load(minutes=2), "livre em 2 min", ""),
        (a_load(waiting=2, minutes=6), "fila de 6 min", ""),
        (a_load(waiting=1, minutes=0), "1 na fila", ""),
        (a_load(waiting=1, minutes=None), "1 na fila", ""),
        (a_load(a_service(is_offered=False)), "sem espera", "Indisponível hoje"),
        (a_load(minutes=None, machines=0), "sem espera", "Sem equipamento agora"),
    ],
)
def test_a_service_says_how_long_one_waits_or_why_it_cannot_be_had(
    load: ServiceLoad, waiting: str, reason: str
) -> None:
    row = derive_services(a_scene(shop=a_shop(load))).rows[0]

    assert (plain(row.waiting), row.unavailable_reason) == (waiting, reason)


def test_a_service_whose_machines_are_all_broken_says_so() -> None:
    broken = a_machine(status=EquipmentStatus.OUT_OF_ORDER)
    shop = replace(a_shop(a_load(minutes=None, machines=0)), catalog=Catalog((a_service(),), (), (broken,)))

    assert derive_services(a_scene(shop=shop)).rows[0].unavailable_reason == "Em manutenção"


def test_what_the_catalogue_no_longer_lists_is_not_shown() -> None:
    shop = a_shop(a_load(), a_load(a_service("old", is_listed=False)))

    assert [row.key for row in derive_services(a_scene(shop=shop)).rows] == [CRYO]


@pytest.mark.parametrize(
    ("services", "count", "total", "can_continue"),
    [((), "Nenhum serviço", "R$ 0,00", False), ((CRYO,), "1 serviço", "R$ 180,00", True)],
)
def test_the_way_on_opens_with_the_first_service(
    services: tuple[ServiceId, ...], count: str, total: str, *, can_continue: bool
) -> None:
    props = derive_services(a_scene(choice=Choice(services)))

    assert (props.count, plain(props.total), props.can_continue) == (count, total, can_continue)


@pytest.mark.parametrize(
    ("available", "stock", "most"),
    [(40, "", 20), (5, "Últimas 5 unidades", 5), (1, "Última unidade", 1), (0, "Esgotado", 0)],
)
def test_an_extra_says_what_is_left_where_that_is_little(available: int, stock: str, most: int) -> None:
    shop = a_shop(a_load(), extras=(an_extra(available=available),))

    row = derive_review(a_scene(Page.REVIEW, shop)).extras[0]

    assert (row.stock, row.most) == (stock, most)


def test_the_order_lists_services_and_extras_with_their_prices() -> None:
    shop = a_shop(a_load(), extras=(an_extra(),))
    choice = Choice((CRYO,), ((TOWEL, 2),), PriorityGroup.PREGNANT, "Ana")

    props = derive_review(a_scene(Page.REVIEW, shop, choice=choice))

    assert [(row.name, plain(row.detail), plain(row.price)) for row in props.lines] == [
        ("Cryo", "3 min", "R$ 180,00"),
        ("Towel", "2 unidades", "R$ 24,00"),
    ]
    assert (plain(props.total), props.extras_summary) == ("R$ 204,00", "2 × Towel")
    assert (props.first_name, props.priority_name) == ("Ana", "Gestante")
    assert [row.key for row in props.groups if row.is_chosen] == ["pregnant"]


@pytest.mark.parametrize(("written", "is_upper"), [("", True), ("A", False), ("Ana ", True), ("Ana-", True)])
def test_a_name_begins_with_a_capital(written: str, *, is_upper: bool) -> None:
    assert derive_review(a_scene(choice=Choice(first_name=written))).is_name_upper is is_upper


def test_every_group_of_the_law_can_be_chosen() -> None:
    keys = [row.key for row in derive_review(a_scene()).groups]

    assert keys == ["", *(group.value for group in PriorityGroup)]
