from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.money import Money
from shared.printing.layout import lay_out
from shared.printing.lines import Cut, Line, Pair, Qr, Text
from shared.printing.model import PrintedExtra, PrintedService, TicketPrintout
from tests.shared.printing.samples import AT, TEST_PAGE, TICKET

WIDTHS = pytest.mark.parametrize("columns", [32, 42, 48])


def texts(lines: tuple[Line, ...], columns: int) -> list[str]:
    """The words of the paper, one string per line, with the blanks between two ends as one."""
    said = [line.as_text(columns) if isinstance(line, Pair) else line for line in lines]
    return [" ".join(line.content.split()) for line in said if isinstance(line, Text)]


def width(line: Line, columns: int) -> int:
    match line:
        case Text():
            return len(line.content) * line.width
        case Pair():
            return len(line.as_text(columns).content) * line.width
        case _:
            return 0


@WIDTHS
def test_the_ticket_says_everything_a_customer_needs(columns: int) -> None:
    said = texts(lay_out(TICKET, columns), columns)
    for words in ("A042", "Ana", "Crioterapia R$ 120,00", "2 x Água de coco R$ 16,00", "TOTAL R$ 196,00"):
        assert words in said
    whole = " ".join(said)
    for words in ("Estúdio Gelo & Fôlego", "Local: Sala 2", "espera ~10 min", "sem espera", "02/03/2026 14:32"):
        assert words in whole
    assert "Pago com Pix" in whole


@WIDTHS
def test_the_label_is_the_largest_thing_on_the_ticket(columns: int) -> None:
    lines = [line for line in lay_out(TICKET, columns) if isinstance(line, Text)]
    label = next(line for line in lines if line.content == "A042")
    assert label.height >= 7
    assert all(line.height < label.height for line in lines if line is not label)


@WIDTHS
def test_a_ticket_ends_with_its_code_and_one_cut(columns: int) -> None:
    lines = lay_out(TICKET, columns)
    assert [line for line in lines if isinstance(line, Qr)] == [Qr(TICKET.code)]
    assert [line for line in lines if isinstance(line, Cut)] == [lines[-1]]


@WIDTHS
def test_only_a_reprint_says_that_it_is_one(columns: int) -> None:
    assert "2ª VIA" not in texts(lay_out(TICKET, columns), columns)
    assert texts(lay_out(replace(TICKET, is_reprint=True), columns), columns)[0] == "2ª VIA"


def test_what_is_missing_leaves_no_hole() -> None:
    bare = replace(
        TICKET,
        customer_name=None,
        extras=(),
        services=(PrintedService("Banho de gelo", "", Money(5_000), None),),
        priority=None,
    )
    said = texts(lay_out(bare, 48), 48)
    assert said[:4] == ["Estúdio Gelo & Fôlego", "SUA SENHA", "A042", "Banho de gelo R$ 50,00"]


def test_priority_is_named() -> None:
    said = texts(lay_out(replace(TICKET, priority="60 anos ou mais"), 48), 48)
    assert "Atendimento prioritário: 60 anos ou mais" in said


def test_a_place_and_a_wait_that_do_not_fit_one_line_take_two() -> None:
    far = replace(TICKET.services[0], place="Sala 2, segundo andar", wait_minutes=10)
    said = texts(lay_out(replace(TICKET, services=(far,)), 32), 32)
    assert said.index("Local: Sala 2, segundo andar") + 1 == said.index("espera ~10 min")


def test_a_long_name_takes_more_lines_and_keeps_its_price() -> None:
    long = PrintedService("Massagem relaxante com pedras quentes e aromaterapia", "Cabine 1", Money(189_990), 5)
    said = texts(lay_out(replace(TICKET, services=(long,)), 32), 32)
    assert "Massagem relaxante com pedras" in said
    assert "quentes e aromaterapia" in said
    assert "R$ 1.899,90" in said


def test_a_name_without_end_is_cut_short() -> None:
    lines = lay_out(replace(TICKET, customer_name="Ana " * 500, shop_name="x" * 5_000), 32)
    assert len(lines) < 60
    assert any(said.endswith("...") for said in texts(lines, 32))


@WIDTHS
def test_the_test_page_fills_the_width_exactly(columns: int) -> None:
    lines = lay_out(TEST_PAGE, columns)
    assert max(width(line, columns) for line in lines) == columns


def test_too_narrow_a_paper_is_refused() -> None:
    with pytest.raises(ValueError, match="columns"):
        lay_out(TICKET, 12)


NAMES = st.one_of(st.text(max_size=80), st.text("ãéíõüçABC -", max_size=200))
SERVICES = st.builds(
    PrintedService,
    NAMES,
    NAMES,
    st.integers(0, 10**9).map(Money),
    st.one_of(st.none(), st.integers(0, 600)),
)
TICKETS = st.builds(
    TicketPrintout,
    shop_name=NAMES,
    label=st.text("ABC0123456789", min_size=1, max_size=8),
    customer_name=st.one_of(st.none(), NAMES),
    services=st.lists(SERVICES, max_size=5).map(tuple),
    extras=st.lists(
        st.builds(PrintedExtra, NAMES, st.integers(1, 999), st.integers(0, 10**7).map(Money)), max_size=4
    ).map(tuple),
    total=st.integers(0, 10**11).map(Money),
    paid_with=NAMES,
    printed_at=st.just(AT),
    code=st.just("VEZ:1"),
    priority=st.one_of(st.none(), NAMES),
    is_reprint=st.booleans(),
)


@given(TICKETS, st.sampled_from([24, 32, 42, 48]))
def test_no_line_is_ever_wider_than_the_paper(ticket: TicketPrintout, columns: int) -> None:
    lines = lay_out(ticket, columns)
    assert all(width(line, columns) <= columns for line in lines)
    assert all("\n" not in said for said in texts(lines, columns))


def test_the_hour_on_the_paper_is_the_shops() -> None:
    at = datetime(2026, 12, 31, 23, 59, tzinfo=AT.tzinfo)
    assert "31/12/2026 23:59" in " ".join(texts(lay_out(replace(TICKET, printed_at=at), 48), 48))
