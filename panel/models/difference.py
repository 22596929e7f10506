"""How one list of rows becomes another with the fewest signals, so that views keep selection and scroll place."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Rows `first` to `last`, both included."""

    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1


def vanished(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[Span, ...]:
    """What to remove from `old`, last first, so that earlier positions stay true while removing."""
    kept = frozenset(new)
    return tuple(reversed(spans([position for position, key in enumerate(old) if key not in kept])))


def appeared(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[Span, ...]:
    """Where `new` has rows that `old` has not, first first: true positions while inserting."""
    known = frozenset(old)
    return spans([position for position, key in enumerate(new) if key not in known])


def reordered(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, ...] | None:
    """For lists of the same rows, the old position of each new row; None if nothing moved."""
    if list(old) == list(new):
        return None
    position = {key: at for at, key in enumerate(old)}
    return tuple(position[key] for key in new)


def altered(old: Sequence[object], new: Sequence[object]) -> tuple[Span, ...]:
    """Where two lists of the same length differ."""
    return spans([at for at, (before, after) in enumerate(zip(old, new, strict=True)) if before != after])


def spans(positions: Sequence[int]) -> tuple[Span, ...]:
    """Rising positions as runs without gaps."""
    return tuple(_runs(positions))


def _runs(positions: Sequence[int]) -> Iterator[Span]:
    if not positions:
        return
    first = last = positions[0]
    for position in positions[1:]:
        if position != last + 1:
            yield Span(first, last)
            first = position
        last = position
    yield Span(first, last)
