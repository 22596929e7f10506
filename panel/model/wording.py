"""How the desk says times, people and states. Portuguese, for eyes that glance."""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from types import MappingProxyType

from shared.people.model import Role
from shared.visits.model import TurnState, VisitState

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
NOTHING = timedelta()

NO_NAME = "Sem nome"
DASH = "—"

ROLES: Mapping[Role, str] = MappingProxyType(
    {Role.OPERATOR: "Atendente", Role.SUPERVISOR: "Supervisor", Role.ADMIN: "Administrador"}
)

TURNS: Mapping[TurnState, str] = MappingProxyType(
    {
        TurnState.IN_QUEUE: "Na fila",
        TurnState.CALLED: "Chamado",
        TurnState.IN_PROGRESS: "Em atendimento",
        TurnState.COMPLETED: "Concluído",
        TurnState.EXPIRED: "Não compareceu",
        TurnState.CANCELLED: "Cancelado",
    }
)

VISITS: Mapping[VisitState, str] = MappingProxyType(
    {
        VisitState.PENDING_PAYMENT: "Aguardando pagamento",
        VisitState.ABANDONED: "Desistência",
        VisitState.PAID: "Paga",
        VisitState.PRINTING: "Imprimindo",
        VisitState.PRINT_ERROR: "Falha na impressão",
        VisitState.IN_QUEUE: "Na fila",
        VisitState.CALLED: "Chamada",
        VisitState.IN_PROGRESS: "Em atendimento",
        VisitState.COMPLETED: "Concluída",
        VisitState.EXPIRED: "Não compareceu",
        VisitState.CANCELLED: "Cancelada",
    }
)


def begun(words: str) -> str:
    """The words as they begin a sentence."""
    return words[:1].upper() + words[1:]


def stopwatch(span: timedelta) -> str:
    """A running time: `4:09`, from an hour on `1 h 04`; never below zero."""
    seconds = int(max(span, NOTHING).total_seconds())
    if seconds >= HOUR.total_seconds():
        return f"{seconds // 3600} h {seconds % 3600 // 60:02}"
    return f"{seconds // 60}:{seconds % 60:02}"


def rough(span: timedelta) -> str:
    """An estimate or an age to the minute: `agora`, `12 min`, `1 h 05`, `2 d`."""
    minutes = max(span, NOTHING) // MINUTE
    if minutes < 1:
        return "agora"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h {minutes % 60:02}"
    return f"{minutes // (24 * 60)} d"


def estimate(wait: timedelta | None) -> str:
    """When somebody is expected to be called; a dash when no machine can do it."""
    if wait is None:
        return DASH
    minutes = -(-max(wait, NOTHING) // MINUTE)
    return "agora" if minutes < 1 else f"~{rough(minutes * MINUTE)}"


def ago(span: timedelta) -> str:
    """How long ago: `agora`, `há 12 min`."""
    return "agora" if span < MINUTE else f"há {rough(span)}"


def clock_time(moment: datetime, zone: tzinfo) -> str:
    """The time of day in the shop: `14:32`."""
    return moment.astimezone(zone).strftime("%H:%M")


def counted(number: int, one: str, many: str) -> str:
    """`1 senha`, `3 senhas`, `4.812 senhas`."""
    return f"{grouped(number)} {one if number == 1 else many}"


def count_or_none(number: int, none: str, one: str, many: str) -> str:
    """`Nenhum pagamento`, `1 pagamento`, `3 pagamentos`: `none` is the whole phrase for zero."""
    return counted(number, one, many) if number else none


def grouped(number: int) -> str:
    """A number with its thousands set apart."""
    return f"{number:,}".replace(",", ".")


def initials(name: str) -> str:
    """At most two letters of a name, for a badge."""
    words = [word for word in name.split() if word[0].isalpha()]
    picked = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0] for word in picked).upper() or "?"
