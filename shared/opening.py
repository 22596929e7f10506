"""Opening the station of a folder, as both apps do."""

from __future__ import annotations

import sys
from pathlib import Path

from shared.bootstrap import Core, build_core
from shared.config import ConfigFault, Paths, load_settings, prepare
from shared.logs import configure_logs, developer_stream, get_log
from shared.store.birth import refuse_lost
from shared.store.failures import StoreFailure

_log = get_log(__name__)


def open_station(home: Path, program: str) -> Core | ConfigFault:
    """The station's core, or the one sentence that says why there is none. `program` names the log file.

    A folder that nothing has used becomes a new station.
    """
    paths = Paths.of(home)
    fault = prepare(paths)
    if isinstance(fault, ConfigFault):
        return fault
    settings = load_settings(home)
    if isinstance(settings, ConfigFault):
        return settings
    try:
        refuse_lost(paths)
    except StoreFailure as failure:
        return ConfigFault(str(failure))
    configure_logs(paths.logs, settings.log.level, program, developer_stream())
    try:
        return build_core(home, settings)
    except StoreFailure as failure:
        _log.error("the station cannot be opened", said=str(failure))
        return ConfigFault(str(failure))


def complain(sentence: str) -> None:
    """Tell whoever started the program from a shell; a packaged app without a console has no standard error."""
    if sys.stderr is not None:
        sys.stderr.write(f"{sentence}\n")
