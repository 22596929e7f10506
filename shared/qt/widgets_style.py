"""The look for Qt Widgets, from the same colours as the totem: a palette and a style sheet for the Fusion style.

Dynamic properties choose a variant: `kind` of a QPushButton (`primary`, `danger`, `quiet`; none is the plain one),
`role` of a QLabel (`headline`, `title`, `muted`, `label`, `danger`, `warning`, `success`) and of a QFrame (`card`).
"""

from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QPalette

from shared.qt.colours import Colours
from shared.qt.icons import ICONS
from shared.qt.tokens import INTER

TEXT_PX = 15
TEXT_PX_MIN = 14
TEXT_PX_MAX = 20

_GROUP = QPalette.ColorGroup
_ROLE = QPalette.ColorRole


def widgets_palette(tokens: Colours) -> QPalette:
    """What Fusion and delegates draw with."""
    palette = QPalette()
    for role, colour in {
        _ROLE.Window: tokens.page,
        _ROLE.WindowText: tokens.ink,
        _ROLE.Base: tokens.surface,
        _ROLE.AlternateBase: tokens.page,
        _ROLE.Text: tokens.ink,
        _ROLE.Button: tokens.surface,
        _ROLE.ButtonText: tokens.ink,
        _ROLE.BrightText: tokens.danger,
        _ROLE.Highlight: tokens.accent,
        _ROLE.HighlightedText: tokens.accent_ink,
        _ROLE.Accent: tokens.accent,
        _ROLE.ToolTipBase: tokens.night_surface,
        _ROLE.ToolTipText: tokens.night_ink,
        _ROLE.PlaceholderText: tokens.muted,
        _ROLE.Link: tokens.accent,
        _ROLE.LinkVisited: tokens.tint_ink,
        _ROLE.Mid: tokens.outline,
        _ROLE.Light: tokens.surface,
        _ROLE.Dark: tokens.outline,
    }.items():
        palette.setColor(role, QColor(colour))
    for role in (_ROLE.WindowText, _ROLE.Text, _ROLE.ButtonText):
        palette.setColor(_GROUP.Disabled, role, QColor(tokens.disabled_ink))
    palette.setColor(_GROUP.Disabled, _ROLE.Button, QColor(tokens.disabled))
    return palette


def widgets_style_sheet(tokens: Colours, text_px: int = TEXT_PX) -> str:
    """The style sheet of the whole application; `text_px` is kept between `TEXT_PX_MIN` and `TEXT_PX_MAX`."""
    size = min(max(text_px, TEXT_PX_MIN), TEXT_PX_MAX)
    colours = {name: getattr(tokens, name) for name in Colours.__slots__}
    return _SHEET.substitute(
        colours,
        family=INTER.family,
        icons=Path(str(ICONS)).as_posix(),
        text=size,
        small=max(TEXT_PX_MIN, size - 1),
        title=size + 3,
        headline=size + 9,
        label=size + 5,
    )


_SHEET = Template("""
* { font-family: "$family"; font-size: ${text}px; }
QWidget { color: $ink; }
QMainWindow, QDialog, QMessageBox, QWizard { background: $page; }
QFrame[role="card"] { background: $surface; border: 1px solid $hairline; border-radius: 10px; }

QLabel { background: transparent; }
QLabel[role="headline"] { font-size: ${headline}px; font-weight: 800; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 700; }
QLabel[role="label"] { font-size: ${label}px; font-weight: 700; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="danger"] { color: $danger; background: $danger_tint; border-radius: 8px; padding: 8px 12px; }
QLabel[role="warning"] { color: $warning; background: $warning_tint; border-radius: 8px; padding: 8px 12px; }
QLabel[role="success"] { color: $success; background: $success_tint; border-radius: 8px; padding: 8px 12px; }

QPushButton {
    background: $surface; color: $ink; border: 2px solid $outline; border-radius: 9px;
    padding: 7px 16px; min-height: 24px; font-weight: 600; icon-size: 22px;
}
QPushButton:hover { background: $tint; border-color: $accent; }
QPushButton:pressed { background: $well; }
QPushButton[kind="primary"] { background: $accent; color: $accent_ink; border-color: $accent; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {
    background: $accent_pressed; border-color: $accent_pressed;
}
QPushButton[kind="danger"] { background: $surface; color: $danger; border-color: $danger; }
QPushButton[kind="danger"]:hover, QPushButton[kind="danger"]:pressed { background: $danger; color: $danger_ink; }
QPushButton[kind="quiet"] { background: transparent; color: $accent; border-color: transparent; }
QPushButton[kind="quiet"]:hover { background: $tint; color: $tint_ink; }
QPushButton:disabled, QPushButton[kind="primary"]:disabled, QPushButton[kind="danger"]:disabled {
    background: $disabled; color: $disabled_ink; border-color: $disabled;
}
QPushButton[kind="quiet"]:disabled { background: transparent; color: $muted; border-color: transparent; }
QPushButton:focus, QPushButton[kind="primary"]:focus, QPushButton[kind="danger"]:focus,
QPushButton[kind="quiet"]:focus { border-color: $focus; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QTimeEdit, QComboBox {
    background: $surface; color: $ink; border: 2px solid $outline; border-radius: 8px; padding: 6px 10px;
    selection-background-color: $accent; selection-color: $accent_ink; placeholder-text-color: $muted;
}
QComboBox { padding-left: 12px; padding-right: 30px; }
QAbstractSpinBox { qproperty-alignment: AlignCenter; }
QComboBox::drop-down, QSpinBox::up-button, QDoubleSpinBox::up-button, QDateEdit::up-button, QTimeEdit::up-button,
QSpinBox::down-button, QDoubleSpinBox::down-button, QDateEdit::down-button, QTimeEdit::down-button {
    background: $stamp; border: 0; width: 28px; subcontrol-origin: padding;
}
QComboBox::drop-down { border-top-right-radius: 6px; border-bottom-right-radius: 6px; }
QAbstractSpinBox::up-button { border-top-right-radius: 6px; subcontrol-position: top right; }
QAbstractSpinBox::down-button { border-bottom-right-radius: 6px; subcontrol-position: bottom right; }
QComboBox::down-arrow, QAbstractSpinBox::down-arrow, QAbstractSpinBox::up-arrow { width: 14px; height: 14px; }
QComboBox::down-arrow, QAbstractSpinBox::down-arrow { image: url("$icons/chevron-down.svg"); }
QAbstractSpinBox::up-arrow { image: url("$icons/chevron-up.svg"); }
QLineEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QTimeEdit, QComboBox { min-height: 24px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus,
QTimeEdit:focus, QComboBox:focus { border-color: $focus; }
QLineEdit[problem="true"] { border-color: $danger; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled { background: $disabled; color: $disabled_ink; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $outline; }

QTableView, QTreeView, QListView {
    background: $surface; alternate-background-color: $page; border: 2px solid $hairline; border-radius: 10px;
    gridline-color: $hairline; outline: 0; selection-background-color: $tint; selection-color: $ink;
}
QTableView:focus, QTreeView:focus, QListView:focus { border-color: $focus; }
QTableView::item, QTreeView::item, QListView::item { padding: 6px 10px; border: 0; }
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected { background: $tint; color: $ink; }
QTableCornerButton::section { background: $surface; border: 0; }
QHeaderView { background: $surface; border: 0; border-top-left-radius: 9px; border-top-right-radius: 9px; }
QHeaderView::section {
    background: transparent; color: $muted; border: 0; border-bottom: 1px solid $hairline;
    padding: 10px 13px;
    font-size: ${small}px; font-weight: 600;
}

QTabWidget::pane { border: 0; border-top: 1px solid $hairline; }
QTabBar::tab {
    background: transparent; color: $muted; padding: 9px 14px; border: 0; border-bottom: 3px solid transparent;
    font-weight: 600;
}
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $ink; }
QTabBar::tab:focus { border-bottom-color: $focus; }

QGroupBox { border: 1px solid $hairline; border-radius: 10px; margin-top: 12px; padding-top: 12px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 12px; padding: 0 4px; }
QCheckBox, QRadioButton { spacing: 8px; padding: 3px; border: 2px solid transparent; border-radius: 6px; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }
QCheckBox::indicator, QRadioButton::indicator {
    width: 16px; height: 16px; background: $surface; border: 2px solid $outline;
}
QCheckBox::indicator { border-radius: 5px; }
QRadioButton::indicator { border-radius: 10px; }
QCheckBox::indicator:checked { background: $stamp; border-color: $accent; image: url("$icons/check.svg"); }
QRadioButton::indicator:checked { background: $accent; border: 5px solid $surface; width: 10px; height: 10px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $disabled; border-color: $disabled; }

QMenuBar, QMenu { background: $surface; color: $ink; }
QMenu { border: 1px solid $outline; padding: 4px; }
QMenu::item { padding: 7px 22px; border-radius: 6px; }
QMenuBar::item:selected, QMenu::item:selected { background: $tint; color: $ink; }
QMenu::item:disabled { color: $disabled_ink; }
QMenu::separator { height: 1px; background: $hairline; margin: 4px 8px; }
QToolTip { background: $night_surface; color: $night_ink; border: 0; padding: 6px 9px; }
QStatusBar { background: $page; color: $muted; }
QStatusBar::item { border: 0; }
QStatusBar QLabel { color: $muted; font-size: ${small}px; padding: 2px 6px; }

QSplitter::handle { background: transparent; }
QScrollBar:vertical { background: transparent; width: 14px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 14px; margin: 2px; }
QScrollBar::handle { background: $outline; border-radius: 5px; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $well; border: 0; border-radius: 5px; max-height: 10px; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 5px; }
""")
