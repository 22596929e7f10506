"""Every page of the totem in each of its states, reached as a customer would reach it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from kiosk.model.pay_stage import TERMINAL_HOLDS, TERMINAL_PROCESSING
from shared.payments.model import CHECK_ON_TERMINAL, TERMINAL_BUSY
from shared.printing.model import Trouble
from shared.store.failures import DiskFull
from shared.visits.model import Charge, ChargeState
from tests.fakes.shop import BOOTS, CRYO, ICE, NOON, PROVIDER, SAUNA, TOWEL
from tests.kiosk.booth import Booth
from tests.kiosk.many_ways import ALL, CARD, COUNTER, PIX, TERMINAL


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
    booth.touches("cancelPayment")


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


def review_many(booth: Booth) -> None:
    booth.offers(*ALL)
    booth.chooses((CRYO, BOOTS))


def review_many_full(booth: Booth) -> None:
    booth.offers(*ALL)
    review_full(booth)


def review_many_offline(booth: Booth) -> None:
    booth.offers(*ALL)
    review_offline(booth)


def review_three(booth: Booth) -> None:
    booth.offers(PIX, TERMINAL, COUNTER)
    booth.chooses()


def review_four(booth: Booth) -> None:
    booth.offers(TERMINAL, PIX, CARD, COUNTER)
    booth.chooses()


def review_one(booth: Booth) -> None:
    booth.offers(COUNTER)
    booth.chooses()


def installments(booth: Booth) -> None:
    booth.offers(*ALL)
    booth.chooses()
    booth.touches("payCard")


def cpf(booth: Booth) -> None:
    booth.offers(*ALL)
    booth.chooses()
    booth.touches("payBoleto", "digit-5", "digit-2", "digit-9", "digit-9", "digit-8")


def cpf_wrong(booth: Booth) -> None:
    booth.offers(*ALL)
    booth.chooses()
    booth.touches("payBoleto", *(f"digit-{digit}" for digit in "52998224726"))


def payer_name(booth: Booth) -> None:
    booth.offers(*ALL)
    booth.chooses()
    booth.touches("payBoleto")
    booth.answers_cpf()
    booth.touches("letter-a", "letter-n")


def card_preparing(booth: Booth) -> None:
    booth.offers(*ALL)
    booth.chooses((CRYO, BOOTS))
    booth.touches("payCard", "parts-3")
    booth.answers_cpf()
    booth.answers_name()


def card_ready(booth: Booth) -> None:
    card_preparing(booth)
    booth.works()


def card_unknown(booth: Booth) -> None:
    card_preparing(booth)
    booth.shop.provider.loses_next_creation(has_effect=False)
    booth.works()


def card_refused(booth: Booth) -> None:
    card_preparing(booth)
    booth.shop.provider.is_key_accepted = False
    booth.works()


def card_expired(booth: Booth) -> None:
    card_ready(booth)
    booth.shop.lets_time_pass(minutes=31)
    booth.settles()


def card_ways(booth: Booth) -> None:
    card_ready(booth)
    booth.touches("otherWays")


def card_cancelled(booth: Booth) -> None:
    card_ready(booth)
    booth.touches("cancelPayment", "cancelForSure")
    booth.works()


def _for_days(charge: Charge) -> Charge:
    return replace(charge, expires_at=NOON + timedelta(days=3))


def boleto_ready(booth: Booth) -> None:
    booth.offers(*ALL)
    booth.tells(_for_days)
    booth.chooses((CRYO, BOOTS))
    booth.touches("payBoleto")
    booth.answers_cpf()
    booth.answers_name()
    booth.works()


def boleto_leaving(booth: Booth) -> None:
    boleto_ready(booth)
    booth.waits(20)


def boleto_expired(booth: Booth) -> None:
    card_ready(booth)
    booth.touches("otherWays", "payBoleto")
    booth.works()
    booth.shop.lets_time_pass(minutes=31)
    booth.settles()


def terminal_sending(booth: Booth) -> None:
    booth.offers(*ALL)
    booth.chooses((CRYO, BOOTS))
    booth.touches("payTerminal")


def terminal_ready(booth: Booth) -> None:
    terminal_sending(booth)
    booth.works()


def terminal_held(booth: Booth) -> None:
    terminal_ready(booth)
    booth.tells(lambda charge: replace(charge, trouble=TERMINAL_HOLDS))


def terminal_cancelling(booth: Booth) -> None:
    terminal_ready(booth)
    booth.touches("cancelPayment", "cancelForSure")


def terminal_unknown(booth: Booth) -> None:
    terminal_sending(booth)
    booth.point.loses_next_creation(has_effect=False)
    booth.works()


def terminal_processing(booth: Booth) -> None:
    terminal_ready(booth)
    booth.tells(lambda charge: replace(charge, trouble=TERMINAL_PROCESSING))


def terminal_check(booth: Booth) -> None:
    terminal_ready(booth)
    booth.tells(lambda charge: replace(charge, trouble=CHECK_ON_TERMINAL))


def terminal_busy(booth: Booth) -> None:
    terminal_sending(booth)
    booth.tells(lambda charge: replace(charge, state=ChargeState.FAILED, trouble=TERMINAL_BUSY))


def terminal_refused(booth: Booth) -> None:
    terminal_ready(booth)
    booth.tells(lambda charge: replace(charge, state=ChargeState.VOIDED))


def terminal_offline(booth: Booth) -> None:
    terminal_sending(booth)
    booth.point.is_reachable = False
    booth.works()


def own_pix_ready(booth: Booth) -> None:
    booth.offers(*ALL)
    booth.shop.core.health.report(PROVIDER, "down")
    booth.chooses((CRYO, BOOTS))
    booth.touches("payOwn_pix")


def counter_many(booth: Booth) -> None:
    booth.offers(*ALL)
    booth.chooses()
    booth.touches("payCounter")


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
        review_many,
        review_many_full,
        review_many_offline,
        review_three,
        review_four,
        review_one,
        installments,
        cpf,
        cpf_wrong,
        payer_name,
        card_preparing,
        card_ready,
        card_unknown,
        card_refused,
        card_expired,
        card_ways,
        card_cancelled,
        boleto_ready,
        boleto_leaving,
        boleto_expired,
        terminal_sending,
        terminal_ready,
        terminal_held,
        terminal_cancelling,
        terminal_unknown,
        terminal_processing,
        terminal_check,
        terminal_busy,
        terminal_refused,
        terminal_offline,
        own_pix_ready,
        counter,
        counter_many,
        ticket,
        ticket_called,
        ticket_without_paper,
        ticket_over,
        attention_station,
        attention_crashed,
    )
}
