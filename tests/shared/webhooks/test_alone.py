"""The receiver as the only program of its station: the customer who paid gets a ticket all the same."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from pathlib import Path

from pydantic import SecretStr

from shared.bootstrap import Core, build_core
from shared.kernel.ways import Method
from shared.keys import Keys
from shared.visits.model import Visit, VisitState
from shared.visits.ticket import visit_state
from shared.webhooks.doors import ASAAS_KEY
from shared.webhooks.model import Ending
from tests.fakes.receiver import TOKEN, ReceiverProcess, asaas_event
from tests.fakes.shop import CRYO, cart
from tests.story.house import open_house

WAIT_SECONDS, POLL_SECONDS = 25.0, 0.02


def comes_to(core: Core, visit: Visit, state: VisitState) -> Visit:
    """Wait for it, within bounds."""
    ends_at, pause = time.monotonic() + WAIT_SECONDS, threading.Event()
    while True:
        found = core.board.visit(visit.id)
        assert isinstance(found, Visit)
        if visit_state(found) is state and (found.charges[-1].charge_id or state is not VisitState.PENDING_PAYMENT):
            return found
        assert time.monotonic() < ends_at, f"{visit.label} is {visit_state(found)}"
        pause.wait(POLL_SECONDS)


def test_it_opens_charges_settles_and_prints_when_no_app_is_open(tmp_path: Path) -> None:
    with open_house(tmp_path / "house") as house:
        Keys(house.home).set(ASAAS_KEY, SecretStr(TOKEN))
        with (
            ReceiverProcess(house.home, house.environment) as receiver,
            closing(build_core(house.home, house.settings)) as core,
        ):
            opened = core.sale.open(cart([CRYO]))
            assert isinstance(opened, Visit)
            assert isinstance(core.sale.pay(opened.id, Method.PIX), Visit)
            visit = comes_to(core, opened, VisitState.PENDING_PAYMENT)
            intent_id = visit.charges[-1].intent_id
            house.simulator.control.pay(intent=intent_id)
            assert receiver.posts(asaas_event("PAYMENT_RECEIVED", externalReference=intent_id)) == 200
            comes_to(core, visit, VisitState.IN_QUEUE)
            assert [each.ending for each in core.inbox.latest()] == [Ending.LOOKED]
            assert receiver.ends() == 0
