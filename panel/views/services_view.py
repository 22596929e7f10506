"""The list of queues: how many wait in each, how long the longest, and who is next."""

from PySide6.QtCore import QPointF, QRect, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListView, QWidget

from panel.model.services import ServiceRow
from panel.model.serving import ServingProps
from panel.models.lists import service_model
from panel.models.rows import ROW_ROLE
from panel.views.painting import (
    LABEL_PX,
    NOTE_PX,
    RIGHT,
    TEXT_PX,
    Weight,
    band_colours,
    draw_band_shape,
    draw_icon_at,
    draw_text,
    font,
    text_width,
)
from panel.views.parts import column, label, rule
from panel.views.tables import Choosing, Index, RowDelegate, set_up_list
from shared.qt.colours import Colours

ROW_HEIGHT = 60


class ServiceDelegate(RowDelegate):
    def __init__(self, colours: Colours, parent: QWidget) -> None:
        super().__init__(colours, ROW_HEIGHT, parent)

    def draw_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        item: ServiceRow = index.data(ROW_ROLE)
        colours = self.colours
        draw_icon_at(painter, QPointF(area.left() + 13, area.center().y()), item.icon, colours.accent, 22)
        number = font(LABEL_PX, Weight.BOLD)
        width = text_width(item.count, number)
        is_empty = item.count == "0"
        draw_text(painter, area, item.count, number, colours.outline if is_empty else colours.ink, RIGHT)
        left = area.left() + 38
        words = QRect(left, area.top() + 9, area.right() - width - 10 - left, 22)
        draw_text(painter, words, item.name, font(TEXT_PX, Weight.STRONG), colours.ink)
        self._draw_state(painter, QRect(left, area.top() + 31, words.width(), 20), item)

    def _draw_state(self, painter: QPainter, area: QRect, item: ServiceRow) -> None:
        if item.wait is None:
            draw_text(painter, area, item.next_text, font(NOTE_PX), self.colours.muted)
            return
        ink, _ = band_colours(item.wait.band, self.colours)
        draw_band_shape(painter, QPointF(area.left() + 5, area.center().y() + 0.5), item.wait.band, ink)
        words = font(NOTE_PX, Weight.STRONG)
        draw_text(painter, area.adjusted(16, 0, 0, 0), item.wait.text, words, ink)
        rest = area.adjusted(16 + text_width(item.wait.text, words) + 10, 0, 0, 0)
        draw_text(painter, rest, item.next_text, font(NOTE_PX), self.colours.muted)


class ServicesCard(QFrame):
    """`chosen` with the queue a person wants to see."""

    chosen = Signal(object)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._model = service_model(self)
        self._list = QListView()
        self._list.setModel(self._model)
        set_up_list(self._list, ServiceDelegate(colours, self._list), "services")
        self._list.setAccessibleName("Filas por serviço")
        self._choosing = Choosing(self._list, self._model, self._choose)
        title = label("cardTitle", text="Filas")
        title.setContentsMargins(13, 10, 13, 10)
        self.setLayout(column(title, rule(), self._list, margins=(1, 1, 1, 8)))

    def show_props(self, props: ServingProps) -> None:
        self._model.show(props.services, self._model.now)
        self._choosing.select(props.shown)

    def _choose(self, found: ServiceRow) -> None:
        self.chosen.emit(found.shown)
