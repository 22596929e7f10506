"""Where the newest charge of the session's visit stands, for the customer. Pure, and the same for every method."""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never

from kiosk.model.state import Page, Scene
from shared.kernel.ways import Method
from shared.payments.model import CHECK_ON_TERMINAL, TERMINAL_BUSY
from shared.visits.model import OPEN_CHARGES, Charge, ChargeState, EndReason, Visit

"""The trouble of a charge that the card machine cannot take, because it holds another."""
TERMINAL_PROCESSING = "processing"
"""The trouble of a charge on which the card machine is at work."""
TERMINAL_HOLDS = "at_terminal"
"""The trouble of a charge that the card machine shows: only there can it be ended."""
TERMINAL_EXPIRED = "expired"
"""How the trouble of a charge begins whose time on the card machine is over."""


class PayStage(StrEnum):
    """`check`: only the card machine shows the result. `busy`: it holds another charge."""

    PREPARING = "preparing"
    UNKNOWN = "unknown"
    OFFLINE = "offline"
    READY = "ready"
    PROCESSING = "processing"
    CHECK = "check"
    BUSY = "busy"
    REFUSED = "refused"
    EXPIRED = "expired"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"
    QUESTION = "question"


WATCHED = frozenset(
    {
        PayStage.PREPARING,
        PayStage.UNKNOWN,
        PayStage.OFFLINE,
        PayStage.READY,
        PayStage.PROCESSING,
        PayStage.CHECK,
        PayStage.CANCELLING,
    }
)
"""Money is open: nobody may be sent away by the clock who has to wait here."""
ENDED = frozenset({PayStage.CANCELLED, PayStage.QUESTION})
"""Nothing more can be paid here."""
OVER = frozenset({PayStage.EXPIRED, PayStage.REFUSED, PayStage.BUSY})
"""This charge cannot be paid; another may be asked for."""
HELD = frozenset({PayStage.PROCESSING, PayStage.CHECK, PayStage.CANCELLING})
"""Nothing else may be asked for before this is known."""
CONFIRMED_LATER = frozenset({Method.BOLETO, Method.OWN_PIX})
"""The money is confirmed after the customer has left the totem, or at the counter."""


def pay_stage(scene: Scene) -> PayStage:
    """How the payment stands that the page is about."""
    visit = scene.shop.visit
    charge = visit.current_charge if visit else None
    if visit is None or charge is None:
        return PayStage.PREPARING
    return _of_visit(visit, charge) or _of_charge(scene, charge)


def _of_visit(visit: Visit, charge: Charge) -> PayStage | None:
    """What the visit itself says, whatever became of its charge; None while it is simply being paid."""
    if _is_to_be_checked(charge):
        return PayStage.CHECK
    if visit.ticket is None and visit.open_tasks:
        return PayStage.QUESTION
    if visit.abandoned_at is None:
        return None
    return PayStage.EXPIRED if visit.abandon_reason is EndReason.TIMEOUT else PayStage.CANCELLED


def _of_charge(scene: Scene, charge: Charge) -> PayStage:
    match charge.state:
        case ChargeState.CREATING:
            return _creating(scene, charge)
        case ChargeState.AWAITING:
            return _awaiting(scene, charge)
        case ChargeState.VOIDING:
            return PayStage.CANCELLING if charge.end_reason is EndReason.CUSTOMER else PayStage.EXPIRED
        case ChargeState.VOIDED | ChargeState.EXPIRED:
            return _voided(charge)
        case ChargeState.FAILED:
            return PayStage.BUSY if charge.trouble == TERMINAL_BUSY else PayStage.REFUSED
        case ChargeState.PAID:
            return PayStage.PREPARING
        case _:
            assert_never(charge.state)


def can_wait_elsewhere(visit: Visit | None, stage: PayStage) -> bool:
    """The customer need not stand here for it: the money is confirmed later, or by a person."""
    charge = visit.current_charge if visit else None
    is_later = charge is not None and charge.method in CONFIRMED_LATER
    return stage is PayStage.CHECK or (stage is PayStage.READY and is_later)


def is_stale(scene: Scene) -> bool:
    """The unpaid visit on the screen ends when its customer leaves: nothing can be paid for it any more."""
    visit = scene.shop.visit
    is_unpaid = visit is not None and visit.ticket is None and visit.abandoned_at is None
    return is_unpaid and scene.state.page is Page.PAYMENT and pay_stage(scene) in OVER


def _creating(scene: Scene, charge: Charge) -> PayStage:
    if charge.expires_at <= scene.now:
        return PayStage.EXPIRED
    if charge.is_creation_unknown:
        return PayStage.UNKNOWN
    return PayStage.OFFLINE if charge.provider in scene.shop.troubled else PayStage.PREPARING


def _awaiting(scene: Scene, charge: Charge) -> PayStage:
    """What a card machine has begun is awaited beyond its time; what has nothing to show was lost on the way."""
    if charge.method is Method.TERMINAL and charge.trouble == TERMINAL_PROCESSING:
        return PayStage.PROCESSING
    if charge.expires_at <= scene.now:
        return PayStage.EXPIRED
    return PayStage.READY if _has_what_to_pay_with(charge) else PayStage.REFUSED


def _voided(charge: Charge) -> PayStage:
    """What a card machine ended by itself, other than by its time, it did not approve."""
    if charge.end_reason is EndReason.CUSTOMER:
        return PayStage.CANCELLED
    is_machines = charge.method is Method.TERMINAL and charge.state is ChargeState.VOIDED and charge.end_reason is None
    is_late = (charge.trouble or "").startswith(TERMINAL_EXPIRED)
    return PayStage.REFUSED if is_machines and not is_late else PayStage.EXPIRED


def is_on_machine(charge: Charge | None) -> bool:
    """A card machine shows it: to ask in another way now could have it paid twice."""
    return charge is not None and charge.method is Method.TERMINAL and charge.trouble == TERMINAL_HOLDS


def _is_to_be_checked(charge: Charge) -> bool:
    """The card machine has a result that it told nobody, whatever became of the visit meanwhile."""
    is_unknown = charge.method is Method.TERMINAL and charge.trouble == CHECK_ON_TERMINAL
    return is_unknown and charge.state in {*OPEN_CHARGES, ChargeState.EXPIRED}


def _has_what_to_pay_with(charge: Charge) -> bool:
    match charge.method:
        case Method.PIX | Method.OWN_PIX:
            return bool(charge.br_code)
        case Method.CARD | Method.BOLETO:
            return bool(charge.link)
        case Method.TERMINAL | Method.COUNTER:
            return True
        case _:
            assert_never(charge.method)
