"""What has to be asked before a way to pay can be used: parts, CPF, name; each step as a new state."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.model.cpf import cpf_complaint, is_whole_cpf, shown_cpf, typed_cpf
from kiosk.model.installments import InstallmentRow, installment_rows, installments_most
from kiosk.model.state import Ask, Scene, TotemState, Wish
from kiosk.model.words import money
from shared.kernel.ways import BY_LINK, Method
from shared.people.model import Told


@dataclass(frozen=True, slots=True)
class PayerProps:
    """`asks` names the sheet that is open; `cpf` is as far as it is typed, and gone once it is accepted."""

    asks: str = ""
    amount: str = ""
    installments: tuple[InstallmentRow, ...] = ()
    cpf: str = ""
    cpf_complaint: str = ""
    can_accept_cpf: bool = False
    first_name: str = ""
    is_name_upper: bool = True
    can_accept_name: bool = False


def derive_payer(scene: Scene) -> PayerProps:
    wish, name = scene.state.wish, scene.state.choice.first_name
    if wish is None or wish.ask is None:
        return PayerProps()
    rows = installment_rows(scene)
    draft = scene.state.cpf_draft if wish.ask is Ask.CPF else ""
    return PayerProps(
        asks=wish.ask,
        amount=money(scene.shop.visit.total) if scene.shop.visit is not None else rows[0].amount,
        installments=rows if wish.ask is Ask.INSTALLMENTS else (),
        cpf=shown_cpf(draft),
        cpf_complaint=cpf_complaint(draft),
        can_accept_cpf=is_whole_cpf(draft),
        first_name=name,
        is_name_upper=is_name_upper(name),
        can_accept_name=bool(name.strip()),
    )


def is_name_upper(name: str) -> bool:
    """The next letter begins a name."""
    return not name or name.endswith((" ", "-"))


def asked_next(scene: Scene, wish: Wish) -> Ask | None:
    """What is still missing for this way to pay; None when nothing is."""
    if wish.method is Method.CARD and wish.installments is None and installments_most(scene) > 1:
        return Ask.INSTALLMENTS
    if wish.method not in BY_LINK:
        return None
    if not _is_cpf_known(scene):
        return Ask.CPF
    return None if _is_name_known(scene) else Ask.NAME


def with_typed_cpf(state: TotemState, written: str) -> TotemState:
    return replace(state, cpf_draft=typed_cpf(written))


def with_accepted_cpf(state: TotemState) -> TotemState:
    """Kept for this customer's session, and never shown again."""
    return replace(state, cpf=state.cpf_draft, cpf_draft="")


def without_wish(state: TotemState) -> TotemState:
    return replace(state, wish=None, cpf_draft="")


def payer_of(state: TotemState, method: Method) -> Told | None:
    """What is told of the payer; nobody learns a CPF whose way to pay does not need one."""
    if method not in BY_LINK:
        return None
    return Told(state.choice.first_name.strip() or None, state.cpf or None)


def _is_cpf_known(scene: Scene) -> bool:
    return bool(scene.state.cpf) or (scene.shop.has_cpf and _is_visit_open(scene))


def _is_name_known(scene: Scene) -> bool:
    told = scene.state.choice.first_name.strip()
    return bool(told) or (bool(scene.shop.first_name) and _is_visit_open(scene))


def _is_visit_open(scene: Scene) -> bool:
    """What was told belongs to the visit: another one has to ask again."""
    visit = scene.shop.visit
    return visit is not None and visit.ticket is None and visit.abandoned_at is None
