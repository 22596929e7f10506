"""The queue: who waits, for how long, and why they stand where they stand."""

from datetime import datetime

from PySide6.QtCore import QPointF, QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QLabel, QTableView, QWidget

from panel.model.queues import Flag, Group, QueueRow, derive_wait
from panel.model.services import BandCount
from panel.model.serving import ServingProps
from panel.model.shop import ShopRules
from panel.model.wording import NO_NAME
from panel.models.lists import QueueColumn, queue_model
from panel.models.rows import NOW_ROLE, ROW_ROLE
from panel.views.painting import (
    LABEL_PX,
    LEFT,
    NOTE_PX,
    RIGHT,
    TEXT_PX,
    Weight,
    band_colours,
    draw_band_shape,
    draw_icon_at,
    draw_text,
    draw_wait,
    font,
    text_width,
)
from panel.views.parts import column, label, row, rule
from panel.views.tables import Choosing, Index, RowDelegate, set_up_table
from shared.qt.colours import Colours
from shared.visits.serving import TurnRef

ROW_HEIGHT = 52
FLAG_ICONS = {
    Flag.PRIORITY: "star",
    Flag.ELSEWHERE: "footprints",
    Flag.UNPRINTED: "printer",
    Flag.CAME_BACK: "user-x",
}


class QueueDelegate(RowDelegate):
    def __init__(self, colours: Colours, shop: ShopRules, parent: QWidget) -> None:
        super().__init__(colours, ROW_HEIGHT, parent)
        self._shop = shop
        self.names_service = True

    def draw_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        item: QueueRow = index.data(ROW_ROLE)
        text, colours = str(index.data(Qt.ItemDataRole.DisplayRole)), self.colours
        match index.column():
            case QueueColumn.PLACE:
                draw_text(painter, area, text, font(TEXT_PX), colours.muted)
            case QueueColumn.LABEL:
                draw_text(painter, area, text, font(LABEL_PX, Weight.BOLD), colours.ink)
            case QueueColumn.CUSTOMER:
                self._draw_customer(painter, area, item)
            case QueueColumn.WAIT if not item.is_no_show:
                wait = derive_wait(item.since, index.data(NOW_ROLE), self._shop.bands)
                draw_wait(painter, area, wait.text, wait.band, colours)
            case QueueColumn.ESTIMATE | QueueColumn.WAIT:
                draw_text(painter, area, text, font(TEXT_PX), colours.muted, RIGHT)
            case _:
                draw_text(painter, area, text, font(TEXT_PX), colours.ink)

    def _draw_customer(self, painter: QPainter, area: QRect, item: QueueRow) -> None:
        right = area.right()
        for flag in item.flags:
            colour = self.colours.accent if flag is Flag.PRIORITY else self.colours.warm
            draw_icon_at(painter, QPointF(right - 9, area.center().y()), FLAG_ICONS[flag], colour, 18)
            right -= 26
        half = area.height() // 2
        upper = QRect(area.left(), area.top() + 7, right - area.left(), half - 6)
        lower = QRect(area.left(), area.top() + half + 1, right - area.left(), half - 7)
        is_named = item.customer != NO_NAME
        name = font(TEXT_PX, Weight.STRONG if is_named else Weight.NORMAL)
        draw_text(painter, upper, item.customer, name, self.colours.ink if is_named else self.colours.muted)
        draw_text(painter, lower, item.why, font(NOTE_PX), self.colours.muted, LEFT)
        if self.names_service:
            beside = upper.adjusted(text_width(item.customer, name) + 5, 0, 0, 0)
            draw_text(painter, beside, f"· {item.service}", font(TEXT_PX), self.colours.ink)


class BandLegend(QWidget):
    """How many wait in each band; also says what the shapes mean."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._counts: tuple[BandCount, ...] = ()
        self.setObjectName("bands")
        self.setFixedSize(4 * 58, 28)

    def show_counts(self, counts: tuple[BandCount, ...]) -> None:
        if counts != self._counts:
            self._counts = counts
            words = [f"{each.count}: {each.meaning}" for each in counts]
            self.setToolTip("\n".join(words))
            self.setAccessibleName(", ".join(words))
            self.update()

    def paintEvent(self, _: object) -> None:
        painter = QPainter(self)
        right = self.width()
        for count in reversed(self._counts):
            ink, _ground = band_colours(count.band, self._colours)
            colour = ink if count.count != "0" else self._colours.outline
            words = font(TEXT_PX, Weight.STRONG)
            width = painter.fontMetrics().horizontalAdvance(count.count) + 12
            draw_text(painter, QRect(right - width, 0, width, self.height()), count.count, words, colour, RIGHT)
            draw_band_shape(painter, QPointF(right - width - 4, self.height() / 2 + 0.5), count.band, colour, 11)
            right -= width + 28


class QueueCard(QFrame):
    """`chosen` with the turn a person selects, `opened` when they want to see its ticket."""

    chosen = Signal(object)
    opened = Signal()

    def __init__(self, colours: Colours, shop: ShopRules) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._model = queue_model(shop, self)
        self._title: QLabel = label("cardTitle", "queueTitle")
        self._bands = BandLegend(colours)
        self._table = QTableView()
        self._table.setModel(self._model)
        self._delegate = QueueDelegate(colours, shop, self._table)
        set_up_table(self._table, self._delegate, "queue", (50, 86, 200, 122, 88), QueueColumn.CUSTOMER)
        self._table.setAccessibleName("Fila")
        self._table.activated.connect(lambda _: self.opened.emit())
        self._choosing = Choosing(self._table, self._model, self._choose)
        head = row(self._title, 0, self._bands, margins=(13, 10, 13, 8))
        self.setFocusProxy(self._table)
        self.setLayout(column(head, rule(), self._table, margins=(1, 1, 1, 8)))

    def show_props(self, props: ServingProps, now: datetime, chosen: TurnRef | None) -> None:
        self._title.setText(props.title)
        self._bands.show_counts(props.bands)
        self._delegate.names_service = isinstance(props.shown, Group)
        self._table.setColumnHidden(QueueColumn.ESTIMATE, props.shown is Group.NO_SHOWS)
        self._table.setColumnHidden(QueueColumn.PLACE, props.shown is Group.NO_SHOWS)
        self._model.show(props.rows, now)
        self._choosing.select(chosen.turn_id if chosen else None)

    def _choose(self, found: QueueRow) -> None:
        self.chosen.emit(found.turn)
