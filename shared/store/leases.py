"""Leases: work that only one process of a station may do at a time.

A lease is a lock of the operating system on a file beside the database. The system gives it back the moment its
holder dies, however it dies, and keeps it for a holder that is merely stopped. No clock is asked and nothing written.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from filelock import lock_descriptor, unlock_descriptor

from shared.store.identity import Identity, identity_at, identity_of

FILE_MODE = 0o644


@dataclass(frozen=True, slots=True)
class _Held:
    handle: int
    identity: Identity
    term: int


class Leases:
    """What this process may do alone; two of these exclude each other like two processes.

    One thread takes and gives back; any thread may ask for the `term`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, _Held] = {}
        self._terms = 0

    def hold(self, name: str) -> bool:
        """Take the lease; False while another has it. When it is ours already this is one look at its file.

        One whose file was deleted or replaced underneath is not ours any more, and is tried for anew.
        """
        if self.term(name) is not None:
            return True
        self.release(name)
        file = self._file(name)
        with ExitStack() as undoing:
            handle = os.open(file, os.O_RDWR | os.O_CREAT, FILE_MODE)
            undoing.callback(os.close, handle)
            identity = identity_of(os.fstat(handle))
            if not (lock_descriptor(handle, blocking=False) and identity_at(file) == identity):
                return False
            undoing.pop_all()
        self._terms += 1
        self._held[name] = _Held(handle, identity, self._terms)
        return True

    def term(self, name: str) -> int | None:
        """A number that is new each time this process takes the lease; None when it is not ours now.

        Whoever sees another number than before knows that others may have had the lease in between.
        """
        held = self._held.get(name)
        return held.term if held is not None and identity_at(self._file(name)) == held.identity else None

    def release(self, name: str) -> None:
        """Give the lease back, if it is ours."""
        held = self._held.pop(name, None)
        if held is not None:
            unlock_descriptor(held.handle)
            os.close(held.handle)

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.lock"
