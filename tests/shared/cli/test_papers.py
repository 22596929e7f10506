"""The printer from a shell: what waits, what came out, and what a person says about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shared.jobs import DUTIES
from shared.printing.model import JobState, Trouble
from shared.store.leases import Leases
from tests.fakes.shop import CRYO, Shop
from tests.shared.cli.shell import Shell


@contextmanager
def an_app(shop: Shop) -> Iterator[None]:
    """An app that does the station's background work."""
    leases = Leases(shop.home)
    assert leases.hold(DUTIES)
    try:
        yield
    finally:
        leases.release(DUTIES)


@pytest.mark.usefixtures("home")
def test_nothing_waits(shell: Shell) -> None:
    assert shell.vez("printer").out == "Nenhum papel espera.\n"
    assert shell.vez("printer", "--json").json == []
    assert shell.vez("printer", "list", "--json").json == []


def test_papers_that_are_not_out_are_listed_with_what_to_do(shop: Shop, shell: Shell) -> None:
    visit = shop.opens_visit([CRYO])
    shop.provider_reports_paid(visit)
    shop.fake_printer.trouble = Trouble.PAPER_END
    shop.prints()
    (job,) = shell.vez("printer", "list", "--json").json
    assert (job["id"], job["visit_id"], job["label"]) == (shop.job(visit).id, visit.id, "A001")
    assert (job["state"], job["is_reprint"], job["attempts"]) == ("queued", False, 0)
    said = shell.vez("printer").out
    assert "Acabou o papel da impressora: coloque uma bobina nova. Sai sozinho quando a impressora puder." in said


@pytest.mark.usefixtures("home")
def test_json_is_asked_for_where_it_counts(shell: Shell) -> None:
    assert shell.vez("printer", "--json").json == []
    said = "Ponha --json no fim, depois de: vez printer status"
    assert shell.vez("printer", "--json", "status").sentence == said


@pytest.mark.usefixtures("home")
def test_the_printer_is_asked_when_no_app_has_it(shell: Shell) -> None:
    assert shell.vez("printer", "status").out == "A impressora está pronta.\n"
    told = shell.vez("printer", "status", "--json").json
    assert told == {"trouble": None, "is_known": True, "is_paper_low": False, "by": "command"}


def test_while_an_app_has_the_printer_its_word_is_taken(shop: Shop, shell: Shell) -> None:
    with an_app(shop):
        said = "A impressora ainda não foi verificada pelo programa que está aberto.\n"
        assert shell.vez("printer", "status").out == said
        shop.fake_printer.trouble = Trouble.COVER_OPEN
        shop.core.print_duty.look()
        assert shell.vez("printer", "status").out == "A tampa da impressora está aberta: feche-a.\n"
        assert shell.vez("printer", "status", "--json").json == {
            "trouble": "cover_open",
            "is_known": True,
            "is_paper_low": False,
            "by": "app",
        }


def test_a_test_page_comes_out(home: Path, shell: Shell) -> None:
    assert shell.by("ana", "printer", "test").out == "página de teste: impresso.\n"
    assert len(list((home / "papers").glob("*.png"))) == 1
    assert shell.vez("printer", "--json").json == []


def test_a_second_copy_comes_out(shop: Shop, shell: Shell) -> None:
    visit = shop.gets_ticket([CRYO])
    told = shell.by("ana", "printer", "reprint", "A001", "--json").json
    assert (told["label"], told["is_reprint"], told["state"]) == ("A001", True, "confirmed")
    assert shop.visit(visit).ticket is not None
    shop.opens_visit([CRYO])
    said = "Não há papel para isto: a senha ainda não foi emitida, ou este papel já foi decidido."
    assert shell.by("ana", "printer", "reprint", "A002").sentence == said


def test_a_person_says_whether_an_uncertain_paper_came_out(shop: Shop, shell: Shell) -> None:
    visit = shop.opens_visit([CRYO])
    shop.provider_reports_paid(visit)
    shop.fake_printer.lost_after = 200
    shop.prints()
    job = shop.job(visit)
    assert f"vez printer resolve {job.id} --came-out (ou --not-out)" in shell.vez("printer").out
    told = shell.by("ana", "printer", "resolve", job.id, "--not-out", "--json").json
    assert told["state"] == "confirmed"
    assert shop.job(visit).state is JobState.CONFIRMED
    said = "Não há papel para isto: a senha ainda não foi emitida, ou este papel já foi decidido."
    assert shell.by("ana", "printer", "resolve", job.id, "--came-out").sentence == said


def test_a_paper_that_came_out_is_not_printed_again(shop: Shop, shell: Shell) -> None:
    visit = shop.opens_visit([CRYO])
    shop.provider_reports_paid(visit)
    shop.fake_printer.lost_after = 200
    shop.prints()
    told = shell.by("ana", "printer", "resolve", shop.job(visit).id, "--came-out", "--json").json
    assert told["state"] in {"sent", "confirmed"}
    assert not list((shop.home / "papers").glob("*.png"))
    assert shop.queue() == ["A001"]


def test_a_failed_paper_is_printed_again(shop: Shop, shell: Shell) -> None:
    visit = shop.opens_visit([CRYO])
    shop.provider_reports_paid(visit)
    with shop.core.database.writing_engine.begin() as connection:
        connection.exec_driver_sql("UPDATE print_job SET state = 'failed', trouble = 'absent'")
    assert "Depois: vez printer retry" in shell.vez("printer").out
    told = shell.by("ana", "printer", "retry", shop.job(visit).id, "--json").json
    assert (told["label"], told["state"]) == ("A001", "confirmed")
    assert shop.queue() == ["A001"]
