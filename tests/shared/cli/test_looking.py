"""What `vez` shows of a station: for people a table, for programs JSON with stable keys."""

from __future__ import annotations

import sys
from datetime import timedelta
from subprocess import run

import pytest

from shared.kernel.day import business_day
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.visits.model import PriorityGroup
from tests.fakes.shop import ANA, BOOTS, CRYO, TOWEL, Shop
from tests.shared.cli.shell import OwnProcess, Shell


def test_a_day_is_listed_oldest_first(shop: Shop, shell: Shell) -> None:
    paid, open_ = shop.gets_ticket([CRYO, BOOTS]), shop.opens_visit()
    first, second = shell.vez("visits", "--json").json
    assert first == {
        "id": paid.id,
        "label": "A001",
        "business_day": paid.business_day.isoformat(),
        "opened_at": paid.opened_at.isoformat(),
        "state": "in_queue",
        "total": 27_000,
        "services": [CRYO, BOOTS],
    }
    assert (second["id"], second["state"]) == (open_.id, "pending_payment")
    heading, line, _ = shell.vez("visits").out.splitlines()
    assert heading.split() == ["hora", "senha", "estado", "total", "serviços"]
    assert line.endswith("A001   na fila               R$ 270,00  Crioterapia, Bota de compressão")


def test_another_day_is_listed_when_it_is_named(shop: Shop, shell: Shell) -> None:
    shop.opens_visit()
    today = business_day(shop.clock.now())
    assert len(shell.vez("visits", "--day", today.isoformat(), "--json").json) == 1
    before = (today - timedelta(days=1)).isoformat()
    assert shell.vez("visits", "--day", before, "--json").json == []
    assert shell.vez("visits", "--day", before).out == "Nenhuma visita neste dia.\n"
    assert shell.vez("visits", "--day", "ontem").sentence == 'O dia "ontem" não serve. Escreva-o como 2026-11-22.'


def test_one_visit_is_told_whole(shop: Shop, shell: Shell) -> None:
    visit = shop.opens_visit([CRYO], {TOWEL: 2}, name="Marina", priority=PriorityGroup.PREGNANT)
    shop.confirms_at_counter(visit)
    shop.prints()
    shop.calls(visit)
    shop.core.serving.add_note(visit.id, "prefere pouca luz", ANA)
    told = shell.vez("visit", "a001", "--json").json
    assert (told["label"], told["state"], told["total"]) == ("A001", "called", 20_400)
    assert (told["customer_name"], told["priority"]) == ("Marina", "pregnant")
    assert told["services"] == [{"service_id": CRYO, "name": "Crioterapia", "price": 18_000, "minutes": 3}]
    assert told["extras"] == [{"extra_id": TOWEL, "name": "Toalha", "quantity": 2, "price": 1_200}]
    (turn,) = told["turns"]
    assert (turn["state"], turn["equipment_id"], turn["operator_id"]) == ("called", "crio-1", "ana")
    (charge,) = told["charges"]
    assert (charge["method"], charge["state"], charge["amount"]) == ("counter", "paid", 20_400)
    assert [receipt["amount"] for receipt in charge["receipts"]] == [20_400]
    assert [paper["state"] for paper in told["papers"]] == ["confirmed"]
    assert told["notes"] == ["prefere pouca luz"]
    assert told["history"][-1].endswith("Ana anotou algo")
    assert shell.vez("visit", visit.id, "--json").json == told


def test_one_visit_is_told_to_a_person(shop: Shop, shell: Shell) -> None:
    visit = shop.opens_visit([CRYO], {TOWEL: 2}, name="Marina")
    shop.provider_reports_paid(visit, visit.total + visit.total)
    said = shell.vez("visit", "A001").out
    for words in ("Senha A001  paga  R$ 204,00", "Marina", "Crioterapia  na fila", "Toalha", "Pix    R$ 204,00  pago"):
        assert words in said
    assert "pagou a mais  R$ 204,00  a decidir" in said
    assert "Dinheiro recebido: R$ 408,00" in said


def test_a_visit_that_is_not_there_is_not_told(shop: Shop, shell: Shell) -> None:
    shop.opens_visit()
    today = business_day(shop.clock.now())
    said = f"Não há a senha A099 em {today:%d/%m/%Y}. Confira a senha, ou diga o dia com --day."
    assert shell.vez("visit", "A099").sentence == said
    unknown = "0" * 32
    said = f"Não há uma visita com o código {unknown} nesta estação. Confira o código."
    assert shell.vez("visit", unknown).sentence == said


def test_the_queue_says_who_is_next_and_why(shop: Shop, shell: Shell) -> None:
    ordinary = shop.gets_ticket([CRYO, BOOTS])
    preferred = shop.gets_ticket(priority=PriorityGroup.OVER_80)
    first, second, third = shell.vez("queue", "--json").json
    assert (first["service_id"], first["place"], first["label"]) == (CRYO, 1, preferred.label)
    assert (first["reason"], first["priority"]) == ("Preferencial: 80 anos ou mais", "over_80")
    assert (second["label"], second["wait_seconds"], second["band"]) == (ordinary.label, 0, "ok")
    assert (second["visit_id"], second["is_elsewhere"], second["is_unprinted"]) == (ordinary.id, False, False)
    assert (third["service"], third["label"]) == ("Bota de compressão", ordinary.label)
    assert [item["service_id"] for item in shell.vez("queue", BOOTS, "--json").json] == [BOOTS]
    assert "Crioterapia         1      A002" in shell.vez("queue").out
    said = 'O serviço "banho" não existe. Confira o código no arquivo do catálogo.'
    assert shell.vez("queue", "banho").sentence == said


@pytest.mark.usefixtures("home")
def test_an_empty_queue_says_so(shell: Shell) -> None:
    assert shell.vez("queue").out == "Ninguém está na fila.\n"
    assert shell.vez("queue", "--json").json == []


def test_payments_are_what_is_open_and_what_a_person_must_decide(shop: Shop, shell: Shell) -> None:
    waiting = shop.chooses(shop.opens_visit(), Method.COUNTER)
    over = shop.opens_visit()
    shop.provider_reports_paid(over, over.total + over.total)
    told = shell.vez("payments", "--json").json
    (pending,) = told["pending"]
    assert (pending["label"], pending["method"], pending["state"]) == (waiting.label, "counter", "awaiting")
    assert (pending["amount"], pending["trouble"]) == (18_000, None)
    (task,) = told["tasks"]
    assert (task["label"], task["kind"], task["amount"]) == (over.label, "paid_over", 18_000)
    said = shell.vez("payments").out
    assert "A001   balcão  R$ 180,00  aguardando o cliente" in said
    assert "A002   pagou a mais  R$ 180,00" in said


def test_money_on_its_way_back_is_shown(shop: Shop, shell: Shell) -> None:
    over, late = shop.opens_visit(), shop.opens_visit()
    for visit in (over, late):
        shop.provider_reports_paid(visit, visit.total + Money(250))
    shop.provider.has_balance = False
    shop.gives_back(over)
    shop.core.payment_duty.step()
    shop.clock.advance(timedelta(seconds=1))
    shop.gives_back(late)
    asked, refused = shell.vez("payments", "--json").json["refunds"]
    assert (asked["label"], asked["state"], asked["amount"], asked["trouble"]) == (late.label, "asked", 250, None)
    assert (refused["label"], refused["state"], refused["trouble"]) == (over.label, "refused", "Saldo insuficiente.")
    assert refused["task_id"] == shop.visit(over).open_tasks[0].id
    said = shell.vez("payments").out
    assert "A002   R$ 2,50    pedida" in said
    assert "A001   R$ 2,50    recusada" in said


@pytest.mark.usefixtures("home")
def test_answers_are_utf8_whatever_the_system_thinks(process: OwnProcess) -> None:
    assert process.vez("queue", PYTHONIOENCODING="ascii").out == "Ninguém está na fila.\n"


@pytest.mark.usefixtures("home")
def test_nothing_open_says_so(shell: Shell) -> None:
    assert shell.vez("payments").out == (
        "Nenhum pagamento em aberto.\n\nNenhuma decisão sobre dinheiro espera por uma pessoa.\n"
    )


@pytest.mark.parametrize("command", ["visits", "queue", "payments", "doctor", "backup"])
def test_looking_makes_no_station_where_there_is_none(shell: Shell, command: str) -> None:
    said = f"Não há uma estação em {shell.home}. Confira VEZ_HOME, ou crie uma estação com: vez setup --example"
    told = shell.vez(command)
    assert said in told.out + told.err
    assert told.status == (1 if command == "doctor" else 2)
    assert not shell.home.exists()


def test_help_is_there_at_once() -> None:
    heavy = ["sqlalchemy", "pydantic", "structlog", "httpx", "PIL", "usb"]
    asked = f"import sys, shared.cli; print([name for name in {heavy} if name in sys.modules])"
    done = run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
