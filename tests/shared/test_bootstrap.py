"""The core is built from configuration, for a new folder and for an old one, or says why it cannot be."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from shared.bootstrap import Core, build_core, fact_types, outside, queue_policy
from shared.checkout.health import PRINTER
from shared.config import (
    BankAccount,
    MercadoPagoAccount,
    Paths,
    Payment,
    PolicyName,
    Printer,
    PrinterKind,
    Queue,
    Settings,
    Station,
)
from shared.kernel.clock import SystemClock
from shared.kernel.ways import Method
from shared.keys import FILE_NAME
from shared.payments.asaas import Asaas
from shared.payments.intents import CALL_MAX
from shared.payments.late import LateProvider
from shared.payments.model import PaymentProvider, ProviderHealthy
from shared.payments.simulator.bank_pix.records import BANK_CLIENT_ID, BANK_CLIENT_SECRET, BANK_PIX_KEY
from shared.printing.late import LatePrinter
from shared.printing.model import JobState, Trouble
from shared.printing.usb_printer import UsbPrinter
from shared.providers import build_providers
from shared.store.failures import DatabaseCorrupt, DatabaseNewer, DatabaseUnreadable
from shared.visits.model import ChargeState
from shared.visits.order import Ageing, Alternation, QueuePolicy, StrictPriority
from tests.fakes.shop import CATALOGUE, Shop
from tests.fakes.simulator import RunningSimulator, simulator_thread

KEY = '{"asaas": "$aact_hmlg_000"}'


def asaas_of(providers: Mapping[str, PaymentProvider]) -> Asaas:
    """The adapter, made now if nobody has asked it anything."""
    late = providers["asaas"]
    assert isinstance(late, LateProvider)
    assert isinstance(late.made, Asaas)
    return late.made


@pytest.fixture
def core(tmp_path: Path) -> Iterator[Core]:
    built = build_core(tmp_path, Settings())
    yield built
    built.close()


@pytest.fixture
def simulator() -> Iterator[RunningSimulator]:
    with simulator_thread() as running:
        yield running


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    opened = Shop(tmp_path / "home")
    yield opened
    opened.closes()


def test_a_new_folder_becomes_a_station_that_sells(core: Core) -> None:
    core.catalogue.import_file(CATALOGUE)
    assert len(core.board.queues()) == len(core.catalogue.read().services) > 0
    assert core.journal.author.letter == "A"
    core.print_duty.look()
    assert core.health.now().printer_trouble is None


def test_an_emptied_file_is_damaged_and_becomes_a_station_only_by_setting_one_up(tmp_path: Path) -> None:
    file = tmp_path / "vez.sqlite"
    file.touch()
    with pytest.raises(DatabaseCorrupt, match="cópia de segurança"):
        build_core(tmp_path, Settings())
    assert file.stat().st_size == 0
    build_core(tmp_path, Settings(), is_setup=True).close()
    build_core(tmp_path, Settings()).close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no file that is open")
def test_a_station_whose_file_was_deleted_sells_nothing(shop: Shop) -> None:
    visit = shop.opens_visit()
    shop.core.paths.database.unlink()
    with pytest.raises(DatabaseUnreadable, match="apagado ou trocado"):
        shop.opens_visit()
    with pytest.raises(DatabaseUnreadable, match="apagado ou trocado"):
        shop.core.sale.pay(visit.id, Method.PIX)
    assert not shop.core.paths.database.exists()


def test_a_station_is_the_same_after_a_restart_whatever_its_letter(tmp_path: Path) -> None:
    authors = []
    for letter in "AAB":
        core = build_core(tmp_path, Settings(station=Station(letter=letter)))
        authors.append(core.journal.author)
        core.close()
    assert authors[0] == authors[1]
    assert (authors[2].station, authors[2].epoch, authors[2].letter) == (authors[0].station, authors[0].epoch, "B")


def test_a_core_may_be_closed_twice(core: Core) -> None:
    core.close()
    core.close()


def turn(core: Core, lane: str, name: str) -> None:
    """One job has its turn on its lane."""
    (job,) = (each for each in core.duties._duties[lane].jobs if each.name == name)
    core.duties._work(lane, job)()


def takes_over(shop: Shop) -> None:
    """A process that works by the lease alone begins to."""
    shop.core.duties._offer()


def test_taking_over_asks_for_all_money_before_it_goes_by_the_plan(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    asked = shop.asked("look")
    shop.core.payment_duty.step()
    assert shop.asked("look") == asked, "the plan says later"
    takes_over(shop)
    turn(shop.core, "payments", "payments")
    assert shop.asked("look") == asked + 1
    assert shop.visit(visit).ticket is not None


def test_taking_over_ends_no_visit_before_its_money_was_asked_for(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.clock.jump(timedelta(minutes=30, seconds=30))
    shop.core.payment_duty.step()
    takes_over(shop)
    turn(shop.core, "time", "time")
    assert shop.visit(visit).charges[0].state is ChargeState.AWAITING
    turn(shop.core, "payments", "payments")
    turn(shop.core, "time", "time")
    assert shop.visit(visit).charges[0].state is ChargeState.VOIDING


def test_taking_over_asks_a_person_about_the_paper_before_it_asks_the_printer(shop: Shop) -> None:
    visit = shop.opens_visit()
    shop.provider_reports_paid(visit)
    shop.dies_at_the_printer()
    takes_over(shop)
    turn(shop.core, "papers", "printer-look")
    assert shop.jobs(visit) == [JobState.UNCERTAIN]


WARM = """
import sys
from pathlib import Path
from shared.bootstrap import build_core
from shared.config import Settings
core = build_core(Path(sys.argv[1]), Settings())
core.duties._offer()
for lane in ("payments", "time", "papers"):
    core.duties._work(lane, core.duties._duties[lane].jobs[0])()
    print("escpos" in sys.modules)
core.close()
"""


def test_only_the_printers_lane_waits_for_the_printing_library(tmp_path: Path) -> None:
    said = subprocess.run([sys.executable, "-c", WARM, str(tmp_path)], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "False", "True"]


def test_two_processes_may_hold_one_folder(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "home")
    other = build_core(shop.home, shop.settings, shop.core.world)
    visit = shop.gets_ticket()
    assert other.board.visit(visit.id) == visit
    other.close()
    shop.closes()


def test_a_file_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    core = build_core(tmp_path, Settings())
    with core.database.writing_engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA user_version=9999")
        connection.commit()
    core.close()
    before = Paths.of(tmp_path).database.read_bytes()
    with pytest.raises(DatabaseNewer, match="mais nova"):
        build_core(tmp_path, Settings())
    assert Paths.of(tmp_path).database.read_bytes() == before


def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path) -> None:
    Paths.of(tmp_path).database.write_bytes(b"isto foi um banco de dados" * 400)
    with pytest.raises(DatabaseCorrupt, match="cópia de segurança"):
        build_core(tmp_path, Settings())


def test_a_missing_folder_is_said_to_be_missing(tmp_path: Path) -> None:
    usb = Printer(kind=PrinterKind.USB, vendor=0x04B8, product=0x0E15)
    with pytest.raises(DatabaseUnreadable, match="pasta"):
        build_core(tmp_path / "nowhere", Settings(printer=usb))


def test_a_missing_printer_is_said_and_sells_on(tmp_path: Path) -> None:
    missing = Printer(kind=PrinterKind.USB, vendor=0x04B8, product=0x0E15)
    core = build_core(tmp_path, Settings(printer=missing))
    core.print_duty.look()
    assert core.health.now().printer_trouble in {Trouble.ABSENT, Trouble.NO_DRIVER}
    assert PRINTER not in core.health.now().providers
    core.close()


def test_the_printer_is_the_one_that_is_configured(tmp_path: Path) -> None:
    world = outside(Paths.of(tmp_path), Settings())
    assert isinstance(world.printer, LatePrinter)
    assert isinstance(world.printer.made, UsbPrinter)
    assert isinstance(world.clock, SystemClock)
    assert world.printer.status().trouble is None
    world.printer.close()


def test_a_provider_without_its_key_is_not_offered(tmp_path: Path) -> None:
    assert build_providers(Paths.of(tmp_path), Settings(), SystemClock()) == {}
    (tmp_path / FILE_NAME).write_text(KEY, encoding="utf-8")
    providers = build_providers(Paths.of(tmp_path), Settings(), SystemClock())
    asaas = asaas_of(providers)
    assert asaas.name == providers["asaas"].name
    assert "aact" not in repr(SecretStr("$aact_hmlg_000"))
    asaas.close()


MERCADO_PAGO = MercadoPagoAccount(payer_email="loja@exemplo.com.br")
WITH_MACHINE = MERCADO_PAGO.model_copy(update={"terminal": "NEWLAND_N950__N950NCB801293324"})
BOTH_WAYS = ["mercado_pago", "mercado_pago_orders"]


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        (Settings(), ["asaas"]),
        (Settings(payment=Payment(ways=("pix:mercado_pago",)), mercado_pago=MERCADO_PAGO), ["asaas", *BOTH_WAYS]),
        (Settings(mercado_pago=WITH_MACHINE), ["asaas", *BOTH_WAYS, "mercado_pago_point"]),
    ],
)
def test_every_described_provider_with_its_key_is_there(tmp_path: Path, settings: Settings, names: list[str]) -> None:
    (tmp_path / FILE_NAME).write_text('{"asaas": "$aact_hmlg_000", "mercado_pago": "TEST-000"}', encoding="utf-8")
    providers = build_providers(Paths.of(tmp_path), settings, SystemClock())
    assert list(providers) == names
    for name, provider in providers.items():
        assert isinstance(provider, LateProvider)
        assert provider.made.name == name
        provider.close()


BANK = BankAccount(bank="sicredi", client_id="loja", pix_key="loja@exemplo.com.br", city="Porto Alegre")


@pytest.mark.parametrize(
    ("bank", "kept", "is_offered"),
    [
        ("sicredi", {}, False),
        ("sicredi", {"bank_pix": "s"}, True),
        ("sicoob", {}, True),
        ("banco-do-brasil", {"bank_pix": "s"}, False),
        ("banco-do-brasil", {"bank_pix": "s", "bank_pix_app": "a"}, True),
    ],
)
def test_a_bank_is_offered_with_all_the_keys_that_it_wants(
    tmp_path: Path, bank: str, kept: dict[str, str], is_offered: bool
) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps(kept), encoding="utf-8")
    settings = Settings(payment=Payment(ways=("pix:bank_pix",)), bank_pix=BANK.model_copy(update={"bank": bank}))
    providers = build_providers(Paths.of(tmp_path), settings, SystemClock())
    assert list(providers) == (["bank_pix"] if is_offered else [])


def test_a_bank_is_asked_where_the_settings_say_and_with_their_files(
    tmp_path: Path, simulator: RunningSimulator
) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps({"bank_pix": BANK_CLIENT_SECRET}), encoding="utf-8")
    own = {
        "client_id": BANK_CLIENT_ID,
        "pix_key": BANK_PIX_KEY,
        "api_url": f"{simulator.origin}/bank/api",
        "token_url": f"{simulator.origin}/bank/oauth/token",
    }
    well, missing = BANK.model_copy(update=own), {"certificate": Path("loja.pem")}
    for account, is_well in ((well, True), (well.model_copy(update=missing), False)):
        settings = Settings(payment=Payment(ways=("pix:bank_pix",)), bank_pix=account)
        bank = build_providers(Paths.of(tmp_path), settings, SystemClock())["bank_pix"]
        checked = bank.check()
        bank.close()
        assert isinstance(checked, ProviderHealthy) is is_well, checked


def test_a_card_machine_without_the_accounts_key_is_not_offered(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(KEY, encoding="utf-8")
    assert list(build_providers(Paths.of(tmp_path), Settings(mercado_pago=WITH_MACHINE), SystemClock())) == ["asaas"]


@pytest.mark.parametrize(("seconds", "connect"), [(15.0, 3.0), (1.0, 1.0)])
def test_a_provider_is_given_the_time_that_is_configured(tmp_path: Path, seconds: float, connect: float) -> None:
    (tmp_path / FILE_NAME).write_text(KEY, encoding="utf-8")
    settings = Settings(payment=Payment(timeout_seconds=seconds))
    asaas = asaas_of(build_providers(Paths.of(tmp_path), settings, SystemClock()))
    waits = asaas._http._client.timeout
    assert (waits.connect, waits.read, waits.write, waits.pool) == (connect, seconds, seconds, connect)
    assert asaas._http._reads_for_seconds >= seconds, "an answer that came in time is read to its end"
    longest = 4 * (asaas._http._reads_for_seconds + seconds)
    assert timedelta(seconds=longest) <= CALL_MAX, "nobody looks for a charge while it is still being opened"
    asaas.close()


@pytest.mark.parametrize(
    ("name", "policy"),
    [
        (PolicyName.STRICT, StrictPriority()),
        (PolicyName.AGEING, Ageing()),
        (PolicyName.ALTERNATION, Alternation(3)),
    ],
)
def test_the_shop_chooses_who_is_next(name: PolicyName, policy: QueuePolicy) -> None:
    assert queue_policy(Settings(queue=Queue(policy=name, alternation=3))) == policy


def test_every_kind_of_fact_has_one_reader() -> None:
    types = fact_types()
    kinds = list(types._types)
    assert len(kinds) == len(set(kinds))
    assert {"visit_opened", "stock_counted", "operator_added"} <= set(kinds)


def test_closing_cuts_every_wait_short(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "home")
    closing = shop.core.world.closing
    assert isinstance(closing, threading.Event)
    shop.closes()
    assert closing.is_set()
    assert shop.fake_printer.is_closed
    assert shop.provider.is_closed


def test_a_closed_core_holds_no_connection_to_its_provider(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(KEY, encoding="utf-8")
    core = build_core(tmp_path, Settings())
    asaas = asaas_of(core.world.providers)
    assert not asaas._http._client.is_closed
    core.close()
    assert asaas._http._client.is_closed


LOOKS_AT_THE_QUEUE = """
import sys
from pathlib import Path
from shared.bootstrap import build_core
from shared.config import Settings
core = build_core(Path(sys.argv[1]), Settings())
core.board.queues()
core.close()
print(*sorted(name for name in ("httpx", "usb", "escpos", "PIL") if name in sys.modules))
"""


def test_a_command_that_only_looks_loads_no_adapter(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(KEY, encoding="utf-8")
    looked = [sys.executable, "-c", LOOKS_AT_THE_QUEUE, str(tmp_path)]
    done = subprocess.run(looked, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "\n"
