"""Decisions about money that wait for a person: what happened, what we advise, what else is possible."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from panel.model.wording import ago
from shared.kernel.ids import VisitId
from shared.kernel.money import Money
from shared.people.model import Permission, Role
from shared.people.permissions import may
from shared.visits.model import Decision, TaskKind
from shared.visits.views import OpenTask


@dataclass(frozen=True, slots=True)
class Option:
    """One decision that can be taken, and what it means. `needs_note` where only words can say why."""

    decision: Decision
    text: str
    meaning: str
    needs_note: bool
    is_advised: bool = False


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One open decision; the advised option comes first."""

    visit_id: VisitId
    task_id: str
    label: str
    title: str
    story: str
    amount: Money
    opened_at: datetime
    options: tuple[Option, ...]

    def age(self, now: datetime) -> str:
        return ago(now - self.opened_at)


_TITLES: Mapping[TaskKind, str] = MappingProxyType(
    {
        TaskKind.PAID_LATE: "Pagou depois do prazo",
        TaskKind.PAID_UNDER: "Pagou a menos",
        TaskKind.PAID_OVER: "Pagou a mais",
        TaskKind.PAID_TWICE: "Pagou duas vezes",
        TaskKind.REVERSED: "Pagamento desfeito",
        TaskKind.REFUND_DUE: "Devolução a fazer",
    }
)

_RELEASE = Option(Decision.RELEASED, "Liberar a senha", "O cliente entra na fila; o dinheiro fica.", needs_note=True)
_REFUND = Option(
    Decision.REFUNDED, "Dinheiro devolvido", "Você já devolveu ao cliente, por Pix ou no balcão.", needs_note=False
)
_KEEP = Option(Decision.KEPT, "Ficar com o dinheiro", "Combinado com o cliente; escreva o que foi.", needs_note=True)
_ACCEPT = Option(Decision.KEPT, "Nada a fazer", "A perda fica registrada; escreva por quê.", needs_note=True)

_OPTIONS: Mapping[TaskKind, tuple[Option, ...]] = MappingProxyType(
    {
        TaskKind.PAID_LATE: (_RELEASE, _REFUND, _KEEP),
        TaskKind.PAID_UNDER: (_REFUND, _RELEASE, _KEEP),
        TaskKind.PAID_OVER: (_REFUND, _KEEP),
        TaskKind.PAID_TWICE: (_REFUND, _KEEP),
        TaskKind.REVERSED: (_ACCEPT,),
        TaskKind.REFUND_DUE: (_REFUND, _KEEP),
    }
)


def derive_tasks(tasks: tuple[OpenTask, ...]) -> tuple[TaskRow, ...]:
    """The open decisions, oldest first."""
    return tuple(_row(task) for task in sorted(tasks, key=lambda task: (task.opened_at, task.task_id)))


def why_not_decide(row: TaskRow | None, role: Role) -> str:
    """Why nothing can be decided; empty when it can."""
    if row is None:
        return "Escolha uma decisão da lista."
    return "" if may(role, Permission.RESOLVE_TASK) else "Só um supervisor pode decidir sobre dinheiro."


def _row(task: OpenTask) -> TaskRow:
    first, *others = _OPTIONS[task.kind]
    advised = Option(first.decision, first.text, first.meaning, needs_note=first.needs_note, is_advised=True)
    return TaskRow(
        visit_id=task.visit_id,
        task_id=task.task_id,
        label=task.label,
        title=_TITLES[task.kind],
        story=_story(task),
        amount=task.amount,
        opened_at=task.opened_at,
        options=(advised, *others),
    )


def _story(task: OpenTask) -> str:
    match task.kind:
        case TaskKind.PAID_LATE:
            return f"{task.amount} chegaram quando a visita já tinha terminado. Se o cliente ainda está aqui, libere."
        case TaskKind.PAID_UNDER:
            return f"Chegaram só {task.amount}, menos do que o pedido. A senha não foi emitida."
        case TaskKind.PAID_OVER:
            return f"O cliente pagou {task.amount} além do pedido. A senha foi emitida."
        case TaskKind.PAID_TWICE:
            return f"Mais {task.amount} chegaram para uma senha que já estava paga."
        case TaskKind.REVERSED:
            return f"{task.amount} foram estornados pelo banco ou pelo provedor depois de pagos."
        case TaskKind.REFUND_DUE:
            return f"Algo pago foi cancelado: devolva {task.amount} ao cliente e registre aqui."
