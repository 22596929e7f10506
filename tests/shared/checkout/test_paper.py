"""What becomes of a ticket's paper, and that it never keeps a paid customer out of the queue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from shared.checkout.outcomes import NothingToPrint, NotWantedAnyMore, StillToComeOut
from shared.kernel.clock import ManualClock
from shared.kernel.ids import PrintJobId, VisitId
from shared.printing.model import JobState, PrintJob, Trouble
from shared.printing.patience import Patience
from shared.printing.usb_link import UsbSelector
from shared.printing.usb_printer import UsbPrinter
from shared.printing.virtual.bus_libusb1 import VirtualUsbBus
from shared.printing.virtual.condition import Condition
from shared.printing.virtual.device import VirtualUsbDevice
from shared.visits.model import PaperState, Visit, VisitState
from shared.visits.outcomes import NoSuchVisit
from tests.fakes.shop import ANA, BRUNO, NOON, SECOND_COPY, Shop
from tests.fakes.usb_device import ManualPause
from tests.faults.soundness import unsound


@dataclass
class UsbShop(Shop):
    """A shop whose printer is the real adapter before a simulated USB device."""

    device: VirtualUsbDevice
    pause: ManualPause

    def __init__(self, home: Path) -> None:
        clock = ManualClock(NOON)
        self.pause = ManualPause(clock)
        self.device = VirtualUsbDevice(home / "papers", clock, self.pause, draws=False)
        printer = UsbPrinter(
            UsbSelector(), clock, self.pause, backend=VirtualUsbBus(self.device), patience=Patience(blocked_max=60.0)
        )
        super().__init__(home, clock=clock, printer=printer, papers=lambda: self.device.papers)


@pytest.fixture
def usb_shop(tmp_path: Path) -> Iterator[UsbShop]:
    opened = UsbShop(tmp_path / "home")
    yield opened
    assert unsound(opened.core) == []
    opened.closes()


def paid(shop: Shop) -> Visit:
    """A visit that is paid and waits for its paper."""
    visit = shop.opens_visit()
    shop.provider_reports_paid(visit)
    return shop.visit(visit)


def test_a_ticket_is_printed_and_then_in_the_queue(shop: Shop) -> None:
    visit = paid(shop)
    assert (shop.state(visit), shop.queue()) == (VisitState.PAID, [])
    assert shop.prints() == 1
    assert (shop.state(visit), shop.queue()) == (VisitState.IN_QUEUE, [visit.label])
    assert shop.jobs(visit) == [JobState.CONFIRMED]
    assert shop.prints() == 0


def test_the_paper_names_what_was_bought(shop: Shop) -> None:
    visit = shop.opens_visit(extras={"toalha": 2}, name="Marina")
    shop.provider_reports_paid(visit)
    shop.prints()
    (paper,) = shop.papers()
    text = "\n".join(paper.lines)
    for word in (visit.label, "Marina", "Crioterapia", "Sala 1", "2 x Toalha", "R$ 24,00", "R$ 204,00", "Pix"):
        assert word in text
    assert paper.codes == (f"VEZ:{visit.id}",)


def test_without_paper_the_customer_joins_the_queue_after_the_grace_and_the_flag_goes_when_paper_comes(
    shop: Shop,
) -> None:
    shop.fake_printer.trouble = Trouble.PAPER_END
    visit = paid(shop)
    shop.works()
    assert (shop.state(visit), shop.queue()) == (VisitState.PRINT_ERROR, [])
    shop.lets_time_pass(seconds=14)
    assert shop.queue() == []
    shop.lets_time_pass(seconds=1)
    (item,) = shop.core.board.queues()[0].items
    assert (item.label, item.is_unprinted) == (visit.label, True)
    assert shop.core.health.now().printer_trouble == "paper_end"
    shop.fake_printer.trouble = None
    shop.lets_time_pass(seconds=5)
    (item,) = shop.core.board.queues()[0].items
    assert (item.label, item.is_unprinted) == (visit.label, False)
    assert shop.printed_labels() == [visit.label]
    assert shop.core.health.now().printer_trouble is None


def test_the_paper_that_comes_late_moves_no_turn(shop: Shop) -> None:
    shop.fake_printer.trouble = Trouble.COVER_OPEN
    visit = paid(shop)
    shop.lets_time_pass(seconds=20)
    shop.calls(visit)
    shop.starts(visit)
    shop.fake_printer.trouble = None
    shop.lets_time_pass(seconds=5)
    assert shop.state(visit) is VisitState.IN_PROGRESS
    ticket = shop.visit(visit).ticket
    assert ticket is not None
    assert (ticket.paper, ticket.is_unprinted) == (PaperState.PRINTED, False)


def test_a_clock_set_back_keeps_nobody_out_of_the_queue(shop: Shop) -> None:
    shop.fake_printer.trouble = Trouble.PAPER_END
    visit = paid(shop)
    shop.clock.jump(timedelta(days=-1))
    shop.works()
    assert shop.queue() == [visit.label]


def test_papers_come_out_in_the_order_of_the_tickets(shop: Shop) -> None:
    labels = [paid(shop).label for _ in range(3)]
    assert shop.prints() == 3
    assert shop.printed_labels() == labels


def test_a_printer_that_refuses_is_tried_again_and_then_given_up(shop: Shop) -> None:
    shop.fake_printer.lost_after = 0
    visit = paid(shop)
    shop.lets_time_pass(minutes=5)
    assert shop.queue() == [visit.label]
    assert shop.jobs(visit) in ([JobState.QUEUED], [JobState.FAILED])


def test_a_failed_paper_is_printed_again_when_a_person_asks(shop: Shop) -> None:
    visit = paid(shop)
    shop.fake_printer.lost_after = 0
    for _ in range(8):
        shop.fake_printer.trouble = None
        shop.lets_time_pass(seconds=40)
    assert shop.jobs(visit) == [JobState.FAILED]
    assert [job.id for job in shop.core.papers.waiting()] == [shop.job(visit).id]
    shop.fake_printer.lost_after = shop.fake_printer.trouble = None
    assert isinstance(shop.core.papers.retry(shop.job(visit).id, ANA), PrintJob)
    shop.prints()
    assert shop.jobs(visit) == [JobState.CANCELLED, JobState.CONFIRMED]
    assert shop.printed_labels() == [visit.label]
    assert shop.core.papers.retry(shop.job(visit).id, ANA) == NothingToPrint()
    assert shop.core.papers.retry(PrintJobId("nada"), ANA) == NothingToPrint()


def test_a_failed_paper_of_a_served_ticket_is_not_printed_again(shop: Shop) -> None:
    visit = paid(shop)
    shop.fake_printer.lost_after = 0
    for _ in range(8):
        shop.fake_printer.trouble = None
        shop.lets_time_pass(seconds=40)
    shop.serves(visit)
    shop.fake_printer.lost_after = shop.fake_printer.trouble = None
    assert shop.core.papers.retry(shop.job(visit).id, ANA) == NotWantedAnyMore()
    assert (shop.jobs(visit), shop.core.papers.waiting()) == ([JobState.CANCELLED], ())


def test_a_second_copy_says_so_and_moves_nothing(shop: Shop) -> None:
    visit = shop.gets_ticket()
    before = shop.visit(visit)
    assert isinstance(shop.core.papers.reprint(visit.id, ANA), PrintJob)
    shop.prints()
    assert SECOND_COPY in shop.papers()[1].lines
    assert shop.printed_labels() == [visit.label]
    after = shop.visit(visit)
    assert after.turns == before.turns
    assert after.ticket is not None
    assert after.ticket.reprints == 1


def test_there_is_no_second_copy_while_the_paper_is_still_to_come_out(shop: Shop) -> None:
    shop.fake_printer.trouble = Trouble.PAPER_END
    visit = paid(shop)
    assert shop.core.papers.reprint(visit.id, ANA) == StillToComeOut()
    shop.works()
    assert shop.core.papers.reprint(visit.id, ANA) == StillToComeOut()
    shop.fake_printer.trouble = None
    shop.lets_time_pass(seconds=5)
    assert shop.jobs(visit) == [JobState.CONFIRMED]
    assert isinstance(shop.core.papers.reprint(visit.id, ANA), PrintJob)
    assert shop.core.papers.reprint(visit.id, ANA) == StillToComeOut()
    ticket = shop.visit(visit).ticket
    assert ticket is not None
    assert ticket.reprints == 1


def test_there_is_no_second_copy_while_the_paper_is_at_the_printer(usb_shop: UsbShop) -> None:
    visit = paid(usb_shop)
    usb_shop.device.becomes(Condition(paper_ends_after=200))
    said: list[object] = []

    def asks() -> None:
        said.append(usb_shop.core.papers.reprint(visit.id, ANA))
        usb_shop.device.becomes()

    usb_shop.pause.after(5, asks)
    usb_shop.prints()
    assert said == [StillToComeOut()]
    assert usb_shop.jobs(visit) == [JobState.CONFIRMED]


def test_there_is_no_second_copy_of_nothing(shop: Shop) -> None:
    assert shop.core.papers.reprint(shop.opens_visit().id, ANA) == NothingToPrint()
    assert shop.core.papers.reprint(VisitId("nada"), ANA) == NoSuchVisit(VisitId("nada"))


def test_a_test_page_belongs_to_no_visit(shop: Shop) -> None:
    assert isinstance(shop.core.papers.print_test(ANA), PrintJob)
    assert shop.prints() == 1
    assert any("teste" in line.lower() for line in shop.papers()[0].lines)


def test_a_cancelled_ticket_is_not_printed(shop: Shop) -> None:
    visit = paid(shop)
    shop.core.counter.cancel_visit(visit.id, "desistiu", BRUNO)
    assert shop.prints() == 0
    assert shop.jobs(visit) == [JobState.CANCELLED]


def test_paper_that_ends_in_the_middle_is_waited_for(usb_shop: UsbShop) -> None:
    visit = paid(usb_shop)
    usb_shop.device.becomes(Condition(paper_ends_after=200))
    usb_shop.pause.after(5, usb_shop.device.becomes)
    assert usb_shop.prints() == 1
    assert usb_shop.jobs(visit) == [JobState.CONFIRMED]
    assert usb_shop.printed_labels() == [visit.label]


def test_a_customer_joins_the_queue_while_the_printer_waits_for_paper(usb_shop: UsbShop) -> None:
    visit = paid(usb_shop)
    usb_shop.device.becomes(Condition(paper_ends_after=200))
    seen: list[list[str]] = []

    def looks_at_the_queue() -> None:
        usb_shop.core.time_duty.step()
        seen.append(usb_shop.queue())
        usb_shop.device.becomes()

    usb_shop.pause.after(16, looks_at_the_queue)
    usb_shop.prints()
    assert seen == [[visit.label]]
    ticket = usb_shop.visit(visit).ticket
    assert ticket is not None
    assert (ticket.paper, ticket.is_unprinted) == (PaperState.PRINTED, False)


def uncertain(shop: UsbShop) -> Visit:
    """A visit whose paper was being printed when the cable came out."""
    visit = paid(shop)
    shop.device.becomes(Condition(unplugs_after=300))
    shop.prints()
    assert shop.jobs(visit) == [JobState.UNCERTAIN]
    shop.device.plug()
    return visit


def test_a_paper_that_broke_off_waits_for_a_person(usb_shop: UsbShop) -> None:
    visit = uncertain(usb_shop)
    usb_shop.lets_time_pass(minutes=10)
    assert (usb_shop.jobs(visit), usb_shop.printed_labels()) == ([JobState.UNCERTAIN], [])
    assert usb_shop.queue() == [visit.label]


def test_a_person_says_that_the_paper_came_out(usb_shop: UsbShop) -> None:
    visit = uncertain(usb_shop)
    resolved = usb_shop.core.papers.resolve_uncertain(usb_shop.job(visit).id, ANA, came_out=True)
    assert isinstance(resolved, PrintJob)
    usb_shop.lets_time_pass(minutes=1)
    assert (usb_shop.jobs(visit), usb_shop.queue()) == ([JobState.CONFIRMED], [visit.label])
    ticket = usb_shop.visit(visit).ticket
    assert ticket is not None
    assert (ticket.paper, ticket.is_unprinted) == (PaperState.PRINTED, False)


def test_a_person_says_that_the_paper_did_not_come_out(usb_shop: UsbShop) -> None:
    visit = uncertain(usb_shop)
    usb_shop.core.papers.resolve_uncertain(usb_shop.job(visit).id, ANA, came_out=False)
    usb_shop.prints()
    assert (usb_shop.jobs(visit), usb_shop.printed_labels()) == ([JobState.CONFIRMED], [visit.label])
    again = usb_shop.core.papers.resolve_uncertain(usb_shop.job(visit).id, ANA, came_out=False)
    assert again == NothingToPrint()


@pytest.mark.parametrize("came_out", [True, False])
def test_an_uncertain_paper_of_a_cancelled_ticket_is_settled_without_printing(
    usb_shop: UsbShop, *, came_out: bool
) -> None:
    visit = uncertain(usb_shop)
    assert isinstance(usb_shop.core.counter.cancel_visit(visit.id, "desistiu", BRUNO), Visit)
    said = usb_shop.core.papers.resolve_uncertain(usb_shop.job(visit).id, ANA, came_out=came_out)
    assert isinstance(said, PrintJob if came_out else NotWantedAnyMore)
    assert usb_shop.jobs(visit) == [JobState.CONFIRMED if came_out else JobState.CANCELLED], "nobody is asked again"
    next_one = paid(usb_shop)
    usb_shop.lets_time_pass(minutes=1)
    assert usb_shop.state(visit) is VisitState.CANCELLED
    assert usb_shop.printed_labels() == [next_one.label]


def test_an_uncertain_paper_of_a_served_ticket_is_not_printed_again(usb_shop: UsbShop) -> None:
    visit = uncertain(usb_shop)
    usb_shop.lets_time_pass(minutes=1)
    usb_shop.serves(visit)
    said = usb_shop.core.papers.resolve_uncertain(usb_shop.job(visit).id, ANA, came_out=False)
    assert (said, usb_shop.jobs(visit)) == (NotWantedAnyMore(), [JobState.CANCELLED])
    assert usb_shop.core.papers.waiting() == ()


def test_a_ticket_cancelled_while_it_is_printed_stops_no_printer(usb_shop: UsbShop) -> None:
    visit = paid(usb_shop)
    usb_shop.device.becomes(Condition(paper_ends_after=200))

    def cancels() -> None:
        usb_shop.core.counter.cancel_visit(visit.id, "desistiu", BRUNO)
        usb_shop.device.becomes()

    usb_shop.pause.after(5, cancels)
    usb_shop.prints()
    assert (usb_shop.state(visit), usb_shop.jobs(visit)) == (VisitState.CANCELLED, [JobState.CONFIRMED])
    next_one = paid(usb_shop)
    usb_shop.prints()
    assert usb_shop.queue() == [next_one.label]


def test_what_a_dead_process_was_printing_is_uncertain(usb_shop: UsbShop) -> None:
    visit = paid(usb_shop)
    with usb_shop.core.database.transaction() as tx:
        usb_shop.core.print_duty._spool.claim(tx, usb_shop.job(visit))
    usb_shop.restarts()
    assert usb_shop.jobs(visit) == [JobState.UNCERTAIN]
    usb_shop.lets_time_pass(minutes=1)
    assert (usb_shop.printed_labels(), usb_shop.queue()) == ([], [visit.label])
    next_one = paid(usb_shop)
    usb_shop.prints()
    assert usb_shop.printed_labels() == [next_one.label]
