"""The provider simulator for tests: in a thread or as a process, with a client for its control."""

from __future__ import annotations

import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from shared.kernel.clock import Clock, SystemClock
from shared.kernel.money import Money
from shared.payments.json_text import JsonValue, read_json, write_json
from shared.payments.simulator.asaas.records import Settings
from shared.payments.simulator.server import HOST, Accounts, MutualTls, base_url, listen, server

REPOSITORY = Path(__file__).parents[2]
STATIC = "static:"
STOP_SECONDS = 10.0
START_SECONDS = 20.0
STEP_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class HouseTls:
    """What the simulator shows and demands, and what a caller shows so that the control lets it in."""

    server: MutualTls
    caller: ssl.SSLContext


class ControlRefused(AssertionError):
    """The simulator would not do what the test asked."""


class SimulatorControl:
    """What a test may do to one provider's account. Names a charge by intent, by charge id or by its Pix code."""

    def __init__(self, origin: str, provider: str = "asaas", tls: ssl.SSLContext | None = None) -> None:
        self._origin = origin
        self._provider = provider
        self._tls = tls
        self._client = httpx.Client(
            base_url=f"{origin}/_control", timeout=10.0, trust_env=False, verify=True if tls is None else tls
        )

    def of(self, provider: str) -> SimulatorControl:
        """The control of another provider in the same process; to be closed by itself."""
        return SimulatorControl(self._origin, provider, self._tls)

    def close(self) -> None:
        self._client.close()

    def pay(
        self,
        *,
        intent: str | None = None,
        charge: str | None = None,
        code: str | None = None,
        amount: Money | None = None,
        way: str | None = None,
        card: str | None = None,
        force: bool = False,
    ) -> str:
        """A customer pays; the id of the charge that holds the money. `force`: although the bank should refuse.

        Asaas: `way` is PIX, BOLETO or CREDIT_CARD; `card` is approved, refused or risk.
        """
        named = _named(intent=intent, charge=charge, code=code)
        priced: dict[str, JsonValue] = {"amount": str(amount.reais)} if amount else {}
        meant: dict[str, JsonValue] = {"way": way} if way else {"card": card} if card else {}
        return str(self._post("pay", {**named, **priced, **meant, "force": force})["charge"])

    def play(self, step: str, *, intent: str | None = None, charge: str | None = None) -> str:
        """What else becomes of a charge: `simulator.asaas.life.STEPS`; its new status."""
        return str(self._post("play", {**_named(intent=intent, charge=charge), "step": step})["status"])

    def say(self, *, intent: str | None = None, charge: str | None = None, **details: JsonValue) -> str:
        """A notice of a charge as it is now; `event`, `stranger`. The id that it names."""
        return str(self._post("say", {**_named(intent=intent, charge=charge), **details})["charge"])

    def sends_to_key(self, amount: Money) -> str:
        """Somebody sends money to the shop's Pix key by hand; the payment's reference."""
        return str(self._post("pay", {"key": True, "amount": str(amount.reais)})["charge"])

    def refund(
        self,
        *,
        intent: str | None = None,
        charge: str | None = None,
        amount: Money | None = None,
        nature: str | None = None,
        force: bool = False,
    ) -> str:
        """The shop gives money back on the provider's own pages, or the payment system takes it (`nature`, `force`).

        The charge's new status.
        """
        priced: dict[str, JsonValue] = {"amount": str(amount.reais)} if amount else {}
        meant: dict[str, JsonValue] = {"nature": nature} if nature else {}
        named = _named(intent=intent, charge=charge)
        return str(self._post("refund", {**named, **priced, **meant, "force": force})["status"])

    def settle_refunds(self, status: str, *, intent: str | None = None, charge: str | None = None) -> None:
        """Refunds of a charge that have not ended are now so: DONE, CANCELLED or another status of the API."""
        self._post("refunds", {**_named(intent=intent, charge=charge), "status": status})

    def change(
        self,
        *,
        intent: str | None = None,
        charge: str | None = None,
        status: str | None = None,
        value: Money | None = None,
    ) -> None:
        """Give a charge any status, also one that the API does not know, or another value."""
        changed: dict[str, JsonValue] = {"status": status} if status else {}
        priced: dict[str, JsonValue] = {"value": str(value.reais)} if value else {}
        self._post("change", {**_named(intent=intent, charge=charge), **changed, **priced})

    def fault(self, kind: str, **details: JsonValue) -> None:
        """error, drop, delay, rate_limit, html, garbage, broken_json, empty, alter: see `simulator.faults.Fault`."""
        self._post("faults", {"kind": kind, **details})

    def flaw(self, kind: str, **details: JsonValue) -> None:
        """What befalls the next notices: see `simulator.notices.FlawKind`."""
        self._post("flaws", {"kind": kind, **details})

    def deliveries(self) -> list[dict[str, Any]]:
        """Every notice since the last reset, oldest first: its state, and what each attempt was answered."""
        return list(self._get("deliveries")["deliveries"])

    def queue(self) -> dict[str, Any]:
        """How the one subscriber's queue stands: id, waiting, held, stopped."""
        (only,) = self._get("deliveries")["queues"]
        return dict(only)

    def tune_deliveries(self, **changed: JsonValue) -> None:
        """factor of all waits, timeout_seconds, wake, release."""
        self._post("deliveries", changed)

    def accept_key(self, *, accepted: bool) -> None:
        self._post("key", {"accepted": accepted})

    def advance(self, seconds: float) -> None:
        """Only the providers' clock."""
        self._post("clock", {"seconds": str(seconds)})

    def settings(self, **changed: JsonValue) -> None:
        """auto_pay_seconds, is_key_accepted, balance, and what each dialect has of its own."""
        self._post("settings", changed)

    def calm(self) -> None:
        """No more faults and flaws."""
        self._post("calm", {})

    def reset(self) -> None:
        self._post("reset", {})

    def charges(self) -> list[dict[str, Any]]:
        """All charges, newest first, also the removed ones; `value` is a Decimal in reais."""
        return list(self._get("charges")["charges"])

    def codes(self) -> list[dict[str, Any]]:
        """All static codes."""
        return list(self._get("charges")["codes"])

    def ledger(self) -> list[dict[str, Any]]:
        """Every movement of money, oldest first."""
        return list(self._get("ledger")["entries"])

    def received(self, reference: str) -> Money:
        """All money that ever came in for one intent."""
        came = [each for each in self.ledger() if each["kind"] == "received" and each["reference"] == reference]
        return Money.from_reais(sum((each["amount"] for each in came), Decimal(0)))

    def given_back(self) -> Money:
        """All money that refunds brought or are bringing back."""
        signs = {"refunded": 1, "refund_cancelled": -1}
        went = (each["amount"] * signs[each["kind"]] for each in self.ledger() if each["kind"] in signs)
        return Money.from_reais(sum(went, Decimal(0)))

    def requests(self) -> list[tuple[str, str]]:
        """Method and path of every request since the last reset."""
        return [(each["method"], each["path"]) for each in self._get("requests")["requests"]]

    def _post(self, name: str, body: dict[str, JsonValue]) -> dict[str, Any]:
        return _answer(self._client.post(f"/{name}", content=write_json({"provider": self._provider, **body})))

    def _get(self, name: str) -> dict[str, Any]:
        return _answer(self._client.get(f"/{name}", params={"provider": self._provider}))


@dataclass(frozen=True, slots=True)
class RunningSimulator:
    """Where it is and how to steer it. `process` is None when it runs in a thread of the test."""

    origin: str
    api_key: SecretStr
    control: SimulatorControl
    process: subprocess.Popen[bytes] | None = None

    @property
    def base_url(self) -> str:
        """Where Asaas is."""
        return f"{self.origin}/v3"

    @property
    def page(self) -> str:
        """The page for people."""
        return f"{self.origin}/"


@contextmanager
def simulator_thread(
    settings: Settings | None = None,
    clock: Clock | None = None,
    tls: HouseTls | None = None,
    accounts: Accounts | None = None,
) -> Iterator[RunningSimulator]:
    """A simulator that answers over real HTTP, or HTTPS with `tls`, from a thread of this process.

    `accounts` instead of the one account that `settings` describes.
    """
    served = accounts or Accounts(asaas=settings or Settings())
    listener = listen()
    origin = base_url(listener, "", "https" if tls else "http")
    running = server(served, clock or SystemClock(), tls.server if tls else None)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, name="simulator")
    thread.start()
    try:
        with closing(SimulatorControl(origin, tls=tls.caller if tls else None)) as control:
            yield RunningSimulator(origin, SecretStr(served.asaas.api_key), control)
    finally:
        running.should_exit = True
        thread.join(STOP_SECONDS)
        assert not thread.is_alive(), "the simulator does not stop"


@contextmanager
def simulator_process(folder: Path, auto_pay_seconds: float | None = None) -> Iterator[RunningSimulator]:
    """A simulator as a process of its own, as in a demonstration."""
    port_file = folder / "simulator.port"
    port_file.unlink(missing_ok=True)
    command = [sys.executable, "-m", "shared.payments.simulator", "--port-file", str(port_file)]
    if auto_pay_seconds is not None:
        command += ["--auto-pay", str(auto_pay_seconds)]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL)
    try:
        origin = f"http://{HOST}:{_port(port_file, process)}"
        with closing(SimulatorControl(origin)) as control:
            yield RunningSimulator(origin, SecretStr(Settings().api_key), control, process)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(STOP_SECONDS)


def _port(port_file: Path, process: subprocess.Popen[bytes]) -> int:
    pause = threading.Event()
    for _ in range(int(START_SECONDS / STEP_SECONDS)):
        if port_file.exists():
            return int(port_file.read_text("ascii"))
        assert process.poll() is None, "the simulator did not start"
        pause.wait(STEP_SECONDS)
    raise AssertionError("the simulator did not say where it listens")


def _named(**names: str | None) -> dict[str, JsonValue]:
    given: dict[str, JsonValue] = {each: name.removeprefix(STATIC) for each, name in names.items() if name is not None}
    assert len(given) == 1, "name exactly one of intent, charge and code"
    return given


def _answer(response: httpx.Response) -> dict[str, Any]:
    body = read_json(response.content)
    assert isinstance(body, dict)
    if response.status_code != httpx.codes.OK:
        raise ControlRefused(body["errors"][0]["description"])
    return body
