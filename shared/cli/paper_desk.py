"""What the `vez printer` commands do with papers and the printer."""

from __future__ import annotations

import threading

from shared.bootstrap import Core
from shared.cli.endings import NotDone
from shared.cli.refusals import Refusal, why_not
from shared.cli.saying import say_json, say_table
from shared.cli.station import signed_in
from shared.cli.surroundings import look_at_printer
from shared.cli.words import JOBS, trouble_text
from shared.kernel.ids import PrintJobId
from shared.printing import rows
from shared.printing.model import JobState, PrintJob, TicketPrintout
from shared.visits.model import Visit

HEADINGS = ("código", "papel", "estado", "o que fazer")
GOING = frozenset({JobState.QUEUED, JobState.SENDING, JobState.BLOCKED})
FOLLOW_SECONDS = 30.0
HELD_SECONDS = 3.0
LOOK_SECONDS = 0.1


def show_waiting(core: Core, *, as_json: bool) -> None:
    """Every paper that is not out, those that need a person first."""
    jobs = core.papers.waiting()
    if as_json:
        say_json([_json(job) for job in jobs])
    else:
        trouble = core.health.now().printer_trouble
        lines = [(job.id, _name(job), JOBS[job.state], _advice(job, trouble)) for job in jobs]
        say_table(HEADINGS, lines, nothing="Nenhum papel espera.")


def show_status(core: Core, *, as_json: bool) -> None:
    """How the printer is."""
    seen = look_at_printer(core)
    if as_json:
        say_json(
            {"trouble": seen.trouble, "is_known": seen.is_known, "is_paper_low": seen.is_paper_low, "by": seen.by.value}
        )
    else:
        print(seen.sentence)


def print_test(core: Core, by: str, *, as_json: bool) -> None:
    """Print a test page and say what became of it."""
    operator = signed_in(core, by)
    _follow(core, core.papers.print_test(operator), as_json=as_json)


def reprint(core: Core, visit: Visit, by: str, *, as_json: bool) -> None:
    """Print a second copy and say what became of it."""
    operator = signed_in(core, by)
    _follow(core, core.papers.reprint(visit.id, operator), as_json=as_json)


def resolve(core: Core, job: str, by: str, *, came_out: bool, as_json: bool) -> None:
    """Record what a person saw of an uncertain paper."""
    operator = signed_in(core, by)
    _follow(core, core.papers.resolve_uncertain(PrintJobId(job), operator, came_out=came_out), as_json=as_json)


def retry(core: Core, job: str, by: str, *, as_json: bool) -> None:
    """Print a failed paper again and say what became of it."""
    operator = signed_in(core, by)
    _follow(core, core.papers.retry(PrintJobId(job), operator), as_json=as_json)


def _follow(core: Core, asked: PrintJob | Refusal, *, as_json: bool) -> None:
    """Say what became of a paper, after FOLLOW_SECONDS at most; NotDone when it was refused.

    Where no app does the station's background work, it is done here meanwhile.
    """
    if not isinstance(asked, PrintJob):
        raise NotDone(why_not(asked))
    job = asked
    if job.state in GOING:
        core.duties.start()
        _wait(core, job)
        core.world.closing.set()
        core.duties.stop()
        job = _now(core, job)
    if as_json:
        say_json(_json(job))
    else:
        print(f"{_name(job)}: {JOBS[job.state]}. {_advice(job, core.health.now().printer_trouble)}".strip())


def _wait(core: Core, job: PrintJob) -> None:
    """Until the paper is out or needs a person, or the printer has said for a while that it cannot begin."""
    pause = threading.Event()
    for look in range(int(FOLLOW_SECONDS / LOOK_SECONDS)):
        pause.wait(LOOK_SECONDS)
        state = _now(core, job).state
        is_held = state is JobState.QUEUED and core.health.now().printer_trouble is not None
        if state not in GOING or (is_held and look * LOOK_SECONDS >= HELD_SECONDS):
            return


def _now(core: Core, job: PrintJob) -> PrintJob:
    with core.database.snapshot() as read:
        return rows.load(read, job.id) or job


def _name(job: PrintJob) -> str:
    printout = job.printout
    if not isinstance(printout, TicketPrintout):
        return "página de teste"
    return f"{printout.label} (2ª via)" if printout.is_reprint else printout.label


def _advice(job: PrintJob, of_printer: str | None = None) -> str:
    word = job.trouble or of_printer
    trouble = trouble_text(word) if word else ""
    match job.state:
        case JobState.UNCERTAIN:
            return f"Olhe o papel: saiu inteiro? Responda com: vez printer resolve {job.id} --came-out (ou --not-out)"
        case JobState.FAILED:
            return f"{trouble} Depois: vez printer retry {job.id}".strip()
        case JobState.BLOCKED:
            return f"{trouble} Depois continua sozinho.".strip()
        case JobState.QUEUED | JobState.SENDING:
            return f"{trouble} Sai sozinho quando a impressora puder.".strip()
        case JobState.SENT | JobState.CONFIRMED | JobState.CANCELLED:
            return ""


def _json(job: PrintJob) -> dict[str, object]:
    return {
        "id": job.id,
        "visit_id": job.visit_id,
        "label": job.printout.label if isinstance(job.printout, TicketPrintout) else None,
        "is_reprint": isinstance(job.printout, TicketPrintout) and job.printout.is_reprint,
        "state": job.state,
        "trouble": job.trouble,
        "attempts": job.attempts,
        "created_at": job.created_at,
    }
