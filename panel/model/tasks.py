"""Decisions about money that wait for a person: what happened, what we advise, what else is possible."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import assert_never

from panel.model.wording import ago
from shared.checkout.refund_list import RefundProgress, RefundView
from shared.kernel.ids import IntentId, OperatorId, RefundId, VisitId
from shared.kernel.money import Money
from shared.people.model import Permission, Role
from shared.people.permissions import may
from shared.visits.model import Decision, Refund, RefundState, TaskKind
from shared.visits.views import OpenTask


@dataclass(frozen=True, slots=True)
class Option:
    """One decision that can be taken, and what it means. `needs_note` where only words can say why.

    `is_by_provider`: the provider is asked to do it, and the decision waits for its word.
    """

    decision: Decision
    text: str
    meaning: str
    needs_note: bool
    is_advised: bool = False
    is_by_provider: bool = False

    @property
    def name(self) -> str:
        """How its button is known."""
        return "provider" if self.is_by_provider else self.decision


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One open decision; the advised option comes first. What is to be found out has none.

    `refund_text` is how far the provider is with giving the money back; empty where it was never asked.
    """

    visit_id: VisitId
    task_id: str
    label: str
    title: str
    story: str
    amount: Money
    opened_at: datetime
    options: tuple[Option, ...]
    refund_text: str = ""
    is_giving_back: bool = False
    intent_id: IntentId | None = None
    txid: str = ""

    @property
    def is_search(self) -> bool:
        """Money is to be found in the statement: the answer names the payment and its amount."""
        return any(option.decision is Decision.RECEIVED for option in self.options)

    @property
    def next_step(self) -> str:
        """What the list says to do."""
        if self.is_search:
            return SEARCHING
        return GIVING_BACK if self.is_giving_back else self.options[0].text

    def age(self, now: datetime) -> str:
        return ago(now - self.opened_at)


SOMEBODY = "Um supervisor"
GIVING_BACK, SEARCHING = "Esperar o provedor", "Procurar no extrato"

_TITLES: Mapping[TaskKind, str] = MappingProxyType(
    {
        TaskKind.PAID_LATE: "Pagou depois do prazo",
        TaskKind.PAID_UNDER: "Pagou a menos",
        TaskKind.PAID_OVER: "Pagou a mais",
        TaskKind.PAID_TWICE: "Pagou duas vezes",
        TaskKind.REVERSED: "Pagamento desfeito",
        TaskKind.REFUND_DUE: "Devolução a fazer",
        TaskKind.CHECK_ON_TERMINAL: "Conferir na maquininha",
        TaskKind.TO_RECONCILE: "Pix da loja a conferir",
    }
)

_RELEASE = Option(Decision.RELEASED, "Liberar a senha", "O cliente entra na fila; o dinheiro fica.", needs_note=True)
_REFUND = Option(
    Decision.REFUNDED, "Dinheiro devolvido", "Você já devolveu ao cliente, por Pix ou no balcão.", needs_note=False
)
_BY_PROVIDER = Option(
    Decision.REFUNDED,
    "Devolver pelo provedor",
    "O dinheiro volta para a conta de quem pagou.",
    needs_note=False,
    is_by_provider=True,
)
_KEEP = Option(Decision.KEPT, "Ficar com o dinheiro", "Combinado com o cliente; escreva o que foi.", needs_note=True)
_ACCEPT = Option(Decision.KEPT, "Nada a fazer", "A perda fica registrada; escreva por quê.", needs_note=True)

_APPROVED = Option(
    Decision.RELEASED,
    "Foi aprovado: liberar",
    "A maquininha mostra que foi pago; escreva o que viu.",
    needs_note=True,
)
_NOT_APPROVED = Option(
    Decision.KEPT, "Não foi aprovado", "A maquininha mostra que nada foi cobrado; escreva o que viu.", needs_note=True
)
_FOUND = Option(
    Decision.RECEIVED, "Está no extrato", "Copie o identificador do extrato; confira o valor.", needs_note=True
)
_MISSING = Option(
    Decision.MISSING, "Não está no extrato", "Fica como perda; escreva até que dia procurou.", needs_note=True
)

_OPTIONS: Mapping[TaskKind, tuple[Option, ...]] = MappingProxyType(
    {
        TaskKind.PAID_LATE: (_RELEASE, _REFUND, _KEEP),
        TaskKind.PAID_UNDER: (_REFUND, _RELEASE, _KEEP),
        TaskKind.PAID_OVER: (_REFUND, _KEEP),
        TaskKind.PAID_TWICE: (_REFUND, _KEEP),
        TaskKind.REVERSED: (_ACCEPT,),
        TaskKind.REFUND_DUE: (_REFUND, _KEEP),
        TaskKind.CHECK_ON_TERMINAL: (_APPROVED, _NOT_APPROVED),
        TaskKind.TO_RECONCILE: (_FOUND, _MISSING),
    }
)


def derive_tasks(
    tasks: tuple[OpenTask, ...],
    refunds: tuple[RefundView, ...] = (),
    operators: Mapping[OperatorId, str] = MappingProxyType({}),
) -> tuple[TaskRow, ...]:
    """The open decisions, oldest first, with how far their refunds are."""
    progress = {each.id: each for each in refunds}
    ordered = sorted(tasks, key=lambda task: (task.opened_at, task.task_id))
    return tuple(_row(task, progress, operators) for task in ordered)


def why_not_decide(row: TaskRow | None, role: Role) -> str:
    """Why nothing can be decided; empty when it can."""
    if row is None:
        return "Escolha uma decisão da lista."
    if not may(role, Permission.RESOLVE_TASK):
        return "Só um supervisor pode decidir sobre dinheiro."
    return "O provedor está devolvendo este dinheiro: espere a resposta dele." if row.is_giving_back else ""


def refund_text(refund: Refund, seen: RefundView | None) -> str:
    """How far a refund is; `seen` is what this station knows of it beyond the visit, if it is the one that asks."""
    match refund.state:
        case RefundState.DONE:
            return f"Devolução de {refund.amount}: devolvida pelo provedor."
        case RefundState.REFUSED:
            return f"Devolução de {refund.amount}: recusada pelo provedor. {refund.trouble}".strip()
        case RefundState.ASKED if seen is not None and seen.progress is RefundProgress.ASKED:
            waits = "; o provedor ainda não respondeu" if seen.trouble else ""
            return f"Devolução de {refund.amount}: pedida{waits}."
        case RefundState.ASKED:
            return f"Devolução de {refund.amount}: em andamento no provedor."
        case _:
            assert_never(refund.state)


def _offered(task: OpenTask) -> tuple[Option, ...]:
    """Where the provider can give it back, that comes before giving it back by hand."""
    options = _OPTIONS[task.kind]
    if not task.is_returnable:
        return options
    at = options.index(_REFUND)
    return (*options[:at], _BY_PROVIDER, *options[at:])


def _row(task: OpenTask, progress: Mapping[RefundId, RefundView], operators: Mapping[OperatorId, str]) -> TaskRow:
    first, *others = _offered(task)
    refund = task.refund
    return TaskRow(
        visit_id=task.visit_id,
        task_id=task.task_id,
        label=task.label,
        title=_TITLES[task.kind],
        story=_story(task, operators),
        amount=task.amount,
        opened_at=task.opened_at,
        options=(replace(first, is_advised=task.kind is not TaskKind.TO_RECONCILE), *others),
        refund_text=refund_text(refund, progress.get(refund.id)) if refund else "",
        is_giving_back=refund is not None and refund.state is RefundState.ASKED,
        intent_id=task.intent_id,
        txid=task.txid or "",
    )


def _story(task: OpenTask, operators: Mapping[OperatorId, str]) -> str:
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
        case TaskKind.CHECK_ON_TERMINAL:
            return f"Só a maquininha sabe se {task.amount} foram pagos. Veja nela a última venda e registre aqui."
        case TaskKind.TO_RECONCILE:
            who = operators.get(task.opened_by, SOMEBODY) if task.opened_by else SOMEBODY
            return f"{who} liberou pelo comprovante. Procure {task.amount} no extrato da conta da loja."
