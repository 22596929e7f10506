"""A killed process, at every step: after the restart everything is there once, or a person is asked."""

from __future__ import annotations

import multiprocessing
import shutil
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from shared.kernel.money import ZERO
from shared.printing.model import JobState, PrintJob
from shared.visits.model import TaskKind, Visit, VisitState
from shared.visits.ticket import is_settled
from tests.fakes.shop import ANA
from tests.faults import crashing
from tests.faults.crashing import DEAD, LATER, MortalShop
from tests.faults.soundness import unsound

JOIN_SECONDS = 60.0
STEPS_MAX = 2_000
AFTER = LATER + timedelta(minutes=1)
OUT = frozenset({JobState.SENT, JobState.CONFIRMED})

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are not forked there")

Live = Callable[[MortalShop], None]


def lives(home: Path, live: Live, dies_at: int, *, in_statements: bool) -> bool:
    """One life of a process in `home`; False when it died at the step that it was to die at."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.crashing"])
    process = context.Process(target=crashing.life, args=(str(home), live, dies_at, in_statements))
    process.start()
    process.join(JOIN_SECONDS)
    assert process.exitcode in {0, DEAD}, f"it neither lived nor died: {process.exitcode}"
    return process.exitcode == 0


def dies_everywhere(
    folder: Path, before: Live, live: Live, check: Callable[[MortalShop], None], *, in_statements: bool = False
) -> int:
    """Let a process die at every step of `live`, and check what the next one makes of it; how many steps there were."""
    begun = folder / "begun"
    shop = MortalShop(begun, timedelta(0))
    before(shop)
    shop.closes()
    for step in range(1, STEPS_MAX):
        home = folder / f"dies-at-{step}"
        shutil.copytree(begun, home)
        is_done = lives(home, live, step, in_statements=in_statements)
        again = MortalShop(home, AFTER)
        again.takes_over()
        crashing.goes_on(again)
        try:
            check(again)
            assert unsound(again.core) == []
        except AssertionError as error:
            error.add_note(f"after a death at step {step}")
            raise
        again.closes()
        if is_done:
            return step
    raise AssertionError("this never ends")


def is_in_the_queue_once(shop: MortalShop) -> None:
    """One paid visit, one ticket; its paper is out, or uncertain and not doubled without a person's word."""
    (visit,) = shop.core.board.visits_since(shop.clock.now() - timedelta(days=1))
    assert is_settled(visit)
    assert shop.state(visit) is VisitState.IN_QUEUE
    assert shop.queue() == [visit.label]
    assert shop.tasks() == []
    (job,) = shop.core.papers.jobs_of(visit.id)
    whole = shop.printed_labels()
    if job.state in OUT:
        assert whole == [visit.label]
    else:
        assert job.state is JobState.UNCERTAIN
        assert whole in ([], [visit.label])
        is_settled_by_a_person(shop, visit, job, whole)


def is_settled_by_a_person(shop: MortalShop, visit: Visit, job: PrintJob, whole: list[str]) -> None:
    """Somebody looks at the printer, and says what is so."""
    shop.core.papers.resolve_uncertain(job.id, ANA, came_out=bool(whole))
    crashing.goes_on(shop)
    assert shop.printed_labels() == [visit.label]


def shows_one_code(shop: MortalShop) -> None:
    """There is one charge at the provider, its code is on the screen, and paying it is a ticket."""
    visit = shop.first_visit()
    if visit is None or not visit.charges:
        return
    crashing.goes_on(shop, timedelta(minutes=1))
    (charge,) = shop.provider.charges.values()
    (shown,) = shop.visit(visit).charges
    assert shown.br_code == charge.br_code
    shop.customer_scans(visit)
    crashing.goes_on(shop, timedelta(minutes=1))
    is_in_the_queue_once(shop)


def leaves_nothing_behind(shop: MortalShop) -> None:
    """Whatever was begun and never paid ends by itself and returns its stock."""
    crashing.goes_on(shop, timedelta(minutes=15))
    visit = shop.first_visit()
    assert visit is None or shop.state(visit) is VisitState.ABANDONED
    assert shop.stock() == 40
    assert all(charge.is_voided for charge in shop.provider.charges.values())


def gives_it_back_once(shop: MortalShop) -> None:
    """What was asked for goes back once and answers its task; what was not asked for waits for a person."""
    crashing.goes_on(shop, timedelta(minutes=2))
    visit = shop.first_visit()
    assert visit is not None
    if not shop.visit(visit).refunds:
        assert (shop.tasks(), shop.provider.given_back()) == ([TaskKind.REFUND_DUE], ZERO)
        assert isinstance(shop.gives_back(visit), Visit)
        crashing.goes_on(shop)
    assert (shop.tasks(), shop.provider.given_back()) == ([], visit.total)
    assert len(shop.provider.of(shop.intent_of(visit)).refunds) == 1


def test_a_crash_between_the_code_and_the_queue(tmp_path: Path) -> None:
    steps = dies_everywhere(tmp_path, crashing.paid_code, crashing.goes_on, is_in_the_queue_once)
    assert steps > 30


def test_a_crash_while_the_code_is_made(tmp_path: Path) -> None:
    assert dies_everywhere(tmp_path, crashing.chosen, crashing.goes_on, shows_one_code) > 6


def test_a_crash_while_the_customer_taps(tmp_path: Path) -> None:
    assert dies_everywhere(tmp_path, crashing.nothing_yet, crashing.taps, leaves_nothing_behind) > 10


def test_a_crash_while_money_goes_back(tmp_path: Path) -> None:
    assert dies_everywhere(tmp_path, crashing.cancelled, crashing.gives_back, gives_it_back_once) > 6


@pytest.mark.faults
def test_a_crash_while_a_cancel_and_the_money_cross(tmp_path: Path) -> None:
    assert dies_everywhere(tmp_path, crashing.paid_code, crashing.gives_up, is_in_the_queue_once) > 30


@pytest.mark.faults
@pytest.mark.parametrize(
    ("before", "live", "check"),
    [
        (crashing.paid_code, crashing.goes_on, is_in_the_queue_once),
        (crashing.chosen, crashing.goes_on, shows_one_code),
        (crashing.nothing_yet, crashing.taps, leaves_nothing_behind),
        (crashing.paid_code, crashing.gives_up, is_in_the_queue_once),
        (crashing.cancelled, crashing.gives_back, gives_it_back_once),
    ],
)
def test_a_crash_at_any_statement(tmp_path: Path, before: Live, live: Live, check: Live) -> None:
    assert dies_everywhere(tmp_path, before, live, check, in_statements=True) > 30
