"""`vez webhooks`: a process that receives what providers say by themselves, until it is told to stop.

It also offers to do the station's background work, so that a paid visit gets its ticket when no app is open.
"""

from __future__ import annotations

import errno
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from shared.cli.endings import NotDone
from shared.cli.station import station

if TYPE_CHECKING:
    import ssl

    from shared.bootstrap import Core
    from shared.config import Webhooks
    from shared.webhooks.doors import Doors

FAILED_POLL_SECONDS = 2.0
"""How long to leave a database alone that could not be asked."""
SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stopping:
    """What a signal to end asks for, whether or not the server runs already."""

    def __init__(self) -> None:
        self.is_asked = False
        self.then: Callable[[], None] = lambda: None

    def ask(self, _number: int, _frame: FrameType | None) -> None:
        self.is_asked = True
        self.then()


def webhooks(
    port: Annotated[
        int | None, typer.Option(help="Porta; sem isto, a do vez.toml; 0 escolhe uma livre.", min=0, max=65535)
    ] = None,
    port_file: Annotated[Path | None, typer.Option(help="Arquivo que recebe a porta, quando ela atende.")] = None,
) -> None:
    """Recebe os avisos de pagamento dos provedores, até ser fechado (Ctrl+C)."""
    with station(program="webhooks") as core, _stop_signals() as stopping:
        receive(core, core.settings.webhooks.port if port is None else port, port_file, stopping)


def receive(core: Core, port: int, port_file: Path | None, stopping: Stopping) -> None:
    """Serve until the process is told to stop. NotDone when it cannot begin."""
    from shared.keys import Keys
    from shared.store.leases import Leases
    from shared.webhooks.doors import WEBHOOKS, doors_of

    doors = doors_of(Keys(core.paths.home), core.settings.webhooks)
    if not doors.paths:
        raise NotDone(
            "Nenhum provedor pode avisar: falta a senha combinada com ele. Guarde-a com: vez key asaas_webhook "
            "(ou mercado_pago_webhook, bank_pix_webhook)"
        )
    tls = _tls(core.settings.webhooks, core.paths.home)
    leases = Leases(core.paths.home)
    if not leases.hold(WEBHOOKS):
        raise NotDone("O receptor de avisos desta estação já está aberto. Use-o, ou feche-o antes.")
    try:
        with _listening(core.settings.webhooks.host, port) as listener:
            _announce(listener, doors, port_file, is_tls=tls is not None)
            _serve(core, doors, listener, tls, stopping)
    finally:
        leases.release(WEBHOOKS)


def _serve(core: Core, doors: Doors, listener: socket.socket, tls: ssl.SSLContext | None, stopping: Stopping) -> None:
    from shared.webhooks.edge import Edge
    from shared.webhooks.server import server
    from shared.webhooks.writer import Writer

    writer = Writer(core.inbox, core.duties.nudge)
    running = server(Edge(doors, writer, core.clock).application(), tls)
    stopping.then = lambda: setattr(running, "should_exit", True)
    running.should_exit = stopping.is_asked
    ended = threading.Event()
    following = threading.Thread(target=_follow, args=(core, ended), name="changes", daemon=True)
    core.duties.start()
    following.start()
    try:
        running.run(sockets=[listener])
    finally:
        ended.set()
        following.join()
        writer.close()


def _follow(core: Core, ended: threading.Event) -> None:
    """What another process commits may be for us to go on with, as the apps do."""
    from shared.journal.feed import POLL_SECONDS
    from shared.store.failures import StoreFailure

    watcher, seen = core.database.watcher(), 0
    pause = POLL_SECONDS
    while not ended.wait(pause):
        try:
            version = watcher.version()
        except StoreFailure:
            pause = FAILED_POLL_SECONDS
            continue
        pause = POLL_SECONDS
        if version != seen:
            seen = version
            core.duties.nudge()
    watcher.close()


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    from shared.webhooks.server import listen

    try:
        listener = listen(host, port)
    except OSError as error:
        raise NotDone(_why_not(error, host, port)) from error
    with listener:
        yield listener


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"A porta {port} já está em uso. Feche o outro programa, ou use outra: port, na seção [webhooks]."
    if error.errno == errno.EACCES:
        return f"O sistema não deixa usar a porta {port}. Use uma acima de 1023 na seção [webhooks]."
    return f'Este computador não atende em "{host}". Confira host na seção [webhooks] do vez.toml.'


def _tls(wanted: Webhooks, home: Path) -> ssl.SSLContext | None:
    from shared.webhooks.server import Tls, TlsFault, tls_context

    certificate, key, authority = (home / each if each else None for each in wanted.files)
    if certificate is None:
        return None
    context = tls_context(Tls(certificate, key, authority))
    if isinstance(context, TlsFault):
        raise NotDone(
            f"O arquivo {context.file} não serve: é preciso um certificado em PEM, com a chave dele, sem senha. "
            "Confira a seção [webhooks]."
        )
    return context


def _announce(listener: socket.socket, doors: Doors, port_file: Path | None, *, is_tls: bool) -> None:
    host, number = listener.getsockname()[:2]
    if port_file is not None:
        unfinished = port_file.with_suffix(".unfinished")
        unfinished.write_text(str(number), encoding="ascii")
        unfinished.replace(port_file)
    shown = f"[{host}]" if ":" in host else host
    scheme = "https" if is_tls else "http"
    print(f"Recebendo avisos em {scheme}://{shown}:{number}: {', '.join(doors.paths)}. Feche com Ctrl+C.", flush=True)


@contextmanager
def _stop_signals() -> Iterator[Stopping]:
    """While the server runs it hears the signals itself, and raises them again afterwards: they must not kill then."""
    stopping = Stopping()
    before = {each: signal.signal(each, stopping.ask) for each in SIGNALS}
    try:
        yield stopping
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
