"""`vez doctor`: what it says of a well station, and of each thing that can be wrong with one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from shared.cli import payment_pages
from shared.cli.doctor import examine
from shared.cli.findings import Finding
from shared.config import Limits, Paths
from shared.payments.model import TERMINAL_NOT_DRIVEN, ChargeRefused, CheckOutcome, ProviderHealthy, ProviderNonsense
from shared.printing.model import Trouble
from shared.store.gate import driver
from shared.visits import checking
from tests.fakes.provider import FakeProvider
from tests.fakes.shop import CATALOGUE, CRYO, TOWEL, Shop
from tests.fakes.simulator import simulator_thread
from tests.shared.checkout.stations import exchange, from_a_newer_program, hears
from tests.shared.cli.shell import NOBODY, OwnProcess, Shell

WELL = [
    "disk",
    "sqlite",
    "database",
    "journal",
    "projections",
    "conflicts",
    "stock",
    "catalogue",
    "operators",
    "printer",
    "papers",
    "provider",
    "clock",
    "webhooks",
    "reconciliation",
    "tasks",
    "charges",
    "held",
]


class Answering(FakeProvider):
    """A provider whose health is set by hand."""

    answer: CheckOutcome = ProviderHealthy(None)

    def check(self) -> CheckOutcome:
        return self.answer


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Shop]:
    """A well shop, to be made ill."""
    shop = Shop(tmp_path / "home")
    shop.core.operators.import_file(CATALOGUE)
    yield shop
    shop.closes()


def ill(shop: Shop) -> dict[str, str]:
    return {each.name: each.sentence for each in examine(shop.core) if not each.is_well}


def damage(shop: Shop, *statements: str) -> None:
    with shop.core.database.writing_engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_a_well_station(home: Path, process: OwnProcess) -> None:
    with simulator_thread() as simulator:
        settings = (home / "vez.toml").read_text(encoding="utf-8")
        process.set(settings.replace(f"http://{NOBODY}/v3", simulator.base_url))
        told = process.vez("doctor", "--json")
        assert [each["name"] for each in told.json] == WELL
        assert all(each["is_well"] for each in told.json), told
        assert all(set(each) == {"name", "is_well", "sentence"} for each in told.json)
        assert told.status == 0
        lines = process.vez("doctor").out.splitlines()
        assert all(line.startswith("ok    ") and line.endswith(".") for line in lines), lines


@pytest.mark.usefixtures("home")
def test_a_station_that_is_not_well_ends_with_one(shell: Shell) -> None:
    told = shell.vez("doctor")
    assert told.status == 1
    said = "ERRO  O simulador de pagamentos não está aberto. Abra o simulador: vez simulator"
    assert said in told.out.splitlines()


def test_looking_changes_nothing(clinic: Shop) -> None:
    clinic.gets_ticket()
    with clinic.core.database.snapshot() as read:
        before = clinic.core.journal.after(read, 0)
    assert ill(clinic) == {}
    with clinic.core.database.snapshot() as read:
        assert clinic.core.journal.after(read, 0) == before


def test_a_changed_journal(clinic: Shop) -> None:
    clinic.gets_ticket()
    damage(clinic, "DROP TRIGGER journal_is_never_changed", "UPDATE journal SET actor = 'zeca' WHERE arrival = 8")
    assert ill(clinic)["journal"].startswith(
        "O diário foi alterado ou perdeu o registro número 8. Feche o totem e o painel"
    )


def test_a_lost_line_of_the_journal(clinic: Shop) -> None:
    clinic.gets_ticket()
    damage(
        clinic,
        "DROP TRIGGER journal_is_never_shortened",
        "DELETE FROM journal WHERE arrival = (SELECT max(arrival) FROM journal)",
    )
    assert "perdeu o registro" in ill(clinic)["journal"]


def test_a_visit_that_is_not_what_its_events_come_to(clinic: Shop) -> None:
    visit = clinic.gets_ticket()
    damage(clinic, f"UPDATE visit SET document = replace(document, '18000', '1') WHERE id = '{visit.id}'")
    assert ill(clinic)["projections"].startswith("1 visita não confere com o diário.")


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE visit SET label = 'A999'",
        "UPDATE visit SET business_day = '2020-01-01'",
        "UPDATE visit SET state = 'completed'",
        "UPDATE visit SET is_open = 0",
        "UPDATE visit SET is_held = 1",
        "UPDATE visit SET is_unprinted = 1",
        "UPDATE visit SET opened_at = '2020-01-01T00:00:00.000000+00:00'",
        "UPDATE visit SET customer_id = 'nobody'",
        "UPDATE visit SET total_centavos = 1",
        "UPDATE charge SET state = 'awaiting'",
        "UPDATE charge SET method = 'counter'",
        "UPDATE charge SET provider = 'bank_pix'",
        "UPDATE charge SET charge_id = 'another'",
        "UPDATE charge SET charge_id = NULL",
        "DELETE FROM charge",
        "INSERT INTO charge SELECT 'another', visit_id, method, provider, state, NULL FROM charge",
        "UPDATE receipt SET reference = 'another'",
        "UPDATE receipt SET provider = 'bank_pix'",
        "UPDATE receipt SET charge_id = NULL",
        "UPDATE receipt SET amount_centavos = 1",
        "UPDATE receipt SET at = '2020-01-01T00:00:00.000000+00:00'",
        "UPDATE receipt SET is_reversed = 1",
        "UPDATE receipt SET returned_centavos = 1",
        "DELETE FROM receipt",
        "INSERT INTO receipt SELECT intent_id, 'x', visit_id, provider, NULL, 1, since, at, 0, 0, NULL FROM receipt",
        "UPDATE turn SET joined_at = '2020-01-01T00:00:00.000000+00:00'",
        "UPDATE turn SET reactivations = 3",
        "UPDATE turn SET priority = 'over_80'",
        "DELETE FROM turn",
        "UPDATE task SET amount_centavos = 1",
        "UPDATE task SET decision = 'kept'",
        "DELETE FROM task",
        "DELETE FROM stock_movement WHERE source LIKE 'visit:%'",
        "INSERT INTO stock_movement SELECT 'agua', 'visit:' || id, 'x', -1, 0 FROM visit",
        "INSERT INTO conflict SELECT station, epoch, seq, aggregate, 'x' FROM journal WHERE kind = 'visit_opened'",
    ],
)
def test_each_row_that_is_derived_from_a_visit_is_compared(clinic: Shop, tampering: str) -> None:
    visit = clinic.opens_visit([CRYO], {TOWEL: 2})
    clinic.provider_reports_paid(visit, visit.total + visit.total)
    clinic.prints()
    assert "projections" not in ill(clinic)
    damage(clinic, tampering)
    assert ill(clinic)["projections"].startswith("1 visita não confere com o diário.")


@pytest.mark.parametrize(
    "tampering",
    [
        "INSERT INTO charge VALUES ('stray', 'nobody', 'pix', 'asaas', 'paid', NULL)",
        "INSERT INTO receipt VALUES ('stray', 'pay_1', 'nobody', 'asaas', NULL, 1, '2026', '2026', 0, 0, NULL)",
        "INSERT INTO stock_movement VALUES ('toalha', 'visit:nobody', 'sold', -1, 0)",
    ],
)
def test_rows_of_a_visit_that_is_not_there_are_found(clinic: Shop, tampering: str) -> None:
    with closing(driver().connect(str(Paths.of(clinic.home).database), isolation_level=None)) as careless:
        careless.execute(tampering)
    assert ill(clinic)["projections"].startswith("1 visita não confere com o diário.")


def test_visits_are_compared_batch_by_batch(clinic: Shop) -> None:
    visits = [clinic.gets_ticket() for _ in range(5)]
    wrong = (visits[0].id, visits[4].id)
    damage(clinic, *(f"UPDATE turn SET label = 'X' WHERE visit_id = '{each}'" for each in wrong))
    with clinic.core.database.snapshot() as read:
        assert checking.differing(read, clinic.core.journal, batch=2) == tuple(sorted(wrong))


def test_a_document_in_an_older_program_s_words_says_the_same(clinic: Shop) -> None:
    clinic.gets_ticket()
    damage(
        clinic, """UPDATE visit SET document = replace(document, '"abandon_reason":null', '"abandon_reason": null')"""
    )
    assert "projections" not in ill(clinic)


def test_a_visit_that_cannot_be_read(clinic: Shop) -> None:
    clinic.gets_ticket()
    damage(clinic, "UPDATE visit SET document = '{}'")
    found = ill(clinic)
    assert found["projections"].startswith("O banco de dados tem dados que não se leem. Feche o totem e o painel")
    assert "journal" not in found


def test_stock_that_is_not_the_sum_of_its_movements(clinic: Shop) -> None:
    damage(clinic, f"UPDATE stock SET on_hand = on_hand + 1 WHERE extra_id = '{TOWEL}'")
    assert ill(clinic) == {
        "stock": "O estoque não confere com os movimentos: toalha. Conte as peças e avise o suporte."
    }


def test_conflicts(clinic: Shop, tmp_path: Path) -> None:
    there = Shop(tmp_path / "there", "B", clock=clinic.clock)
    visit = clinic.gets_ticket()
    exchange(clinic, there)
    clinic.calls(visit, onto="crio-1")
    there.calls(visit, onto="crio-2")
    exchange(clinic, there)
    there.closes()
    said = "1 decisão em conflito espera por uma pessoa. Confira as visitas no painel."
    assert ill(clinic) == {"conflicts": said}


def test_a_visit_that_a_newer_program_wrote_to(
    clinic: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = Shop(tmp_path / "there", "B", clock=clinic.clock)
    visit = clinic.pays_by_pix(clinic.opens_visit())
    intent_id = clinic.intent_of(visit)
    there.gets_ticket()
    exchange(clinic, there)
    assert hears(clinic, [from_a_newer_program(there, visit)])
    there.closes()
    changed = f"Uma versão mais nova do programa mudou: {visit.label}."
    assert ill(clinic) == {"held": f"{changed} Atualize o Vez nesta estação."}
    clinic.provider.pays(intent_id)
    clinic.provider_reports(intent_id)
    said = f"{changed} Chegou dinheiro para: {visit.label}. Atualize o Vez nesta estação."
    assert ill(clinic) == {"held": said}
    payment_pages.print_payments(clinic.core)
    assert capsys.readouterr().out.rstrip().endswith(said)
    told = {"label": visit.label, "visit_id": visit.id, "opened_at": visit.opened_at, "is_money_waiting": True}
    assert payment_pages.payments(clinic.core)["held"] == [told]


def test_nothing_to_sell_and_nobody_to_serve(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "home")
    damage(shop, "UPDATE service SET is_offered = 0")
    assert ill(shop) == {
        "catalogue": "Nada está à venda. Importe um catálogo com: vez import",
        "operators": "Nenhum atendente pode entrar no painel. Importe um arquivo com atendentes: vez import",
    }
    shop.closes()


@pytest.mark.parametrize("trouble", Trouble)
def test_a_printer_that_cannot_print(clinic: Shop, trouble: Trouble) -> None:
    clinic.fake_printer.trouble = trouble
    found = ill(clinic)
    assert set(found) == {"printer"}
    assert trouble.value not in found["printer"]
    assert ":" in found["printer"]


def test_a_printer_that_says_little(clinic: Shop) -> None:
    clinic.fake_printer.is_paper_low = True
    assert Finding("printer", is_well=True, sentence="A impressora está pronta, com pouco papel.") in examine(
        clinic.core
    )
    clinic.fake_printer.is_mute = True
    said = "A impressora está ligada, mas não diz como está. Imprima um teste com: vez printer test"
    assert Finding("printer", is_well=True, sentence=said) in examine(clinic.core)


def test_papers_and_money_that_wait_for_a_person(clinic: Shop) -> None:
    visit = clinic.opens_visit([CRYO])
    clinic.provider_reports_paid(visit, visit.total + visit.total)
    clinic.fake_printer.lost_after = 200
    clinic.prints()
    clinic.fake_printer.trouble = None
    assert ill(clinic) == {
        "papers": "1 papel espera por uma pessoa. Veja com: vez printer list",
        "tasks": "1 decisão sobre dinheiro espera por um supervisor. Veja com: vez payments",
    }


def test_a_provider_that_is_away_or_refuses_the_key(clinic: Shop) -> None:
    clinic.provider.is_reachable = False
    said = "O provedor asaas não responde (down). Verifique a internet; o balcão continua recebendo."
    assert ill(clinic) == {"provider": said}
    clinic.provider.is_reachable = True
    clinic.provider.is_key_accepted = False
    said = "O provedor asaas recusou a chave (invalid_access_token). Guarde a chave certa com: vez key asaas"
    assert ill(clinic) == {"provider": said}


@pytest.mark.parametrize(
    ("skew", "way"), [(timedelta(seconds=61), "adiantado em 61 s"), (timedelta(hours=-1), "atrasado em 3600 s")]
)
def test_a_clock_that_is_wrong(clinic: Shop, skew: timedelta, way: str) -> None:
    provider = Answering(clinic.clock, "asaas")
    provider.answer = ProviderHealthy(skew)
    clinic.providers = {"asaas": provider}
    clinic.restarts()
    assert ill(clinic) == {"clock": f"O relógio deste computador está {way}. Ligue o ajuste automático da hora."}


def test_a_provider_that_answers_nonsense(clinic: Shop) -> None:
    provider = Answering(clinic.clock, "asaas")
    provider.answer = ProviderNonsense("unreadable_answer")
    clinic.providers = {"asaas": provider}
    clinic.restarts()
    said = "O provedor asaas respondeu algo sem sentido (unreadable_answer). Confira base_url no vez.toml; "
    assert ill(clinic) == {"provider": f"{said}o balcão continua recebendo."}


def test_a_card_machine_that_is_not_driven(clinic: Shop) -> None:
    provider = Answering(clinic.clock, "mercado_pago_point")
    clinic.providers = {provider.name: provider}
    clinic.restarts()
    provider.answer = ChargeRefused(TERMINAL_NOT_DRIVEN, "A maquininha não está no modo PDV.")
    said = "O provedor mercado_pago_point não pode ser usado. A maquininha não está no modo PDV."
    assert ill(clinic) == {"provider": said}
    provider.answer = ChargeRefused("unauthorized", "")
    said = "O provedor mercado_pago_point recusou a chave (unauthorized). Guarde a chave certa com: "
    assert ill(clinic) == {"provider": f"{said}vez key mercado_pago"}


def test_without_a_key_only_the_counter_takes_money(clinic: Shop) -> None:
    clinic.providers = {}
    clinic.restarts()
    said = "Sem chave do provedor: só o balcão recebe. Para receber também por outro meio: vez key asaas"
    assert Finding("provider", is_well=True, sentence=said) in examine(clinic.core)


def test_a_disk_that_is_nearly_full(clinic: Shop) -> None:
    wanting = Limits.model_construct(disk_free_min_mb=10**12)  # more than any disk has
    clinic.settings = clinic.settings.model_copy(update={"limits": wanting})
    clinic.restarts()
    assert ill(clinic) == {"disk": "O disco está quase cheio: a venda está parada. Libere espaço."}


def test_charges_and_refunds_that_cannot_be_read_are_named(clinic: Shop) -> None:
    visits = [clinic.pays_by_pix(clinic.opens_visit()) for _ in range(7)]
    ids = sorted(clinic.intent_of(each) for each in visits)
    with clinic.core.database.transaction() as tx:
        tx.execute(text("UPDATE intent SET created_at = '2026' WHERE id = :id"), {"id": ids[0]})
    advice = "Confira no provedor e avise o suporte com uma cópia (vez backup)."
    assert ill(clinic) == {"charges": f"1 cobrança ou devolução não se lê: {ids[0]}. {advice}"}
    with clinic.core.database.transaction() as tx:
        tx.execute(text("UPDATE intent SET created_at = '2026'"))
    said = f"7 cobranças ou devoluções não se leem: {', '.join(ids[:5])}…. {advice}"
    assert ill(clinic) == {"charges": said}
