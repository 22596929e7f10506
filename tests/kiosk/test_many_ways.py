"""The totem of a shop with many ways to pay, by real touch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.memory import FILE_NAME
from kiosk.model.pay_stage import TERMINAL_PROCESSING
from shared.kernel.money import Money
from shared.kernel.ways import Method, Way
from shared.payments.model import CHECK_ON_TERMINAL, TERMINAL_BUSY
from shared.people.model import Acquaintance, Customer
from shared.visits.model import Charge, ChargeState, VisitState
from tests.fakes.shop import CARLA, CRYO, PROVIDER
from tests.kiosk.booth import CPF, Booth
from tests.kiosk.codes import codes_in
from tests.kiosk.many_ways import ALL, CARD, COUNTER, LINK, PIX, POINT, TERMINAL


def customer_of(booth: Booth) -> Customer | None:
    customer_id = booth.visit.customer_id
    assert customer_id is not None
    with booth.shop.core.database.snapshot() as read:
        return booth.shop.core.customers.get(read, customer_id)


def charge_of(booth: Booth) -> Charge:
    charge = booth.visit.current_charge
    assert charge is not None
    return charge


@pytest.fixture
def shop_of_many(booth: Booth) -> Booth:
    """Portrait, every way to pay, and an order to be paid."""
    booth.offers(*ALL)
    booth.chooses()
    return booth


def test_a_card_is_paid_by_a_link_that_can_be_scanned(each_booth: Booth, tmp_path: Path) -> None:
    each_booth.offers(*ALL)
    each_booth.chooses()
    each_booth.touches("payCard", "parts-3")
    each_booth.answers_cpf()
    each_booth.answers_name()
    each_booth.works()

    charge = charge_of(each_booth)
    assert (charge.method, charge.installments, charge.link) == (Method.CARD, 3, LINK)
    assert codes_in(each_booth.screen.grab(), tmp_path) == [LINK]
    assert each_booth.screen.says("3× de R$ 60,00")
    assert each_booth.screen.says("asaas.com/i/080225913252")
    customer = customer_of(each_booth)
    assert customer is not None
    assert (customer.name, customer.cpf) == ("Ana", CPF)


def test_a_card_in_one_part_only_is_not_asked_about_parts(shop_of_many: Booth) -> None:
    house = shop_of_many.kiosk.totem._house
    shop_of_many.kiosk.totem._house = replace(house, installments_max=1)

    shop_of_many.touches("payCard")

    assert shop_of_many.screen.has("cpfDone")


def test_a_wrong_cpf_is_said_while_it_is_typed_and_goes_no_further(shop_of_many: Booth) -> None:
    shop_of_many.touches("payBoleto", *(f"digit-{digit}" for digit in "5299822473"))
    assert shop_of_many.screen.text("cpfField") == "529.982.247-3"
    assert shop_of_many.screen.says("Este CPF não confere")
    assert not shop_of_many.screen.find("cpfDone").isEnabled()

    shop_of_many.touches("digit-Erase", "digit-2", "digit-5")
    assert not shop_of_many.screen.has("cpfComplaint")
    shop_of_many.touches("digit-Clear")
    assert shop_of_many.screen.text("cpfField") == ""


def test_a_cpf_is_not_shown_again_and_not_asked_again(shop_of_many: Booth) -> None:
    shop_of_many.touches("payBoleto")
    shop_of_many.answers_cpf()
    assert shop_of_many.screen.has("firstName")
    assert not shop_of_many.screen.says("529")

    shop_of_many.answers_name()
    shop_of_many.works()
    shop_of_many.touches("otherWays", "payCard", "parts-2")
    shop_of_many.works()

    assert (charge_of(shop_of_many).method, charge_of(shop_of_many).installments) == (Method.CARD, 2)
    assert not any("529" in text for text in shop_of_many.screen.texts())


def test_closing_what_is_asked_leaves_the_order_as_it_was(shop_of_many: Booth) -> None:
    shop_of_many.touches("payCard", "parts-1", "digit-5", "digit-2", "cpfClose")
    assert shop_of_many.page == "review"

    shop_of_many.touches("payCard", "parts-1")
    assert shop_of_many.screen.text("cpfField") == ""
    shop_of_many.answers_cpf()
    shop_of_many.touches("payerNameClose", "payCard", "installmentsClose", "payPix")

    assert charge_of(shop_of_many).method is Method.PIX
    assert customer_of(shop_of_many) is None


def test_who_pays_a_boleto_may_leave_and_its_visit_stays(shop_of_many: Booth) -> None:
    shop_of_many.touches("payBoleto")
    shop_of_many.answers_cpf()
    shop_of_many.answers_name()
    shop_of_many.works()
    visit = shop_of_many.visit
    assert shop_of_many.screen.says("Você não precisa esperar aqui")
    assert shop_of_many.screen.says(visit.label)

    shop_of_many.touches("leavePayment")

    assert shop_of_many.page == "welcome"
    assert shop_of_many.shop.state(visit) is VisitState.PENDING_PAYMENT
    assert not (shop_of_many.shop.home / FILE_NAME).exists()


def test_a_boleto_that_nobody_looks_at_frees_the_totem_by_itself(shop_of_many: Booth) -> None:
    shop_of_many.touches("payBoleto")
    shop_of_many.answers_cpf()
    shop_of_many.answers_name()
    shop_of_many.works()
    visit = shop_of_many.visit

    shop_of_many.waits(121)

    assert shop_of_many.page == "welcome"
    assert shop_of_many.shop.state(visit) is VisitState.PENDING_PAYMENT


def test_nothing_of_a_payer_is_left_for_the_next(shop_of_many: Booth) -> None:
    shop_of_many.touches("payBoleto")
    shop_of_many.answers_cpf()
    shop_of_many.answers_name()
    shop_of_many.works()
    shop_of_many.touches("leavePayment", "start", f"service-{CRYO}", "goOn", "payBoleto")

    assert shop_of_many.screen.text("cpfField") == ""
    state = shop_of_many.kiosk.totem.scene.state
    assert (state.cpf, state.choice.first_name) == ("", "")


def test_a_payer_can_be_forgotten(shop_of_many: Booth) -> None:
    shop_of_many.touches("payPix")
    shop_of_many.works()
    shop_of_many.touches("otherWays", "payBoleto")
    shop_of_many.answers_cpf()
    shop_of_many.answers_name()
    customer = customer_of(shop_of_many)
    assert customer is not None
    assert (customer.name, customer.cpf) == ("Ana", CPF)

    shop_of_many.shop.core.erasing.erase(customer.id, CARLA)

    assert shop_of_many.shop.core.customers.acquaintance(customer.id) == Acquaintance()


def test_the_card_machine_is_followed_and_its_money_gives_the_ticket(each_booth: Booth) -> None:
    each_booth.offers(*ALL)
    each_booth.chooses()
    each_booth.touches("payTerminal")
    assert each_booth.screen.says("Enviando para a maquininha")
    each_booth.works()
    assert each_booth.screen.says("Siga na maquininha")
    each_booth.waits(600)
    assert each_booth.screen.says("Siga na maquininha")

    each_booth.tells(lambda charge: replace(charge, trouble=TERMINAL_PROCESSING))
    assert each_booth.screen.says("Confirmando o pagamento")
    assert not each_booth.screen.find("cancelPayment").isEnabled()
    assert not each_booth.screen.has("otherWays")

    each_booth.point.pays(charge_of(each_booth).intent_id)
    each_booth.works()
    assert each_booth.page == "ticket"


def test_a_machine_that_only_shows_its_result_sends_to_a_person(shop_of_many: Booth) -> None:
    shop_of_many.touches("payTerminal")
    shop_of_many.works()
    visit = shop_of_many.visit

    shop_of_many.tells(lambda charge: replace(charge, trouble=CHECK_ON_TERMINAL))

    assert shop_of_many.screen.says("Olhe o resultado na maquininha")
    assert shop_of_many.screen.says(visit.label)
    assert not shop_of_many.screen.has("cancelPayment")
    shop_of_many.touches("leavePayment")
    assert shop_of_many.shop.state(visit) is VisitState.PENDING_PAYMENT


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"state": ChargeState.FAILED, "trouble": TERMINAL_BUSY}, "A maquininha está ocupada"),
        ({"state": ChargeState.VOIDED}, "O pagamento não foi concluído"),
    ],
)
def test_what_the_machine_did_not_take_is_tried_again_or_paid_otherwise(
    shop_of_many: Booth, changes: dict[str, object], said: str
) -> None:
    shop_of_many.touches("payTerminal")
    shop_of_many.works()
    shop_of_many.tells(lambda charge: replace(charge, **changes))  # type: ignore[arg-type]  # real fields
    assert shop_of_many.screen.says(said)
    assert shop_of_many.screen.has("renewPayment")

    shop_of_many.touches("otherWays", "payCounter")

    assert shop_of_many.page == "counter"


def test_the_shops_own_key_stands_in_while_the_bank_cannot_be_reached(each_booth: Booth, tmp_path: Path) -> None:
    each_booth.offers(*ALL)
    each_booth.shop.core.health.report(PROVIDER, "down")
    each_booth.chooses()
    assert not each_booth.screen.has("payPix")

    each_booth.touches("payOwn_pix")

    assert charge_of(each_booth).method is Method.OWN_PIX
    shown = each_booth.kiosk.view_models.payment
    assert codes_in(each_booth.screen.grab(), tmp_path) == [str(shown.payload)]
    assert each_booth.screen.says("Mostre o comprovante no balcão: um atendente confirma.")
    assert not each_booth.screen.has("sayPaid")


def test_a_customer_can_go_from_any_way_to_any_other(shop_of_many: Booth) -> None:
    shop_of_many.touches("payPix")
    shop_of_many.works()
    visit = shop_of_many.visit
    shop_of_many.touches("otherWays", "payTerminal")
    shop_of_many.works()
    shop_of_many.touches("otherWays", "payCard", "parts-1")
    shop_of_many.answers_cpf()
    shop_of_many.answers_name()
    shop_of_many.works()
    shop_of_many.touches("otherWays", "payCounter")
    assert shop_of_many.page == "counter"
    shop_of_many.touches("otherWays", "payBoleto")
    shop_of_many.works()
    shop_of_many.touches("otherWays", "payPix")
    shop_of_many.works()

    assert shop_of_many.visit.id == visit.id
    assert [charge.method for charge in shop_of_many.visit.charges] == [
        Method.PIX,
        Method.TERMINAL,
        Method.CARD,
        Method.COUNTER,
        Method.BOLETO,
        Method.PIX,
    ]
    assert shop_of_many.screen.has("qr")


def test_a_sheet_of_a_way_goes_when_the_money_comes_meanwhile(shop_of_many: Booth) -> None:
    shop_of_many.touches("payPix")
    shop_of_many.works()
    shop_of_many.touches("otherWays", "payBoleto", "digit-5")

    shop_of_many.shop.provider_reports_paid(shop_of_many.visit)
    shop_of_many.settles()

    assert shop_of_many.page == "ticket"
    assert not shop_of_many.screen.has("cpfDone")
    assert not shop_of_many.screen.has("waysClose")
    assert shop_of_many.kiosk.totem.scene.state.cpf_draft == ""


@pytest.mark.parametrize("way", ["payPix", "payTerminal", "payCard", "payBoleto"])
def test_a_restart_comes_back_to_the_way_that_was_chosen(shop_of_many: Booth, way: str) -> None:
    shop_of_many.touches(way)
    if way == "payCard":
        shop_of_many.touches("parts-3")
    if way in {"payCard", "payBoleto"}:
        shop_of_many.answers_cpf()
        shop_of_many.answers_name()
    shop_of_many.works()
    method, title = charge_of(shop_of_many).method, str(shop_of_many.kiosk.view_models.payment.pageTitle)

    shop_of_many.restarts()

    assert shop_of_many.page == "payment"
    assert charge_of(shop_of_many).method is method
    assert str(shop_of_many.kiosk.view_models.payment.pageTitle) == title


def test_after_a_restart_a_known_payer_is_not_asked_again(shop_of_many: Booth) -> None:
    shop_of_many.touches("payBoleto")
    shop_of_many.answers_cpf()
    shop_of_many.answers_name()
    shop_of_many.works()
    shop_of_many.restarts()

    shop_of_many.touches("otherWays", "payCard", "parts-4")
    shop_of_many.works()

    assert charge_of(shop_of_many).link == LINK
    customer = customer_of(shop_of_many)
    assert customer is not None
    assert (customer.name, customer.cpf) == ("Ana", CPF)


def test_an_expired_link_is_renewed_with_the_same_parts_and_payer(shop_of_many: Booth) -> None:
    shop_of_many.touches("payCard", "parts-3")
    shop_of_many.answers_cpf()
    shop_of_many.answers_name()
    shop_of_many.works()
    first = shop_of_many.visit
    shop_of_many.shop.lets_time_pass(minutes=33)
    shop_of_many.settles()
    assert shop_of_many.screen.says("O link venceu")

    shop_of_many.touches("renewPayment")
    shop_of_many.works()

    assert shop_of_many.visit.id != first.id
    assert (charge_of(shop_of_many).link, charge_of(shop_of_many).installments) == (LINK, 3)
    customer = customer_of(shop_of_many)
    assert customer is not None
    assert (customer.name, customer.cpf) == ("Ana", CPF)


@pytest.mark.parametrize(
    ("ways", "names"),
    [
        ((COUNTER,), ["payCounter"]),
        ((TERMINAL, COUNTER), ["payTerminal", "payCounter"]),
        ((TERMINAL, PIX, COUNTER), ["payTerminal", "payPix", "payCounter"]),
        ((PIX, CARD, TERMINAL, COUNTER), ["payPix", "payCard", "payTerminal", "payCounter"]),
        (ALL, ["payPix", "payTerminal", "payCard", "payBoleto", "payCounter"]),
    ],
)
def test_the_ways_stand_in_the_shops_order_and_the_first_is_the_largest(
    booth: Booth, ways: tuple[Way, ...], names: list[str]
) -> None:
    booth.offers(*ways)
    booth.chooses()

    shown = [item.objectName() for item in booth.screen.items() if item.objectName() in names]
    sizes = [booth.screen.find(name).width() * booth.screen.find(name).height() for name in names]
    assert shown == names
    assert sizes[0] == max(sizes)


def test_what_cannot_work_now_says_so_and_cannot_be_touched(booth: Booth) -> None:
    booth.offers(*ALL)
    booth.shop.core.health.report(POINT, "down")
    booth.chooses()

    assert not booth.screen.find("payTerminal").isEnabled()
    assert booth.screen.says("Sem conexão agora")


def test_a_card_that_is_paid_at_the_last_moment_gives_one_ticket(shop_of_many: Booth) -> None:
    shop_of_many.touches("payCard", "parts-1")
    shop_of_many.answers_cpf()
    shop_of_many.answers_name()
    shop_of_many.works()
    shop_of_many.shop.provider.pays(charge_of(shop_of_many).intent_id, Money(18000))

    shop_of_many.touches("sayPaid")
    shop_of_many.works()

    assert shop_of_many.page == "ticket"
    assert shop_of_many.screen.says("Tudo certo, Ana!")
