"""A customer who asks to be forgotten is forgotten everywhere on this station, down to the bytes of its files."""

from __future__ import annotations

import pytest

from shared.checkout.erasing import Forgotten
from shared.kernel.ids import CustomerId
from shared.kernel.ways import Method
from shared.people.model import CustomerUnknown, Operator, Told
from shared.printing.model import JobState, PrintJob, TicketPrintout, Trouble
from shared.visits.model import Visit
from shared.visits.outcomes import NotPermitted
from tests.fakes.shop import ANA, BRUNO, CARLA, Shop

NAME, CPF, PHONE = "Marinalva Quaresma", "52998224725", "11987654321"
NOTED = "Marinalva sente frio no joelho"
SPOOLED = 30


def leaves_traces(shop: Shop) -> Visit:
    """A served customer with papers in every state, each rewritten often, and notes."""
    visit = shop.gets_ticket(name=NAME)
    assert isinstance(shop.core.serving.add_note(visit.id, NOTED, ANA), Visit)
    assert isinstance(shop.core.papers.reprint(visit.id, ANA), PrintJob)
    shop.prints()
    shop.fake_printer.trouble = Trouble.ABSENT
    for _ in range(SPOOLED):
        again = shop.core.papers.reprint(visit.id, ANA)
        assert isinstance(again, PrintJob)
        with shop.core.database.transaction() as tx:
            shop.core.print_duty._spool.give_up(tx, again.id)
    return shop.visit(visit)


def customer_of(visit: Visit) -> CustomerId:
    assert visit.customer_id is not None
    return visit.customer_id


def bytes_with(shop: Shop, word: str) -> list[str]:
    """The database's files that hold a word anywhere."""
    return [each.name for each in shop.home.glob("vez.sqlite*") if word.encode() in each.read_bytes()]


def names_on_paper(shop: Shop, visit: Visit) -> set[str | None]:
    printouts = [job.printout for job in shop.core.papers.jobs_of(visit.id)]
    return {each.customer_name for each in printouts if isinstance(each, TicketPrintout)}


def test_nothing_of_an_erased_customer_is_left_in_the_files(shop: Shop) -> None:
    visit = leaves_traces(shop)
    known = CustomerId("known")
    with shop.core.database.transaction() as tx:
        shop.core.customers.tell(tx, known, Told(NAME, CPF, PHONE))
    assert all(bytes_with(shop, word) for word in (NAME, NOTED, CPF, PHONE))
    for customer_id in (customer_of(visit), known):
        assert shop.core.erasing.erase(customer_id, CARLA) == Forgotten(customer_id, is_scrubbed=True)
    assert [bytes_with(shop, word) for word in (NAME, NOTED, CPF, PHONE)] == [[], [], [], []]


def test_a_cpf_that_was_told_to_pay_an_open_visit_is_erased_with_it(shop: Shop) -> None:
    visit = shop.opens_visit()
    shop.core.sale.pay(visit.id, Method.PIX, payer=Told(NAME, CPF))
    assert bytes_with(shop, CPF)
    assert shop.core.erasing.erase(customer_of(visit), CARLA) == Forgotten(customer_of(visit), is_scrubbed=True)
    assert [bytes_with(shop, word) for word in (NAME, CPF)] == [[], []]


def test_papers_and_notes_forget_one_customer_and_keep_the_others(shop: Shop) -> None:
    visit, other = leaves_traces(shop), shop.opens_visit(name="Caio")
    shop.provider_reports_paid(other)
    shop.core.serving.add_note(other.id, "volta amanhã", ANA)
    shop.core.erasing.erase(customer_of(visit), CARLA)
    assert names_on_paper(shop, visit) == {None}
    assert names_on_paper(shop, other) == {"Caio"}
    assert shop.core.board.notes(visit.id) == ()
    assert shop.core.board.notes(other.id) == ("volta amanhã",)
    assert shop.core.customers.names([customer_of(visit), customer_of(other)]) == {customer_of(other): "Caio"}
    assert any(line.endswith("anotou algo") for line in shop.core.board.history(visit.id))


def test_a_waiting_paper_still_comes_out_without_the_name(shop: Shop) -> None:
    visit = shop.opens_visit(name=NAME)
    shop.provider_reports_paid(visit)
    shop.core.erasing.erase(customer_of(visit), CARLA)
    shop.prints()
    assert shop.jobs(visit) == [JobState.CONFIRMED]
    assert not any(NAME in line for paper in shop.papers() for line in paper.lines)
    assert shop.printed_labels() == [visit.label]


@pytest.mark.parametrize("by", [ANA, BRUNO])
def test_only_an_administrator_erases(shop: Shop, by: Operator) -> None:
    visit = shop.opens_visit(name=NAME)
    assert shop.core.erasing.erase(customer_of(visit), by) == NotPermitted()
    assert shop.core.customers.names([customer_of(visit)]) == {customer_of(visit): NAME}


def test_a_file_that_is_being_read_is_scrubbed_the_next_time(shop: Shop) -> None:
    customer_id = customer_of(leaves_traces(shop))
    nobody = CustomerId("nobody")
    assert shop.core.erasing.erase(nobody, CARLA) == CustomerUnknown(nobody)
    with shop.core.database.snapshot() as read:
        shop.core.customers.get(read, customer_id)
        impatient(shop)
        assert shop.core.erasing.erase(customer_id, CARLA) == Forgotten(customer_id, is_scrubbed=False)
    assert shop.core.erasing.erase(customer_id, CARLA) == Forgotten(customer_id, is_scrubbed=True)
    assert bytes_with(shop, NAME) == []


def impatient(shop: Shop) -> None:
    """The writing connection gives up at once where it would wait."""
    with shop.core.database.writing_engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA busy_timeout=0")
