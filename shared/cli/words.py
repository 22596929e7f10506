"""The words of states and kinds in Portuguese, as the command line shows them. JSON has the code's own words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.checkout.refund_list import RefundProgress
from shared.printing.model import CANNOT_BE_BUILT, JobState, Trouble
from shared.reconciliation.model import LIST_WAS_CUT, DifferenceKind
from shared.visits.bands import WaitBand
from shared.visits.model import ChargeState, Decision, TaskKind, TurnState, VisitState
from shared.webhooks.model import Ending, WebhookState

VISITS: Mapping[VisitState, str] = MappingProxyType(
    {
        VisitState.PENDING_PAYMENT: "aguardando pagamento",
        VisitState.ABANDONED: "desistência",
        VisitState.PAID: "paga",
        VisitState.PRINTING: "imprimindo",
        VisitState.PRINT_ERROR: "falha na impressão",
        VisitState.IN_QUEUE: "na fila",
        VisitState.CALLED: "chamada",
        VisitState.IN_PROGRESS: "em atendimento",
        VisitState.COMPLETED: "concluída",
        VisitState.EXPIRED: "não compareceu",
        VisitState.CANCELLED: "cancelada",
    }
)
TURNS: Mapping[TurnState, str] = MappingProxyType(
    {
        TurnState.IN_QUEUE: "na fila",
        TurnState.CALLED: "chamada",
        TurnState.IN_PROGRESS: "em atendimento",
        TurnState.COMPLETED: "concluída",
        TurnState.EXPIRED: "não compareceu",
        TurnState.CANCELLED: "cancelada",
    }
)
CHARGES: Mapping[ChargeState, str] = MappingProxyType(
    {
        ChargeState.CREATING: "criando a cobrança",
        ChargeState.AWAITING: "aguardando o cliente",
        ChargeState.PAID: "pago",
        ChargeState.FAILED: "recusado pelo provedor",
        ChargeState.VOIDING: "cancelando",
        ChargeState.VOIDED: "cancelado",
        ChargeState.EXPIRED: "vencido",
    }
)
TASKS: Mapping[TaskKind, str] = MappingProxyType(
    {
        TaskKind.PAID_LATE: "pagou depois do prazo",
        TaskKind.PAID_UNDER: "pagou a menos",
        TaskKind.PAID_OVER: "pagou a mais",
        TaskKind.PAID_TWICE: "pagou duas vezes",
        TaskKind.REVERSED: "pagamento desfeito",
        TaskKind.REFUND_DUE: "devolução a fazer",
        TaskKind.CHECK_ON_TERMINAL: "conferir na maquininha",
        TaskKind.TO_RECONCILE: "Pix da loja a conferir",
    }
)
DECISIONS: Mapping[Decision, str] = MappingProxyType(
    {
        Decision.RELEASED: "liberado",
        Decision.REFUNDED: "devolvido",
        Decision.KEPT: "mantido",
        Decision.RECEIVED: "recebido",
        Decision.MISSING: "não está no extrato",
    }
)
REFUNDS: Mapping[RefundProgress, str] = MappingProxyType(
    {
        RefundProgress.ASKED: "pedida",
        RefundProgress.UNDER_WAY: "em andamento",
        RefundProgress.DONE: "devolvida",
        RefundProgress.REFUSED: "recusada",
    }
)
WEBHOOKS: Mapping[WebhookState, str] = MappingProxyType(
    {
        WebhookState.QUEUED: "na fila",
        WebhookState.DONE: "tratado",
        WebhookState.DEAD: "espera por uma pessoa",
    }
)
ENDINGS: Mapping[Ending, str] = MappingProxyType(
    {
        Ending.LOOKED: "tratado",
        Ending.STRANGER: "cobrança de fora desta estação",
        Ending.NO_NEWS: "sem novidade sobre dinheiro",
    }
)
DIFFERENCES: Mapping[DifferenceKind, str] = MappingProxyType(
    {
        DifferenceKind.STRANGER: "recebido sem pedido",
        DifferenceKind.UNSEEN: "não aparece na cobrança",
        DifferenceKind.AMOUNT: "valor diferente",
        DifferenceKind.ABSENT: "não está na lista do provedor",
    }
)
BANDS: Mapping[WaitBand, str] = MappingProxyType(
    {WaitBand.OK: "", WaitBand.ATTENTION: "atenção", WaitBand.CRITICAL: "crítica", WaitBand.OVER: "passou do limite"}
)
JOBS: Mapping[JobState, str] = MappingProxyType(
    {
        JobState.QUEUED: "na fila",
        JobState.SENDING: "imprimindo",
        JobState.BLOCKED: "parado",
        JobState.SENT: "enviado",
        JobState.CONFIRMED: "impresso",
        JobState.UNCERTAIN: "incerto",
        JobState.FAILED: "falhou",
        JobState.CANCELLED: "cancelado",
    }
)
TROUBLES: Mapping[Trouble, str] = MappingProxyType(
    {
        Trouble.ABSENT: "A impressora não foi encontrada: confira o cabo e se está ligada.",
        Trouble.NO_PERMISSION: "O sistema não deixa usar a impressora: dê permissão de USB ao usuário da loja.",
        Trouble.BUSY: "Outro programa está usando a impressora: feche-o.",
        Trouble.PAPER_END: "Acabou o papel da impressora: coloque uma bobina nova.",
        Trouble.COVER_OPEN: "A tampa da impressora está aberta: feche-a.",
        Trouble.ERROR: "A impressora está com defeito: desligue-a e ligue-a de novo.",
        Trouble.OFFLINE: "A impressora está fora de linha: aperte o botão dela.",
        Trouble.DISCONNECTED: "A impressora foi desconectada: confira o cabo.",
        Trouble.NO_DRIVER: "Falta o acesso USB à impressora: no Windows, instale o driver WinUSB para ela.",
    }
)


def comparing_text(trouble: str | None) -> str:
    """Why the last comparison of payments came to nothing; empty if it did not."""
    if trouble is None:
        return ""
    return "a lista veio incompleta" if trouble == LIST_WAS_CUT else f"a lista não veio ({trouble})"


def trouble_text(trouble: str) -> str:
    """A printer's or a paper's trouble as a sentence; a word that a newer program wrote is shown as it is."""
    if trouble == CANNOT_BE_BUILT:
        return trouble
    try:
        return TROUBLES[Trouble(trouble)]
    except ValueError:
        return f"A impressora não está pronta ({trouble})."
