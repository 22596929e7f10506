"""What bytes leave on paper: a printer's styles and buffers, without a printer and without the code that wrote them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from shared.printing.virtual.commands import Command, Name, UnknownCommand, next_command

CELL_WIDTH, CELL_HEIGHT = 12, 24
LINE_SPACING = 30
CUTTER_DOTS = 110
"""How far the cutter is beyond the print head: a cut without feeding leaves that much for the next paper."""
TEAR_FEED_DOTS = 120
"""Where there is no cutter, a hand tears the paper off when it is fed this far at once."""

CODE_PAGES = {0: "cp437", 2: "cp850", 3: "cp860", 16: "cp1252", 19: "cp858"}
ALIGNMENTS = {0: "left", 1: "center", 2: "right", 48: "left", 49: "center", 50: "right"}


@dataclass(frozen=True, slots=True)
class Style:
    """How characters come out until something changes it."""

    width: int = 1
    height: int = 1
    bold: bool = False
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of one style."""

    text: str
    style: Style

    @property
    def dots(self) -> int:
        return len(self.text) * CELL_WIDTH * self.style.width


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line as it stands on the paper; `advance` is how many dots the paper moved after it."""

    spans: tuple[Span, ...]
    align: str
    advance: int

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)

    @property
    def dots(self) -> int:
        return sum(span.dots for span in self.spans)


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """A QR code that the printer drew itself."""

    payload: str
    module_dots: int
    correction: str
    align: str


@dataclass(frozen=True, slots=True)
class PrintedPicture:
    """Raster rows, one bit per dot, black is 1."""

    width: int
    rows: int
    bits: bytes
    align: str


@dataclass(frozen=True, slots=True)
class Blank:
    """Paper that moved on without being printed."""

    dots: int


Item = PrintedLine | PrintedCode | PrintedPicture | Blank


class PaperEnd(StrEnum):
    """Cut by the printer, torn off by a hand, or unfinished: power lost, reset, or still printing."""

    CUT = "cut"
    TORN = "torn"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class Paper:
    """One piece of paper."""

    items: tuple[Item, ...]
    end: PaperEnd

    @property
    def is_cut(self) -> bool:
        return self.end is PaperEnd.CUT

    @property
    def lines(self) -> tuple[str, ...]:
        """The text, line by line, without the blanks around it."""
        return tuple(item.text.strip() for item in self.items if isinstance(item, PrintedLine))

    @property
    def codes(self) -> tuple[str, ...]:
        """What the QR codes hold that the printer drew itself."""
        return tuple(item.payload for item in self.items if isinstance(item, PrintedCode))

    @property
    def widest(self) -> int:
        """The widest line or picture, in dots."""
        return max((item.dots for item in self.items if isinstance(item, PrintedLine)), default=0)


class Mechanism:
    """The printing part of a printer: takes commands, moves paper, hands over what was cut off."""

    def __init__(self, *, has_cutter: bool = True) -> None:
        self._has_cutter = has_cutter
        self._items: list[Item] = []
        self._initialise()

    @property
    def unfinished(self) -> Paper | None:
        """What stands on the paper since the last cut."""
        is_printed = any(not isinstance(item, Blank) for item in self._items)
        return Paper(tuple(self._items), PaperEnd.UNFINISHED) if is_printed else None

    def reset(self) -> None:
        """Forget styles and what was not printed yet, as after power on; what stands on the paper is gone from here."""
        self._items = []
        self._initialise()

    def apply(self, command: Command) -> Paper | None:
        """Carry out one command; the paper that it cut off, if it did."""
        args = command.args
        match command.name:
            case Name.TEXT:
                self._spans.append(Span(args.decode(self._page), self._style))
            case Name.LINE_FEED:
                self._end_line()
            case Name.INITIALISE:
                self._initialise()
            case Name.FEED_LINES:
                return self._feed_lines(args[0])
            case Name.FEED_DOTS:
                self._feed(args[0])
            case Name.CODE:
                self._code(args)
            case Name.RASTER:
                self._raster(args)
            case Name.CUT:
                return self._cut(args)
            case Name.PROCESS_ID | Name.STATUS | Name.AUTOMATIC_STATUS | Name.REALTIME_STATUS | Name.REALTIME_RECOVER:
                pass
            case _:
                self._set(command.name, args[0] if args else 0)
        return None

    def _initialise(self) -> None:
        self._spans: list[Span] = []
        self._style = Style()
        self._align = ALIGNMENTS[0]
        self._page = CODE_PAGES[0]
        self._spacing = LINE_SPACING
        self._code_data = b""
        self._code_module, self._code_correction = 3, "L"

    def _set(self, name: Name, value: int) -> None:
        match name:
            case Name.CODE_PAGE if value in CODE_PAGES:
                self._page = CODE_PAGES[value]
            case Name.ALIGN if value in ALIGNMENTS:
                self._align = ALIGNMENTS[value]
            case Name.BOLD:
                self._style = replace(self._style, bold=bool(value & 1))
            case Name.UNDERLINE if value in (0, 1, 2, 48, 49, 50):
                self._style = replace(self._style, underline=value % 48 > 0)
            case Name.FONT if value in (0, 48):
                pass
            case Name.SIZE if value & 0x88 == 0:
                self._style = replace(self._style, width=(value >> 4) + 1, height=(value & 7) + 1)
            case Name.SPACING:
                self._spacing = value
            case Name.SPACING_DEFAULT:
                self._spacing = LINE_SPACING
            case _:
                raise UnknownCommand(f"{name} {value:#04x}")

    def _end_line(self) -> None:
        tallest = max((span.style.height for span in self._spans), default=1) * CELL_HEIGHT
        advance = max(self._spacing, tallest)
        if self._spans:
            self._items.append(PrintedLine(tuple(self._spans), self._align, advance))
        else:
            self._feed(advance)
        self._spans = []

    def _feed(self, dots: int) -> None:
        if self._spans:
            self._end_line()
        self._items.append(Blank(dots))

    def _code(self, args: bytes) -> None:
        """GS ( k for QR: cn 49, then fn 65 model, 67 module size, 69 correction, 80 store, 81 print."""
        match args[:2]:
            case b"1A" if args[2:] == b"2\x00":
                pass
            case b"1C" if 1 <= args[2] <= 16:
                self._code_module = args[2]
            case b"1E" if args[2:] in (b"0", b"1", b"2", b"3"):
                self._code_correction = "LMQH"[args[2] - 48]
            case b"1P" if args[2:3] == b"0":
                self._code_data = args[3:]
            case b"1Q" if args[2:] == b"0":
                code = PrintedCode(self._code_data.decode(), self._code_module, self._code_correction, self._align)
                self._items.append(code)
            case _:
                raise UnknownCommand(f"GS ( k {args[:4].hex(' ')}")

    def _raster(self, args: bytes) -> None:
        across, rows = int.from_bytes(args[:2], "little"), int.from_bytes(args[2:4], "little")
        self._items.append(PrintedPicture(across * 8, rows, args[4:], self._align))

    def _feed_lines(self, count: int) -> Paper | None:
        self._feed(count * self._spacing)
        torn_off = not self._has_cutter and count * self._spacing >= TEAR_FEED_DOTS
        return self._take_off() if torn_off else None

    def _cut(self, args: bytes) -> Paper:
        if len(args) > 1:
            self._feed(args[1])
        else:
            self._keep_blank(CUTTER_DOTS)
        return self._take_off()

    def _keep_blank(self, dots: int) -> None:
        while dots > 0 and self._items and isinstance(last := self._items[-1], Blank):
            self._items.pop()
            if last.dots > dots:
                self._items.append(Blank(last.dots - dots))
            dots -= last.dots

    def _take_off(self) -> Paper:
        paper = Paper(tuple(self._items), PaperEnd.CUT if self._has_cutter else PaperEnd.TORN)
        self._items = []
        return paper


def read_papers(data: bytes, *, has_cutter: bool = True) -> tuple[Paper, ...]:
    """Every paper that `data` prints; the last one is not cut when the bytes end before the cut.

    Raises UnknownCommand for anything a printer of this kind does not know.
    """
    mechanism = Mechanism(has_cutter=has_cutter)
    papers: list[Paper] = []
    at = 0
    while (command := next_command(data[at:])) is not None:
        at += command.size
        cut = mechanism.apply(command)
        if cut is not None:
            papers.append(cut)
    rest = mechanism.unfinished
    return (*papers, rest) if rest else tuple(papers)
