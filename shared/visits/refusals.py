"""Why a turn cannot do what was asked, and how an operator is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from shared.catalog.model import EquipmentStatus
from shared.visits import priority
from shared.visits.model import PriorityGroup, TurnState


@dataclass(frozen=True, slots=True)
class NoSuchTurn:
    """The visit has no turn with this id."""


@dataclass(frozen=True, slots=True)
class TicketNotQueued:
    """There is no ticket yet, or its paper still keeps it out of the queue."""


@dataclass(frozen=True, slots=True)
class TicketCancelled:
    """The whole ticket was cancelled."""


@dataclass(frozen=True, slots=True)
class VisitOver:
    """The visit was abandoned, or nothing of it is still to come."""


@dataclass(frozen=True, slots=True)
class NotWaiting:
    """Neither in the queue nor expired."""

    state: TurnState


@dataclass(frozen=True, slots=True)
class NotCalled:
    state: TurnState


@dataclass(frozen=True, slots=True)
class NotRunning:
    state: TurnState


@dataclass(frozen=True, slots=True)
class NotTransferable:
    """It runs already, or has ended."""

    state: TurnState


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """Completed or cancelled: nothing changes it."""

    state: TurnState


@dataclass(frozen=True, slots=True)
class WrongEquipment:
    equipment_name: str
    service_name: str


@dataclass(frozen=True, slots=True)
class EquipmentUnavailable:
    equipment_name: str
    status: EquipmentStatus


@dataclass(frozen=True, slots=True)
class EquipmentBusy:
    """The visit with `label` is called onto it or runs on it."""

    equipment_name: str
    label: str


@dataclass(frozen=True, slots=True)
class SameServiceRunning:
    """The visit is already called or running in this service; nothing overrides it."""

    service_name: str


@dataclass(frozen=True, slots=True)
class AlreadyElsewhere:
    """Another turn of the visit is called or runs; a reason overrides it."""

    service_name: str


@dataclass(frozen=True, slots=True)
class ServiceFull:
    capacity: int


@dataclass(frozen=True, slots=True)
class OperatorFull:
    capacity: int


@dataclass(frozen=True, slots=True)
class ReasonMissing:
    """A reason is required and was blank."""


@dataclass(frozen=True, slots=True)
class SameService:
    """The turn is in that service already."""

    service_name: str


@dataclass(frozen=True, slots=True)
class AlreadyInService:
    """Another turn of the visit is still to come in that service."""

    service_name: str


@dataclass(frozen=True, slots=True)
class ServiceWithdrawn:
    """The shop does not offer it now."""

    service_name: str


@dataclass(frozen=True, slots=True)
class SamePriority:
    group: PriorityGroup | None


StateRefusal = (
    NoSuchTurn
    | TicketNotQueued
    | TicketCancelled
    | VisitOver
    | NotWaiting
    | NotCalled
    | NotRunning
    | NotTransferable
    | TurnEnded
)
PlaceRefusal = (
    WrongEquipment
    | EquipmentUnavailable
    | EquipmentBusy
    | SameServiceRunning
    | AlreadyElsewhere
    | ServiceFull
    | OperatorFull
)
WishRefusal = ReasonMissing | SameService | AlreadyInService | ServiceWithdrawn | SamePriority
TurnRefusal = StateRefusal | PlaceRefusal | WishRefusal

CallRefusal = (
    NoSuchTurn
    | TicketNotQueued
    | TicketCancelled
    | NotWaiting
    | ReasonMissing
    | WrongEquipment
    | EquipmentUnavailable
    | EquipmentBusy
    | SameServiceRunning
    | AlreadyElsewhere
    | ServiceFull
    | OperatorFull
)
TransferRefusal = (
    NoSuchTurn | TicketNotQueued | TicketCancelled | NotTransferable | SameService | AlreadyInService | ServiceWithdrawn
)

_STATES = {
    TurnState.IN_QUEUE: "está na fila",
    TurnState.CALLED: "foi chamada",
    TurnState.IN_PROGRESS: "está em atendimento",
    TurnState.COMPLETED: "já foi concluída",
    TurnState.EXPIRED: "expirou",
    TurnState.CANCELLED: "foi cancelada",
}

_STATUSES = {
    EquipmentStatus.AVAILABLE: "disponível",
    EquipmentStatus.CLEANING: "em limpeza",
    EquipmentStatus.OUT_OF_ORDER: "fora de uso",
}


def explain(refusal: TurnRefusal) -> str:
    """The refusal in one or two plain Portuguese sentences, for the operator who asked."""
    if isinstance(refusal, StateRefusal):
        return _explain_state(refusal)
    if isinstance(refusal, PlaceRefusal):
        return _explain_place(refusal)
    return _explain_wish(refusal)


def _explain_state(refusal: StateRefusal) -> str:
    match refusal:
        case NoSuchTurn():
            return "Esta senha não tem esta vez."
        case TicketNotQueued():
            return "Esta senha ainda não entrou na fila."
        case TicketCancelled():
            return "Esta senha foi cancelada."
        case VisitOver():
            return "Esta visita já terminou."
        case NotWaiting(state):
            return f"Esta vez não está esperando: {_STATES[state]}."
        case NotCalled(state):
            return f"Esta vez não está chamada: {_STATES[state]}."
        case NotRunning(state):
            return f"Esta vez não está em atendimento: {_STATES[state]}."
        case NotTransferable(state):
            return f"Esta vez não pode mais ser transferida: {_STATES[state]}."
        case TurnEnded(state):
            return f"Esta vez já terminou: {_STATES[state]}."
        case _:
            assert_never(refusal)


def _explain_place(refusal: PlaceRefusal) -> str:
    match refusal:
        case WrongEquipment(equipment_name, service_name):
            return f"{equipment_name} não serve para {service_name}."
        case EquipmentUnavailable(equipment_name, status):
            return f"{equipment_name} não pode ser usado agora: {_STATUSES[status]}."
        case EquipmentBusy(equipment_name, label):
            return f"{equipment_name} está ocupado pela senha {label}."
        case SameServiceRunning(service_name):
            return f"O cliente já foi chamado ou está em atendimento neste mesmo serviço: {service_name}."
        case AlreadyElsewhere(service_name):
            return f"O cliente já foi chamado ou está em {service_name}. Para chamar mesmo assim, informe o motivo."
        case ServiceFull(capacity):
            return f"Este serviço já atende o máximo ao mesmo tempo: {capacity}."
        case OperatorFull(capacity):
            return f"Você já atende o seu máximo ao mesmo tempo: {capacity}."
        case _:
            assert_never(refusal)


def _explain_wish(refusal: WishRefusal) -> str:
    match refusal:
        case ReasonMissing():
            return "Informe o motivo."
        case SameService(service_name):
            return f"Esta vez já é de {service_name}."
        case AlreadyInService(service_name):
            return f"Esta senha já tem outra vez em {service_name}."
        case ServiceWithdrawn(service_name):
            return f"{service_name} não está sendo oferecido."
        case SamePriority(group):
            return f"A prioridade já é esta: {priority.name(group)}."
        case _:
            assert_never(refusal)
