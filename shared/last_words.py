"""What Python itself writes on standard error when nobody took an exception: its trace, without secrets and people.

The apps take exceptions once they run (`shared.qt.crash`); this is for all that happens before, beside and after.
"""

from __future__ import annotations

import sys
import threading
import traceback
from contextlib import suppress
from types import TracebackType


def redact_last_words() -> None:
    """From now on no trace on standard error holds a key or a person's number, of whatever thread it is."""
    sys.excepthook = _on_exception
    threading.excepthook = _on_thread_exception
    sys.unraisablehook = _on_unraisable


def _on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _write("".join(traceback.format_exception(kind, error, trace)))


def _on_thread_exception(args: threading.ExceptHookArgs) -> None:
    if args.exc_type is not SystemExit:
        trace = traceback.format_exception(args.exc_type, args.exc_value, args.exc_traceback)
        _write("".join([f"Exception in thread {args.thread.name if args.thread else '?'}:\n", *trace]))


def _on_unraisable(args: sys.UnraisableHookArgs) -> None:
    """The object is named by its type alone: its `repr` may hold anything."""
    trace = traceback.format_exception(args.exc_type, args.exc_value, args.exc_traceback)
    _write("".join([f"Exception ignored in {type(args.object).__name__}:\n", *trace]))


def _write(text: str) -> None:
    if sys.stderr is None:
        return
    from shared.redaction import redact_text  # most programs never need it

    with suppress(OSError):
        sys.stderr.write(redact_text(text))
