"""The ways to pay that a customer may choose now, in the order of the shop, and why the others cannot be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from kiosk.model.installments import installments_most
from kiosk.model.pay_stage import ENDED, HELD, PayStage, is_on_machine, pay_stage
from kiosk.model.state import Scene
from kiosk.model.words import translate
from shared.kernel.ways import BY_HAND, Method


@dataclass(frozen=True, slots=True)
class WayRow:
    """`reason` is empty when it works now. `is_main`: the first choice, shown large."""

    key: str
    text: str
    detail: str
    icon_name: str
    reason: str
    is_main: bool
    can_choose: bool


@dataclass(frozen=True, slots=True)
class WaysProps:
    """`count` rows; while a visit is being paid they are the other ways, and `only_…` is the one other that works.

    `can_switch`: another way may be asked for, at once if `is_free`.
    """

    rows: tuple[WayRow, ...] = ()
    count: int = 0
    can_switch: bool = False
    is_free: bool = True
    only_key: str = ""
    only_text: str = ""
    only_icon: str = ""


@dataclass(frozen=True, slots=True)
class _Called:
    text: str
    detail: str
    icon_name: str


def derive_ways(scene: Scene) -> WaysProps:
    visit = scene.shop.visit
    methods = choosable(scene)
    charge = visit.current_charge if visit is not None else None
    others = tuple(method for method in methods if charge is None or method is not charge.method)
    working = [method for method in others if not way_reason(scene, method)]
    stuck = [method for method in others if method not in working]
    rows = tuple(_row(scene, method, is_main=method in working[:1]) for method in (*working, *stuck))
    is_held = pay_stage(scene) in ENDED | HELD or (pay_stage(scene) is PayStage.READY and is_on_machine(charge))
    can_switch = visit is not None and bool(working) and not is_held
    only = rows[0] if can_switch and len(working) == 1 else None
    return WaysProps(
        rows=rows,
        count=len(rows),
        can_switch=can_switch,
        is_free=not scene.state.is_working,
        only_key=only.key if only else "",
        only_text=only.text if only else "",
        only_icon=only.icon_name if only else "",
    )


def choosable(scene: Scene) -> tuple[Method, ...]:
    """The shop's methods in its order, and one Pix at a time.

    The shop's own key, which nobody watches, stands in for the watched Pix only while that cannot be used.
    """
    offered = tuple(dict.fromkeys(way.method for way in scene.house.ways))
    if Method.OWN_PIX not in offered:
        return offered
    unused = Method.PIX if Method.PIX not in offered or is_down(scene, Method.PIX) else Method.OWN_PIX
    used = Method.OWN_PIX if unused is Method.PIX else Method.PIX
    merged = (used if method in {Method.PIX, Method.OWN_PIX} else method for method in offered)
    return tuple(dict.fromkeys(merged))


def way_reason(scene: Scene, method: Method) -> str:
    """Why a method cannot be chosen now; empty when it can."""
    return translate("Ways", "Sem conexão agora") if is_down(scene, method) else ""


def is_down(scene: Scene, method: Method) -> bool:
    """Nobody who carries it out can be reached now; what is done by hand always works."""
    if method in BY_HAND:
        return False
    return all(way.provider in scene.shop.troubled for way in scene.house.ways if way.method is method)


def _row(scene: Scene, method: Method, *, is_main: bool) -> WayRow:
    called = _called(scene, method)
    reason = way_reason(scene, method)
    has_order = bool(scene.state.choice.services) or scene.shop.visit is not None
    can_choose = not reason and has_order and not scene.state.is_working
    return WayRow(method, called.text, called.detail, called.icon_name, reason, is_main, can_choose)


def _called(scene: Scene, method: Method) -> _Called:
    match method:
        case Method.PIX:
            return _Called(translate("Ways", "Pagar com Pix"), translate("Ways", "Pelo app do banco"), "qr-code")
        case Method.CARD:
            return _Called(translate("Ways", "Cartão por link"), _card_detail(scene), "smartphone")
        case Method.BOLETO:
            return _Called(translate("Ways", "Boleto"), translate("Ways", "Leva alguns dias"), "receipt")
        case Method.TERMINAL:
            return _Called(translate("Ways", "Maquininha"), translate("Ways", "Crédito ou débito"), "credit-card")
        case Method.OWN_PIX:
            return _Called(
                translate("Ways", "Pix com comprovante"), translate("Ways", "Um atendente confirma"), "qr-code"
            )
        case Method.COUNTER:
            return _Called(translate("Ways", "Pagar no balcão"), translate("Ways", "Dinheiro ou cartão"), "wallet")
        case _:
            assert_never(method)


def _card_detail(scene: Scene) -> str:
    most = installments_most(scene)
    if most == 1:
        return translate("Ways", "À vista")
    return translate("Ways", "Em até %1×").replace("%1", str(most))
