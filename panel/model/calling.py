"""Who is next, onto which machine, and what stands in the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from panel.model.queues import Group, QueueBook, QueueRow, Shown
from shared.catalog.model import Equipment, EquipmentStatus, Service
from shared.kernel.ids import EquipmentId, ServiceId
from shared.people.model import Operator, Permission
from shared.people.permissions import may
from shared.visits.views import EquipmentView, Occupant


@dataclass(frozen=True, slots=True)
class Machine:
    """A free machine, and the key (1–9) that chooses it; None from the tenth on."""

    equipment_id: EquipmentId
    name: str
    place: str
    key: int | None


@dataclass(frozen=True, slots=True)
class CallNow:
    """Nothing is left to ask."""

    row: QueueRow
    machine: Machine


@dataclass(frozen=True, slots=True)
class AskFirst:
    """The operator chooses a machine, or says why somebody who is `elsewhere` (a sentence) is called all the same."""

    row: QueueRow
    machines: tuple[Machine, ...]
    elsewhere: str | None


@dataclass(frozen=True, slots=True)
class CannotCall:
    """`sentence` says what stands in the way."""

    sentence: str


CallPlan = CallNow | AskFirst | CannotCall

KEYS_MAX = 9


@dataclass(frozen=True, slots=True)
class Floor:
    """The machines with whoever is on them, and who wants to call."""

    views: tuple[EquipmentView, ...]
    services: Mapping[ServiceId, Service]
    by: Operator

    def occupants(self) -> Iterable[tuple[Equipment, Occupant]]:
        return ((view.equipment, view.occupant) for view in self.views if view.occupant is not None)

    def free_for(self, service_id: ServiceId) -> tuple[Machine, ...]:
        """The machines that can take this service now, in the order of the board."""
        free = [
            view.equipment
            for view in self.views
            if view.occupant is None
            and view.equipment.is_listed
            and view.equipment.status is EquipmentStatus.AVAILABLE
            and service_id in view.equipment.services
        ]
        return tuple(
            Machine(each.id, each.name, each.place, number if number <= KEYS_MAX else None)
            for number, each in enumerate(free, start=1)
        )


@dataclass(frozen=True, slots=True)
class NextUp:
    """Who should be called next; `skipped` says whom the choice passes over, and why."""

    row: QueueRow
    plan: CallPlan
    skipped: str = ""


def choose_next(book: QueueBook, shown: Shown, floor: Floor) -> NextUp | None:
    """The next of one queue; of all queues, whoever of their firsts waits longest and can be called now."""
    if shown is Group.NO_SHOWS:
        return None
    if shown is not Group.EVERYONE:
        return _next_of(book.rows(shown), floor)
    firsts = [found for service in book.services if (found := _next_of(book.rows(service.id), floor)) is not None]
    ready = [each for each in firsts if isinstance(each.plan, CallNow | AskFirst)]
    return min(ready or firsts, key=lambda each: each.row.since, default=None)


def plan_call(row: QueueRow, floor: Floor) -> CallPlan:
    """What calling this person takes. The core decides again; this only spares the operator a refusal."""
    if not may(floor.by.role, Permission.SERVE):
        return CannotCall("Seu perfil não permite chamar.")
    elsewhere = [(machine, who) for machine, who in floor.occupants() if who.visit_id == row.turn.visit_id]
    if any(who.service_id == row.service_id for _, who in elsewhere):
        return CannotCall(f"{row.label} já foi chamado ou está em {row.service}.")
    full = _fullness(row, floor)
    if full is not None:
        return full
    machines = floor.free_for(row.service_id)
    if not machines:
        return CannotCall(_why_none_is_free(row, floor))
    if not elsewhere:
        return CallNow(row, machines[0]) if len(machines) == 1 else AskFirst(row, machines, None)
    machine, who = elsewhere[0]
    where = f"{row.label} está em {who.service_name} ({machine.name})"
    if not may(floor.by.role, Permission.OVERRIDE_PLACE):
        return CannotCall(f"{where}. Só um supervisor pode chamar mesmo assim.")
    return AskFirst(row, machines, f"{where}. Para chamar mesmo assim, diga o motivo.")


def _next_of(rows: tuple[QueueRow, ...], floor: Floor) -> NextUp | None:
    if not rows:
        return None
    here = next((row for row in rows if not row.is_elsewhere), None)
    if here is None:
        return NextUp(rows[0], plan_call(rows[0], floor))
    passed = [row.label for row in rows[: rows.index(here)]]
    return NextUp(here, plan_call(here, floor), _skipped_text(passed))


def _skipped_text(labels: list[str]) -> str:
    match labels:
        case []:
            return ""
        case [one]:
            return f"{one} está antes, mas em outro serviço"
        case [first, *others]:
            return f"{first} e mais {len(others)} estão antes, mas em outro serviço"
        case _:
            return ""


def _fullness(row: QueueRow, floor: Floor) -> CannotCall | None:
    service = floor.services.get(row.service_id)
    running = sum(who.service_id == row.service_id for _, who in floor.occupants())
    if service is not None and service.capacity is not None and running >= service.capacity:
        return CannotCall(f"{row.service} já atende o máximo ao mesmo tempo: {service.capacity}.")
    mine = sum(who.operator_id == floor.by.id for _, who in floor.occupants())
    if floor.by.capacity is not None and mine >= floor.by.capacity:
        return CannotCall(f"Você já atende o seu máximo ao mesmo tempo: {floor.by.capacity}.")
    return None


def _why_none_is_free(row: QueueRow, floor: Floor) -> str:
    able = [view for view in floor.views if view.equipment.is_listed and row.service_id in view.equipment.services]
    if not able:
        return f"Nenhum equipamento da loja faz {row.service}."
    if all(view.equipment.status is not EquipmentStatus.AVAILABLE for view in able):
        return f"Os equipamentos de {row.service} estão em limpeza ou fora de uso."
    return f"Nenhum equipamento de {row.service} está livre."
