"""Who comes to the desk: the list of people, the PIN being typed, and how long mistakes make one wait."""

from dataclasses import dataclass
from math import ceil

from panel.model.wording import ROLES, initials
from shared.kernel.ids import OperatorId
from shared.people.model import Operator

PIN_DIGITS_MAX = 8


@dataclass(frozen=True, slots=True)
class PersonRow:
    operator_id: OperatorId
    name: str
    role: str
    initials: str


@dataclass(frozen=True, slots=True)
class SignInState:
    """`locked_until` is on the monotonic clock, in seconds; `digits` is what was typed, never shown."""

    people: tuple[Operator, ...] = ()
    chosen: OperatorId | None = None
    digits: str = ""
    is_checking: bool = False
    was_wrong: bool = False
    locked_until: float = 0.0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class SignInProps:
    people: tuple[PersonRow, ...]
    chosen: OperatorId | None
    prompt: str
    typed: int
    message: str
    is_message_bad: bool
    can_type: bool
    can_enter: bool


def derive_sign_in(state: SignInState, monotonic: float) -> SignInProps:
    """What the sign-in page shows at this moment."""
    wait = max(state.locked_until - monotonic, 0.0)
    person = next((each for each in state.people if each.id == state.chosen), None)
    can_type = person is not None and wait <= 0 and not state.is_checking
    return SignInProps(
        people=tuple(PersonRow(each.id, each.name, ROLES[each.role], initials(each.name)) for each in state.people),
        chosen=state.chosen,
        prompt=f"Olá, {person.name.split()[0]}" if person else "Boas-vindas",
        typed=len(state.digits),
        message=_message(state, person, wait),
        is_message_bad=bool(state.trouble) or wait > 0 or state.was_wrong,
        can_type=can_type,
        can_enter=can_type and bool(state.digits),
    )


def _message(state: SignInState, person: Operator | None, wait: float) -> str:
    if state.trouble:
        return state.trouble
    if not state.people:
        return "Nenhum atendente cadastrado: cadastre um com o comando vez."
    if wait > 0:
        return f"PIN errado. Tente de novo em {_seconds(wait)}."
    if state.is_checking:
        return "Conferindo…"
    if state.was_wrong:
        return "PIN errado. Tente de novo."
    return "Digite seu PIN." if person else "Escolha seu nome."


def _seconds(wait: float) -> str:
    seconds = ceil(wait)
    return f"{seconds} s" if seconds < 60 else f"{seconds // 60} min {seconds % 60:02} s"
