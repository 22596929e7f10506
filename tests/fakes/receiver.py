"""A tiny server that is told things: it keeps what came and answers as a test says."""

from __future__ import annotations

import ssl
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from shared.payments.json_text import read_json

HOST = "127.0.0.1"
WAIT_SECONDS = 10.0
STOP_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Heard:
    """One request that came. Header names are in lower case; `certificate` is the caller's, in DER."""

    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: Any
    certificate: bytes | None


class Receiver:
    """What came, and what is answered. `answers` are used up one by one; afterwards it is 200."""

    def __init__(self) -> None:
        self._came = threading.Condition()
        self._heard: list[Heard] = []
        self._answers: deque[int] = deque()
        self._open = threading.Event()
        self._open.set()
        self.url = ""

    def answer(self, *statuses: int) -> None:
        """The next requests are answered so."""
        with self._came:
            self._answers.extend(statuses)

    def hang(self) -> None:
        """Answer nobody until `recover`."""
        self._open.clear()

    def recover(self) -> None:
        self._open.set()

    def wait_for(self, count: int) -> list[Heard]:
        """All that came, once it is as many; AssertionError when it takes too long."""
        with self._came:
            assert self._came.wait_for(lambda: len(self._heard) >= count, WAIT_SECONDS), self._heard
            return list(self._heard)

    def heard(self) -> list[Heard]:
        with self._came:
            return list(self._heard)

    def take(self, heard: Heard) -> int:
        """Keep it; the status to answer."""
        self._open.wait(WAIT_SECONDS)
        with self._came:
            self._heard.append(heard)
            self._came.notify_all()
            return self._answers.popleft() if self._answers else 200


@contextmanager
def receiver(tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver in a thread of this process; over TLS where a server's context is given."""
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            shown = (
                self.connection.getpeercert(binary_form=True) if isinstance(self.connection, ssl.SSLSocket) else None
            )
            headers = {name.lower(): value for name, value in self.headers.items()}
            status = made.take(Heard(parts.path, parse_qs(parts.query), headers, read_json(body), shown))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_args: object) -> None:
            """A caller that hangs up is no fault here."""

    running = Server((HOST, 0), Handler)
    if tls is not None:
        running.socket = tls.wrap_socket(running.socket, server_side=True)
    made.url = f"{'https' if tls else 'http'}://{HOST}:{running.server_address[1]}/told"
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, name="receiver")
    thread.start()
    try:
        yield made
    finally:
        made.recover()
        running.shutdown()
        running.server_close()
        thread.join(STOP_SECONDS)
