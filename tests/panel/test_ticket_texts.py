from dataclasses import replace
from datetime import date, timedelta

import pytest

from panel.model.shop import ShopRules
from panel.model.snapshot import TicketReading
from panel.model.ticket import Fact, TicketNames, TicketProps, TicketUnreadable, derive_ticket
from shared.kernel.ids import (
    CustomerId,
    EquipmentId,
    ExtraId,
    IntentId,
    OperatorId,
    PrintJobId,
    ServiceId,
    TurnId,
    VisitId,
)
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.printing.model import JobState, PrintJob, TicketPrintout
from shared.visits.model import (
    Charge,
    ChargeState,
    ExtraLine,
    Line,
    PriorityGroup,
    Receipt,
    Release,
    Ticket,
    Turn,
    TurnState,
    Visit,
)
from shared.visits.outcomes import NoSuchVisit, VisitHeld
from tests.panel.making import NOW

ID = VisitId("v")
NAMES = TicketNames({CustomerId("c"): "Marina"}, {OperatorId("ana"): "Ana"}, {EquipmentId("crio-1"): "Crio 1"})
CRYO = Line(TurnId("t1"), ServiceId("crio"), "Crioterapia", Money(18_000), 3)
BOOTS = Line(TurnId("t2"), ServiceId("bota"), "Bota", Money(9_000), 30)
PAID = Charge(
    IntentId("i"),
    Method.PIX,
    "asaas",
    Money(27_500),
    NOW,
    ChargeState.PAID,
    receipts=(Receipt("r", Money(27_500), NOW, NOW),),
)
WAITING = Turn(TurnId("t1"), ServiceId("crio"), "Crioterapia", 3, joined_at=NOW)
RUNNING = Turn(
    TurnId("t2"),
    ServiceId("bota"),
    "Bota",
    30,
    TurnState.IN_PROGRESS,
    NOW,
    EquipmentId("crio-1"),
    OperatorId("ana"),
    NOW,
    None,
    NOW + timedelta(minutes=2),
    calls=1,
)
VISIT = Visit(
    ID,
    "A042",
    date(2026, 11, 22),
    NOW,
    (CRYO, BOOTS),
    (ExtraLine(ExtraId("x"), "Toalha", 2, Money(250)),),
    PriorityGroup.OVER_60,
    CustomerId("c"),
    charges=(PAID,),
    ticket=Ticket(NOW, queued_at=NOW),
    turns=(WAITING, RUNNING),
)


def props(visit: Visit = VISIT, papers: tuple[PrintJob, ...] = ()) -> TicketProps:
    derived = derive_ticket(TicketReading(ID, visit, ("12:00 aberta",), ("nota",), papers), NAMES, ShopRules())
    assert isinstance(derived, TicketProps)
    return derived


def detail(turn: Turn) -> str:
    return props(replace(VISIT, turns=(turn,))).turns[0].detail


def test_the_head_says_who_and_how_it_stands() -> None:
    shown = props()
    assert (shown.label, shown.customer, shown.opened, shown.priority) == ("A042", "Marina", "12:00", "60 anos ou mais")
    assert shown.state_text == "Em atendimento, com outro serviço por vir"
    assert (shown.history, shown.notes, shown.total) == (("12:00 aberta",), ("nota",), "R$ 275,00")


def test_each_turn_stands_where_it_is() -> None:
    first, second = props().turns
    assert (first.service, first.state_text, first.detail, first.price) == (
        "Crioterapia",
        "Na fila",
        "desde 12:00",
        "R$ 180,00",
    )
    assert (second.state_text, second.detail) == ("Em atendimento", "Crio 1 · desde 12:02 · Ana")


@pytest.mark.parametrize(
    ("turn", "said"),
    [
        (replace(RUNNING, state=TurnState.CALLED), "Crio 1 · às 12:00 · Ana"),
        (
            replace(RUNNING, state=TurnState.CALLED, calls=2, recalled_at=NOW + timedelta(minutes=1)),
            "Crio 1 · às 12:01 · 2ª chamada · Ana",
        ),
        (replace(RUNNING, state=TurnState.COMPLETED, ended_at=NOW), "Crio 1 · às 12:00 · Ana"),
        (replace(WAITING, state=TurnState.CANCELLED, ended_at=NOW, reason="Desistiu"), "às 12:00 · Desistiu"),
        (replace(WAITING, state=TurnState.EXPIRED), ""),
    ],
)
def test_what_is_said_of_a_turn(turn: Turn, said: str) -> None:
    assert detail(turn) == said


def test_extras_are_listed_and_services_too_while_there_is_no_ticket() -> None:
    assert props().ordered == (Fact("2 × Toalha", "R$ 5,00"),)
    unpaid = replace(VISIT, ticket=None, turns=())
    assert [fact.what for fact in props(unpaid).ordered] == ["Crioterapia", "Bota", "2 × Toalha"]


@pytest.mark.parametrize(
    ("charge", "said"),
    [
        (PAID, Fact("Pix R$ 275,00", "pago às 12:00")),
        (replace(PAID, state=ChargeState.AWAITING, receipts=()), Fact("Pix R$ 275,00", "aguardando")),
        (replace(PAID, method=Method.COUNTER), Fact("Balcão R$ 275,00", "pago às 12:00")),
        (
            replace(PAID, receipts=(replace(PAID.receipts[0], is_reversed=True),)),
            Fact("Pix R$ 275,00", "pago às 12:00; dinheiro devolvido"),
        ),
    ],
)
def test_what_is_said_of_money(charge: Charge, said: Fact) -> None:
    assert props(replace(VISIT, charges=(charge,))).payment == (said,)


def test_who_let_somebody_in_without_money_is_named() -> None:
    released = replace(VISIT, charges=(), release=Release(OperatorId("ana"), "Cortesia", NOW))
    assert props(released).payment == (Fact("Liberada sem pagamento", "Ana, 12:00: Cortesia"),)


def test_papers_are_told_apart() -> None:
    printout = TicketPrintout("Loja", "A042", None, (), (), Money(0), "Pix", NOW, "VEZ:v")
    first = PrintJob(PrintJobId("1"), ID, printout, JobState.CONFIRMED, 1, 9, None, NOW, NOW)
    copy = replace(first, id=PrintJobId("2"), printout=replace(printout, is_reprint=True), state=JobState.FAILED)
    assert props(papers=(first, copy)).papers == (
        Fact("Senha", "impressa às 12:00"),
        Fact("Senha, 2ª via", "falhou às 12:00"),
    )


@pytest.mark.parametrize("found", [NoSuchVisit(), VisitHeld(ID)])
def test_what_cannot_be_shown_says_why(found: NoSuchVisit | VisitHeld) -> None:
    derived = derive_ticket(TicketReading(ID, found), NAMES, ShopRules())
    assert isinstance(derived, TicketUnreadable)
    assert derived.sentence.endswith(".")
