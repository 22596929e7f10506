"""Letting in without settled money, and the search for it, from a shell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.kernel.clock import ManualClock
from shared.kernel.ways import Method
from shared.people.operators import Operators
from shared.visits.model import TaskKind, Visit
from tests.fakes.own_pix import own_pix_settings
from tests.fakes.shop import CATALOGUE, CRYO, Shop
from tests.shared.cli.conftest import QUICK
from tests.shared.cli.shell import Shell

OWN_PIX = """
[payment]
ways = ["pix:asaas", "own_pix", "counter"]

[own_pix]
key = "pix@estudio.com.br"
name = "Estudio Recupera"
city = "Porto Alegre"
per_shift = 1
"""


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A shop with a key of its own."""
    clock = ManualClock(datetime.now(UTC))
    opened = Shop(tmp_path / "home", settings=own_pix_settings(per_shift=1), clock=clock)
    people = Operators(opened.core.database, opened.core.journal, clock, opened.ids, QUICK)
    people.import_file(CATALOGUE)
    yield opened
    opened.closes()


def waiting(shop: Shop, shell: Shell) -> Visit:
    shell.set(OWN_PIX)
    return shop.chooses(shop.opens_visit([CRYO]), Method.OWN_PIX)


def test_a_visit_is_let_in_without_money(shop: Shop, shell: Shell) -> None:
    shop.pays_by_pix(shop.opens_visit([CRYO]))
    words = ("release", "A001", "--reason", "sem internet")
    assert shell.by("ana", *words).sentence == "O perfil deste atendente não permite isto. Chame um supervisor."
    assert shell.by("bruno", "release", "A001").sentence == "Falta o motivo. Diga por quê."
    assert shell.by("bruno", *words).out == "A001  liberada sem pagamento; paga.\n"
    assert shell.by("bruno", *words).sentence == "Esta senha já está paga: nada foi cobrado de novo."


def test_a_courtesy_is_told_apart(shop: Shop, shell: Shell) -> None:
    shop.chooses(shop.opens_visit([CRYO]), Method.COUNTER)
    told = shell.by("bruno", "courtesy", "A001", "--reason", "falha nossa", "--json").json
    assert (told["label"], told["release"], told["state"]) == ("A001", "courtesy", "paid")
    release = shell.vez("visit", "A001", "--json").json["release"]
    assert (release["kind"], release["by"], release["reason"]) == ("courtesy", "bruno", "falha nossa")


def test_a_receipt_lets_in_and_its_money_is_found(shop: Shop, shell: Shell) -> None:
    visit = waiting(shop, shell)
    (pending,) = shell.vez("payments", "--json").json["pending"]
    assert pending["txid"] == visit.charges[0].charge_id
    told = shell.by("bruno", "release", "A001", "--reason", "vi no aplicativo")
    assert told.out == "A001  liberada pelo comprovante; procure o dinheiro no extrato; paga.\n"
    (task,) = shell.vez("payments", "--json").json["tasks"]
    assert (task["kind"], task["opened_by"], task["txid"]) == ("to_reconcile", "bruno", pending["txid"])
    assert "Pix da loja a conferir" in shell.vez("payments").out
    told = shell.by("bruno", "found", "A001", "--reference", "doc-77")
    assert told.out == "A001  R$ 180,00 achados no extrato; paga.\n"
    said = "Este pagamento já está registrado na senha A001: o mesmo dinheiro não conta duas vezes."
    assert shell.by("bruno", "found", "A001", "--reference", "doc-77").sentence == said
    assert shop.tasks() == []


def test_another_amount_is_found(shop: Shop, shell: Shell) -> None:
    visit = waiting(shop, shell)
    told = shell.by("bruno", "found", "A001", "--reference", "doc-77", "--amount", "179,99", "--json").json
    assert (told["amount"], told["state"]) == (17_999, "pending_payment")
    assert shop.tasks() == [TaskKind.PAID_UNDER]
    assert shop.visit(visit).ticket is None


def test_money_that_is_not_in_the_statement_is_a_loss(shop: Shop, shell: Shell) -> None:
    waiting(shop, shell)
    words = ("not-found", "A001", "--reason", "até dia 30")
    assert shell.by("bruno", *words).sentence == "Ninguém procura um Pix da loja para a senha A001."
    shell.by("bruno", "release", "A001", "--reason", "vi")
    assert shell.by("bruno", "not-found", "A001").sentence == "Falta o motivo. Diga por quê."
    assert shell.by("bruno", *words).out == "A001  R$ 180,00 não estão no extrato: registrados como perda.\n"
    (task,) = shell.vez("visit", "A001", "--json").json["tasks"]
    assert (task["decision"], task["note"]) == ("missing", "até dia 30")


def test_the_shift_has_a_limit_and_says_so(shop: Shop, shell: Shell) -> None:
    waiting(shop, shell)
    waiting(shop, shell)
    assert shell.by("bruno", "release", "A001", "--reason", "vi").status == 0
    said = shell.by("bruno", "release", "A002", "--reason", "vi")
    started = "Isto passa do seu limite de Pix da loja neste turno: já são 1 de 1, e R$ 180,00 de R$ 500,00."
    assert said.sentence.startswith(started)


def test_only_a_visit_of_the_shop_s_own_key_is_found(shop: Shop, shell: Shell) -> None:
    shop.chooses(shop.opens_visit([CRYO]), Method.COUNTER)
    said = "A senha A001 não foi cobrada na chave Pix da loja."
    assert shell.by("bruno", "found", "A001", "--reference", "doc-77").sentence == said
