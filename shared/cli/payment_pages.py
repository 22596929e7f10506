"""What is still to be paid and what a person must decide about money, as tables and as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from shared.bootstrap import Core
from shared.checkout.held import HeldVisit
from shared.cli.saying import clock_time, say_table
from shared.cli.words import CHARGES, REFUNDS, TASKS
from shared.visits.narration import METHODS

PENDING_HEADINGS = ("senha", "forma", "valor", "estado", "vence", "problema")
REFUND_HEADINGS = ("senha", "devolução", "estado", "pedida", "motivo")
TASK_HEADINGS = ("senha", "decisão", "valor", "desde")


def payments(core: Core) -> dict[str, object]:
    """Oldest first."""
    return {
        "pending": [
            {
                "label": each.label,
                "visit_id": each.visit_id,
                "intent_id": each.intent_id,
                "method": each.method,
                "state": each.state,
                "amount": each.amount,
                "opened_at": each.opened_at,
                "expires_at": each.expires_at,
                "trouble": each.trouble,
                "txid": each.txid,
            }
            for each in core.board.pending_payments()
        ],
        "tasks": [
            {
                "label": each.label,
                "visit_id": each.visit_id,
                "task_id": each.task_id,
                "kind": each.kind,
                "amount": each.amount,
                "opened_at": each.opened_at,
                "opened_by": each.opened_by,
                "txid": each.txid,
            }
            for each in core.board.tasks()
        ],
        "refunds": [
            {
                "label": each.label,
                "visit_id": each.visit_id,
                "refund_id": each.id,
                "task_id": each.task_id,
                "amount": each.amount,
                "state": each.progress,
                "trouble": each.trouble or None,
                "asked_at": each.asked_at,
            }
            for each in core.refunds.list()
        ],
        "held": [
            {
                "label": each.label,
                "visit_id": each.visit_id,
                "opened_at": each.opened_at,
                "is_money_waiting": each.is_money_waiting,
            }
            for each in core.held.list()
        ],
    }


def print_payments(core: Core) -> None:
    """The same for a person."""
    zone = core.settings.shop.zone
    pending = [
        (
            each.label,
            METHODS[each.method],
            each.amount,
            CHARGES[each.state],
            clock_time(each.expires_at, zone),
            each.trouble or "",
        )
        for each in core.board.pending_payments()
    ]
    tasks = [
        (each.label, TASKS[each.kind], each.amount, f"{each.opened_at.astimezone(zone):%d/%m %H:%M}")
        for each in core.board.tasks()
    ]
    say_table(PENDING_HEADINGS, pending, nothing="Nenhum pagamento em aberto.")
    print()
    say_table(TASK_HEADINGS, tasks, nothing="Nenhuma decisão sobre dinheiro espera por uma pessoa.")
    refunds = [
        (each.label, each.amount, REFUNDS[each.progress], clock_time(each.asked_at, zone), each.trouble)
        for each in core.refunds.list()
    ]
    if refunds:
        print()
        say_table(REFUND_HEADINGS, refunds, nothing="")
    held = core.held.list()
    if held:
        print(f"\n{held_text(held)}")


def held_text(held: Sequence[HeldVisit]) -> str:
    """What happened to visits that this program cannot read, and what to do."""
    paid = [each.label for each in held if each.is_money_waiting]
    money = f" Chegou dinheiro para: {', '.join(paid)}." if paid else ""
    named = ", ".join(each.label for each in held)
    return f"Uma versão mais nova do programa mudou: {named}.{money} Atualize o Vez nesta estação."
