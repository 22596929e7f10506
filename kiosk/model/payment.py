"""The page of a payment, whatever its method: what to pay with, or what is going on instead of it."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.model.installments import in_parts
from kiosk.model.pay_stage import (
    CONFIRMED_LATER,
    ENDED,
    HELD,
    OVER,
    PayStage,
    can_wait_elsewhere,
    is_on_machine,
    pay_stage,
)
from kiosk.model.pay_words import code_name, page_title, renew_text, steps
from kiosk.model.stage_words import said
from kiosk.model.state import Scene
from kiosk.model.words import clock_text, money, translate
from shared.kernel.ways import BY_LINK, Method, boleto_due
from shared.payments.brcode import BrCode, read_br_code
from shared.visits.model import Charge, Visit

CHECKING_SECONDS = 6.0
"""How long "checking" is shown after the customer said that they had paid."""
CHECKED_SECONDS = 30.0
URGENT_SECONDS = 120.0
COUNTED_SECONDS_MAX = 3600.0
"""What holds for longer is not counted down: the day says it."""
ADDRESS_LENGTH_MAX = 34
"""Nobody types a longer address; then the site's name alone is shown, to know it by."""
BUSY = frozenset({PayStage.PREPARING, PayStage.UNKNOWN, PayStage.CANCELLING, PayStage.PROCESSING})
SHOWING_LABEL = frozenset({PayStage.QUESTION, PayStage.CHECK})


@dataclass(frozen=True, slots=True)
class PaymentProps:
    """`payload` is empty unless there is a code that can be scanned; `is_on_terminal`: the card machine waits.

    `remaining` runs from 1 to 0. `valid_until` stands where nothing is counted down.
    """

    stage: str = PayStage.PREPARING
    method: str = Method.PIX
    page_title: str = ""
    title: str = ""
    text: str = ""
    icon_name: str = ""
    is_busy: bool = False
    is_on_terminal: bool = False
    payload: str = ""
    code_name: str = ""
    steps: tuple[str, ...] = ()
    amount: str = ""
    caption: str = ""
    parts: str = ""
    address: str = ""
    label: str = ""
    shows_label: bool = False
    time_left: str = ""
    remaining: float = 0.0
    is_urgent: bool = False
    valid_until: str = ""
    hint: str = ""
    warning: str = ""
    renew_text: str = ""
    can_cancel: bool = False
    can_say_paid: bool = False
    can_renew: bool = False
    can_leave: bool = False
    can_wait_elsewhere: bool = False


def derive_payment(scene: Scene) -> PaymentProps:
    visit = scene.shop.visit
    charge = visit.current_charge if visit else None
    stage = pay_stage(scene)
    method = charge.method if charge else Method.PIX
    words = said(method, stage)
    is_free = not scene.state.is_working
    is_ready = stage is PayStage.READY
    receiver = _receiver(scene, charge)
    amount = money(visit.total) if visit else ""
    seconds = (charge.expires_at - scene.now).total_seconds() if charge else 0.0
    is_counted = seconds <= COUNTED_SECONDS_MAX
    return PaymentProps(
        stage=stage,
        method=method,
        page_title=page_title(method, is_ready=is_ready),
        title=words.title,
        text=words.text,
        icon_name=words.icon_name,
        is_busy=stage in BUSY or scene.state.is_working,
        is_on_terminal=is_ready and method is Method.TERMINAL,
        payload=_payload(charge) if is_ready else "",
        code_name=code_name(method).replace("%1", amount).replace("%2", receiver),
        steps=steps(method, visit.label if visit else "") if is_ready else (),
        amount=amount,
        caption=_caption(method, receiver),
        parts=in_parts(visit.total, charge.installments) if visit and charge and charge.installments > 1 else "",
        address=_address(charge) if is_ready else "",
        label=visit.label if visit else "",
        shows_label=stage in SHOWING_LABEL,
        time_left=_time_left(method, seconds) if is_counted else "",
        remaining=_remaining(visit, charge, seconds) if is_counted else 0.0,
        is_urgent=seconds <= URGENT_SECONDS,
        valid_until=_valid_until(visit, charge) if visit and charge and not is_counted else "",
        hint=_hint(scene, charge) if is_ready and charge else "",
        warning=_warning(scene, stage, charge),
        renew_text=renew_text(method),
        can_cancel=is_free and stage not in ENDED | HELD,
        can_say_paid=is_free and is_ready and method not in CONFIRMED_LATER and not _is_checking(scene),
        can_renew=is_free and stage in OVER,
        can_leave=stage in ENDED or stage is PayStage.CANCELLING or can_wait_elsewhere(visit, stage),
        can_wait_elsewhere=can_wait_elsewhere(visit, stage),
    )


def _payload(charge: Charge | None) -> str:
    """What the customer's phone reads."""
    if charge is None or charge.method is Method.TERMINAL:
        return ""
    return (charge.link if charge.method in BY_LINK else charge.br_code) or ""


def _address(charge: Charge | None) -> str:
    """The link as somebody would type it."""
    if charge is None or charge.method not in BY_LINK or charge.link is None:
        return ""
    bare = charge.link.removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return bare if len(bare) <= ADDRESS_LENGTH_MAX else bare.split("/", maxsplit=1)[0]


def _remaining(visit: Visit | None, charge: Charge | None, seconds: float) -> float:
    if visit is None or charge is None:
        return 0.0
    whole = (charge.expires_at - visit.opened_at).total_seconds()
    return min(1.0, max(0.0, seconds / whole)) if whole > 0 else 0.0


def _valid_until(visit: Visit, charge: Charge) -> str:
    """The last day on which a boleto can be paid, which is Brazil's, wherever the shop is."""
    return f"{boleto_due(visit.opened_at, charge.expires_at):%d/%m}"


def _time_left(method: Method, seconds: float) -> str:
    text = translate("Pay", "Restam %1") if method is Method.TERMINAL else translate("Pay", "Vence em %1")
    return text.replace("%1", clock_text(seconds))


def _caption(method: Method, receiver: str) -> str:
    """Over the amount: whom the customer's bank will name, or what the amount is."""
    if method is Method.TERMINAL:
        return translate("Pay", "Valor na maquininha")
    return translate("Pay", "Para %1").replace("%1", receiver)


def _receiver(scene: Scene, charge: Charge | None) -> str:
    """The name that the customer's bank will show."""
    if scene.house.pix_receiver is not None:
        return scene.house.pix_receiver
    code = read_br_code(charge.br_code) if charge and charge.br_code else None
    return code.name if isinstance(code, BrCode) else scene.house.shop_name


def _is_checking(scene: Scene) -> bool:
    asked_at = scene.state.asked_at
    return asked_at is not None and scene.second - asked_at < CHECKING_SECONDS


def _hint(scene: Scene, charge: Charge) -> str:
    """What becomes of the money, or the answer to somebody who says that they have paid."""
    method = charge.method
    if method is Method.BOLETO:
        return translate("Pay", "Você não precisa esperar aqui. A senha vale quando o banco confirmar.")
    if method is Method.OWN_PIX:
        return translate("Pay", "Mostre o comprovante no balcão: um atendente confirma.")
    if _is_checking(scene):
        is_machine = method is Method.TERMINAL
        return (
            translate("Pay", "Conferindo a maquininha…") if is_machine else translate("Pay", "Conferindo com o banco…")
        )
    asked_at = scene.state.asked_at
    if asked_at is not None and scene.second - asked_at < CHECKED_SECONDS:
        return translate("Pay", "Ainda não foi confirmado. Sua senha aparece aqui.")
    if is_on_machine(charge):
        return translate("Pay", "Sua senha aparece aqui. Para desistir, cancele na maquininha.")
    return translate("Pay", "Sua senha aparece aqui.")


def _warning(scene: Scene, stage: PayStage, charge: Charge | None) -> str:
    is_watched = charge is not None and charge.method not in CONFIRMED_LATER
    if stage is PayStage.READY and charge is not None and is_watched and charge.provider in scene.shop.troubled:
        return translate("Pay", "Sem conexão com o banco. Se você já pagou, espere: a senha vai sair.")
    return ""
