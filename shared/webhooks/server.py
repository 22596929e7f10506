"""The receiver as a server: where it listens, over which TLS, and what it bears from a network."""

from __future__ import annotations

import asyncio
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from shared.webhooks.edge import CERTIFICATE

BACKLOG = 512
CONNECTIONS_MAX = 1_000
HEADERS_SECONDS = 10.0
"""Who says nothing for so long has no request."""
KEEP_ALIVE_SECONDS = 30
STOP_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Tls:
    """Files in PEM: our certificate and its key, and who signs the certificates that banks show."""

    certificate: Path
    key: Path | None = None
    authority: Path | None = None


@dataclass(frozen=True, slots=True)
class TlsFault:
    """The files cannot be used; `file` is the one."""

    file: Path


def tls_context(files: Tls) -> ssl.SSLContext | TlsFault:
    """Callers may show a certificate; one that the authority did not sign ends the conversation."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(files.certificate, files.key, _no_password)
    except (OSError, ssl.SSLError, ValueError):
        return TlsFault(files.certificate)
    if files.authority is not None:
        try:
            context.load_verify_locations(files.authority)
        except (OSError, ssl.SSLError):
            return TlsFault(files.authority)
        context.verify_mode = ssl.CERT_OPTIONAL
    return context


def listen(host: str, port: int) -> socket.socket:
    """A socket that already accepts; 0 lets the system choose the port. OSError when it cannot be had."""
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    # asyncio turns Nagle's algorithm off only on sockets that name their protocol; with it each answer takes 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def server(application: ASGIApp, tls: ssl.SSLContext | None = None) -> uvicorn.Server:
    """Ready to run on a socket: ``server(…).run(sockets=[listen(…)])``. Paths and headers are never logged."""
    config = uvicorn.Config(
        application,
        http=Watchful,
        lifespan="off",
        ws="none",
        interface="asgi3",
        log_config=None,
        access_log=False,
        date_header=True,
        server_header=False,
        proxy_headers=False,
        backlog=BACKLOG,
        limit_concurrency=CONNECTIONS_MAX,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    config.load()
    config.ssl = tls
    return uvicorn.Server(config)


class Watchful(H11Protocol):
    """Lets go of who says nothing, and tells the application whether a certificate was shown."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        tls = transport.get_extra_info("ssl_object")
        has_certificate = bool(cast("ssl.SSLObject", tls).getpeercert()) if tls else False
        self.app_state: dict[str, Any] = {**self.app_state, CERTIFICATE: has_certificate}
        super().connection_made(transport)
        self.access_log = False  # a bank's address holds its secret
        self.loop.call_later(HEADERS_SECONDS, self._give_up)

    def _give_up(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()


def _no_password() -> str:
    """A key with a password would ask for it at the terminal."""
    raise ValueError("the key has a password")
