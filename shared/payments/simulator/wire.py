"""The server's TCP connections, so that one can be cut in the middle of an answer."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any, cast

from starlette.types import Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

Peer = tuple[str, int]


class Wire:
    """The open connections, by the address of the other side."""

    def __init__(self) -> None:
        self._open: dict[Peer, asyncio.Transport] = {}

    def protocol(self) -> type[H11Protocol]:
        """What uvicorn speaks, telling us of each connection."""
        connections = self._open

        class Watched(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                # Kept, because a TLS transport no longer knows the other side once it is lost.
                self._other_side = _peer(transport)
                connections[self._other_side] = transport
                super().connection_made(transport)

            def connection_lost(self, exc: Exception | None) -> None:
                connections.pop(self._other_side, None)
                super().connection_lost(exc)

        return Watched

    def cut(self, scope: Scope) -> None:
        """Close the connection of this request without a word."""
        transport = self._open.get(tuple(scope["client"]))
        if transport is not None:
            transport.abort()

    def certificate(self, scope: Scope) -> bytes | None:
        """The certificate, in DER, that the caller of this request showed; None without TLS."""
        transport = self._open.get(tuple(scope["client"]))
        tls = transport.get_extra_info("ssl_object") if transport else None
        return cast("ssl.SSLObject", tls).getpeercert(binary_form=True) if tls else None


def _peer(transport: asyncio.Transport) -> Peer:
    return cast("Peer", tuple(cast("Any", transport.get_extra_info("peername"))[:2]))
