"""The two kinds of order that we make: a Pix, and a charge on a card machine. Pure.

Source: mercadopago.com.br/developers (reference of orders: `online` and `point`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Protocol

from shared.payments.brcode import BrCodeFault, check_for
from shared.payments.json_text import JsonValue
from shared.payments.mercado_pago_messages import payer_json
from shared.payments.mercado_pago_order_messages import Order
from shared.payments.mercado_pago_refusals import NO_CODE_YET, bad_code
from shared.payments.model import ChargeOnTerminal, ChargeOpened, ChargeRef, ChargeRefused, ChargeUnknown, Intent

PIX_LIFE_MIN = timedelta(minutes=30)
TERMINAL_LIFE_MIN = timedelta(seconds=30)
TERMINAL_LIFE_MAX = timedelta(hours=3)
TERMINAL_DESCRIPTION_MAX = 150


class OrderKind(Protocol):
    """What is particular about one kind of order."""

    @property
    def provider(self) -> str:
        """The provider's name as frozen into intents."""
        ...

    @property
    def type(self) -> str:
        """The API's own word."""
        ...

    @property
    def machine(self) -> str | None:
        """The card machine that it needs."""
        ...

    def body(self, intent: Intent, now: datetime) -> dict[str, JsonValue]:
        """What creates it."""
        ...

    def shown(self, ref: ChargeRef, order: Order) -> ChargeOpened | ChargeOnTerminal | ChargeUnknown | ChargeRefused:
        """Where a live order can be paid."""
        ...


@dataclass(frozen=True, slots=True)
class PixOrder:
    """A Pix. It can be paid for at least 30 minutes; a shorter time of ours ends by cancelling it."""

    payer_email: str

    @property
    def provider(self) -> str:
        return "mercado_pago_orders"

    @property
    def type(self) -> str:
        return "online"

    @property
    def machine(self) -> str | None:
        return None

    def body(self, intent: Intent, now: datetime) -> dict[str, JsonValue]:
        amount = str(intent.amount.reais)
        minutes = ceil(max(intent.expires_at - now, PIX_LIFE_MIN) / timedelta(minutes=1))
        return {
            "type": self.type,
            "external_reference": intent.id,
            "total_amount": amount,
            "processing_mode": "automatic",
            "payer": payer_json(self.payer_email, intent.payer),
            "transactions": {
                "payments": [
                    {
                        "amount": amount,
                        "payment_method": {"id": "pix", "type": "bank_transfer"},
                        "expiration_time": f"PT{minutes}M",
                    }
                ]
            },
        }

    def shown(self, ref: ChargeRef, order: Order) -> ChargeOpened | ChargeOnTerminal | ChargeUnknown | ChargeRefused:
        if order.br_code is None:
            return ChargeUnknown(NO_CODE_YET)
        fault = check_for(order.br_code, ref.amount)
        return bad_code(fault) if isinstance(fault, BrCodeFault) else ChargeOpened(ref, order.br_code)


@dataclass(frozen=True, slots=True)
class PointOrder:
    """A charge on one card machine, which holds one at a time. The customer chooses debit or credit there."""

    terminal_id: str

    @property
    def provider(self) -> str:
        return "mercado_pago_point"

    @property
    def type(self) -> str:
        return "point"

    @property
    def machine(self) -> str | None:
        return self.terminal_id

    def body(self, intent: Intent, now: datetime) -> dict[str, JsonValue]:
        life = min(max(intent.expires_at - now, TERMINAL_LIFE_MIN), TERMINAL_LIFE_MAX)
        return {
            "type": self.type,
            "external_reference": intent.id,
            "description": intent.description[:TERMINAL_DESCRIPTION_MAX],
            "expiration_time": f"PT{ceil(life.total_seconds())}S",
            "transactions": {"payments": [{"amount": str(intent.amount.reais)}]},
            "config": {"point": {"terminal_id": self.terminal_id, "print_on_terminal": "no_ticket"}},
        }

    def shown(self, ref: ChargeRef, order: Order) -> ChargeOpened | ChargeOnTerminal | ChargeUnknown | ChargeRefused:
        return ChargeOnTerminal(ref)
