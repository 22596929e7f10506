"""The page where Pix is paid: which stage the charge is in, and what to say at each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from kiosk.model.state import Scene
from kiosk.model.words import clock_text, money, translate
from shared.kernel.ways import Method
from shared.payments.brcode import BrCode, read_br_code
from shared.visits.model import Charge, ChargeState, EndReason, Visit

CHECKING_SECONDS = 6.0
"""How long "checking" is shown after the customer said that they had paid."""
CHECKED_SECONDS = 30.0
URGENT_SECONDS = 120.0


class PixStage(StrEnum):
    PREPARING = "preparing"
    UNKNOWN = "unknown"
    OFFLINE = "offline"
    READY = "ready"
    REFUSED = "refused"
    EXPIRED = "expired"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"
    QUESTION = "question"


WATCHED = frozenset({PixStage.PREPARING, PixStage.UNKNOWN, PixStage.OFFLINE, PixStage.READY, PixStage.CANCELLING})
"""Money is open: nobody may be sent away by the clock."""

ENDED = frozenset({PixStage.CANCELLED, PixStage.QUESTION})
"""Nothing more can be paid here."""


@dataclass(frozen=True, slots=True)
class PixProps:
    """`payload` is empty unless the code can be scanned; `remaining` runs from 1 to 0."""

    stage: str = PixStage.PREPARING
    title: str = ""
    text: str = ""
    icon_name: str = ""
    is_busy: bool = False
    payload: str = ""
    amount: str = ""
    receiver: str = ""
    label: str = ""
    time_left: str = ""
    remaining: float = 0.0
    is_urgent: bool = False
    hint: str = ""
    warning: str = ""
    can_cancel: bool = False
    can_say_paid: bool = False
    can_pay_counter: bool = False
    can_renew: bool = False
    can_leave: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    title: str
    text: str
    icon_name: str


def derive_pix(scene: Scene) -> PixProps:
    visit = scene.shop.visit
    charge = visit.current_charge if visit else None
    stage = pix_stage(scene)
    said = _said(stage)
    is_free = not scene.state.is_working
    is_payable = stage not in ENDED and stage is not PixStage.CANCELLING
    seconds = (charge.expires_at - scene.now).total_seconds() if charge else 0.0
    return PixProps(
        stage=stage,
        title=said.title,
        text=said.text,
        icon_name=said.icon_name,
        is_busy=stage in {PixStage.PREPARING, PixStage.UNKNOWN, PixStage.CANCELLING} or scene.state.is_working,
        payload=(charge.br_code or "") if charge and stage is PixStage.READY else "",
        amount=money(visit.total) if visit else "",
        receiver=_receiver(scene, charge),
        label=visit.label if visit else "",
        time_left=translate("Pix", "Vence em %1").replace("%1", clock_text(seconds)),
        remaining=_remaining(visit, charge, seconds),
        is_urgent=seconds <= URGENT_SECONDS,
        hint=_hint(scene) if stage is PixStage.READY else "",
        warning=_warning(scene, stage, charge),
        can_cancel=is_free and is_payable,
        can_say_paid=is_free and stage is PixStage.READY and not _is_checking(scene),
        can_pay_counter=is_free and is_payable and Method.COUNTER in scene.house.offered,
        can_renew=is_free and stage in {PixStage.EXPIRED, PixStage.REFUSED},
        can_leave=stage in ENDED or stage is PixStage.CANCELLING,
    )


def pix_stage(scene: Scene) -> PixStage:
    """Where the newest Pix charge of the session's visit stands, for the customer."""
    visit = scene.shop.visit
    charge = visit.current_charge if visit else None
    if visit is None or charge is None:
        return PixStage.PREPARING
    if visit.ticket is None and visit.open_tasks:
        return PixStage.QUESTION
    if visit.abandoned_at is not None:
        return PixStage.EXPIRED if visit.abandon_reason is EndReason.TIMEOUT else PixStage.CANCELLED
    match charge.state:
        case ChargeState.CREATING:
            return _creating(scene, charge)
        case ChargeState.AWAITING:
            return PixStage.READY if charge.expires_at > scene.now and charge.br_code else _unshown(scene, charge)
        case ChargeState.VOIDING:
            return PixStage.CANCELLING if charge.end_reason is EndReason.CUSTOMER else PixStage.EXPIRED
        case ChargeState.VOIDED | ChargeState.EXPIRED:
            return PixStage.CANCELLED if charge.end_reason is EndReason.CUSTOMER else PixStage.EXPIRED
        case ChargeState.FAILED:
            return PixStage.REFUSED
        case ChargeState.PAID:
            return PixStage.PREPARING
        case _:
            assert_never(charge.state)


def _creating(scene: Scene, charge: Charge) -> PixStage:
    if charge.expires_at <= scene.now:
        return PixStage.EXPIRED
    if charge.is_creation_unknown:
        return PixStage.UNKNOWN
    return PixStage.OFFLINE if charge.provider in scene.shop.troubled else PixStage.PREPARING


def _unshown(scene: Scene, charge: Charge) -> PixStage:
    """The charge exists: its time is over, or its code was lost on the way."""
    return PixStage.EXPIRED if charge.expires_at <= scene.now else PixStage.REFUSED


def _remaining(visit: Visit | None, charge: Charge | None, seconds: float) -> float:
    if visit is None or charge is None:
        return 0.0
    whole = (charge.expires_at - visit.opened_at).total_seconds()
    return min(1.0, max(0.0, seconds / whole)) if whole > 0 else 0.0


def _receiver(scene: Scene, charge: Charge | None) -> str:
    """The name that the customer's bank will show."""
    if scene.house.pix_receiver is not None:
        return scene.house.pix_receiver
    code = read_br_code(charge.br_code) if charge and charge.br_code else None
    return code.name if isinstance(code, BrCode) else scene.house.shop_name


def _is_checking(scene: Scene) -> bool:
    asked_at = scene.state.asked_at
    return asked_at is not None and scene.second - asked_at < CHECKING_SECONDS


def _hint(scene: Scene) -> str:
    asked_at = scene.state.asked_at
    if _is_checking(scene):
        return translate("Pix", "Conferindo com o banco…")
    if asked_at is not None and scene.second - asked_at < CHECKED_SECONDS:
        return translate("Pix", "O banco ainda não confirmou. Sua senha aparece aqui.")
    return translate("Pix", "Sua senha aparece aqui.")


def _warning(scene: Scene, stage: PixStage, charge: Charge | None) -> str:
    if stage is PixStage.READY and charge is not None and charge.provider in scene.shop.troubled:
        return translate("Pix", "Sem conexão com o banco. Se você já pagou, espere: a senha vai sair.")
    return ""


def _said(stage: PixStage) -> _Said:
    match stage:
        case PixStage.PREPARING:
            return _Said(
                translate("Pix", "Gerando o seu código Pix"), translate("Pix", "Leva só um instante."), "loader-circle"
            )
        case PixStage.UNKNOWN:
            return _Said(
                translate("Pix", "O banco está demorando"),
                translate("Pix", "Nada foi cobrado.\nConferimos se o código foi criado."),
                "hourglass",
            )
        case PixStage.OFFLINE:
            return _Said(
                translate("Pix", "Sem conexão com o banco"),
                translate("Pix", "Nada foi cobrado. Continuamos tentando.\nSe preferir, pague no balcão."),
                "wifi-off",
            )
        case PixStage.READY:
            return _Said("", "", "qr-code")
        case PixStage.REFUSED:
            return _Said(
                translate("Pix", "O banco não criou o código"),
                translate("Pix", "Nada foi cobrado.\nGere um novo ou pague no balcão."),
                "circle-alert",
            )
        case PixStage.EXPIRED:
            return _Said(
                translate("Pix", "O código venceu"),
                translate("Pix", "Não pague mais com ele.\nSe você já pagou, fale com o balcão."),
                "timer",
            )
        case PixStage.CANCELLING:
            return _Said(
                translate("Pix", "Cancelando o código"),
                translate("Pix", "Se você já pagou, sua senha vai sair."),
                "loader-circle",
            )
        case PixStage.CANCELLED:
            return _Said(
                translate("Pix", "Pedido cancelado"),
                translate("Pix", "Nada foi cobrado.\nNão pague mais com o código."),
                "circle-check",
            )
        case PixStage.QUESTION:
            return _Said(
                translate("Pix", "Vamos conferir seu pagamento"),
                translate("Pix", "O dinheiro está registrado.\nDiga esta senha no balcão."),
                "hand-helping",
            )
        case _:
            assert_never(stage)
