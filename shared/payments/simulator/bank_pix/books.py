"""Everything the simulated bank knows about one account."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

from shared.kernel.clock import Clock
from shared.kernel.money import ZERO, Money
from shared.payments.brcode import write_dynamic
from shared.payments.simulator.bank_pix.records import (
    BankSettings,
    Callback,
    Cob,
    Grant,
    Movement,
    PixIn,
)

HOST = "pix.simulador.vez.example/qr/v2"
ISPB = "99999004"

Told = Callable[[PixIn], None]


class Books:
    """The account's records. Only the server's one thread touches them.

    `told` is called with every Pix that has a txid, and again when one of its returns ends: what the bank would send
    to the `callbacks`.
    """

    def __init__(self, settings: BankSettings, clock: Clock) -> None:
        self._initial = settings
        self._clock = clock
        self.told: list[Told] = []
        self.reset()

    def reset(self) -> None:
        """As on the first day. Who wants to be told stays so."""
        self.settings = self._initial
        self.cobs: dict[str, Cob] = {}
        self.received: dict[str, PixIn] = {}
        self.callbacks: dict[str, Callback] = {}
        self.grants: dict[str, Grant] = {}
        self.token_requests: list[datetime] = []
        self.fresh_ids: set[str] = set()
        self.ledger: list[Movement] = []
        self._numbers = count(1)

    def now(self) -> datetime:
        return self._clock.now()

    def new_place(self) -> tuple[int, str]:
        """The number and the address (no scheme) of a new payload."""
        return next(self._numbers), f"{HOST}/{uuid.uuid4().hex}"

    def new_end_to_end_id(self, at: datetime) -> str:
        """`E`, the payer's bank, the minute, eleven characters."""
        return f"E{ISPB}{at.astimezone(UTC):%Y%m%d%H%M}{uuid.uuid4().hex[:11]}"

    def new_return_id(self, at: datetime) -> str:
        return f"D{ISPB}{at.astimezone(UTC):%Y%m%d%H%M}{uuid.uuid4().hex[:11]}"

    def code_of(self, cob: Cob) -> str:
        """The text of its QR."""
        return write_dynamic(cob.location, self.settings.shop_name, self.settings.city)

    def pix_of(self, txid: str) -> list[PixIn]:
        return [each for each in self.received.values() if each.txid == txid]

    def balance(self) -> Money:
        """What could be returned now."""
        moved = ZERO
        for entry in self.ledger:
            moved = moved - entry.amount if entry.kind == "refunded" else moved + entry.amount
        return self.settings.opening_balance + moved

    def record(self, kind: str, pix: PixIn, amount: Money) -> None:
        """Money moved."""
        self.ledger.append(Movement(self.now(), kind, pix.end_to_end_id, amount, pix.txid))

    def tell(self, pix: PixIn) -> None:
        """Pix without a txid are not told."""
        if pix.txid is not None:
            for told in self.told:
                told(pix)
