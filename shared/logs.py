"""Where log lines go: JSON lines in the station's folder and, for developers, readable lines on standard error.

Everything that is logged in the process, by us or by a library, passes the redaction.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

from shared.redaction import redact_field

FILE_BYTES_MAX = 5_000_000
FILES_KEPT = 5
QUIET = ("httpx", "httpcore", "uvicorn.access", "apscheduler", "PIL")
"""Libraries that log every request or job at INFO."""

_OURS = "vez"


class LogFile(RotatingFileHandler):
    """Says that a line could not be written, but not which: Python's own way shows it as it came, secrets and all."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        kind = sys.exc_info()[0]
        if logging.raiseExceptions and sys.stderr is not None and kind is not None:
            with suppress(OSError):  # standard error may be a file on the same full disk
                sys.stderr.write(f"a log line of {record.name} could not be written: {kind.__name__}\n")


def configure_logs(folder: Path, level: str, program: str = "vez", developer: TextIO | None = None) -> Path:
    """Send every log line of this process to `folder`/`program`.jsonl; returns that file.

    Call it before importing escpos, which otherwise configures logging itself. `program` keeps processes apart, whose
    rotations would disturb each other. `developer` gets readable lines as well. Calling again replaces what was set.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{program}.jsonl"
    release_logs()
    _add(
        LogFile(path, maxBytes=FILE_BYTES_MAX, backupCount=FILES_KEPT, encoding="utf-8", delay=True),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    )
    if developer is not None:
        plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
        _add(logging.StreamHandler(developer), plain)
    logging.getLogger().setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    return path


def release_logs() -> None:
    """Close what `configure_logs` opened."""
    root = logging.getLogger()
    for handler in [each for each in root.handlers if each.get_name() == _OURS]:
        root.removeHandler(handler)
        handler.close()


def get_log(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module: ``_log.info("printer found", model="TM-T20")``."""
    log: structlog.stdlib.BoundLogger = structlog.wrap_logger(
        logging.getLogger(name),
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *_PREPARE,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        context_class=dict,
    )
    return log


def developer_stream() -> TextIO | None:
    """Standard error when a person looks at it; None for a packaged app without a console."""
    return sys.stderr if sys.stderr is not None and sys.stderr.isatty() else None


def _redact(_logger: Any, _method: str, fields: EventDict) -> MutableMapping[str, Any]:
    return {name: value if name in _META else redact_field(name, value) for name, value in fields.items()}


_META = frozenset({"_record", "_from_structlog"})
"""What structlog itself passes along and takes out again."""

_PREPARE: tuple[Processor, ...] = (
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
    _redact,
)


def _add(handler: logging.Handler, renderer: Processor) -> None:
    handler.set_name(_OURS)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_PREPARE,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.getLogger().addHandler(handler)
