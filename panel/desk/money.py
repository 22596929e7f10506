"""The payments page's view model: counter payments, releases, and decisions about money."""

from PySide6.QtCore import QObject, Signal

from panel.desk.session import Session
from panel.model.differences import DifferenceRow
from panel.model.money import MoneyInputs, MoneyProps, derive_money
from panel.model.notices import done, refused
from panel.model.payments import PendingRow, TenderProps
from panel.model.tasks import Option, TaskRow
from panel.model.webhooks import WebhookProps
from panel.ports import AnswerOutcome, CounterOutcome, ReplayOutcome
from shared.kernel.ids import IntentId
from shared.kernel.money import Money
from shared.people.model import Operator
from shared.reconciliation.model import Difference
from shared.visits.model import Visit
from shared.webhooks.model import Replayed


class MoneyDesk(QObject):
    """`changed` when anything of the page moved."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pending: IntentId | None = None
        self._task: str | None = None
        self._props: MoneyProps | None = None
        session.snapshotChanged.connect(self._derive)
        session.busyChanged.connect(self._derive)
        session.ticked.connect(self._derive)
        session.operatorChanged.connect(self._on_operator)

    @property
    def props(self) -> MoneyProps | None:
        """None until somebody has signed in and something was read."""
        return self._props

    def choose_pending(self, intent_id: IntentId | None) -> None:
        self._pending, self._task = intent_id, None
        self._derive()

    def choose_task(self, task_id: str | None) -> None:
        self._pending, self._task = None, task_id
        self._derive()

    def confirm(self, row: PendingRow, paid: TenderProps) -> None:
        """The customer paid what the row says at the counter, in cash or by card."""
        tendered, counter, by = paid.tendered, self._session.shop.counter, self._by()
        if tendered is None:
            return
        change = f" Troco: {paid.change}." if paid.change and paid.change.centavos else ""
        self._session.run(
            "confirm",
            lambda: counter.confirm(row.visit_id, row.intent_id, tendered, by),
            lambda outcome: self._told(outcome, f"{row.label}: {row.amount} recebidos.{change} A senha está saindo."),
        )

    def release(self, row: PendingRow, reason: str) -> None:
        """Let a visit in without settled money; for the shop's own Pix, after seeing its receipt."""
        counter, by = self._session.shop.counter, self._by()
        told = (
            f"{row.label} liberada pelo comprovante. Procure o dinheiro no extrato: está nas decisões."
            if row.is_own_pix
            else f"{row.label} liberada sem pagamento; o motivo ficou registrado."
        )
        self._session.run(
            "release",
            lambda: counter.release(row.visit_id, reason, by),
            lambda outcome: self._told(outcome, told),
        )

    def give_courtesy(self, row: PendingRow, reason: str) -> None:
        """Let a visit in for nothing."""
        counter, by = self._session.shop.counter, self._by()
        self._session.run(
            "courtesy",
            lambda: counter.give_courtesy(row.visit_id, reason, by),
            lambda outcome: self._told(outcome, f"{row.label}: cortesia registrada em seu nome. A senha está saindo."),
        )

    def find(self, row: TaskRow, reference: str, amount: Money) -> None:
        """Money that somebody vouched for is in the statement."""
        intent_id, counter, by = row.intent_id, self._session.shop.counter, self._by()
        if intent_id is None:
            return
        self._session.run(
            "decide",
            lambda: counter.find(row.visit_id, intent_id, reference, amount, by),
            lambda outcome: self._told(outcome, f"{row.label}: {amount} achados no extrato e registrados."),
        )

    def decide(self, row: TaskRow, option: Option, note: str) -> None:
        """Record what a person decided; or have the provider give it back, which it answers in its own time."""
        counter, by = self._session.shop.counter, self._by()
        if option.is_by_provider:
            self._session.run(
                "decide",
                lambda: counter.give_back(row.visit_id, row.task_id, note, by),
                lambda outcome: self._told(outcome, f"{row.label}: devolução de {row.amount} pedida ao provedor."),
            )
            return
        self._session.run(
            "decide",
            lambda: counter.decide_task(row.visit_id, row.task_id, option.decision, note, by),
            lambda outcome: self._told(outcome, f"{row.label}: registrado como “{option.text.lower()}”."),
        )

    def replay(self, props: WebhookProps) -> None:
        """Have the provider asked once more about what it said by itself."""
        inbox, by = self._session.shop.inbox, self._by()
        self._session.run("replay", lambda: inbox.replay(props.ids, by), self._replayed)

    def answer(self, row: DifferenceRow, note: str) -> bool:
        """Record what a payment was that differs. False, and nothing is done, while something else runs."""
        reconciliation, by = self._session.shop.reconciliation, self._by()
        return self._session.run(f"answer:{row.id}", lambda: reconciliation.answer(row.id, note, by), self._answered)

    def _answered(self, outcome: AnswerOutcome) -> None:
        if isinstance(outcome, Difference):
            self._session.say(done("Registrado em seu nome. A diferença só volta se algo nela mudar."))
        else:
            self._session.say(refused(outcome, self._session.rules))

    def _replayed(self, outcome: ReplayOutcome) -> None:
        if isinstance(outcome, Replayed):
            self._session.say(done("O provedor será consultado de novo."))
        else:
            self._session.say(refused(outcome, self._session.rules))

    def _told(self, outcome: CounterOutcome, text: str) -> None:
        self._session.say(done(text) if isinstance(outcome, Visit) else refused(outcome, self._session.rules))

    def _by(self) -> Operator:
        by = self._session.operator
        assert by is not None, "nobody acts before signing in"
        return by

    def _on_operator(self) -> None:
        self._pending, self._task = None, None
        self._derive()

    def _derive(self) -> None:
        session = self._session
        if session.operator is None or session.snapshot is None:
            self._props = None
        else:
            inputs = MoneyInputs(
                session.snapshot, session.operator, session.now(), self._pending, self._task, session.is_busy
            )
            self._props = derive_money(inputs, session.rules)
        self.changed.emit()
