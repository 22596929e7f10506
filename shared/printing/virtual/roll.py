"""What a virtual printer put on paper: bytes that survive the process at once, and pictures of the papers.

`roll-0001.bin` holds what one life of the printer printed, until it is reset or started again; `paper-0001.png` is one
paper. A paper that was never finished is drawn when the next one is begun.
"""

from __future__ import annotations

from pathlib import Path

from shared.printing.virtual.drawing import png
from shared.printing.virtual.paper import Paper, PaperEnd, read_papers

PICTURES_MAX = 500


class Roll:
    """The paper in a virtual printer, kept in `folder`.

    Nothing is written before the first byte is printed: processes that merely could drive the printer share the folder.
    """

    def __init__(self, folder: Path, dots: int, *, has_cutter: bool = True, draws: bool = True) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._dots = dots
        self._has_cutter = has_cutter
        self._draws = draws
        self._piece: Path | None = None
        self._is_used = False

    def put(self, data: bytes) -> None:
        """Keep what is being printed; it is in the operating system's hands when this returns."""
        if self._piece is None:
            self._piece = self._next_piece()
        with self._piece.open("ab", buffering=0) as file:
            file.write(data)

    def begin(self) -> None:
        """A new life of the printer: what follows does not continue what came before."""
        self._piece = None

    def draw(self, paper: Paper) -> None:
        """Add the picture of one paper; the oldest goes when there are PICTURES_MAX."""
        if not self._draws:
            return
        number = 1 + max((_number(picture) for picture in self._folder.glob("paper-*.png")), default=0)
        picture = self._folder / f"paper-{number:04d}.png"
        unfinished = picture.with_suffix(".part")
        unfinished.write_bytes(png(paper, self._dots))
        unfinished.replace(picture)
        (self._folder / f"paper-{number - PICTURES_MAX:04d}.png").unlink(missing_ok=True)

    def _next_piece(self) -> Path:
        pieces = _pieces(self._folder)
        if pieces and not self._is_used:
            self._draw_unfinished(pieces[-1])
        self._is_used = True
        return self._folder / f"roll-{1 + (_number(pieces[-1]) if pieces else 0):04d}.bin"

    def _draw_unfinished(self, piece: Path) -> None:
        """What the printer's last life left hanging, unless a picture was taken after its last byte."""
        newest = max((each.stat().st_mtime_ns for each in self._folder.glob("paper-*.png")), default=0)
        if newest >= piece.stat().st_mtime_ns:
            return
        for paper in read_papers(piece.read_bytes(), has_cutter=self._has_cutter)[-1:]:
            if paper.end is PaperEnd.UNFINISHED:
                self.draw(paper)


def read_roll(folder: Path, *, has_cutter: bool = True) -> tuple[Paper, ...]:
    """Every paper that the virtual printer in `folder` ever printed, unfinished ones too, in order."""
    return tuple(paper for piece in _pieces(folder) for paper in read_papers(piece.read_bytes(), has_cutter=has_cutter))


def _pieces(folder: Path) -> list[Path]:
    return sorted(folder.glob("roll-*.bin"), key=_number)


def _number(file: Path) -> int:
    return int(file.stem.split("-")[1])
