"""The commands of `vez`. Looking works beside running apps; acting names who acts, by PIN.

Status 0: done. 1: the doctor found something. 2: not done, and one sentence on standard error says why. The commands
import what they need when they run, so that `vez --help` is there at once.
"""

from __future__ import annotations

import io
import logging
import sys

import typer

from shared.cli import acting, installing, papers, restoring, upkeep, viewing
from shared.cli.endings import NotDone, end, explain
from shared.store.failures import StoreFailure

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Vez: totem, fila e pagamentos. VEZ_HOME diz qual é a pasta da estação.",
)
app.command()(installing.setup)
app.command("import")(installing.import_)
app.command()(installing.key)
app.command()(upkeep.doctor)
app.command()(viewing.visits)
app.command()(viewing.visit)
app.command()(viewing.queue)
app.command()(acting.call)
app.command()(acting.start)
app.command()(acting.complete)
app.command("return")(acting.send_back)
app.command("no-show")(acting.no_show)
app.command()(viewing.payments)
app.command()(acting.pay)
app.command()(acting.release)
app.command()(acting.courtesy)
app.command()(acting.found)
app.command("not-found")(acting.not_found)
app.command()(acting.forget)
app.add_typer(papers.app, name="printer")
app.command()(upkeep.backup)
app.command()(restoring.restore)
app.command()(upkeep.simulator)


def main() -> None:
    """Run the command; what the computer refuses is one sentence on standard error and status 2."""
    _write_utf8()
    logging.raiseExceptions = False  # a log line that a full disk refuses must not hide the sentence
    try:
        app()
    except NotDone as refused:
        end(refused.sentence)
    except StoreFailure as failure:
        end(str(failure))
    except OSError as error:
        end(explain(error))


def _write_utf8() -> None:
    """For programs that read the answer, whatever the system's own encoding is: JSON is UTF-8 (RFC 8259)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8")
