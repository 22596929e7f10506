"""What is different between the printers we know; everything else they share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class QrWay(StrEnum):
    """Drawn by the printer (GS ( k), or sent as a picture that every printer can draw."""

    NATIVE = "native"
    RASTER = "raster"


class CutWay(StrEnum):
    """To the cutter and cut (GS V 66), fed blindly and cut (GS V 0), or torn off by hand."""

    AT_CUTTER = "at_cutter"
    AFTER_FEED = "after_feed"
    TORN = "torn"


class Proof(StrEnum):
    """How a printer can say that it finished: Epson's process ID, a status it answers in order, or not at all."""

    PROCESS_ID = "process_id"
    PAPER_STATUS = "paper_status"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """One kind of printer. `dots` is the printable width at 203 dpi; `library_name` is python-escpos's profile."""

    name: str
    columns: int
    dots: int
    qr: QrWay
    cut: CutWay
    proof: Proof
    qr_module_dots: int
    library_name: str


EPSON_80 = PrinterProfile(
    "epson-80",
    columns=48,
    dots=576,
    qr=QrWay.NATIVE,
    cut=CutWay.AT_CUTTER,
    proof=Proof.PROCESS_ID,
    qr_module_dots=6,
    library_name="TM-T20II",
)
EPSON_80_42 = PrinterProfile(
    "epson-80-42",
    columns=42,
    dots=512,
    qr=QrWay.NATIVE,
    cut=CutWay.AT_CUTTER,
    proof=Proof.PROCESS_ID,
    qr_module_dots=6,
    library_name="TM-T88V",
)
GENERIC_80 = PrinterProfile(
    "generic-80",
    columns=48,
    dots=576,
    qr=QrWay.RASTER,
    cut=CutWay.AFTER_FEED,
    proof=Proof.PAPER_STATUS,
    qr_module_dots=6,
    library_name="TM-T20II",
)
GENERIC_58 = PrinterProfile(
    "generic-58",
    columns=32,
    dots=384,
    qr=QrWay.RASTER,
    cut=CutWay.TORN,
    proof=Proof.NONE,
    qr_module_dots=5,
    library_name="NT-5890K",
)

PROFILES = {profile.name: profile for profile in (EPSON_80, EPSON_80_42, GENERIC_80, GENERIC_58)}
