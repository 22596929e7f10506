"""No secret, and nothing about a customer, in any log, journal, report or answer: everything written is searched."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import typer
from typer._click import Command

from shared.bootstrap import build_printer
from shared.cli.commands import app
from shared.cli.installing import NAMES
from shared.config import ConfigFault, Paths, Settings, load_settings
from shared.kernel.clock import ManualClock
from shared.kernel.ids import RandomIds
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.keys import Keys
from shared.logs import configure_logs, release_logs
from shared.payments.simulator.bank_pix.records import BANK_PIX_KEY
from shared.people.model import Told
from shared.providers import build_providers
from shared.reconciliation.model import Difference
from shared.redaction import TAKEN_OUT
from shared.visits.model import Decision, Visit
from shared.webhooks.doors import doors_of
from tests.fakes.receiver import (
    ReceiverProcess,
    asaas_event,
    bank_body,
    mercado_pago_headers,
    mercado_pago_order,
    mercado_pago_payment,
    receiving,
)
from tests.fakes.shop import ANA, BRUNO, CATALOGUE, CRYO, Shop
from tests.fakes.simulator import RunningSimulator, SimulatorControl, simulator_thread
from tests.faults import planting
from tests.faults.planting import (
    CARD,
    CPF,
    CPF_WRITTEN,
    ECHO,
    EMAIL,
    GRANTED,
    KEYS,
    NAME,
    PERSON,
    PHONE_WRITTEN,
    PINS,
    SECRETS,
    everything,
    found_in,
)
from tests.shared.cli.shell import SameProcess

ROOMS = {
    "asaas": "asaas",
    "bank_pix": "bank_pix",
    "mercado_pago": "mercado_pago",
    "mercado_pago_orders": "mercado_pago",
}
STATUSES = (200, 400, 401, 403, 404, 409, 422, 500)
PAYER = {"name": NAME, "cpfCnpj": CPF_WRITTEN, "email": EMAIL, "mobilePhone": PHONE_WRITTEN}
REPLY: Any = {
    **dict.fromkeys(("message", "error", "error_description", "type", "title", "detail", "status"), ECHO),
    "errors": [{"code": ECHO, "description": ECHO, "message": ECHO, "details": [ECHO]}],
    "cause": [{"code": ECHO, "description": ECHO}],
    "violacoes": [{"razao": ECHO, "propriedade": ECHO}],
    "payer": PAYER,
}
"""What a provider may answer that says everything it was told, in the form of every dialect at once."""
ITS_OWN = frozenset({"customer"})
"""The table that may hold what a customer said, until it is forgotten."""
NAMED = frozenset({("print_job", "name"), ("note", "name")})
"""Where their name may be besides: on their paper, and where an operator wrote it down."""
PAPERS = "papers"
"""The customer's own paper calls them by their name; the virtual printer keeps its papers in this folder."""
SETTINGS = """
[payment]
ways = ["pix:{company}", "counter"]
[asaas]
base_url = "{origin}/v3"
[bank_pix]
bank = "sicredi"
client_id = "vez-simulador"
pix_key = "{pix_key}"
city = "Porto Alegre"
api_url = "{origin}/bank/api"
token_url = "{origin}/bank/oauth/token"
[mercado_pago]
base_url = "{origin}/mp"
payer_email = "loja@testuser.com"
[printer]
kind = "virtual"
[log]
level = "debug"
"""


@pytest.fixture(scope="module")
def simulator() -> Iterator[RunningSimulator]:
    with simulator_thread(accounts=planting.accounts()) as running:
        yield running


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    level = logging.getLogger().level
    yield
    release_logs()
    logging.getLogger().setLevel(level)


class World:
    """One station with marked keys and PINs, its provider, and all that its programs said."""

    def __init__(self, shell: SameProcess, simulator: RunningSimulator, company: str) -> None:
        self.shell = shell
        self.home = shell.home
        self.said: list[tuple[str, str]] = []
        self.control: SimulatorControl = simulator.control.of(ROOMS[company])
        self.company = company
        self.vez("setup", status=0)
        shell.set(SETTINGS.format(company=company, origin=simulator.origin, pix_key=BANK_PIX_KEY))
        catalogue = self.home.with_name("shop.toml")
        text = CATALOGUE.read_text("utf-8")
        for pin, marked in zip(("2580", "4826", "7391"), PINS.values(), strict=True):
            text = text.replace(f'"{pin}"', f'"{marked}"')
        catalogue.write_text(text, "utf-8")
        self.vez("import", str(catalogue), status=0)
        for name, value in KEYS.items():
            self.vez("key", name, status=0, VEZ_KEY=value)
        self.settings = self._settings()
        self.clock = ManualClock(datetime.now(UTC))
        self.shop = self._opened()

    def vez(self, *words: str, status: int | None = None, **variables: str) -> str:
        """Run one command; what it said is kept for the search."""
        done = self.shell.vez(*words, limits=None, **variables)
        assert status in {None, done.status}, done
        self.said += [(" ".join(words[:2]), done.out + done.err)]
        return done.out

    def by(self, who: str, *words: str, status: int | None = None) -> str:
        return self.vez(*words, "--by", who, status=status, VEZ_PIN=PINS[who])

    def logs(self) -> None:
        """This process writes its log from now on; each command takes the log for itself and lets go of it."""
        configure_logs(Paths.of(self.home).logs, self.settings.log.level, "vez-kiosk")

    def close(self) -> None:
        self.shop.closes()
        self.control.close()

    def works(self) -> None:
        self.shop.works()
        self.shop.core.reconciliation.step()

    def _settings(self) -> Settings:
        loaded = load_settings(self.home)
        assert not isinstance(loaded, ConfigFault), loaded
        return loaded

    def _opened(self) -> Shop:
        self.logs()
        paths = Paths.of(self.home)
        return Shop(
            self.home,
            clock=self.clock,
            settings=self.settings,
            ids=RandomIds(),
            printer=build_printer(paths, self.settings, self.clock, threading.Event()),
            providers={self.company: build_providers(paths, self.settings, self.clock)[self.company]},
        )


@pytest.fixture(params=ROOMS)
def world(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    simulator: RunningSimulator,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[World]:
    simulator.control.reset()
    with closing(World(SameProcess(tmp_path / "home", monkeypatch, capsys), simulator, request.param)) as opened:
        yield opened


def sells(world: World) -> Visit:
    """A customer tells name and CPF at the totem, pays, and an operator writes down more than they should."""
    shop = world.shop
    visit = shop.opens_visit(name=NAME)
    paid = shop.core.sale.pay(visit.id, Method.PIX, payer=Told(NAME, CPF))
    assert isinstance(paid, Visit)
    world.works()
    world.control.pay(intent=shop.intent_of(visit))
    return shop.visit(visit)


def provider_turns_hostile(world: World) -> None:
    """Whatever is asked is answered with everything that was told, and with every key."""
    shop, control = world.shop, world.control
    if world.company == "bank_pix":
        control.fault("alter", path="oauth|token", fields={"access_token": GRANTED})
    for status, kind in product(STATUSES, ("garbage", "alter")):
        visit = shop.opens_visit(name=NAME)
        control.fault(kind, status=status, fields=REPLY)
        shop.core.sale.pay(visit.id, Method.PIX, payer=Told(NAME, CPF))
        world.works()
        shop.lets_time_pass(minutes=1)
        control.fault(kind, status=status, fields=REPLY)
        shop.core.sale.give_up(visit.id)
        world.works()
        control.fault("html", status=status, fields={"html": f"<h1>{ECHO}</h1>"})
        world.works()
        shop.lets_time_pass(minutes=1)
    control.accept_key(accepted=False)
    shop.core.payment_duty.check()
    shop.opens_visit(name=NAME)
    world.works()
    control.accept_key(accepted=True)
    shop.lets_time_pass(minutes=10)
    shop.core.payment_duty.check()


def refund_is_refused(world: World) -> None:
    """Money is to go back, and the provider says why not in its own words."""
    shop = world.shop
    visit = sells(world)
    shop.lets_time_pass(minutes=1)
    shop.core.counter.cancel_visit(visit.id, f"desistiu, CPF {CPF_WRITTEN}", BRUNO)
    for status in (400, 422, 403, 409):
        task = next(iter(shop.visit(visit).open_tasks), None)
        if task is not None:
            asks = "PUT" if world.company == "bank_pix" else "POST"
            world.control.fault("garbage", status=status, fields=REPLY, method=asks)
            shop.core.counter.give_back(visit.id, task.id, f"pediu {CPF}, {PHONE_WRITTEN}", BRUNO)
            world.works()
            shop.lets_time_pass(minutes=2)
    causes = [each.trouble for each in shop.visit(visit).refunds if each.trouble]
    assert any(TAKEN_OUT in each for each in causes), causes


def operators_write_too_much(world: World, visit: Visit) -> None:
    """Free texts with a person's numbers in them."""
    shop, words = world.shop, f"é o CPF {CPF_WRITTEN} ou {CPF}, tel {PHONE_WRITTEN}, {EMAIL}"
    core = shop.core
    core.serving.add_note(visit.id, f"{NAME}: {words}", ANA)
    for which in range(4):
        other = shop.opens_visit()
        match which:
            case 0:
                core.counter.give_courtesy(other.id, words, BRUNO)
                core.serving.change_priority(other.id, None, words, BRUNO)
                core.serving.call(shop.turn(other, CRYO), shop.free(CRYO), BRUNO, words)
                core.serving.send_back(shop.turn(other, CRYO), words, BRUNO)
                core.serving.cancel_turn(shop.turn(other, CRYO), words, BRUNO)
            case 1:
                core.counter.release(other.id, words, BRUNO)
            case 2:
                core.counter.give_courtesy(other.id, words, BRUNO)
                core.counter.cancel_visit(other.id, words, BRUNO)
            case _:
                late = sells(world)
                world.control.pay(intent=shop.intent_of(late), force=True)
                shop.lets_time_pass(minutes=2)
                for task in shop.visit(late).open_tasks:
                    core.counter.decide_task(late.id, task.id, Decision.RELEASED, words, BRUNO)
    if world.company == "bank_pix":
        world.control.sends_to_key(Money(777))
        shop.lets_time_pass(minutes=2)
        core.reconciliation.compare_now(world.company)
        (found, *_) = core.reconciliation.open()
        assert isinstance(core.reconciliation.answer(found.seen.id, words, BRUNO), Difference)


def providers_call(world: World, visit: Visit) -> None:
    """Notices, true and false, with people in them."""
    core, now = world.shop.core, world.clock.now()
    doors = doors_of(Keys(world.home), world.settings.webhooks)
    more: Any = {"payer": PAYER, "infoPagador": ECHO, "creditCard": {"creditCardNumber": CARD}, "description": ECHO}
    with receiving(core.inbox, world.clock, doors) as receiver:
        intent = world.shop.intent_of(visit)
        event = asaas_event("PAYMENT_RECEIVED", externalReference=intent, **more)
        strange = asaas_event("PAYMENT_STRANGE", "2", status=ECHO, billingType=ECHO, **more)
        statuses = [receiver.asaas(each, KEYS["asaas_webhook"]).status_code for each in (event, strange)]
        payment = {**mercado_pago_payment("123456"), **more}
        order = mercado_pago_order("ORD0123456789", intent)
        order["data"] |= {**more, "status_detail": ECHO}
        for body in (payment, order):
            data_id = str(body["data"]["id"])
            signed = mercado_pago_headers(data_id, now, KEYS["mercado_pago_webhook"])
            statuses.append(receiver.mercado_pago(body, now, data_id, **signed).status_code)
        told = bank_body(intent, pagador={"cpf": CPF, "nome": NAME}, infoPagador=ECHO)
        statuses.append(receiver.bank(told, KEYS["bank_pix_webhook"]).status_code)
        assert statuses == [200] * 5
        assert receiver.asaas(event, KEYS["asaas"]).status_code == 401
        assert receiver.bank(told, f"{KEYS['bank_pix_webhook']}x").status_code == 401
        assert receiver.client.get(f"/bank-pix/{KEYS['bank_pix_webhook']}/pix").status_code == 405
        assert receiver.client.post(f"/nowhere/{KEYS['bank_pix_webhook']}?cpf={CPF}").status_code == 404
        garbage = receiver.client.post(
            "/asaas", content=f"{{{ECHO}", headers={"asaas-access-token": KEYS["asaas_webhook"]}
        )
        assert garbage.status_code == 400
    world.works()


def receiver_runs_by_itself(world: World) -> None:
    """`vez webhooks` at its most talkative, called as providers, strangers and a port scan do."""
    address = f"/bank-pix/{KEYS['bank_pix_webhook']}"
    with (
        ReceiverProcess(world.home, {**os.environ, "VEZ_LOG__LEVEL": "debug"}) as receiver,
        receiver.client() as caller,
    ):
        assert caller.post(f"{address}/pix", json=bank_body("0" * 32, infoPagador=ECHO)).status_code == 200
        assert caller.post(f"{address}x?cpf={CPF}", json={"who": ECHO}).status_code == 401
        assert caller.post(address, content=ECHO.encode()).status_code == 400
        assert caller.get(address).status_code == 405
        assert receiver.ends() == 0
        assert receiver.process.stderr is not None
        world.said.append(("webhooks", receiver.process.stderr.read().decode()))


def asking(name: str, home: Path) -> dict[tuple[str, ...], tuple[str | None, tuple[str, ...]]]:
    """Every command that answers in JSON: who gives it, and with which words."""
    words = ("--reason", f"CPF {CPF_WRITTEN}")
    return {
        ("doctor",): (None, ()),
        ("visits",): (None, ()),
        ("visit",): (None, (name,)),
        ("queue",): (None, ()),
        ("call",): ("ana", (name,)),
        ("start",): ("ana", (name,)),
        ("complete",): ("ana", (name,)),
        ("return",): ("ana", (name, *words)),
        ("no-show",): ("ana", (name,)),
        ("pay",): ("ana", (name, "1,00", "--card", "--authorisation", CPF)),
        ("release",): ("bruno", (name, *words)),
        ("courtesy",): ("bruno", (name, *words)),
        ("found",): ("bruno", (name, "--reference", CPF)),
        ("not-found",): ("bruno", (name, *words)),
        ("backup",): (None, (str(home / "backups" / "before.sqlite"),)),
        ("payments",): (None, ()),
        ("payments", "webhooks"): (None, ()),
        ("payments", "replay"): ("bruno", ()),
        ("payments", "compare"): (None, ()),
        ("payments", "differences"): (None, ()),
        ("payments", "answer"): ("bruno", ("asaas:E1", "--note", f"CPF {CPF_WRITTEN}")),
        ("printer",): (None, ()),
        ("printer", "list"): (None, ()),
        ("printer", "status"): (None, ()),
        ("printer", "test"): ("bruno", ()),
        ("printer", "reprint"): ("bruno", (name,)),
        ("printer", "resolve"): ("bruno", ("0" * 32, "--came-out")),
        ("printer", "retry"): ("bruno", ("0" * 32,)),
        ("forget",): ("carla", (name,)),
    }


def answering_in_json() -> set[tuple[str, ...]]:
    """The commands that take `--json`, as the program itself knows them."""
    found: set[tuple[str, ...]] = set()

    def walk(command: Command, path: tuple[str, ...]) -> None:
        if path and any("--json" in getattr(each, "opts", ()) for each in command.params):
            found.add(path)
        for name, inner in getattr(command, "commands", {}).items():
            walk(inner, (*path, name))

    walk(typer.main.get_command(app), ())
    return found


def asks_everything(world: World, visit: Visit) -> None:
    for path, (who, words) in asking(visit.id, world.home).items():
        if path == ("forget",):
            continue
        said = world.by(who, *path, *words, "--json") if who else world.vez(*path, *words, "--json")
        assert not said or json.loads(said) is not None
        if "--json" not in words and who is None and path != ("backup",):
            world.vez(*path, *words)


def test_no_key_of_the_program_is_left_out() -> None:
    assert set(KEYS) == set(NAMES)


def test_no_command_that_answers_in_json_is_left_out(tmp_path: Path) -> None:
    assert answering_in_json() == set(asking("A001", tmp_path))


def test_nothing_that_was_planted_is_found_anywhere(world: World) -> None:
    visit = sells(world)
    world.shop.lets_time_pass(minutes=1)
    providers_call(world, visit)
    refund_is_refused(world)
    operators_write_too_much(world, visit)
    provider_turns_hostile(world)
    asks_everything(world, visit)
    receiver_runs_by_itself(world)
    world.logs()
    world.works()
    before = [*leaks_in_what_was_said(world), *leaks_in_files(world)]
    assert found_in(_customers(world), {"CPF": (CPF,)}), "nothing was planted"
    forgets_everybody(world)
    (world.home / "backups" / "before.sqlite").unlink()
    after = [(where, each) for where, content in everything(world.home) for each in found_in(content, PERSON)]
    assert (before, [leak for leak in after if not is_named_on_paper(*leak)]) == ([], [])


def is_named_on_paper(where: str, mark: str) -> bool:
    return where.startswith(PAPERS) and mark == "name"


def leaks_in_what_was_said(world: World) -> list[tuple[str, str]]:
    """Answers and errors. The screen of an operator names the customer; their numbers are on none."""
    marks = {**SECRETS, **PERSON, "name": ()}
    return [(words, each) for words, text in world.said for each in found_in(text.encode(), marks)]


def leaks_in_files(world: World) -> list[tuple[str, str]]:
    """All files: secrets in the one file for them; what a customer said, in its own rows and on their paper."""
    return [
        (where, each)
        for where, content in everything(world.home, leave_out=("keys.json",))
        for each in found_in(content, {**SECRETS, **(PERSON if "#" in where or ".sqlite" not in where else {})})
        if not is_named_on_paper(where, each)
        and where.rpartition("#")[2] not in ITS_OWN
        and (where.rpartition("#")[2], each) not in NAMED
    ]


def forgets_everybody(world: World) -> None:
    for visit in world.shop.core.board.visits_since(datetime.fromtimestamp(0, UTC)):
        if visit.customer_id is not None:
            world.by("carla", "forget", visit.id, "--json")
    assert json.loads(world.by("carla", "forget", visit.id, "--json", status=0))["is_scrubbed"]


def _customers(world: World) -> bytes:
    return dict(everything(world.home))["vez.sqlite#customer"]
