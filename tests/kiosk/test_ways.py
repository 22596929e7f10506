"""Which ways to pay are offered, in which order, and why one cannot be chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.model.choice import Choice
from kiosk.model.state import Page, Scene
from kiosk.model.ways import WaysProps, choosable, derive_ways
from shared.kernel.ids import ServiceId
from shared.kernel.ways import Method, Way
from shared.visits.model import ChargeState, Visit
from tests.kiosk.making import a_charge, a_scene, a_shop, a_visit
from tests.kiosk.many_ways import ALL, BOLETO, CARD, COUNTER, OWN_PIX, PIX, POINT, TERMINAL

BANK_PIX = Way(Method.PIX, "bank_pix")
P, C, B, T, K, D = Method.PIX, Method.CARD, Method.BOLETO, Method.TERMINAL, Method.OWN_PIX, Method.COUNTER


def scene_with(ways: tuple[Way, ...], troubled: set[str], visit: Visit | None = None) -> Scene:
    page = Page.REVIEW if visit is None else Page.PAYMENT
    scene = a_scene(page, a_shop(troubled=frozenset(troubled)), visit, choice=Choice((ServiceId("cryo"),)))
    return replace(scene, house=replace(scene.house, ways=ways))


def keys(props: WaysProps) -> list[str]:
    return [row.key for row in props.rows]


@pytest.mark.parametrize(
    ("ways", "troubled", "methods"),
    [
        (ALL, set(), (P, T, C, B, D)),
        ((COUNTER, BOLETO, CARD), set(), (D, B, C)),
        (ALL, {"asaas"}, (K, T, C, B, D)),
        ((COUNTER, OWN_PIX, PIX), set(), (D, P)),
        ((COUNTER, OWN_PIX, PIX), {"asaas"}, (D, K)),
        ((OWN_PIX, COUNTER), set(), (K, D)),
        ((PIX, COUNTER), {"asaas"}, (P, D)),
        ((PIX, BANK_PIX, OWN_PIX), {"asaas"}, (P,)),
        ((PIX, BANK_PIX, OWN_PIX), {"asaas", "bank_pix"}, (K,)),
    ],
)
def test_methods_come_in_the_shops_order_and_one_pix_at_a_time(
    ways: tuple[Way, ...], troubled: set[str], methods: tuple[Method, ...]
) -> None:
    assert choosable(scene_with(ways, troubled)) == methods


@pytest.mark.parametrize(
    ("ways", "troubled", "rows", "stuck"),
    [
        ((PIX, COUNTER), set(), [P, D], set()),
        ((PIX, COUNTER), {"asaas"}, [D, P], {P}),
        ((PIX, BANK_PIX, COUNTER), {"asaas"}, [P, D], set()),
        ((COUNTER,), set(), [D], set()),
        ((PIX,), {"asaas"}, [P], {P}),
        (ALL, {"asaas"}, [K, T, D, C, B], {C, B}),
        (ALL, {POINT}, [P, C, B, D, T], {T}),
        (ALL, {"asaas", POINT}, [K, D, T, C, B], {T, C, B}),
    ],
)
def test_what_works_comes_first_and_what_does_not_says_why(
    ways: tuple[Way, ...], troubled: set[str], rows: list[Method], stuck: set[Method]
) -> None:
    props = derive_ways(scene_with(ways, troubled))

    assert keys(props) == rows
    assert {row.key for row in props.rows if row.reason == "Sem conexão agora"} == stuck
    assert {row.key for row in props.rows if not row.can_choose} == stuck
    assert [row.key for row in props.rows if row.is_main] == [each for each in rows if each not in stuck][:1]
    assert props.count == len(rows)


def test_each_way_says_what_it_is() -> None:
    for row in derive_ways(scene_with(ALL, set())).rows:
        assert all((row.text, row.detail, row.icon_name))


@pytest.mark.parametrize("visit", [a_visit(a_charge()), a_visit(a_charge(ChargeState.FAILED))])
def test_while_paying_the_other_ways_are_offered(visit: Visit) -> None:
    props = derive_ways(scene_with(ALL, set(), visit))

    assert (keys(props), props.can_switch, props.only_key) == ([T, C, B, D], True, "")


@pytest.mark.parametrize(
    ("ways", "troubled", "only"),
    [((PIX, COUNTER), set(), D), ((PIX, TERMINAL, COUNTER), {POINT}, D), ((PIX,), set(), ""), (ALL, set(), "")],
)
def test_the_only_other_way_is_offered_at_once(ways: tuple[Way, ...], troubled: set[str], only: str) -> None:
    props = derive_ways(scene_with(ways, troubled, a_visit(a_charge())))

    assert props.only_key == only
    assert bool(props.only_text) is bool(only)
    assert props.can_switch is (ways != (PIX,))


def test_nothing_can_be_chosen_without_an_order_or_twice() -> None:
    ready = scene_with((PIX,), set())
    working = replace(ready, state=replace(ready.state, is_working=True))
    empty = replace(ready, state=replace(ready.state, choice=Choice()))

    assert [derive_ways(each).rows[0].can_choose for each in (working, empty)] == [False, False]


@pytest.mark.parametrize(("most", "detail"), [(1, "À vista"), (6, "Em até 6×"), (12, "Em até 12×")])
def test_a_card_says_in_how_many_parts(most: int, detail: str) -> None:
    scene = scene_with((CARD,), set())

    rows = derive_ways(replace(scene, house=replace(scene.house, installments_max=most))).rows

    assert rows[0].detail == detail
