"""The commands of `vez`. Looking works beside running apps; acting names who acts, by PIN.

Status 0: done. 1: the doctor found something. 2: not done, and one sentence on standard error says why. The commands
import what they need when they run, so that `vez --help` is there at once.
"""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType

import typer
from typer._click import exceptions

from shared.cli import acting, installing, papers, paying, receiving, restoring, upkeep, usage, viewing
from shared.cli.endings import NotDone, end, explain
from shared.last_words import redact_last_words
from shared.store.failures import StoreFailure

app = typer.Typer(
    cls=usage.Group,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Vez: totem, fila e pagamentos. VEZ_HOME diz qual é a pasta da estação.",
)
COMMANDS: Mapping[str, Callable[..., None]] = MappingProxyType(
    {
        "setup": installing.setup,
        "import": installing.import_,
        "key": installing.key,
        "doctor": upkeep.doctor,
        "visits": viewing.visits,
        "visit": viewing.visit,
        "queue": viewing.queue,
        "call": acting.call,
        "start": acting.start,
        "complete": acting.complete,
        "return": acting.send_back,
        "no-show": acting.no_show,
        "pay": acting.pay,
        "release": acting.release,
        "courtesy": acting.courtesy,
        "found": acting.found,
        "not-found": acting.not_found,
        "forget": acting.forget,
        "backup": upkeep.backup,
        "restore": restoring.restore,
        "webhooks": receiving.webhooks,
        "simulator": upkeep.simulator,
    }
)
for _name, _command in COMMANDS.items():
    app.command(_name, cls=usage.Command)(_command)
app.add_typer(paying.app, name="payments")
app.add_typer(papers.app, name="printer")


def main() -> None:
    """Run the command; what the computer refuses is one sentence on standard error and status 2."""
    _write_utf8()
    redact_last_words()
    logging.raiseExceptions = False  # a log line that a full disk refuses must not hide the sentence
    try:
        sys.exit(app(prog_name="vez", standalone_mode=False))
    except NotDone as refused:
        end(refused.sentence)
    except exceptions.NoArgsIsHelpError as asked:
        end(asked.message)
    except exceptions.ClickException as wrong:
        end(usage.mistake(wrong))
    except typer.Abort:
        end("Nada foi feito.")
    except StoreFailure as failure:
        end(str(failure))
    except OSError as error:
        end(explain(error))


def _write_utf8() -> None:
    """For programs that read the answer, whatever the system's own encoding is: JSON is UTF-8 (RFC 8259)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8")
