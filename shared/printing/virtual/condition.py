"""What can be the matter with a virtual printer."""

from __future__ import annotations

from dataclasses import dataclass

RECEIVE_BUFFER_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Condition:
    """How the printer is. `…_after` count bytes of papers from the moment the condition is set.

    `bytes_per_second` None prints at once. A mute printer answers nothing on its bulk pipe; without port status it
    refuses the printer class's control request too.
    """

    paper_ends_after: int | None = None
    unplugs_after: int | None = None
    is_cover_open: bool = False
    is_paper_low: bool = False
    has_error: bool = False
    is_mute: bool = False
    has_port_status: bool = True
    is_busy: bool = False
    is_forbidden: bool = False
    is_stalled: bool = False
    buffer_bytes: int = RECEIVE_BUFFER_BYTES
    bytes_per_second: int | None = None


HEALTHY = Condition()
