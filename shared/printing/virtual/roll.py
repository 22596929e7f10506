"""What a virtual printer put on paper: bytes that survive the process at once, and pictures of the papers.

`roll-0001.bin` holds what one life of the printer printed, until it is reset or started again; `paper-0001.png` is one
paper. A paper that was never finished is drawn when the next life begins.
"""

from __future__ import annotations

from pathlib import Path

from shared.printing.virtual.drawing import png
from shared.printing.virtual.paper import Paper, PaperEnd, read_papers

PICTURES_MAX = 500


class Roll:
    """The paper in a virtual printer, kept in `folder`."""

    def __init__(self, folder: Path, dots: int, *, has_cutter: bool = True, draws: bool = True) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._dots = dots
        self._draws = draws
        self._drawn = max((_number(picture) for picture in folder.glob("paper-*.png")), default=0)
        self._piece = _pieces(folder)[-1] if _pieces(folder) else folder / "roll-0000.bin"
        self._draw_unfinished(has_cutter=has_cutter)
        self.begin()

    def put(self, data: bytes) -> None:
        """Keep what is being printed; it is in the operating system's hands when this returns."""
        with self._piece.open("ab", buffering=0) as file:
            file.write(data)

    def begin(self) -> None:
        """A new life of the printer: what follows does not continue what came before."""
        self._piece = self._folder / f"roll-{_number(self._piece) + 1:04d}.bin"
        self._piece.touch()

    def draw(self, paper: Paper) -> None:
        """Add the picture of one paper; the oldest goes when there are PICTURES_MAX."""
        if not self._draws:
            return
        self._drawn += 1
        picture = self._folder / f"paper-{self._drawn:04d}.png"
        unfinished = picture.with_suffix(".part")
        unfinished.write_bytes(png(paper, self._dots))
        unfinished.replace(picture)
        (self._folder / f"paper-{self._drawn - PICTURES_MAX:04d}.png").unlink(missing_ok=True)

    def _draw_unfinished(self, *, has_cutter: bool) -> None:
        if not self._piece.exists():
            return
        for paper in read_papers(self._piece.read_bytes(), has_cutter=has_cutter)[-1:]:
            if paper.end is PaperEnd.UNFINISHED:
                self.draw(paper)


def read_roll(folder: Path, *, has_cutter: bool = True) -> tuple[Paper, ...]:
    """Every paper that the virtual printer in `folder` ever printed, unfinished ones too, in order."""
    return tuple(paper for piece in _pieces(folder) for paper in read_papers(piece.read_bytes(), has_cutter=has_cutter))


def _pieces(folder: Path) -> list[Path]:
    return sorted(folder.glob("roll-*.bin"), key=_number)


def _number(file: Path) -> int:
    return int(file.stem.split("-")[1])
