"""The payments page from one snapshot."""

from dataclasses import dataclass
from datetime import datetime

from panel.model.differences import DifferenceProps, derive_differences
from panel.model.payments import PendingRow, derive_pending, why_not_confirm, why_not_release
from panel.model.shop import ShopRules
from panel.model.snapshot import DeskSnapshot
from panel.model.tasks import TaskRow, derive_tasks, why_not_decide
from panel.model.webhooks import WebhookProps, derive_webhooks
from panel.model.wording import count_or_none
from shared.kernel.ids import IntentId
from shared.kernel.ways import BY_HAND
from shared.people.model import Operator


@dataclass(frozen=True, slots=True)
class MoneyInputs:
    snapshot: DeskSnapshot
    by: Operator
    now: datetime
    pending: IntentId | None = None
    task: str | None = None
    is_busy: bool = False


@dataclass(frozen=True, slots=True)
class MoneyProps:
    """Two lists and what is chosen in them; at most one of `pending` and `task` is. `to_do` waits for a person."""

    pending_title: str
    pending_rows: tuple[PendingRow, ...]
    task_title: str
    task_rows: tuple[TaskRow, ...]
    now: datetime
    pending: PendingRow | None
    task: TaskRow | None
    why_not_confirm: str
    why_not_release: str
    why_not_decide: str
    is_busy: bool
    to_do: int
    webhooks: WebhookProps
    differences: DifferenceProps


def derive_money(inputs: MoneyInputs, shop: ShopRules) -> MoneyProps:
    """The page at one moment."""
    pending = derive_pending(inputs.snapshot.pending, inputs.snapshot.names, shop)
    tasks = derive_tasks(inputs.snapshot.tasks, inputs.snapshot.refunds, inputs.snapshot.operators)
    chosen = next((row for row in pending if row.intent_id == inputs.pending), None)
    task = next((row for row in tasks if row.task_id == inputs.task), None)
    role = inputs.by.role
    return MoneyProps(
        pending_title=count_or_none(
            len(pending), "Nenhum pagamento em aberto", "pagamento em aberto", "pagamentos em aberto"
        ),
        pending_rows=pending,
        task_title=count_or_none(len(tasks), "Nenhuma decisão pendente", "decisão pendente", "decisões pendentes"),
        task_rows=tasks,
        now=inputs.now,
        pending=chosen,
        task=None if chosen else task,
        why_not_confirm=why_not_confirm(chosen, role),
        why_not_release=why_not_release(chosen, role),
        why_not_decide=why_not_decide(task, role),
        is_busy=inputs.is_busy,
        to_do=len(tasks)
        + sum(row.method in BY_HAND for row in pending)
        + bool(inputs.snapshot.webhooks)
        + len(inputs.snapshot.differences),
        webhooks=derive_webhooks(inputs.snapshot.webhooks, role, shop),
        differences=derive_differences(inputs.snapshot.differences, inputs.snapshot.labels, role, shop),
    )
