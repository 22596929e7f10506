"""The receiver of webhooks for tests, over real HTTP, and what providers send to it, as their documents show it."""

from __future__ import annotations

import signal
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from shared.kernel.clock import Clock
from shared.payments.mercado_pago_signature import sign
from shared.webhooks.doors import Doors
from shared.webhooks.edge import BODY_SECONDS, Edge
from shared.webhooks.server import listen, server
from shared.webhooks.service import Inbox
from shared.webhooks.writer import Writer

HOST = "127.0.0.1"
TOKEN, SECRET, BANK_SECRET = "asaas-token-0123456789", "your_secret_key_here", "banco-segredo-0123456789"
DOORS = Doors(SecretStr(TOKEN), SecretStr(SECRET), SecretStr(BANK_SECRET))
REQUEST_ID = "2066ca19-c6f1-498a-be75-1923005edd06"
STOP_SECONDS = 10.0
START_SECONDS = 30.0
STEP_SECONDS = 0.02
REPOSITORY = Path(__file__).parents[2]
VEZ = "shared.cli"

PERSON = {
    "name": "Marina Alves",
    "cpfCnpj": "529.982.247-25",
    "email": "marina@example.com",
    "mobilePhone": "+5511987654321",
}
"""Who pays; nothing of it may be found anywhere afterwards."""
PERSONAL = ("Marina", "529.982.247", "52998224725", "marina@example.com", "987654321", "4111111111111111")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Receiver:
    """A receiver that runs, and a client of it."""

    origin: str
    client: httpx.Client

    def asaas(self, event: Json, token: str = TOKEN) -> httpx.Response:
        """Asaas posts an event."""
        return self.client.post("/asaas", json=event, headers={"asaas-access-token": token})

    def mercado_pago(self, body: Json, at: datetime, data_id: str | None = None, **headers: str) -> httpx.Response:
        """Mercado Pago posts an event that it signs now."""
        named = str(body["data"]["id"]) if data_id is None else data_id
        signed = mercado_pago_headers(named, at) | headers
        return self.client.post(
            "/mercado-pago", params={"data.id": named, "type": body["type"]}, json=body, headers=signed
        )

    def bank(self, body: Json, secret: str = BANK_SECRET) -> httpx.Response:
        """A bank posts to the address that was registered with the secret in it."""
        return self.client.post(f"/bank-pix/{secret}/pix", json=body)


@contextmanager
def receiving(
    inbox: Inbox,
    clock: Clock,
    doors: Doors = DOORS,
    then: Callable[[], object] = lambda: None,
    tls: tuple[ssl.SSLContext, ssl.SSLContext] | None = None,
    body_seconds: float = BODY_SECONDS,
) -> Iterator[Receiver]:
    """The real application on the real server, in a thread of this process. `tls`: the server's and a caller's."""
    writer = Writer(inbox, then)
    listener = listen(HOST, 0)
    running = server(Edge(doors, writer, clock, body_seconds).application(), tls[0] if tls else None)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, name="receiver")
    origin = f"{'https' if tls else 'http'}://{HOST}:{listener.getsockname()[1]}"
    thread.start()
    try:
        with httpx.Client(base_url=origin, timeout=10.0, trust_env=False, verify=tls[1] if tls else True) as client:
            yield Receiver(origin, client)
    finally:
        running.should_exit = True
        thread.join(STOP_SECONDS)
        assert not thread.is_alive(), "the receiver does not stop"
        writer.close()


def asaas_event(event: str, number: str = "1", **payment: object) -> Json:
    """As the reference shows it; `payment` changes fields of the charge, and who paid is all over it."""
    return {
        "id": f"evt_05b708f961d739ea7eba7e4db318f621&{number}",
        "event": event,
        "dateCreated": "2026-11-22 12:00:03",
        "payment": {
            "object": "payment",
            "id": "pay_080225913252",
            "dateCreated": "2026-11-22",
            "customer": "cus_G7Dvo4iphUNk",
            "subscription": None,
            "installment": None,
            "dueDate": "2026-11-22",
            "value": 180,
            "netValue": 178.01,
            "originalValue": None,
            "description": f"Pedido de {PERSON['name']}, {PERSON['cpfCnpj']}",
            "externalReference": None,
            "billingType": "PIX",
            "status": "RECEIVED",
            "pixQrCodeId": None,
            "creditCard": {"creditCardNumber": "4111111111111111", "creditCardBrand": "VISA"},
            "payer": PERSON,
            "deleted": False,
            "refunds": None,
            **payment,
        },
    }


def mercado_pago_payment(data_id: str, number: int = 112233445566, action: str = "payment.updated") -> Json:
    """The payments topic: it carries no status."""
    return {
        "id": number,
        "live_mode": True,
        "type": "payment",
        "date_created": "2026-11-22T12:01:08.000-03:00",
        "application_id": 123,
        "user_id": 987654321,
        "version": 1,
        "api_version": "v1",
        "action": action,
        "data": {"id": data_id},
        "payer": PERSON,
    }


def mercado_pago_order(data_id: str, reference: str, version: int = 3, action: str = "order.processed") -> Json:
    """The orders topic."""
    paid = {
        "id": "PAY01JY0PGGPZ4DBV73E2PXRBCQ85",
        "amount": "180.00",
        "paid_amount": "180.00",
        "status": "processed",
        "status_detail": "accredited",
        "payment_method": {"id": "visa", "type": "credit_card", "card": {"number": "4111111111111111"}},
        "reference": {"id": "115019989861"},
    }
    return {
        "action": action,
        "api_version": "v1",
        "application_id": "7364289770550796",
        "type": "order",
        "live_mode": False,
        "user_id": "1403498245",
        "date_created": "2026-11-22T15:00:19.274162018Z",
        "data": {
            "id": data_id,
            "external_reference": reference,
            "status": "processed",
            "status_detail": "accredited",
            "total_paid_amount": "180.00",
            "type": "point",
            "version": version,
            "payer": PERSON,
            "transactions": {"payments": [paid]},
        },
    }


def mercado_pago_headers(
    data_id: str, at: datetime, secret: str = SECRET, request_id: str = REQUEST_ID
) -> dict[str, str]:
    """Signed now, in milliseconds."""
    ts = str(int(at.timestamp() * 1_000))
    return {
        "x-signature": f"ts={ts},v1={sign(SecretStr(secret), data_id, request_id, ts)}",
        "x-request-id": request_id,
    }


def bank_body(txid: str, end_to_end: str = "E12345678202611221500kkkkkkkkkkk", **more: object) -> Json:
    """One Pix; what the payer wrote and who it was come along."""
    pix = {
        "endToEndId": end_to_end,
        "txid": txid,
        "valor": "180.00",
        "horario": "2026-11-22T15:00:00.358Z",
        "infoPagador": f"Para {PERSON['name']} {PERSON['cpfCnpj']}",
        "pagador": {"cpf": "52998224725", "nome": PERSON["name"]},
        **more,
    }
    return {"pix": [pix]}


class ReceiverProcess:
    """`vez webhooks` as a process of its own, beside the station in `home`."""

    def __init__(self, home: Path, environment: Mapping[str, str], module: str = VEZ) -> None:
        """`module`: what runs in the process, instead of the real command."""
        self._port_file = home / "receiver.port"
        self._port_file.unlink(missing_ok=True)
        words = ["webhooks", "--port", "0", "--port-file", str(self._port_file)]
        # Not the installed script: it would run the installed modules instead of these.
        self.process = subprocess.Popen(
            [sys.executable, "-c", f"from {module} import main; main()", *words],
            cwd=REPOSITORY,
            env={**environment, "VEZ_HOME": str(home)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        self.origin = f"http://{HOST}:{self._port()}"

    def client(self) -> httpx.Client:
        """A caller with a connection of its own; to be closed."""
        return httpx.Client(base_url=self.origin, timeout=10.0, trust_env=False)

    def posts(self, event: Json) -> int:
        """Asaas posts an event; the status of the answer."""
        with self.client() as client:
            return client.post("/asaas", json=event, headers={"asaas-access-token": TOKEN}).status_code

    def ends(self) -> int:
        """Tell it to stop; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(START_SECONDS)

    def kill(self) -> None:
        """The plug is pulled."""
        self.process.kill()
        self.process.wait(START_SECONDS)

    def __enter__(self) -> ReceiverProcess:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.kill()
        assert self.process.stderr is not None
        self.process.stderr.close()

    def _port(self) -> int:
        pause = threading.Event()
        for _ in range(int(START_SECONDS / STEP_SECONDS)):
            if self._port_file.exists():
                return int(self._port_file.read_text("ascii"))
            assert self.process.poll() is None, "the receiver did not start"
            pause.wait(STEP_SECONDS)
        raise AssertionError("the receiver did not say where it listens")
