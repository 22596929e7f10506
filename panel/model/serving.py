"""The whole queue page from one snapshot: queues, who is next, machines, the chosen turn and what it allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from panel.model.actions import FACES, Action, Availability, ChosenTurn, Situation, derive_actions
from panel.model.calling import AskFirst, CallNow, CallPlan, CannotCall, Floor, NextUp, choose_next, plan_call
from panel.model.equipment import (
    BoardNames,
    EquipmentRow,
    MachineFilter,
    MachineState,
    derive_equipment,
    pick,
)
from panel.model.queues import Flag, Group, QueueRow, Shown, Wait, derive_wait, name_of
from panel.model.services import BandCount, ServiceRow, derive_band_counts, derive_services
from panel.model.shop import ShopRules
from panel.model.snapshot import DeskSnapshot, TicketReading
from panel.model.ticket import TicketNames, TicketProps, TicketUnreadable, derive_ticket
from panel.model.unlisted import unlisted_row
from panel.model.wording import counted, grouped
from shared.catalog.model import EquipmentStatus
from shared.kernel.ids import CustomerId, EquipmentId
from shared.people.model import Operator, Permission
from shared.people.permissions import may
from shared.visits.model import TurnState, Visit
from shared.visits.serving import TurnRef


@dataclass(frozen=True, slots=True)
class Choice:
    """What the operator looks at. `ticket` is the chosen turn's, once it was read."""

    shown: Shown = Group.EVERYONE
    chosen: TurnRef | None = None
    machine: EquipmentId | None = None
    machines: MachineFilter = MachineFilter.ALL
    ticket: TicketReading | None = None


@dataclass(frozen=True, slots=True)
class ServingInputs:
    """What the page is made from. `blocked` are actions that were just done and not yet released again."""

    snapshot: DeskSnapshot
    by: Operator
    now: datetime
    choice: Choice = Choice()
    is_busy: bool = False
    blocked: frozenset[Action] = frozenset()


@dataclass(frozen=True, slots=True)
class NextCard:
    """Who is next and why; `label` is empty when there is nobody, and `why` then says so."""

    label: str
    customer: str
    service: str
    why: str
    note: str
    wait: Wait | None
    flags: tuple[Flag, ...]
    target: str


@dataclass(frozen=True, slots=True)
class MachineDesk:
    """The machine that is pointed at, and which status it can be given."""

    name: str
    equipment_id: EquipmentId
    status: EquipmentStatus
    why_not: str


@dataclass(frozen=True, slots=True)
class ServingProps:
    shown: Shown
    title: str
    rows: tuple[QueueRow, ...]
    services: tuple[ServiceRow, ...]
    bands: tuple[BandCount, ...]
    following: NextCard
    equipment: tuple[EquipmentRow, ...]
    machine_counts: Mapping[MachineFilter, int]
    machines: MachineFilter
    machine: MachineDesk | None
    chosen: ChosenTurn | None
    actions: Mapping[Action, Availability]
    ticket: TicketProps | TicketUnreadable | None


@dataclass(frozen=True, slots=True)
class ServingMoment:
    """The props, and the plans that the actions carry out."""

    props: ServingProps
    following: NextUp | None
    plan: CallPlan | None


def derive_serving(inputs: ServingInputs, shop: ShopRules) -> ServingMoment:
    """The page at one moment."""
    snapshot, book = inputs.snapshot, inputs.snapshot.book
    floor = Floor(snapshot.equipment, {service.id: service for service in book.services}, inputs.by)
    following = choose_next(book, inputs.choice.shown, floor)
    board = derive_equipment(snapshot.equipment, _names(inputs), inputs.now, shop)
    row = _row(inputs.choice.chosen, inputs) if inputs.choice.chosen else None
    chosen = _chosen(inputs, row, board)
    plan = plan_call(row, floor) if row else None
    actions = dict(derive_actions(Situation(inputs.by, following, chosen, plan, inputs.is_busy)))
    for action in inputs.blocked:
        actions[action] = Availability(
            is_enabled=False, why=f"{FACES[action].text}: feito agora mesmo.", is_passing=True
        )
    props = ServingProps(
        shown=inputs.choice.shown,
        title=_title(inputs),
        rows=book.rows(inputs.choice.shown),
        services=derive_services(book, inputs.now, shop),
        bands=derive_band_counts(book, inputs.choice.shown, inputs.now, shop),
        following=_next_card(following, inputs, shop),
        equipment=pick(board, inputs.choice.machines),
        machine_counts=MappingProxyType({each: len(pick(board, each)) for each in MachineFilter}),
        machines=inputs.choice.machines,
        machine=_machine(board, inputs),
        chosen=chosen,
        actions=MappingProxyType(actions),
        ticket=derive_ticket(inputs.choice.ticket, _ticket_names(inputs), shop) if inputs.choice.ticket else None,
    )
    return ServingMoment(props, following, plan)


def shown_or_everyone(shown: Shown, snapshot: DeskSnapshot) -> Shown:
    """Falls back when the shown queue is gone from the catalogue, or the last no-show was called."""
    if shown is Group.EVERYONE or shown in snapshot.book.by_service:
        return shown
    return Group.NO_SHOWS if shown is Group.NO_SHOWS and snapshot.book.no_shows else Group.EVERYONE


def _title(inputs: ServingInputs) -> str:
    book, shown = inputs.snapshot.book, inputs.choice.shown
    people, listed = book.people(shown), len(book.rows(shown))
    if shown is Group.NO_SHOWS:
        return counted(people, "não compareceu", "não compareceram")
    if listed < people:
        return f"{grouped(people)} na fila; a lista mostra os primeiros {grouped(listed)}"
    return f"{grouped(people)} na fila" if people else "Ninguém na fila"


def _next_card(following: NextUp | None, inputs: ServingInputs, shop: ShopRules) -> NextCard:
    if following is None:
        is_no_shows = inputs.choice.shown is Group.NO_SHOWS
        why = "Escolha na lista quem voltou e chame com Shift+F2." if is_no_shows else "Ninguém espera nesta fila."
        return NextCard("", "", "", why, "", None, (), "")
    row = following.row
    return NextCard(
        label=row.label,
        customer=row.customer,
        service=row.service,
        why=row.why,
        note=following.skipped,
        wait=derive_wait(row.since, inputs.now, shop.bands),
        flags=row.flags,
        target=_target(following.plan),
    )


def _target(plan: CallPlan) -> str:
    match plan:
        case CallNow(_, machine):
            return f"para {machine.name}"
        case AskFirst(_, machines, None):
            return f"{len(machines)} equipamentos livres"
        case AskFirst():
            return "pede um motivo"
        case CannotCall(sentence):
            return sentence


def _row(chosen: TurnRef, inputs: ServingInputs) -> QueueRow | None:
    """The chosen turn's row; of one beyond the list, from its ticket."""
    listed = inputs.snapshot.book.row(chosen)
    ticket = inputs.choice.ticket
    return listed or (unlisted_row(chosen, ticket, _customers(inputs)) if ticket else None)


def _chosen(inputs: ServingInputs, row: QueueRow | None, board: tuple[EquipmentRow, ...]) -> ChosenTurn | None:
    if inputs.choice.chosen is None:
        return None
    if row is not None:
        state = TurnState.EXPIRED if row.is_no_show else TurnState.IN_QUEUE
        return ChosenTurn(row.turn, row.label, row.customer, row.service, state)
    for view in inputs.snapshot.equipment:
        who = view.occupant
        if who is not None and who.turn_id == inputs.choice.chosen.turn_id:
            name = name_of(who.customer_id, inputs.snapshot.names)
            return ChosenTurn(inputs.choice.chosen, who.label, name, who.service_name, who.state, view.equipment.name)
    return _from_ticket(inputs.choice.chosen, inputs)


def _from_ticket(chosen: TurnRef, inputs: ServingInputs) -> ChosenTurn | None:
    """A turn that has ended is still chosen while its ticket is read: it can be looked at and printed again."""
    visit = inputs.choice.ticket.visit if inputs.choice.ticket else None
    turn = visit.turn(chosen.turn_id) if isinstance(visit, Visit) and visit.id == chosen.visit_id else None
    if turn is None or not isinstance(visit, Visit):
        return None
    name = name_of(visit.customer_id, _customers(inputs))
    return ChosenTurn(chosen, visit.label, name, turn.name, turn.state)


def _machine(board: tuple[EquipmentRow, ...], inputs: ServingInputs) -> MachineDesk | None:
    chosen = inputs.choice.chosen
    occupied = next((each for each in board if chosen is not None and each.turn == chosen), None)
    row = occupied or next((each for each in board if each.equipment_id == inputs.choice.machine), None)
    if row is None:
        return None
    why_not = "" if may(inputs.by.role, Permission.SET_EQUIPMENT) else "Seu perfil não permite mudar equipamentos."
    if row.turn is not None and row.state is not MachineState.FREE:
        why_not = why_not or f"{row.name} está com {row.label}."
    return MachineDesk(row.name, row.equipment_id, row.status, why_not)


def _names(inputs: ServingInputs) -> BoardNames:
    snapshot = inputs.snapshot
    return BoardNames(snapshot.names, snapshot.operators, snapshot.book.names, inputs.by.id)


def _ticket_names(inputs: ServingInputs) -> TicketNames:
    snapshot = inputs.snapshot
    machines = {view.equipment.id: view.equipment.name for view in snapshot.equipment}
    return TicketNames(_customers(inputs), snapshot.operators, machines)


def _customers(inputs: ServingInputs) -> Mapping[CustomerId, str]:
    """Everybody on the lists, and the chosen ticket's customer, who may be on none any more."""
    ticket = inputs.choice.ticket
    return {**inputs.snapshot.names, **(ticket.names if ticket else {})}
