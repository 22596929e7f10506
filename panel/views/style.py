"""What the desk adds to the shared style sheet: its rail, cards, chips, lists and quiet lines."""

from string import Template

from shared.qt.colours import Colours


def desk_style_sheet(colours: Colours) -> str:
    """Goes after `widgets_style_sheet`."""
    return _SHEET.substitute({name: getattr(colours, name) for name in Colours.__slots__})


_SHEET = Template("""
QWidget#deskPage, QWidget#troublePage { background: $page; }
QWidget#rail { background: $night_deep; }
QWidget#signInPage { background: $night_deep; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: 0; }

QFrame[role="card"] { border: 1px solid $hairline; border-radius: 12px; }
QFrame[role="next"] { background: $surface; border: 2px solid $accent; border-radius: 12px; }
QFrame[role="next"][isEmpty="true"] { border-color: $hairline; }
QFrame[role="line"] { background: $hairline; border: 0; min-height: 1px; max-height: 1px; }
QFrame[role="edge"] { background: $hairline; border: 0; }
QFrame[role="well"] { background: $page; border: 0; border-radius: 9px; }

QLabel[role="pageTitle"] { font-size: 24px; font-weight: 800; }
QLabel[role="clock"] { font-size: 22px; font-weight: 700; }
QLabel[role="cardTitle"] { font-size: 16px; font-weight: 700; }
QLabel[role="section"] { color: $muted; font-size: 13px; font-weight: 700; }
QLabel[role="note"] { color: $muted; font-size: 14px; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="hero"] { font-size: 46px; font-weight: 800; }
QLabel[role="amount"] { font-size: 34px; font-weight: 800; }
QLabel[role="bigLabel"] { font-size: 30px; font-weight: 800; }
QLabel[role="brand"] { color: $night_ink; font-size: 24px; font-weight: 800; }
QLabel[role="brandBig"] { color: $night_ink; font-size: 56px; font-weight: 800; }
QLabel[role="onNight"] { color: $night_muted; font-size: 17px; }
QLabel[role="operator"] { color: $night_ink; font-size: 14px; font-weight: 700; }
QLabel[role="railName"] { color: $night_muted; font-size: 13px; font-weight: 600; }
QLabel[role="tag"] { color: $tint_ink; background: $tint; border-radius: 9px; padding: 2px 9px; font-size: 13px;
    font-weight: 600; }
QLabel[role="bad"] { color: $danger; font-weight: 600; }
QLabel[role="good"] { color: $success; font-weight: 600; }

QFrame[role="notice"] { border: 0; border-radius: 10px; }
QFrame[role="notice"][level="done"] { background: $success_tint; }
QFrame[role="notice"][level="refused"] { background: $warning_tint; }
QFrame[role="notice"][level="trouble"] { background: $danger_tint; }

QTableView, QListView { border: 0; border-radius: 0; background: transparent; }
QTableView:focus, QListView:focus { border: 0; }
QHeaderView { background: transparent; }
QHeaderView::section { padding: 4px 12px; font-size: 13px; border-bottom: 1px solid $hairline; }

QPushButton[kind="chip"] {
    background: transparent; color: $muted; border: 1px solid $hairline; border-radius: 13px; padding: 1px 9px;
    min-height: 22px; font-size: 13px; font-weight: 600;
}
QPushButton[kind="chip"]:hover { background: $tint; color: $tint_ink; border-color: $tint; }
QPushButton[kind="chip"]:checked { background: $accent; color: $accent_ink; border-color: $accent; }
QPushButton[kind="chip"]:focus { border-color: $focus; }
QPushButton[kind="chip"]:checked:disabled { background: $well; color: $muted; border-color: $outline; }
QPushButton[kind="chip"]:!checked:disabled { color: $disabled_ink; background: transparent; border-color: $hairline; }

QPushButton[kind="tab"] {
    background: transparent; color: $muted; border: 0; border-bottom: 3px solid transparent; border-radius: 0;
    padding: 0 4px; min-height: 40px; font-size: 16px; font-weight: 700;
}
QPushButton[kind="tab"]:hover { color: $ink; }
QPushButton[kind="tab"]:checked { color: $ink; border-bottom-color: $accent; }
QPushButton[kind="tab"]:focus { border-bottom-color: $focus; }
QPushButton[kind="tab"]:disabled { background: transparent; color: $outline; border: 0; }

QPushButton:disabled { background: $page; color: $outline; border-color: $hairline; }
QPushButton[kind="action"] { border: 1px solid $outline; border-radius: 10px; }
QPushButton[kind="action"]:hover { background: $tint; border-color: $accent; }
QPushButton[kind="action"]:focus { border: 2px solid $focus; }
QPushButton[kind="action"]:disabled { background: $page; border: 1px solid $hairline; }
QPushButton[kind="rail"] {
    background: $night_surface; color: $night_ink; border: 1px solid $night_surface; min-height: 22px; font-size: 14px;
}
QPushButton[kind="rail"]:hover { background: $night; border-color: $night_muted; }
QPushButton[kind="rail"]:focus { border-color: $night_accent; }
QPushButton[kind="segment"] { border: 1px solid $outline; border-radius: 10px; padding: 10px 14px; min-height: 24px; }
QPushButton[kind="segment"]:checked { background: $tint; color: $tint_ink; border: 2px solid $accent; }
QPushButton[kind="segment"]:focus { border: 2px solid $focus; }
QPushButton[kind="erase"], QPushButton[kind="enter"] {
    border: 1px solid $hairline; border-radius: 12px; font-size: 16px; min-height: 60px; padding: 0;
}
QPushButton[kind="enter"] { background: $accent; color: $accent_ink; border-color: $accent; }
QPushButton[kind="enter"]:hover { background: $accent_pressed; }
QPushButton[kind="enter"]:disabled, QPushButton[kind="erase"]:disabled {
    background: $page; color: $outline; border-color: $hairline;
}

QScrollBar:vertical { width: 10px; margin: 2px 1px; }
QScrollBar::handle { background: $hairline; border-radius: 3px; }
QScrollBar::handle:hover { background: $outline; }

QPushButton[kind="key"] {
    background: $surface; border: 1px solid $hairline; border-radius: 12px; font-size: 24px; font-weight: 600;
    min-height: 60px; padding: 0;
}
QPushButton[kind="key"]:hover { background: $tint; border-color: $accent; }
QPushButton[kind="key"]:pressed { background: $well; }
QPushButton[kind="key"]:focus { border: 2px solid $focus; }
QPushButton[kind="key"]:disabled { background: $page; color: $outline; border-color: $hairline; }

QPushButton[kind="choice"] {
    text-align: left; border: 1px solid $outline; border-radius: 10px; padding: 10px 14px; min-height: 24px;
}
QPushButton[kind="machine"] { border: 1px solid $outline; border-radius: 12px; padding: 8px; min-height: 42px; }
QPushButton[kind="machine"]:focus { border: 2px solid $focus; }
QPushButton[kind="choice"]:checked { background: $tint; color: $tint_ink; border: 2px solid $accent; }
QPushButton[kind="choice"]:focus { border: 2px solid $focus; }

QPushButton[kind="icon"] { border: 0; background: transparent; padding: 4px; min-height: 20px; border-radius: 8px; }
QPushButton[kind="icon"]:hover { background: $veil; }
QPushButton[kind="icon"]:focus { border: 2px solid $focus; padding: 2px; }

QLineEdit[role="amount"] { font-size: 26px; font-weight: 700; padding: 8px 14px; }
QPlainTextEdit { padding: 4px 6px; }
""")
