"""The equipment board: who is on what, with a running clock, and what is free, being cleaned or broken."""

from functools import partial

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QButtonGroup, QFrame, QListView, QPushButton, QWidget

from panel.model.equipment import BUSY, FILTER_TEXTS, EquipmentRow, MachineFilter, MachineState
from panel.model.serving import MachineDesk, ServingProps
from panel.models.lists import equipment_model
from panel.models.rows import ROW_ROLE
from panel.views.painting import (
    NOTE_PX,
    RIGHT,
    SMALL_PX,
    TEXT_PX,
    TITLE_PX,
    Weight,
    draw_icon_at,
    draw_text,
    fill,
    font,
    text_width,
)
from panel.views.parts import chip, column, label, row, rule
from panel.views.tables import Choosing, Index, RowDelegate, set_up_list
from shared.catalog.model import EquipmentStatus
from shared.kernel.ids import EquipmentId
from shared.qt.colours import Colours

ROW_HEIGHT = 60
ICONS = {
    MachineState.FREE: "circle-check",
    MachineState.CALLED: "bell-ring",
    MachineState.LATE: "hourglass",
    MachineState.RUNNING: "play",
    MachineState.OVERTIME: "timer",
    MachineState.CLEANING: "droplets",
    MachineState.OUT_OF_ORDER: "ban",
}
STATUS_TEXTS = {
    EquipmentStatus.AVAILABLE: "Disponível",
    EquipmentStatus.CLEANING: "Limpeza",
    EquipmentStatus.OUT_OF_ORDER: "Fora de uso",
}


def machine_colours(state: MachineState, colours: Colours) -> tuple[str, str]:
    """The ink and the ground of a machine's state."""
    return {
        MachineState.FREE: (colours.success, colours.success_tint),
        MachineState.CALLED: (colours.warm, colours.warm_tint),
        MachineState.LATE: (colours.danger, colours.danger_tint),
        MachineState.RUNNING: (colours.tint_ink, colours.tint),
        MachineState.OVERTIME: (colours.warning, colours.warning_tint),
        MachineState.CLEANING: (colours.muted, colours.well),
        MachineState.OUT_OF_ORDER: (colours.muted, colours.well),
    }[state]


class EquipmentDelegate(RowDelegate):
    def __init__(self, colours: Colours, parent: QWidget) -> None:
        super().__init__(colours, ROW_HEIGHT, parent)

    def draw_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        item: EquipmentRow = index.data(ROW_ROLE)
        ink, ground = machine_colours(item.state, self.colours)
        disc = QRect(area.left() + 2, area.center().y() - 17, 34, 34)
        fill(painter, disc, ground, 17)
        draw_icon_at(painter, QRectF(disc).center(), ICONS[item.state], ink, 18)
        left = area.left() + 48
        right = self._draw_right(painter, area, item, ink)
        upper = QRect(left, area.top() + 9, right - left, 22)
        lower = QRect(left, area.top() + 31, right - left, 20)
        name = font(TEXT_PX, Weight.STRONG)
        if item.state in BUSY:
            who = f"{item.label}  {item.customer}"
            draw_text(painter, upper, who, name, self.colours.ink)
            below = " · ".join(part for part in (item.name, item.operator) if part)
            draw_text(painter, lower, below, font(NOTE_PX), self.colours.muted)
        else:
            draw_text(painter, upper, item.name, name, self.colours.ink)
            draw_text(painter, lower, item.service, font(NOTE_PX), self.colours.muted)
        if item.done is not None:
            self._draw_progress(painter, area, item.done, ink, ground)

    def _draw_right(self, painter: QPainter, area: QRect, item: EquipmentRow, ink: str) -> int:
        if not item.timer:
            words = font(NOTE_PX, Weight.STRONG)
            draw_text(painter, area, item.state_text, words, ink, RIGHT)
            return area.right() - text_width(item.state_text, words) - 10
        big, small = font(TITLE_PX, Weight.BOLD), font(SMALL_PX, Weight.MEDIUM)
        draw_text(painter, QRect(area.left(), area.top() + 9, area.width(), 22), item.timer, big, ink, RIGHT)
        lower = QRect(area.left(), area.top() + 31, area.width(), 20)
        draw_text(painter, lower, item.timer_meaning, small, self.colours.muted, RIGHT)
        return area.right() - max(text_width(item.timer, big), text_width(item.timer_meaning, small)) - 10

    def _draw_progress(self, painter: QPainter, area: QRect, done: float, ink: str, ground: str) -> None:
        track = QRectF(area.left() + 48, area.bottom() - 6, area.width() - 48, 4)
        fill(painter, track, ground, 2)
        fill(painter, QRectF(track.left(), track.top(), max(track.width() * done, 4), 4), ink, 2)


class StatusStrip(QWidget):
    """Sets how the chosen machine is."""

    chosen = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._machine: EquipmentId | None = None
        self._name = label("section", "machineName")
        self._group = QButtonGroup(self)
        self._buttons: dict[EquipmentStatus, QPushButton] = {}
        for status, text in STATUS_TEXTS.items():
            made = chip(text, f"status-{status}", partial(self._choose, status))
            self._group.addButton(made)
            self._buttons[status] = made
        chips = row(*self._buttons.values(), 0, spacing=6)
        self.setLayout(column(rule(), column(self._name, chips, margins=(12, 8, 12, 2), spacing=6)))

    def show_machine(self, machine: MachineDesk | None) -> None:
        self.setVisible(machine is not None)
        if machine is None:
            return
        self._machine = machine.equipment_id
        self._name.setText(f"{machine.name.upper()} ESTÁ")
        for status, made in self._buttons.items():
            made.setChecked(status is machine.status)
            made.setEnabled(not machine.why_not)
            made.setToolTip(machine.why_not)

    def _choose(self, status: EquipmentStatus) -> None:
        if self._machine is not None:
            self.chosen.emit(self._machine, status)


class EquipmentBoard(QFrame):
    """`pointed` with the machine and turn a person selects; `filtered` and `statusSet` as they say."""

    pointed = Signal(object, object)
    opened = Signal()
    filtered = Signal(object)
    statusSet = Signal(object, object)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._model = equipment_model(self)
        self._list = QListView()
        self._list.setModel(self._model)
        set_up_list(self._list, EquipmentDelegate(colours, self._list), "equipment")
        self._list.setAccessibleName("Equipamentos")
        self._list.activated.connect(lambda _: self.opened.emit())
        self._choosing = Choosing(self._list, self._model, self._choose)
        self._filters = {
            each: chip(FILTER_TEXTS[each], f"machines-{each}", partial(self.filtered.emit, each))
            for each in MachineFilter
        }
        self._strip = StatusStrip()
        self._strip.chosen.connect(self.statusSet)
        chips = row(*self._filters.values(), 0, margins=(12, 8, 12, 8), spacing=6)
        self.setLayout(column(chips, rule(), self._list, self._strip, margins=(1, 0, 1, 6)))

    def show_props(self, props: ServingProps) -> None:
        for each, made in self._filters.items():
            made.setText(f"{FILTER_TEXTS[each]} {props.machine_counts[each]}")
            made.setChecked(each is props.machines)
        self._model.show(props.equipment, self._model.now)
        self._strip.show_machine(props.machine)
        self._choosing.select(props.machine.equipment_id if props.machine else None)

    def _choose(self, found: EquipmentRow) -> None:
        self.pointed.emit(found.equipment_id, found.turn)
