"""Money that waits for a person: counter payments to take, and decisions to make."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QTableView, QWidget

from panel.desk.money import MoneyDesk
from panel.model.differences import DifferenceProps
from panel.model.money import MoneyProps
from panel.model.payments import PendingRow
from panel.model.tasks import TaskRow
from panel.models.lists import pending_model, task_model
from panel.views.difference_card import DifferenceCard
from panel.views.difference_form import DifferenceForm
from panel.views.forms import COURTESY_REASONS, RECEIPT_REASONS, RELEASE_REASONS, ReasonForm
from panel.views.money_forms import DecisionForm
from panel.views.own_pix_form import OwnPixForm
from panel.views.parts import GAP, card, column, label, row, rule
from panel.views.tables import Choosing, RowDelegate, set_up_table
from panel.views.tender_form import TenderForm
from panel.views.webhook_card import WebhookCard
from shared.qt.colours import Colours

ROW_HEIGHT = 46
EMPTY, TENDER, DECISION, OWN_PIX = range(4)


class PaymentsPage(QWidget):
    def __init__(self, desk: MoneyDesk, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("paymentsPage")
        self._desk = desk
        self._pending_model, self._task_model = pending_model(self), task_model(self)
        self._pending, self._tasks = QTableView(), QTableView()
        self._pending.setModel(self._pending_model)
        self._tasks.setModel(self._task_model)
        set_up_table(
            self._pending,
            RowDelegate(colours, ROW_HEIGHT, self._pending),
            "pending",
            (92, 150, 116, 180, 84, 100, 128),
            3,
        )
        set_up_table(self._tasks, RowDelegate(colours, ROW_HEIGHT, self._tasks), "tasks", (92, 220, 200, 110, 128), 1)
        self._pending.setAccessibleName("Pagamentos em aberto")
        self._tasks.setAccessibleName("Decisões pendentes")
        self._choose_pending = Choosing(self._pending, self._pending_model, self._pick_pending)
        self._choose_task = Choosing(self._tasks, self._task_model, self._pick_task)
        self._pending_title, self._task_title = label("cardTitle", "pendingTitle"), label("cardTitle", "taskTitle")
        self._tender, self._decision, self._own_pix = TenderForm(), DecisionForm(), OwnPixForm()
        self._webhooks, self._differences = WebhookCard(), DifferenceCard()
        self._side = QStackedWidget()
        self._lay_out()
        desk.changed.connect(self.show_props)
        self._tender.confirmed.connect(desk.confirm)
        self._tender.releaseAsked.connect(self._ask_release)
        self._tender.courtesyAsked.connect(self._ask_courtesy)
        self._own_pix.releaseAsked.connect(self._ask_receipt)
        self._own_pix.courtesyAsked.connect(self._ask_courtesy)
        self._decision.decided.connect(desk.decide)
        self._webhooks.replayAsked.connect(desk.replay)
        self._differences.resolveAsked.connect(self._ask_what_it_was)
        self._decision.found.connect(desk.find)

    def show_props(self) -> None:
        props = self._desk.props
        if props is None:
            return
        self._pending_title.setText(props.pending_title)
        self._task_title.setText(props.task_title)
        self._pending_model.show(props.pending_rows, props.now)
        self._task_model.show(props.task_rows, props.now)
        self._choose_pending.select(props.pending.intent_id if props.pending else None)
        self._choose_task.select((props.task.visit_id, props.task.task_id) if props.task else None)
        self._webhooks.show_props(props.webhooks, is_busy=props.is_busy)
        self._differences.show_props(props.differences, is_busy=props.is_busy)
        self._show_side(props)

    def _show_side(self, props: MoneyProps) -> None:
        if props.pending is not None and props.pending.is_own_pix:
            self._side.setCurrentIndex(OWN_PIX)
            self._own_pix.show_props(props)
        elif props.pending is not None:
            self._side.setCurrentIndex(TENDER)
            self._tender.show_props(props)
        elif props.task is not None:
            self._side.setCurrentIndex(DECISION)
            self._decision.show_props(props)
        else:
            self._side.setCurrentIndex(EMPTY)

    def _lay_out(self) -> None:
        empty = label("note", text="Escolha um pagamento para receber, ou uma decisão para tomar.", wraps=True)
        empty.setContentsMargins(20, 20, 20, 20)
        holder = QWidget()
        holder.setLayout(column(empty, 0))
        for each in (holder, self._tender, self._decision, self._own_pix):
            self._side.addWidget(each)
        side = card()
        side.setFixedWidth(392)
        side.setLayout(column(self._side, margins=1))
        lists = column(
            _list_card(self._pending_title, self._pending),
            _list_card(self._task_title, self._tasks),
            self._webhooks,
            self._differences,
            spacing=GAP,
        )
        lists.setStretch(0, 3)
        lists.setStretch(1, 2)
        layout: QHBoxLayout = row(lists, side, spacing=GAP)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def _pick_pending(self, found: PendingRow) -> None:
        self._desk.choose_pending(found.intent_id)

    def _pick_task(self, found: TaskRow) -> None:
        self._desk.choose_task(found.task_id)

    def _ask_what_it_was(self, props: DifferenceProps) -> None:
        DifferenceForm(self.window(), props, self._desk.answer).open()

    def _ask_release(self, pending: PendingRow) -> None:
        ReasonForm(
            self.window(),
            f"Liberar {pending.label} sem pagamento?",
            f"{pending.customer} entra na fila sem que {pending.amount} tenham chegado. Fica registrado quem liberou.",
            RELEASE_REASONS,
            "Liberar",
            lambda reason: self._desk.release(pending, reason),
        ).open()

    def _ask_receipt(self, pending: PendingRow) -> None:
        ReasonForm(
            self.window(),
            f"Liberar {pending.label} pelo comprovante?",
            f"{pending.customer} entra na fila. {pending.amount} ficam em seu nome até aparecerem no extrato.",
            RECEIPT_REASONS,
            "Liberar",
            lambda reason: self._desk.release(pending, reason),
        ).open()

    def _ask_courtesy(self, pending: PendingRow) -> None:
        ReasonForm(
            self.window(),
            f"Dar {pending.label} de cortesia?",
            f"{pending.customer} entra na fila sem pagar {pending.amount}. Fica registrado quem deu e por quê.",
            COURTESY_REASONS,
            "Dar de cortesia",
            lambda reason: self._desk.give_courtesy(pending, reason),
        ).open()


def _list_card(title: QLabel, table: QTableView) -> QFrame:
    made = card()
    title.setContentsMargins(13, 10, 13, 10)
    made.setLayout(column(title, rule(), table, margins=(1, 1, 1, 8)))
    return made
