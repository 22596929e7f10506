"""What stands where on a paper. Pure: a printout and a number of columns in, lines out."""

from __future__ import annotations

import textwrap
from datetime import datetime
from itertools import chain
from typing import assert_never

from shared.kernel.money import ZERO, Money
from shared.printing.lines import SIZE_MAX, Align, Cut, Feed, Line, Pair, Qr, Rule, Text
from shared.printing.model import PrintedCash, PrintedExtra, PrintedService, Printout, TestPrintout, TicketPrintout
from shared.printing.plain import plain

COLUMNS_MIN = 24
LINES_MAX = 3
LARGE_LINES_MAX = 2
LABEL_MARGIN_COLUMNS = 2
ELLIPSIS = "..."

ACCENTS = ("áàâãä éêë íï óôõö úü ç ñ", "ÁÀÂÃ ÉÊ Í ÓÔÕ Ú Ç ª º ° § £")
TEST_CODE = "https://example.com/vez?impressora=teste"


def lay_out(printout: Printout, columns: int) -> tuple[Line, ...]:
    """Lay a printout out for a paper of `columns` characters; no line is ever wider than that."""
    if columns < COLUMNS_MIN:
        raise ValueError(f"a paper needs at least {COLUMNS_MIN} columns")
    match printout:
        case TicketPrintout():
            return lay_out_ticket(printout, columns)
        case TestPrintout():
            return lay_out_test(printout, columns)
        case _:
            assert_never(printout)


def lay_out_ticket(ticket: TicketPrintout, columns: int) -> tuple[Line, ...]:
    """A customer's ticket, from the shop's name to the cut."""
    return (
        *_reprint_banner(ticket, columns),
        *_title(ticket.shop_name, columns),
        Feed(),
        Rule(),
        *_identity(ticket, columns),
        Rule(),
        *_services(ticket.services, columns),
        *_extras(ticket.extras, columns),
        Rule(),
        *_total(ticket.total, columns),
        *_ends(plain(ticket.paid_with), moment(ticket.printed_at), columns),
        *_cash(ticket.cash, columns),
        Rule(),
        Feed(),
        Qr(ticket.code),
        Feed(),
        *_centered("Guarde esta senha.", columns),
        *_centered("Chamamos você por ela.", columns),
        Cut(),
    )


def lay_out_test(page: TestPrintout, columns: int) -> tuple[Line, ...]:
    """A page to judge a printer by: width, accents, sizes, styles, a code and the cut."""
    ruler = "".join(str((at + 1) % 10) for at in range(columns))
    return (
        *_title(page.shop_name, columns),
        Feed(),
        *_centered("Página de teste da impressora", columns),
        *_centered(moment(page.printed_at), columns),
        Rule(is_heavy=True),
        Text(f"{columns} colunas"),
        Text(ruler),
        Rule(),
        *(Text(accents) for accents in ACCENTS),
        Text("Negrito", bold=True),
        Text("Sublinhado", underline=True),
        Text("Altura 2", height=2),
        Text("Largura 2", width=2),
        Text("A042", width=4, height=4, bold=True, align=Align.CENTER),
        Pair("Esquerda", "Direita"),
        Rule(),
        Feed(),
        Qr(TEST_CODE),
        Feed(),
        *_centered("Tudo legível de ponta a ponta?", columns),
        *_centered("A impressora está pronta.", columns),
        Cut(),
    )


def moment(at: datetime) -> str:
    """A shop-local time as the paper shows it."""
    return f"{at:%d/%m/%Y} {at:%H:%M}"


def _reprint_banner(ticket: TicketPrintout, columns: int) -> tuple[Line, ...]:
    if not ticket.is_reprint:
        return ()
    banner = _centered("2ª VIA", columns, width=2, height=2, bold=True)
    return (Rule(is_heavy=True), *banner, Rule(is_heavy=True), Feed())


def _title(shop_name: str, columns: int) -> tuple[Line, ...]:
    large = textwrap.wrap(plain(shop_name), columns // 2)
    size = 2 if len(large) <= LARGE_LINES_MAX else 1
    return _centered(shop_name, columns, width=size, height=size, bold=True)


def _identity(ticket: TicketPrintout, columns: int) -> tuple[Line, ...]:
    label = plain(ticket.label)
    size = max(1, min(SIZE_MAX, (columns - LABEL_MARGIN_COLUMNS) // max(1, len(label))))
    name = _centered(ticket.customer_name or "", columns, width=2, height=2, lines_max=LARGE_LINES_MAX)
    priority = _centered(f"Atendimento prioritário: {ticket.priority}", columns, bold=True) if ticket.priority else ()
    return (
        Feed(),
        Text("SUA SENHA", align=Align.CENTER),
        *_centered(label, columns, width=size, height=size, bold=True),
        *(name and (Feed(), *name)),
        *(priority and (Feed(), *priority)),
        Feed(),
    )


def _services(services: tuple[PrintedService, ...], columns: int) -> tuple[Line, ...]:
    blocks = (_service(service, columns) for service in services)
    return tuple(chain.from_iterable((*block, Feed()) for block in blocks))[:-1]


def _service(service: PrintedService, columns: int) -> tuple[Line, ...]:
    place, wait = plain(service.place), _wait(service.wait_minutes)
    return (
        *_ends(plain(service.name), str(service.price), columns, bold=True),
        *_ends(f"Local: {place}" if place else "", wait, columns),
    )


def _wait(minutes: int | None) -> str:
    if minutes is None:
        return ""
    return f"espera ~{minutes} min" if minutes > 0 else "sem espera"


def _extras(extras: tuple[PrintedExtra, ...], columns: int) -> tuple[Line, ...]:
    if not extras:
        return ()
    return (Rule(), *chain.from_iterable(_extra(extra, columns) for extra in extras))


def _extra(extra: PrintedExtra, columns: int) -> tuple[Line, ...]:
    return _ends(f"{extra.quantity} x {plain(extra.name)}", str(extra.price * extra.quantity), columns)


def _total(total: Money, columns: int) -> tuple[Line, ...]:
    word, amount = "TOTAL", str(total)
    if len(word) + len(amount) < columns // 2:
        return (Pair(word, amount, width=2, height=2, bold=True),)
    return _ends(word, amount, columns, bold=True)


def _cash(cash: PrintedCash | None, columns: int) -> tuple[Line, ...]:
    if cash is None or cash.change <= ZERO:
        return ()
    return (*_ends("Entregue", str(cash.handed), columns), *_ends("Troco", str(cash.change), columns))


def _ends(left: str, right: str, columns: int, *, bold: bool = False) -> tuple[Line, ...]:
    """`left` and `right` at the two ends of a line; `left` takes more lines, and `right` its own, when they must."""
    parts = _wrapped(left, columns)
    if not right:
        return _left(left, columns, bold=bold)
    last = parts.pop() if parts else ""
    above = [Text(part, bold=bold) for part in parts]
    if len(last) + len(right) < columns:
        return (*above, Pair(last, right, bold=bold))
    return (*above, Text(last, bold=bold), Pair("", right, bold=bold))


def _centered(
    text: str, columns: int, *, width: int = 1, height: int = 1, bold: bool = False, lines_max: int = LINES_MAX
) -> tuple[Line, ...]:
    parts = _wrapped(plain(text), columns // width, lines_max)
    return tuple(Text(part, width, height, bold, Align.CENTER) for part in parts)


def _left(text: str, columns: int, *, bold: bool = False) -> tuple[Line, ...]:
    return tuple(Text(part, bold=bold) for part in _wrapped(text, columns))


def _wrapped(text: str, columns: int, lines_max: int = LINES_MAX) -> list[str]:
    return textwrap.wrap(text, columns, max_lines=lines_max, placeholder=ELLIPSIS)
