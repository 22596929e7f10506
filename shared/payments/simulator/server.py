"""The simulator as one application, and as a process of its own. It listens on this computer only."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from shared.kernel.clock import Clock, SystemClock
from shared.payments.simulator import page
from shared.payments.simulator.asaas.records import SIMULATOR_KEY, Settings
from shared.payments.simulator.asaas.room import AsaasRoom
from shared.payments.simulator.bank_pix.records import BankSettings
from shared.payments.simulator.bank_pix.room import BankRoom
from shared.payments.simulator.clock import ShiftedClock
from shared.payments.simulator.control import Control
from shared.payments.simulator.dialect import Dialect
from shared.payments.simulator.faults import FaultPlan, Faulty
from shared.payments.simulator.mercado_pago.records import Settings as MercadoPagoSettings
from shared.payments.simulator.mercado_pago.room import MercadoPagoRoom
from shared.payments.simulator.post import Papers, PostOffice
from shared.payments.simulator.wire import Wire

HOST = "127.0.0.1"
BACKLOG = 128
STOP_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts that one process serves, one for each dialect."""

    asaas: Settings = field(default_factory=Settings)
    bank_pix: BankSettings = field(default_factory=BankSettings)
    mercado_pago: MercadoPagoSettings = field(default_factory=MercadoPagoSettings)


@dataclass(frozen=True, slots=True)
class MutualTls:
    """Files in PEM: our certificate with its key, and who signs the certificates that callers must show."""

    certificate: Path
    authority: Path


def listen(port: int = 0) -> socket.socket:
    """A socket that already accepts; 0 lets the system choose the port. OSError when the port is taken."""
    # asyncio turns Nagle's algorithm off only on sockets that name their protocol; with it each answer takes 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def base_url(listener: socket.socket, base: str = "/v3", scheme: str = "http") -> str:
    """What the adapter is configured with; `base` is that of its dialect."""
    return f"{scheme}://{HOST}:{listener.getsockname()[1]}{base}"


def server(accounts: Accounts, clock: Clock, tls: MutualTls | None = None) -> uvicorn.Server:
    """The simulator, ready to run on a socket: ``server(…).run(sockets=[listen()])``.

    With `tls` it speaks HTTPS only, and only with callers whose certificate it knows the signer of; it shows its own
    when it tells something by itself.
    """
    shifted, plan, wire = ShiftedClock(clock), FaultPlan(), Wire()
    post = PostOffice(shifted, Papers(tls.certificate, tls.authority) if tls else None)
    dialects: list[Dialect] = [
        AsaasRoom(accounts.asaas, shifted, post),
        BankRoom(accounts.bank_pix, shifted, wire.certificate, post),
        MercadoPagoRoom(accounts.mercado_pago, shifted, post),
    ]
    post.beat = lambda: _beat(dialects)
    routes = [route for each in dialects for route in each.routes()]
    routes += [*Control(dialects, plan, shifted, post).routes(), *page.routes(dialects, post)]
    return uvicorn.Server(
        uvicorn.Config(
            Faulty(Starlette(routes=routes), dialects, shifted, plan, wire, post),
            http=wire.protocol(),
            lifespan="off",
            ws="none",
            interface="asgi3",
            log_config=None,
            access_log=False,
            date_header=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=STOP_SECONDS,
            ssl_certfile=tls.certificate if tls else None,
            ssl_ca_certs=str(tls.authority) if tls else None,
            ssl_cert_reqs=ssl.CERT_REQUIRED if tls else ssl.CERT_NONE,
        )
    )


def _beat(dialects: Sequence[Dialect]) -> None:
    for each in dialects:
        each.tick()
        each.announce()


def serve(
    port: int = 0,
    port_file: Path | None = None,
    auto_pay_after: timedelta | None = None,
    api_key: str = SIMULATOR_KEY,
    announce: Callable[[str], None] = print,
) -> None:
    """Serve until the process is told to stop. OSError when the port is taken.

    `port_file` receives the port, once it can be connected to; `announce` is told where the page is.
    """
    listener = listen(port)
    number = listener.getsockname()[1]
    if port_file is not None:
        unfinished = port_file.with_suffix(".unfinished")
        unfinished.write_text(str(number), encoding="ascii")
        unfinished.replace(port_file)
    accounts = Accounts(
        asaas=Settings(api_key=api_key, auto_pay_after=auto_pay_after),
        bank_pix=BankSettings(auto_pay_after=auto_pay_after),
        mercado_pago=MercadoPagoSettings(auto_pay_after=auto_pay_after),
    )
    announce(f"Simulador de pagamentos: http://{HOST}:{number}/")
    with suppress(KeyboardInterrupt):
        server(accounts, SystemClock()).run(sockets=[listener])
