"""Which visit is on the screen, kept in a small file: a totem that is started anew comes back to it."""

from __future__ import annotations

import json
import os
from pathlib import Path

from shared.kernel.ids import VisitId
from shared.logs import get_log

FILE_NAME = "totem-session.json"
BYTES_MAX = 4_096

_log = get_log(__name__)


class SessionFile:
    """Written whole or not at all. It may be lost: the visit itself is in the database."""

    def __init__(self, home: Path) -> None:
        self._path = home / FILE_NAME

    def remember(self, visit_id: VisitId) -> None:
        """Keep it over a power failure; a file that cannot be written is logged and does without."""
        draft = self._path.with_suffix(".new")
        try:
            with draft.open("w", encoding="utf-8") as file:
                json.dump({"visit_id": visit_id}, file)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)
        except OSError as error:
            _log.warning("session file not written", cause=error.strerror)

    def forget(self) -> None:
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            _log.warning("session file not removed", cause=error.strerror)

    def recall(self) -> VisitId | None:
        """The visit that was on the screen; None when there is none or the file is damaged."""
        try:
            with self._path.open("rb") as file:
                kept = json.loads(file.read(BYTES_MAX))
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            _log.warning("session file not readable")
            return None
        visit_id = kept.get("visit_id") if isinstance(kept, dict) else None
        return VisitId(visit_id) if isinstance(visit_id, str) else None
