"""Serving customers and taking their money from a shell: by PIN, with the core's own refusals."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.cli.forgetting import forgotten_sentence
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.visits.model import TurnState, Visit, VisitState
from tests.fakes.shop import BOOTS, BRUNO, CRYO, Shop
from tests.shared.cli.shell import Shell

A_DAY = timedelta(days=1)


def test_a_customer_is_called_served_and_done(shop: Shop, shell: Shell) -> None:
    visit = shop.gets_ticket([CRYO])
    assert shell.by("ana", "call", "A001").out == "A001  Crioterapia: chamada (Crio 1, Sala 1)\n"
    assert shell.by("ana", "start", "a001").out == "A001  Crioterapia: em atendimento (Crio 1, Sala 1)\n"
    told = shell.by("bruno", "complete", visit.id, "--json").json
    assert (told["label"], told["state"], told["equipment_id"]) == ("A001", "completed", "crio-1")
    assert shop.state(visit) is VisitState.COMPLETED


def test_a_call_goes_to_the_first_free_machine_or_the_one_that_is_named(shop: Shop, shell: Shell) -> None:
    first, second = shop.gets_ticket([CRYO]), shop.gets_ticket([CRYO])
    third = shop.gets_ticket([CRYO])
    assert shell.by("ana", "call", first.label, "--onto", "crio-2", "--json").json["equipment_id"] == "crio-2"
    assert shell.by("ana", "call", second.label, "--json").json["equipment_id"] == "crio-1"
    said = "Nenhum equipamento está livre para Crioterapia. Espere um terminar, ou veja: vez queue"
    assert shell.by("ana", "call", third.label).sentence == said
    said = "Crio 1 está ocupado pela senha A002."
    assert shell.by("ana", "call", third.label, "--onto", "crio-1").sentence == said
    said = 'O equipamento "crio-9" não existe. Confira o código no arquivo do catálogo.'
    assert shell.by("ana", "call", third.label, "--onto", "crio-9").sentence == said
    assert shop.turn_state(third) is TurnState.IN_QUEUE


def test_a_called_customer_is_sent_back_or_did_not_come_and_can_be_called_again(shop: Shop, shell: Shell) -> None:
    visit = shop.gets_ticket([CRYO])
    shell.by("ana", "call", "A001")
    assert shell.by("ana", "return", "A001", "--reason", "banheiro").out == "A001  Crioterapia: na fila\n"
    assert shop.core.board.history(visit.id)[-1].endswith("Crioterapia: devolvida à fila por Ana: banheiro")
    shell.by("ana", "call", "A001")
    assert shell.by("ana", "no-show", "A001").out.startswith("A001  Crioterapia: não compareceu")
    assert shell.by("ana", "call", "A001").out.startswith("A001  Crioterapia: chamada")
    assert shop.turn_of(visit, CRYO).reactivations == 1


def test_which_service_is_meant_is_asked_only_when_it_is_not_clear(shop: Shop, shell: Shell) -> None:
    visit = shop.gets_ticket([CRYO, BOOTS])
    said = f"A senha A001 tem mais de um serviço. Diga qual com --service: {CRYO}, {BOOTS}."
    assert shell.by("ana", "call", "A001").sentence == said
    said = f'A senha A001 não tem o serviço "sauna". Os dela são: {CRYO}, {BOOTS}.'
    assert shell.by("ana", "call", "A001", "--service", "sauna").sentence == said
    assert shell.by("ana", "call", "A001", "--service", BOOTS).status == 0
    assert shell.by("ana", "start", "A001").out.startswith("A001  Bota de compressão: em atendimento")
    assert (shop.turn_state(visit, CRYO), shop.turn_state(visit, BOOTS)) == (
        TurnState.IN_QUEUE,
        TurnState.IN_PROGRESS,
    )


@pytest.fixture
def overnight(shop: Shop) -> tuple[Visit, Visit]:
    """Yesterday's A001 and A002 waited until the day was over."""
    shop.clock.jump(-A_DAY)
    left = shop.gets_ticket([CRYO]), shop.gets_ticket([CRYO])
    shop.clock.advance(A_DAY)
    shop.core.time_duty.step()
    assert [shop.turn_state(each) for each in left] == [TurnState.EXPIRED, TurnState.EXPIRED]
    return left


def test_a_label_of_yesterday_that_nobody_has_today_is_enough(
    overnight: tuple[Visit, Visit], shop: Shop, shell: Shell
) -> None:
    shop.gets_ticket([CRYO])
    assert shell.by("ana", "call", "A002").out == "A002  Crioterapia: chamada (Crio 1, Sala 1)\n"
    assert shop.turn_state(overnight[1]) is TurnState.CALLED


def test_a_label_of_two_days_is_asked_about_and_called_by_its_day(
    overnight: tuple[Visit, Visit], shop: Shop, shell: Shell
) -> None:
    old, new = overnight[0], shop.gets_ticket([CRYO])
    assert old.label == new.label
    said = (
        f"Há mais de uma senha A001: de {old.business_day:%d/%m/%Y} (não compareceu, código {old.id}) e de "
        f"{new.business_day:%d/%m/%Y} (na fila, código {new.id}). Diga o dia com --day, ou o código no lugar da senha."
    )
    for words in (["call", "A001"], ["forget", "A001"], ["printer", "reprint", "A001"], ["pay", "A001", "--amount=1"]):
        assert shell.by("carla", *words).sentence == said
    assert shell.vez("visit", "A001").sentence == said
    day = old.business_day.isoformat()
    assert shell.by("ana", "call", "A001", "--day", day).out.startswith("A001  Crioterapia: chamada")
    assert (shop.turn_state(old), shop.turn_state(new)) == (TurnState.CALLED, TurnState.IN_QUEUE)
    assert shell.by("ana", "start", "A001").status == 0
    assert shell.by("ana", "complete", "A001", "--day", day).status == 0
    assert shell.by("ana", "call", "A001").status == 0
    assert (shop.turn_state(old), shop.turn_state(new)) == (TurnState.COMPLETED, TurnState.CALLED)


def test_the_other_commands_take_a_day_as_well(overnight: tuple[Visit, Visit], shop: Shop, shell: Shell) -> None:
    new = shop.gets_ticket([CRYO])
    day = new.business_day.isoformat()
    said = "A senha A001 não tem dados de cliente nesta estação."
    assert shell.by("carla", "forget", "A001", "--day", day).sentence == said
    assert shell.by("ana", "pay", "A001", "--amount=1", "--day", day).sentence.startswith("A senha A001 já está paga")
    assert shell.by("ana", "printer", "reprint", "A001", "--day", day, "--json").json["visit_id"] == new.id
    shell.by("ana", "call", "A001", "--day", day)
    assert shell.by("ana", "return", "A001", "--day", day).out == "A001  Crioterapia: na fila\n"
    shell.by("ana", "call", "A001", "--day", day)
    assert shell.by("ana", "no-show", "A001", "--day", day).status == 0
    assert shop.turn_state(overnight[0]) is TurnState.EXPIRED


def test_two_places_at_once_need_a_supervisor_and_a_reason(shop: Shop, shell: Shell) -> None:
    visit = shop.gets_ticket([CRYO, BOOTS])
    shop.calls(visit, CRYO)
    said = "O cliente já foi chamado ou está em Crioterapia. Para chamar mesmo assim, informe o motivo. Use --override."
    call = ("call", "A001", "--service", BOOTS)
    assert shell.by("bruno", *call).sentence == said
    said = "O perfil deste atendente não permite isto. Chame um supervisor."
    assert shell.by("ana", *call, "--override", "pernas livres").sentence == said
    assert shell.by("bruno", *call, "--override", "pernas livres").status == 0


def test_what_cannot_be_is_refused_with_its_reason(shop: Shop, shell: Shell) -> None:
    shop.gets_ticket([CRYO])
    shop.opens_visit([CRYO])
    said = "Esta vez não está em atendimento: está na fila."
    assert shell.by("ana", "complete", "A001").sentence == said
    said = "A senha A002 ainda não tem ticket: falta o pagamento. Veja: vez payments"
    assert shell.by("ana", "call", "A002").sentence == said


def test_nothing_is_done_without_the_right_pin(shop: Shop, shell: Shell) -> None:
    visit = shop.gets_ticket([CRYO])
    said = 'O atendente "ana" ou o PIN está errado. Confira os dois e tente de novo.'
    assert shell.by("ana", "call", "A001", pin="0000").sentence == said
    said = 'O atendente "zeca" ou o PIN está errado. Confira os dois e tente de novo.'
    assert shell.by("zeca", "call", "A001", pin="2580").sentence == said
    said = "Falta o PIN. Use a variável VEZ_PIN, ou rode o comando num terminal."
    assert shell.vez("call", "A001", "--by", "ana").sentence == said
    assert shop.turn_state(visit) is TurnState.IN_QUEUE


def test_mistakes_lock_even_the_right_pin_for_a_while(shop: Shop, shell: Shell) -> None:
    visit = shop.gets_ticket([CRYO])
    for _ in range(2):
        shell.by("ana", "call", "A001", pin="0000")
    assert shell.by("ana", "call", "A001", pin="0000").sentence == "PIN errado. Espere 5 s e tente de novo."
    locked = shell.by("ana", "call", "A001").sentence
    assert locked.startswith("PIN errado. Espere ")
    assert shop.turn_state(visit) is TurnState.IN_QUEUE


def test_money_is_taken_at_the_counter(shop: Shop, shell: Shell) -> None:
    visit = shop.chooses(shop.opens_visit([CRYO]), Method.COUNTER)
    assert shell.by("ana", "pay", "A001", "--amount", "180,00").out == "A001  R$ 180,00 recebidos em dinheiro; paga.\n"
    (job,) = shop.core.papers.jobs_of(visit.id)
    assert job.state == "queued"
    said = "Esta senha já está paga: nada foi cobrado de novo."
    assert shell.by("ana", "pay", "A001", "--amount", "180,00").sentence == said


def test_change_is_told_and_kept(shop: Shop, shell: Shell) -> None:
    visit = shop.chooses(shop.opens_visit([CRYO]), Method.COUNTER)
    told = shell.by("ana", "pay", "A001", "--amount", "200").out
    assert told == "A001  R$ 180,00 recebidos em dinheiro; troco R$ 20,00; paga.\n"
    (charge,) = shell.vez("visit", visit.id, "--json").json["charges"]
    (receipt,) = charge["receipts"]
    taken = receipt["taken"]
    assert (receipt["amount"], taken["tender"], taken["handed"], taken["change"]) == (18_000, "cash", 20_000, 2_000)
    assert taken["by"] == "ana"


def test_a_card_machine_that_is_not_connected_is_told_apart(shop: Shop, shell: Shell) -> None:
    shop.chooses(shop.opens_visit([CRYO]), Method.COUNTER)
    told = shell.by("ana", "pay", "A001", "--amount", "180", "--card", "--authorisation", "A1B2", "--json").json
    assert (told["tender"], told["amount"], told["handed"], told["change"]) == ("card_machine", 18_000, None, 0)
    assert "autorização A1B2" in shell.vez("visit", "A001").out


@pytest.mark.parametrize("written", ["180", "180.00", "180,00"])
def test_an_amount_is_written_as_people_write_it(shop: Shop, shell: Shell, written: str) -> None:
    shop.chooses(shop.opens_visit([CRYO]), Method.COUNTER)
    told = shell.by("ana", "pay", "A001", "--amount", written, "--json").json
    assert (told["label"], told["amount"], told["state"]) == ("A001", 18_000, "paid")


@pytest.mark.parametrize("written", ["", "cento e oitenta", "1,8", "-180", "180,000", "0x10", "١٨٠"])
def test_what_is_no_amount_is_not_taken(shop: Shop, shell: Shell, written: str) -> None:
    shop.chooses(shop.opens_visit([CRYO]), Method.COUNTER)
    said = f'O valor "{written}" não serve. Escreva-o em reais, como "180,00".'
    assert shell.by("ana", "pay", "A001", f"--amount={written}").sentence == said


def test_another_amount_is_not_taken(shop: Shop, shell: Shell) -> None:
    visit = shop.chooses(shop.opens_visit([CRYO]), Method.COUNTER)
    said = "Faltam R$ 0,01: nada foi registrado. Receba o resto e digite o total entregue."
    assert shell.by("ana", "pay", "A001", "--amount", "179,99").sentence == said
    said = "O valor não é o deste pagamento: nada foi registrado. Veja a lista de novo e confira."
    assert shell.by("ana", "pay", "A001", "--amount", "180,01", "--card").sentence == said
    said = "Código de maquininha só com --card."
    assert shell.by("ana", "pay", "A001", "--amount", "180,00", "--authorisation", "A1").sentence == said
    assert shop.visit(visit).charges[0].receipts == ()


def test_a_customer_who_pays_by_pix_is_not_asked_to_pay_twice(shop: Shop, shell: Shell) -> None:
    visit = shop.pays_by_pix(shop.opens_visit([CRYO]))
    assert shell.by("ana", "pay", "A001", "--amount", "180,00").sentence.startswith(
        "A senha A001 está sendo paga por Pix: a confirmação chega sozinha."
    )
    shop.provider_reports_paid(visit)
    said = "A senha A001 já está paga: nada foi registrado."
    assert shell.by("ana", "pay", "A001", "--amount", "180,00").sentence == said
    assert shop.tasks() == []


def test_an_order_that_does_not_wait_at_the_counter_is_not_paid_there(shop: Shop, shell: Shell) -> None:
    visit = shop.opens_visit([CRYO])
    said = "A senha A001 não espera pagamento no balcão. O cliente escolhe o balcão no totem."
    assert shell.by("ana", "pay", "A001", "--amount", "180,00").sentence == said
    shop.chooses(visit, Method.COUNTER)
    shop.gives_up(visit)
    said = "Esta visita já terminou: desistência."
    assert shell.by("ana", "pay", "A001", "--amount", "180,00").sentence == said


def test_the_operator_may_come_from_the_environment(shop: Shop, shell: Shell) -> None:
    visit = shop.gets_ticket([CRYO])
    assert shell.vez("call", "A001", VEZ_BY="bruno", VEZ_PIN="4826").status == 0
    assert shop.turn_of(visit, CRYO).operator_id == BRUNO.id
    assert shop.visit(visit).total == Money(18_000)


def test_a_customer_is_forgotten_by_an_administrator(shop: Shop, shell: Shell) -> None:
    visit = shop.gets_ticket([CRYO], name="Marinalva")
    assert shell.by("bruno", "forget", visit.label).sentence == (
        "O perfil deste atendente não permite isto. Chame um supervisor."
    )
    assert shell.vez("visit", visit.label, "--json").json["customer_name"] == "Marinalva"
    told = shell.by("carla", "forget", visit.label)
    assert told.out == "A001: nome, CPF e telefone apagados, também dos papéis e das anotações.\n"
    assert shell.vez("visit", visit.label, "--json").json["customer_name"] is None
    assert shell.by("carla", "forget", visit.id, "--json").json == {
        "label": "A001",
        "visit_id": visit.id,
        "is_scrubbed": True,
    }


def test_nobody_is_forgotten_where_nobody_said_who_they_are(shop: Shop, shell: Shell) -> None:
    visit = shop.opens_visit([CRYO])
    expected = "A senha A001 não tem dados de cliente nesta estação."
    assert (visit.label, shell.by("carla", "forget", "A001").sentence) == ("A001", expected)


def test_a_file_that_keeps_remains_is_said_to() -> None:
    assert forgotten_sentence("A001", is_scrubbed=True).endswith("das anotações.")
    assert forgotten_sentence("A001", is_scrubbed=False).endswith("libere espaço no disco e repita.")
