"""Money, time and counts in the customer's words. `translate` is Qt's: without a translation the Portuguese stands."""

from __future__ import annotations

import re
from datetime import timedelta

from PySide6.QtCore import QCoreApplication

from shared.kernel.money import Money

translate = QCoreApplication.translate

SECONDS_PER_MINUTE = 60
MINUTES_PER_HOUR = 60
NO_BREAK_SPACE = "\u00a0"


def money(amount: Money) -> str:
    return unbroken(str(amount))


def unbroken(text: str) -> str:
    """The same words, never parted at the end of a line."""
    return text.replace(" ", NO_BREAK_SPACE)


def with_units(text: str) -> str:
    """A written text whose numbers stay on one line with their units: ``5 °C``, ``1,3 ATA``."""
    return re.sub(r"(?<=\d) (?=\S{1,3}(?:\W|$))", NO_BREAK_SPACE, text)


def minutes(count: int) -> str:
    """A length: ``30 min``, ``1 h 30 min``."""
    hours, rest = divmod(count, MINUTES_PER_HOUR)
    if not hours:
        return unbroken(translate("Words", "%1 min").replace("%1", str(rest)))
    if not rest:
        return unbroken(translate("Words", "%1 h").replace("%1", str(hours)))
    return unbroken(translate("Words", "%1 h %2 min").replace("%1", str(hours)).replace("%2", str(rest)))


def whole_minutes(span: timedelta) -> int:
    """Rounded up: nobody minds being early."""
    return max(0, -(-int(span.total_seconds()) // SECONDS_PER_MINUTE))


def clock_text(seconds: float) -> str:
    """Time that is left, as ``4:05``; never below ``0:00``."""
    left = max(0, int(seconds))
    return f"{left // SECONDS_PER_MINUTE}:{left % SECONDS_PER_MINUTE:02d}"


def counted(count: int, one: str, many: str) -> str:
    """One of two translated texts, with the number in place of ``%1``."""
    return (one if count == 1 else many).replace("%1", str(count))


def joined(names: tuple[str, ...]) -> str:
    """``Toalha``, ``Toalha e Sauna``, ``Toalha, Sauna e Bota``."""
    if len(names) < 2:
        return "".join(names)
    both = translate("Words", "%1 e %2")
    return both.replace("%1", ", ".join(names[:-1])).replace("%2", names[-1])
