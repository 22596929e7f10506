"""`vez payments differences`, `compare` and `answer`, and what the doctor says of the lists."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from shared.cli import difference_pages
from shared.cli.doctor import examine
from shared.cli.endings import NotDone
from shared.kernel.money import Money
from shared.payments.model import Payment, Received
from shared.reconciliation.model import Difference
from shared.reconciliation.rules import SETTLING
from shared.visits.model import Visit
from tests.fakes.shop import BRUNO, PROVIDER, Shop
from tests.fakes.simulator import simulator_thread
from tests.shared.cli.shell import NOBODY, OwnProcess, Shell

SOON, LATER = SETTLING + timedelta(minutes=1), timedelta(hours=2)


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """What is received from now on is compared."""
    shop.core.reconciliation.step()
    return shop


def stranger(shop: Shop, reference: str = "pay_1") -> Difference:
    """Money came that belongs to nothing here."""
    shop.provider.strangers.append(Received(Payment(reference, Money(5000), shop.clock.now()), "c1", None))
    shop.clock.advance(SOON)
    shop.core.reconciliation.compare_now(PROVIDER)
    return next(each for each in shop.core.reconciliation.open() if each.seen.reference == reference)


def absent(shop: Shop) -> Visit:
    """A visit whose money the provider does not list."""
    visit = shop.gets_ticket()
    shop.provider.unlisted.add(shop.visit(visit).charges[0].receipts[0].reference)
    shop.clock.advance(LATER)
    shop.core.reconciliation.compare_now(PROVIDER)
    return visit


def local(shop: Shop, late: timedelta = timedelta(0)) -> str:
    return f"{(shop.clock.now() - late).astimezone(shop.settings.shop.zone):%d/%m %H:%M}"


def told(shop: Shop, name: str = "reconciliation") -> list[tuple[bool, str]]:
    return [(each.is_well, each.sentence) for each in examine(shop.core) if each.name == name]


def test_what_differs_is_listed_with_both_sides(shop: Shop, shell: Shell) -> None:
    visit = absent(shop)
    stranger(shop)
    lines = shell.vez("payments", "differences").out.splitlines()
    assert "não está na lista do provedor  —         R$ 180,00" in lines[1]
    assert lines[1].endswith(f"  {visit.label}   {shop.core.reconciliation.open()[0].seen.id}")
    assert lines[2].startswith(f"{local(shop, SOON)}  asaas     recebido sem pedido")
    assert lines[2].endswith("R$ 50,00  —                 asaas:pay_1")
    assert lines[-1] == f"asaas     {local(shop, SETTLING)}"
    document = shell.vez("payments", "differences", "--json").json
    first, second = document["differences"]
    assert (first["kind"], first["label"], first["visit_id"]) == ("absent", visit.label, visit.id)
    assert (second["id"], second["theirs"], second["ours"], second["label"]) == ("asaas:pay_1", 5000, 0, None)
    (run,) = document["providers"]
    assert (run["provider"], run["trouble"], run["listed"]) == (PROVIDER, None, 1)


def test_where_nothing_differs(shop: Shop, shell: Shell) -> None:
    lines = shell.vez("payments", "differences").out.splitlines()
    assert lines[0] == "Todos os pagamentos conferidos batem."
    assert lines[-1] == f"asaas     {local(shop)}"


def test_a_list_that_did_not_come_is_said(shop: Shop, shell: Shell) -> None:
    shop.clock.advance(LATER)
    shop.provider_is_unreachable()
    shop.core.reconciliation.compare_now(PROVIDER)
    assert shell.vez("payments", "differences").out.endswith(f"{local(shop, LATER)}    a lista não veio (down)\n")
    shop.provider.is_reachable, shop.provider.lists_whole = True, False
    shop.core.reconciliation.compare_now(PROVIDER)
    assert shell.vez("payments", "differences").out.endswith("  a lista veio incompleta\n")


def test_comparing_now_shows_what_it_found(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    shop.provider.strangers.append(Received(Payment("pay_1", Money(5000), shop.clock.now()), "c1", None))
    shop.clock.advance(SOON)
    difference_pages.compare(shop.core, as_json=True)
    assert [each["id"] for each in json.loads(capsys.readouterr().out)["differences"]] == ["asaas:pay_1"]


def test_without_a_provider_there_is_no_list(shop: Shop) -> None:
    shop.providers = {}
    shop.restarts()
    with pytest.raises(NotDone, match=r"^Nenhum provedor tem chave nesta estação: não há listas a conferir\.$"):
        difference_pages.compare(shop.core, as_json=False)


def test_a_supervisor_says_what_it_was(shop: Shop, shell: Shell) -> None:
    stranger(shop)
    stranger(shop, "pay_2")
    words = ("payments", "answer", "asaas:pay_1")
    refused = "O perfil deste atendente não permite isto. Chame um supervisor."
    assert shell.by("ana", *words, "--note", "aluguel").sentence == refused
    assert shell.by("bruno", *words).sentence == "Falta o motivo. Diga por quê."
    said = shell.by("bruno", *words, "--note", "aluguel").out
    assert said == "Registrado: recebido sem pedido (asaas:pay_1).\n"
    assert [each.seen.reference for each in shop.core.reconciliation.open()] == ["pay_2"]
    nothing = "Esta diferença não espera por uma pessoa. Veja a lista com: vez payments differences"
    assert shell.by("bruno", *words, "--note", "aluguel").sentence == nothing
    assert shell.by("bruno", "payments", "answer", "asaas:pay_9", "--note", "x").sentence == nothing
    answered = shell.by("bruno", "payments", "answer", "asaas:pay_2", "--note", " aluguel ", "--json").json
    assert (answered["id"], answered["note"], answered["by"]) == ("asaas:pay_2", "aluguel", "bruno")


def test_the_doctor_counts_what_differs(shop: Shop) -> None:
    first = stranger(shop)
    see = "Veja com: vez payments differences"
    assert told(shop) == [(False, f"1 pagamento não bate com a lista do provedor. {see}")]
    stranger(shop, "pay_2")
    assert told(shop) == [(False, f"2 pagamentos não batem com a lista do provedor. {see}")]
    for difference_id in (first.seen.id, "asaas:pay_2"):
        shop.core.reconciliation.answer(difference_id, "aluguel", BRUNO)
    assert [is_well for is_well, _ in told(shop)] == [True]


def test_the_doctor_says_until_when_the_lists_agree(shop: Shop) -> None:
    at = f"{shop.clock.now().astimezone(shop.settings.shop.zone):%H:%M}"
    assert told(shop) == [(True, f"As listas de pagamentos conferem até {at}.")]
    was = f"{shop.clock.now().astimezone(shop.settings.shop.zone):%d/%m às %H:%M}"
    shop.clock.advance(timedelta(days=1))
    assert told(shop) == [(True, f"As listas de pagamentos conferem até {was}.")]


def test_the_doctor_waits_a_day_for_a_list(shop: Shop) -> None:
    since = f"{shop.clock.now().astimezone(shop.settings.shop.zone):%d/%m às %H:%M}"
    shop.provider_is_unreachable()
    shop.clock.advance(timedelta(days=1))
    shop.core.reconciliation.compare_now(PROVIDER)
    assert [is_well for is_well, _ in told(shop)] == [True]
    shop.clock.advance(timedelta(seconds=1))
    shop.core.reconciliation.compare_now(PROVIDER)
    said = f"A lista de pagamentos do provedor asaas não vem desde {since} (down)."
    assert told(shop) == [(False, f"{said} Tente com: vez payments compare")]


def test_the_doctor_is_not_content_with_half_a_list(shop: Shop) -> None:
    shop.provider.lists_whole = False
    shop.clock.advance(SOON)
    shop.core.reconciliation.compare_now(PROVIDER)
    said = "A lista de pagamentos do provedor asaas veio incompleta: pode faltar o que não bate."
    assert told(shop) == [(False, f"{said} Tente com: vez payments compare")]


def test_a_provider_without_a_key_is_not_waited_for(shop: Shop) -> None:
    shop.provider.lists_whole = False
    shop.clock.advance(SOON)
    shop.core.reconciliation.compare_now(PROVIDER)
    shop.providers = {}
    shop.restarts()
    assert told(shop) == [(True, "Nenhuma lista de pagamentos foi conferida ainda.")]


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE difference SET provider = 'bank_pix'",
        "UPDATE difference SET reference = 'another'",
        "UPDATE difference SET is_open = 0",
        "UPDATE difference SET is_gone = 1",
        "UPDATE difference SET found_at = '2020-01-01T00:00:00.000000+00:00'",
        "UPDATE difference SET paid_at = NULL",
        "UPDATE difference SET document = replace(document, '5000', '1')",
        "DELETE FROM difference",
        "INSERT INTO difference SELECT 'asaas:stray', provider, 'x', 0, 0, found_at, paid_at, document FROM difference",
        "INSERT INTO conflict SELECT station, epoch, seq, aggregate, 'x' FROM journal WHERE kind = 'difference_found'",
    ],
)
def test_each_difference_is_compared_with_the_journal(tmp_path: Path, tampering: str) -> None:
    tampered = Shop(tmp_path / "tampered")
    tampered.core.reconciliation.step()
    stranger(tampered)
    assert [is_well for is_well, _ in told(tampered, "projections")] == [True]
    with tampered.core.database.writing_engine.begin() as connection:
        connection.exec_driver_sql(tampering)
    well, ill = told(tampered, "projections")
    assert well == (True, "As visitas conferem com o diário.")
    assert not ill[0]
    assert ill[1].startswith("1 diferença com o provedor não confere com o diário. Feche o totem")
    tampered.closes()


def test_a_real_provider_is_compared_with(home: Path, process: OwnProcess) -> None:
    settings = (home / "vez.toml").read_text(encoding="utf-8")
    with simulator_thread() as simulator:
        process.set(settings.replace(f"http://{NOBODY}/v3", simulator.base_url))
        (begun,) = process.vez("payments", "compare", "--json").json["providers"]
        assert (begun["provider"], begun["trouble"], begun["listed"]) == (PROVIDER, None, 0)
