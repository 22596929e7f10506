"""Papers that the tests print."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from shared.kernel.money import Money
from shared.printing.model import PrintedExtra, PrintedService, TestPrintout, TicketPrintout

AT = datetime(2026, 3, 2, 14, 32, tzinfo=ZoneInfo("America/Sao_Paulo"))

TICKET = TicketPrintout(
    shop_name="Estúdio Gelo & Fôlego",
    label="A042",
    customer_name="Ana",
    services=(
        PrintedService("Crioterapia", "Sala 2", Money(12_000), 10),
        PrintedService("Botas de compressão", "Sala de recuperação", Money(6_000), 0),
    ),
    extras=(PrintedExtra("Água de coco", 2, Money(800)),),
    total=Money(19_600),
    paid_with="Pago com Pix",
    printed_at=AT,
    code="VEZ:0193abcd0193abcd0193abcd0193abcd",
)

TEST_PAGE = TestPrintout("Estúdio Gelo & Fôlego", AT)
