"""What one of several processes on one file does, each with a core of its own."""

from __future__ import annotations

import threading
from multiprocessing.synchronize import Barrier
from pathlib import Path

from pydantic import SecretStr

from shared.bootstrap import Core, Outside, build_core
from shared.config import Printer, Settings
from shared.kernel.clock import SystemClock
from shared.kernel.ids import EquipmentId, RandomIds, VisitId
from shared.kernel.ways import Method
from shared.payments.asaas import Asaas
from shared.payments.simulator.asaas.records import SIMULATOR_KEY
from shared.visits.by_hand import CashTendered
from shared.visits.model import Visit
from shared.visits.serving import TurnRef
from tests.fakes.printer import FakePrinter
from tests.fakes.shop import ANA, BOOTS, BRUNO, CRYO, PROVIDER, TOWEL, cart

SETTINGS = Settings(printer=Printer(paper_grace_seconds=0))
MACHINES = ("crio-1", "crio-2", "bota-a", "bota-b")


def station(home: Path) -> Core:
    """A process' own core on a shared folder, without a provider; tickets join the queue without paper."""
    return build_core(home, SETTINGS, Outside(SystemClock(), RandomIds(), FakePrinter(), {}, threading.Event()))


def gives_back(home: str, start: Barrier, url: str, visit: str, task: str, number: int) -> None:
    """Ask for one task's money, and ask the provider as if no other process did; being told to wait is as good."""
    asaas = Asaas(url, SecretStr(SIMULATOR_KEY), SystemClock())
    world = Outside(SystemClock(), RandomIds(), FakePrinter(), {PROVIDER: asaas}, threading.Event())
    core = build_core(Path(home), SETTINGS, world)
    start.wait()
    core.counter.give_back(VisitId(visit), task, f"pedido por {number}", BRUNO)
    for _ in range(3):
        core.payment_duty.step()
    core.close()


def sells_and_notes(home: str, start: Barrier, commands: int, shared_visit: str, number: int) -> None:
    """Count a label on, take a towel from the stock, and add to one and the same visit, again and again."""
    core = station(Path(home))
    start.wait()
    for _ in range(commands // 2):
        opened = core.sale.open(cart([CRYO], {TOWEL: 1}))
        assert isinstance(opened, Visit), opened
        noted = core.serving.add_note(VisitId(shared_visit), f"visto por {number}", ANA)
        assert isinstance(noted, Visit), noted
    core.close()


def sells_and_serves(home: str, start: Barrier, rounds: int, number: int) -> None:
    """Let a customer in, and call whoever is next onto some machine; others do the same meanwhile."""
    core = station(Path(home))
    start.wait()
    for each in range(rounds):
        _lets_in(core)
        _serves(core, EquipmentId(MACHINES[(number + each) % len(MACHINES)]))
    core.close()


def _lets_in(core: Core) -> None:
    opened = core.sale.open(cart([CRYO, BOOTS]))
    assert isinstance(opened, Visit), opened
    asked = core.sale.pay(opened.id, Method.COUNTER)
    assert isinstance(asked, Visit), asked
    paid = core.counter.confirm(opened.id, asked.charges[0].intent_id, CashTendered(asked.total), ANA)
    assert isinstance(paid, Visit), paid
    core.time_duty.step()


def _serves(core: Core, machine: EquipmentId) -> None:
    """Call the next one; being told that another was quicker is as good."""
    service = BOOTS if machine.startswith("bota") else CRYO
    view = next(each for each in core.board.queues() if each.service.id == service)
    for item in view.items[:2]:
        turn = TurnRef(item.visit_id, item.turn_id)
        if isinstance(core.serving.call(turn, machine, ANA), Visit):
            assert isinstance(core.serving.start(turn, ANA), Visit)
            assert isinstance(core.serving.complete(turn, ANA), Visit)
            return
