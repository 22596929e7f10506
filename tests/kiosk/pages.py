"""Every page of the totem in each of its states, reached as a customer would reach it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shared.printing.model import Trouble
from shared.store.failures import DiskFull
from tests.fakes.shop import BOOTS, CRYO, ICE, SAUNA, TOWEL
from tests.kiosk.booth import Booth


def welcome(booth: Booth) -> None:
    pass


def services(booth: Booth) -> None:
    for _ in range(2):
        booth.shop.gets_ticket((CRYO,))
    booth.shop.gets_ticket((ICE,))
    booth.touches("start")


def services_chosen(booth: Booth) -> None:
    services(booth)
    booth.touches(f"service-{CRYO}", f"service-{BOOTS}")


def idle(booth: Booth) -> None:
    services_chosen(booth)
    booth.waits(75)


def review(booth: Booth) -> None:
    booth.chooses((CRYO,))


def review_full(booth: Booth) -> None:
    booth.chooses((CRYO, BOOTS, SAUNA))
    booth.touches("askExtras", f"extra-{TOWEL}Plus", f"extra-{TOWEL}Plus", "extrasDone")
    booth.touches("askName", "letter-a", "letter-n", "letter-a", "nameDone")
    booth.touches("askPriority", "group-pregnant", "priorityDone")


def review_offline(booth: Booth) -> None:
    booth.shop.core.health.report("asaas", "down")
    booth.chooses((CRYO, BOOTS))


def extras(booth: Booth) -> None:
    booth.chooses()
    booth.touches("askExtras", f"extra-{TOWEL}Plus")


def name(booth: Booth) -> None:
    booth.chooses()
    booth.touches("askName", "letter-a", "letter-n", "letter-a")


def priority(booth: Booth) -> None:
    booth.chooses()
    booth.touches("askPriority", "group-over_60")


def pix_preparing(booth: Booth) -> None:
    booth.chooses()
    booth.touches("payPix")


def pix_ready(booth: Booth) -> None:
    booth.goes_to_pix((CRYO, BOOTS))


def pix_warning(booth: Booth) -> None:
    booth.goes_to_pix()
    booth.shop.core.health.report("asaas", "down")
    booth.settles()


def pix_unknown(booth: Booth) -> None:
    booth.shop.provider.loses_next_creation(has_effect=False)
    booth.goes_to_pix()


def pix_offline(booth: Booth) -> None:
    pix_preparing(booth)
    booth.shop.provider_is_unreachable()
    booth.works()


def pix_refused(booth: Booth) -> None:
    pix_preparing(booth)
    booth.shop.provider.is_key_accepted = False
    booth.works()


def pix_expired(booth: Booth) -> None:
    pix_ready(booth)
    booth.shop.lets_time_pass(minutes=31)
    booth.settles()


def pix_sure(booth: Booth) -> None:
    pix_ready(booth)
    booth.touches("cancelPix")


def pix_cancelling(booth: Booth) -> None:
    pix_sure(booth)
    booth.touches("cancelForSure")


def pix_cancelled(booth: Booth) -> None:
    pix_cancelling(booth)
    booth.works()


def pix_question(booth: Booth) -> None:
    pix_ready(booth)
    booth.shop.provider_reports_paid(booth.visit, booth.visit.total * 1 - booth.visit.lines[0].price)
    booth.settles()


def counter(booth: Booth) -> None:
    booth.chooses()
    booth.touches("payCounter")


def ticket(booth: Booth) -> None:
    for _ in range(3):
        booth.shop.gets_ticket((CRYO,))
    booth.gets_ticket((CRYO, BOOTS))


def ticket_called(booth: Booth) -> None:
    booth.gets_ticket((CRYO, BOOTS))
    booth.shop.calls(booth.visit, BOOTS)
    booth.settles()


def ticket_without_paper(booth: Booth) -> None:
    booth.shop.fake_printer.trouble = Trouble.PAPER_END
    booth.gets_ticket((CRYO, BOOTS, SAUNA))
    booth.shop.lets_time_pass(seconds=16)
    booth.settles()


def ticket_over(booth: Booth) -> None:
    booth.gets_ticket()
    booth.shop.serves(booth.visit)
    booth.settles()


def attention_station(booth: Booth) -> None:
    booth.kiosk.totem.fail(DiskFull("O disco está cheio: apague arquivos que não usa e tente de novo."))


def attention_crashed(booth: Booth) -> None:
    booth.kiosk.totem.crash()


PAGES: Mapping[str, Callable[[Booth], None]] = {
    lead.__name__: lead
    for lead in (
        welcome,
        services,
        services_chosen,
        idle,
        review,
        review_full,
        review_offline,
        extras,
        name,
        priority,
        pix_preparing,
        pix_ready,
        pix_warning,
        pix_unknown,
        pix_offline,
        pix_refused,
        pix_expired,
        pix_sure,
        pix_cancelling,
        pix_cancelled,
        pix_question,
        counter,
        ticket,
        ticket_called,
        ticket_without_paper,
        ticket_over,
        attention_station,
        attention_crashed,
    )
}
