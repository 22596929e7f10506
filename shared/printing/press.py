"""From a printout to the bytes of its paper."""

from __future__ import annotations

from shared.printing.encode import encode
from shared.printing.layout import lay_out
from shared.printing.model import Printout
from shared.printing.profiles import PrinterProfile


def build(printout: Printout, profile: PrinterProfile) -> bytes:
    """All bytes of one paper, ready before the first is sent."""
    return encode(lay_out(printout, profile.columns), profile)
