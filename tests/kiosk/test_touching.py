"""The totem by real touch: the way to the code, every change of mind, and what is left of a customer."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from kiosk.memory import FILE_NAME
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.printing.model import Trouble
from shared.visits.model import PriorityGroup, VisitState
from shared.visits.ticket import visit_state
from tests.driving.qml import CannotTouch, scene_rect
from tests.fakes.shop import BOOTS, CRYO, SAUNA, TOWEL
from tests.kiosk.booth import Booth
from tests.kiosk.codes import codes_in

TAPS_MAX = 4


def test_one_service_by_pix_takes_four_taps_and_the_code_is_the_providers(each_booth: Booth, tmp_path: Path) -> None:
    taps = ("start", f"service-{CRYO}", "goOn", "payPix")

    each_booth.touches(*taps)
    each_booth.works()

    assert len(taps) <= TAPS_MAX
    charge = each_booth.visit.current_charge
    assert charge is not None
    assert codes_in(each_booth.screen.grab(), tmp_path) == [charge.br_code]
    assert each_booth.screen.says("R$ 180,00")


def test_the_mouse_and_the_keyboard_do_what_a_finger_does(booth: Booth) -> None:
    booth.screen.press_key(Qt.Key.Key_Return)
    booth.settles()
    assert booth.page == "services"

    booth.screen.click(f"service-{CRYO}")
    booth.screen.click("goOn")

    assert booth.page == "review"


def test_a_paid_customer_sees_the_label_the_paper_and_the_place(each_booth: Booth) -> None:
    visit = each_booth.gets_ticket((CRYO, BOOTS))

    assert each_booth.page == "ticket"
    assert each_booth.screen.text("label") == visit.label
    assert each_booth.screen.says("Retire sua senha na impressora")
    assert each_booth.shop.printed_labels() == [visit.label]


def test_a_call_takes_the_page_and_says_where_to_go(each_booth: Booth) -> None:
    visit = each_booth.gets_ticket((CRYO, BOOTS))

    each_booth.shop.calls(visit, BOOTS)
    each_booth.settles()

    assert each_booth.screen.has("called")
    assert each_booth.screen.text("calledTo") == "Bota A"
    assert each_booth.screen.says("Chegou a sua vez!")


def test_everything_that_was_chosen_is_in_the_visit(booth: Booth) -> None:
    booth.chooses((CRYO, SAUNA))
    booth.touches("askExtras", f"extra-{TOWEL}Plus", f"extra-{TOWEL}Plus", f"extra-{TOWEL}Minus", "extrasDone")
    booth.touches("askName", "letter-a", "letter-n", "letter-x", "letter-Erase", "letter-a", "nameDone")
    booth.touches("askPriority", "group-pregnant", "priorityDone")
    booth.touches("payCounter")

    visit = booth.visit
    assert [line.service_id for line in visit.lines] == [CRYO, SAUNA]
    assert [(extra.extra_id, extra.quantity) for extra in visit.extras] == [(TOWEL, 1)]
    assert visit.priority is PriorityGroup.PREGNANT
    assert visit.customer_id is not None
    assert booth.shop.core.customers.names([visit.customer_id]) == {visit.customer_id: "Ana"}


def test_a_customer_can_change_their_mind_on_every_page(booth: Booth) -> None:
    booth.touches("start", "cancelServices")
    assert booth.page == "welcome"

    booth.touches("start", f"service-{CRYO}", f"service-{BOOTS}", f"service-{CRYO}", "goOn")
    assert booth.screen.says("R$ 90,00")

    booth.touches("askPriority", "group-over_80", "group-", "priorityDone", "backToServices")
    assert booth.page == "services"

    booth.touches("goOn", "payPix")
    booth.works()
    booth.touches("cancelPayment", "keepPaying")
    assert booth.screen.has("qr")

    booth.touches("counterInstead")
    assert booth.page == "counter"

    booth.touches("pixInstead")
    booth.works()
    assert booth.screen.has("qr")

    booth.touches("cancelPayment", "cancelForSure")
    booth.works()
    assert booth.screen.says("Pedido cancelado")

    booth.touches("leavePayment")
    assert booth.page == "welcome"


def test_paying_at_the_counter_gives_the_ticket_on_the_same_screen(each_booth: Booth) -> None:
    each_booth.chooses()
    each_booth.touches("payCounter")
    visit = each_booth.visit
    assert each_booth.page == "counter"
    assert each_booth.screen.says(visit.label)

    each_booth.shop.confirms_at_counter(visit)
    each_booth.works()

    assert each_booth.page == "ticket"


def test_who_pays_at_the_counter_may_leave_and_the_visit_stays(booth: Booth) -> None:
    booth.chooses()
    booth.touches("payCounter")
    visit = booth.visit

    booth.touches("leaveCounter")

    assert booth.page == "welcome"
    assert booth.shop.state(visit) is VisitState.PENDING_PAYMENT


def test_nothing_of_a_customer_is_left_for_the_next(booth: Booth) -> None:
    booth.chooses((CRYO, BOOTS))
    booth.touches("askExtras", f"extra-{TOWEL}Plus", "extrasDone")
    booth.touches("askName", "letter-a", "letter-n", "letter-a", "nameDone")
    booth.touches("askPriority", "group-autism", "priorityDone", "payPix")
    booth.works()
    booth.shop.provider_reports_paid(booth.visit)
    booth.works()
    assert booth.screen.says("Tudo certo, Ana!")

    booth.touches("leaveTicket", "start")

    assert not booth.screen.find("goOn").isEnabled()
    booth.touches(f"service-{SAUNA}", "goOn")
    assert not booth.screen.says("Ana")
    assert booth.screen.says("Opcional")
    assert booth.screen.says("Toque se você tem direito por lei")
    assert not booth.screen.says("Toalha")
    assert not (booth.shop.home / FILE_NAME).exists()


def test_a_sheet_goes_with_its_page_and_does_not_wait_for_the_next_customer(booth: Booth) -> None:
    visit = booth.goes_to_pix()
    booth.touches("cancelPayment")
    assert booth.screen.has("keepPaying")
    booth.shop.provider_reports_paid(visit)
    booth.settles()
    assert booth.screen.has("label")
    assert not booth.screen.has("keepPaying")
    booth.shop.prints()
    booth.settles()
    booth.touches("leaveTicket")
    booth.goes_to_pix()
    assert not booth.screen.has("keepPaying")


def test_each_customer_begins_at_the_top_of_the_list(booth: Booth) -> None:
    booth.kiosk.window.resize(1080, 900)
    booth.touches("start")
    first, *_, last = booth.shop.core.catalogue.read().services
    top = booth.screen.place_of(booth.screen.find(f"service-{first.id}"))
    booth.screen.reveal(f"service-{last.id}")
    with pytest.raises(CannotTouch):
        booth.screen.place_of(booth.screen.find(f"service-{first.id}"))
    booth.touches("cancelServices", "start")
    assert booth.screen.place_of(booth.screen.find(f"service-{first.id}")) == top


def test_saying_paid_looks_at_once(booth: Booth) -> None:
    visit = booth.goes_to_pix()
    booth.works()
    booth.shop.customer_pays(visit)

    booth.touches("sayPaid")
    assert booth.screen.says("Conferindo com o banco")
    booth.works()

    assert booth.page == "ticket"


def test_a_code_that_was_refused_can_be_asked_for_again(booth: Booth) -> None:
    booth.chooses()
    booth.touches("payPix")
    booth.shop.provider.is_key_accepted = False
    booth.works()
    assert booth.screen.says("O banco não criou o código")

    booth.shop.provider.is_key_accepted = True
    booth.touches("renewPayment")
    booth.works()

    assert booth.screen.has("qr")


def test_an_expired_code_is_taken_away_and_a_new_one_is_a_new_visit(booth: Booth) -> None:
    first = booth.goes_to_pix((CRYO, BOOTS))
    booth.shop.lets_time_pass(minutes=33)
    booth.settles()
    assert booth.screen.says("O código venceu")
    assert not booth.screen.has("qr")

    booth.touches("renewPayment")
    booth.works()

    assert booth.screen.has("qr")
    assert booth.visit.id != first.id
    assert [line.service_id for line in booth.visit.lines] == [CRYO, BOOTS]
    assert booth.shop.state(first) is VisitState.ABANDONED


def test_money_that_does_not_match_is_a_question_for_a_person(booth: Booth) -> None:
    visit = booth.goes_to_pix()

    booth.shop.provider_reports_paid(visit, Money(100))
    booth.settles()

    assert booth.screen.says("Vamos conferir seu pagamento")
    assert booth.screen.says(visit.label)


def test_a_customer_without_paper_keeps_the_label_on_the_screen(booth: Booth) -> None:
    booth.shop.fake_printer.trouble = Trouble.PAPER_END
    visit = booth.gets_ticket()

    assert booth.screen.says("O papel não saiu")
    assert booth.screen.text("label") == visit.label


def test_without_connection_pix_is_not_offered_and_the_counter_is(booth: Booth) -> None:
    booth.shop.core.health.report("asaas", "down")
    booth.chooses()

    assert not booth.screen.find("payPix").isEnabled()
    assert booth.screen.says("Sem conexão agora")

    booth.touches("payCounter")

    charge = booth.visit.current_charge
    assert charge is not None
    assert charge.method is Method.COUNTER


def test_an_extra_that_sells_out_meanwhile_leaves_the_order(booth: Booth) -> None:
    booth.chooses()
    booth.touches("askExtras", f"extra-{TOWEL}Plus", f"extra-{TOWEL}Plus", "extrasDone")

    booth.shop.opens_visit((SAUNA,), {TOWEL: booth.shop.stock(TOWEL) - 1})
    booth.settles()

    assert booth.screen.says("Só resta 1 de Toalha. Ajustamos o seu pedido.")


def test_who_does_nothing_is_asked_and_then_forgotten(booth: Booth) -> None:
    booth.chooses()
    booth.waits(61)
    assert booth.screen.says("Você ainda está aí?")

    booth.touches("stay")
    assert not booth.screen.says("Você ainda está aí?")
    assert booth.page == "review"

    booth.waits(91)
    assert booth.page == "welcome"


def test_nobody_is_sent_away_while_the_code_is_shown(booth: Booth) -> None:
    booth.goes_to_pix()

    booth.waits(600)

    assert booth.screen.has("qr")


def test_a_ticket_goes_by_itself_and_stays_for_who_touches_it(booth: Booth) -> None:
    booth.gets_ticket()
    booth.waits(40)

    booth.screen.touch_point(scene_rect(booth.screen.find("label")).center().toPoint())
    booth.waits(40)
    assert booth.page == "ticket"

    booth.waits(6)
    assert booth.page == "welcome"


@pytest.mark.parametrize("method", [Method.PIX, Method.COUNTER])
def test_an_expired_visit_returns_its_stock(booth: Booth, method: Method) -> None:
    before = booth.shop.stock(TOWEL)
    booth.chooses()
    booth.touches("askExtras", f"extra-{TOWEL}Plus", "extrasDone", "payPix" if method is Method.PIX else "payCounter")
    assert booth.shop.stock(TOWEL) == before - 1

    booth.shop.lets_time_pass(minutes=33)

    assert booth.shop.stock(TOWEL) == before
    assert visit_state(booth.visit) is VisitState.ABANDONED
