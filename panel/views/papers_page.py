"""Papers that are not out: what each needs, and the printer itself."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTableView, QWidget

from panel.desk.papers import PaperDesk
from panel.model.health import Level
from panel.model.paper_page import PaperProps
from panel.model.papers import PaperNeed, PaperRow
from panel.models.lists import paper_model
from panel.models.rows import ROW_ROLE
from panel.views.painting import SMALL_PX, Weight, draw_pill, font, text_width
from panel.views.parts import GAP, button, card, column, label, restyle, row, rule
from panel.views.tables import Choosing, Index, RowDelegate, set_up_table
from shared.qt.colours import Colours

ROW_HEIGHT = 46
STATE_COLUMN = 2
PRINTER_ROLES = {Level.GOOD: "good", Level.BAD: "bad"}


class PaperDelegate(RowDelegate):
    def __init__(self, colours: Colours, parent: QWidget) -> None:
        super().__init__(colours, ROW_HEIGHT, parent)

    def draw_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        if index.column() != STATE_COLUMN:
            super().draw_cell(painter, area, index)
            return
        item: PaperRow = index.data(ROW_ROLE)
        ink, ground = self._colours_of(item.need)
        width = text_width(item.state_text, font(SMALL_PX, Weight.STRONG)) + 18
        draw_pill(painter, area.left() + width, area.center().y(), item.state_text, ink, ground)

    def _colours_of(self, need: PaperNeed) -> tuple[str, str]:
        colours = self.colours
        return {
            PaperNeed.NOBODY: (colours.muted, colours.well),
            PaperNeed.PRINTER: (colours.warning, colours.warning_tint),
            PaperNeed.JUDGE: (colours.warm, colours.warm_tint),
            PaperNeed.AGAIN: (colours.danger, colours.danger_tint),
        }[need]


class PapersPage(QWidget):
    def __init__(self, desk: PaperDesk, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("papersPage")
        self._desk = desk
        self._model = paper_model(self)
        self._table = QTableView()
        self._table.setModel(self._model)
        set_up_table(self._table, PaperDelegate(colours, self._table), "papers", (92, 210, 120, 260, 110), 3)
        self._table.setAccessibleName("Impressões")
        self._choosing = Choosing(self._table, self._model, lambda found: desk.choose(found.job_id))
        self._title = label("cardTitle", "papersTitle")
        self._printer = label("good", "printerState", wraps=True)
        self._test = button("Imprimir página de teste", "printTest", desk.print_test)
        self._chosen = label("bigLabel", "paperLabel")
        self._what = label("note", "paperWhat", wraps=True)
        self._advice = label("", "paperAdvice", wraps=True)
        self._yes = button("Saiu", "cameOut", self._act(lambda row: desk.judge(row, came_out=True)), kind="primary")
        self._no = button("Não saiu", "notOut", self._act(lambda row: desk.judge(row, came_out=False)))
        self._again = button("Imprimir de novo", "printAgain", self._act(desk.print_again), kind="primary")
        self._lay_out()
        desk.changed.connect(self.show_props)

    def show_props(self) -> None:
        props = self._desk.props
        if props is None:
            return
        self._title.setText(props.title)
        self._model.show(props.rows, props.now)
        self._choosing.select(props.chosen.job_id if props.chosen else None)
        self._printer.setText(props.printer)
        restyle(self._printer, role=PRINTER_ROLES.get(props.printer_level, "note"))
        self._allow(self._test, props)
        self._show_chosen(props)

    def _show_chosen(self, props: PaperProps) -> None:
        paper = props.chosen
        need = paper.need if paper else None
        self._chosen.setText(paper.label if paper else "")
        self._what.setText(f"{paper.what} · pedido às {paper.asked}" if paper else "Escolha um papel da lista.")
        self._advice.setText(paper.advice if paper else "")
        for each in (self._yes, self._no):
            each.setVisible(need is PaperNeed.JUDGE)
        self._again.setVisible(need is PaperNeed.AGAIN)
        self._chosen.setVisible(paper is not None)
        self._advice.setVisible(paper is not None)
        for each in (self._yes, self._no, self._again):
            self._allow(each, props)

    def _allow(self, made: QWidget, props: PaperProps) -> None:
        made.setEnabled(not props.why_not and not props.is_busy)
        made.setToolTip(props.why_not)

    def _act(self, do: Callable[[PaperRow], None]) -> Callable[[], None]:
        def act() -> None:
            props = self._desk.props
            if props is not None and props.chosen is not None:
                do(props.chosen)

        return act

    def _lay_out(self) -> None:
        self._title.setContentsMargins(13, 10, 13, 10)
        left = card()
        left.setLayout(column(self._title, rule(), self._table, margins=(1, 1, 1, 8)))
        paper = card()
        judging = row(self._yes, self._no, spacing=8)
        paper.setLayout(column(self._chosen, self._what, self._advice, judging, self._again, 0, margins=20, spacing=12))
        printer = card()
        title = label("section", text="IMPRESSORA")
        printer.setLayout(column(title, self._printer, self._test, margins=20, spacing=10))
        side = column(paper, printer, spacing=GAP)
        side.setStretch(0, 1)
        holder = QWidget()
        holder.setFixedWidth(392)
        holder.setLayout(side)
        layout = row(left, holder, spacing=GAP)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
