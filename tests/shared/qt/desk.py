"""A desk of plain widgets in the operator's look, to look at and to test the style sheet on."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QSpinBox,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from shared.qt.colours import colours_for
from shared.qt.fonts import load_fonts
from shared.qt.icons import widget_icon
from shared.qt.tokens import Contrast
from shared.qt.widgets_style import widgets_palette, widgets_style_sheet

HEADINGS = ("Senha", "Serviço", "Cliente", "Espera", "Situação")
ROWS = (
    ("A012", "Crioterapia", "Marina A.", "12:22", "Aguardando"),
    ("A007", "Bota de compressão", "Paulo R.", "6:52", "Aguardando"),
    ("A003", "Sauna infravermelho", "Ana L.", "2:35", "Chamada 2×"),
    ("A021", "Banho de gelo", "", "1:01", "Em uso"),
)
BUTTONS = (
    ("Chamar", "primary", "bell", True),
    ("Rechamar", "", "bell-ring", True),
    ("Ausente", "", "user-x", False),
    ("Iniciar", "primary", "play", False),
    ("Cancelar senha", "danger", "ban", True),
    ("Ver tudo", "quiet", "list", True),
)


def show_desk(contrast: Contrast) -> QMainWindow:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    load_fonts()
    colours = colours_for(contrast)
    window = QMainWindow()
    QApplication.setStyle("Fusion")
    window.setPalette(widgets_palette(colours))
    window.setStyleSheet(widgets_style_sheet(colours))
    window.setCentralWidget(_page(contrast))
    window.statusBar().addWidget(QLabel("Rede: ok · Impressora: ok"))
    window.resize(1280, 720)
    window.show()
    return window


def _page(contrast: Contrast) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(20, 16, 20, 8)
    column.setSpacing(12)
    column.addWidget(_label("Filas", "headline"))
    column.addWidget(_label("Marina A. é a próxima: prioridade 80+, espera há 12 min.", "muted"))
    middle = QHBoxLayout()
    middle.setSpacing(16)
    tabs = QTabWidget()
    tabs.addTab(_table(), "Crioterapia · 3")
    tabs.addTab(QWidget(), "Bota de compressão · 1")
    middle.addWidget(tabs, 3)
    middle.addWidget(_card(), 1)
    column.addLayout(middle, 1)
    column.addLayout(_buttons(contrast))
    return page


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label


def _table() -> QTableView:
    model = QStandardItemModel(len(ROWS), len(HEADINGS))
    model.setHorizontalHeaderLabels(HEADINGS)
    for row, texts in enumerate(ROWS):
        for column, text in enumerate(texts):
            model.setItem(row, column, QStandardItem(text))
    table = QTableView()
    model.setParent(table)
    table.setModel(model)
    table.setShowGrid(False)
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(44)
    table.horizontalHeader().setStretchLastSection(True)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setHighlightSections(False)
    for column, width in enumerate((110, 220, 150, 110)):
        table.setColumnWidth(column, width)
    table.selectRow(0)
    return table


def _card() -> QFrame:
    card = QFrame()
    card.setProperty("role", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 16, 16, 16)
    column.setSpacing(10)
    column.addWidget(_label("A012", "label"))
    column.addWidget(_label("Crioterapia, Bota de compressão", "muted"))
    field = QLineEdit("Marina")
    column.addWidget(field)
    empty = QLineEdit()
    empty.setPlaceholderText("Motivo do cancelamento")
    empty.setProperty("problem", True)
    column.addWidget(empty)
    amount = QSpinBox()
    amount.setValue(2)
    column.addWidget(amount)
    choice = QComboBox()
    choice.addItems(["Crio 1", "Crio 2"])
    column.addWidget(choice)
    for text, is_on in (("Prioridade", False), ("Acompanhante", True)):
        box = QCheckBox(text)
        box.setChecked(is_on)
        column.addWidget(box)
    column.addWidget(_label("Espera crítica: mais de 45 min.", "danger"))
    column.addWidget(_label("Senha não impressa.", "warning"))
    column.addWidget(_label("Pagamento recebido.", "success"))
    column.addStretch(1)
    return card


def _buttons(contrast: Contrast) -> QHBoxLayout:
    colours = colours_for(contrast)
    row = QHBoxLayout()
    row.setSpacing(8)
    tones = {"primary": colours.accent_ink, "danger": colours.danger, "quiet": colours.accent}
    for text, kind, icon, is_enabled in BUTTONS:
        button = QPushButton(text)
        button.setProperty("kind", kind)
        button.setIcon(widget_icon(icon, tones.get(kind, colours.ink), colours.disabled_ink, 44, before_text=True))
        button.setEnabled(is_enabled)
        row.addWidget(button)
    row.addStretch(1)
    return row
