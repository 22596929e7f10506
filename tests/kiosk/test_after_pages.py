"""What the pages say after paying, and when something is wrong."""

from __future__ import annotations

import pytest

from kiosk.model.attention import derive_attention
from kiosk.model.state import Crashed, Page, Scene, SellingPaused, StationTrouble, Trouble, VisitUnreadable
from kiosk.model.ticket import derive_ticket
from shared.visits.model import PaperState, TurnState
from tests.kiosk.making import a_scene, a_shop, a_ticket, a_ticket_visit, a_visit, plain, progress


@pytest.mark.parametrize(
    ("state", "place", "minutes", "status", "detail"),
    [
        (TurnState.IN_QUEUE, 1, 0, "1º da fila", "Já vamos chamar"),
        (TurnState.IN_QUEUE, 3, 6, "3º da fila", "Cerca de 6 min"),
        (TurnState.IN_QUEUE, 3, None, "3º da fila", "Sem previsão de espera"),
        (TurnState.IN_QUEUE, None, None, "Entrando na fila", "Sala 1"),
        (TurnState.CALLED, None, None, "É a sua vez", "Machine 1 · Sala 1"),
        (TurnState.IN_PROGRESS, None, None, "Em atendimento", "Machine 1 · Sala 1"),
        (TurnState.COMPLETED, None, None, "Concluído", ""),
        (TurnState.EXPIRED, None, None, "Chamamos e ninguém veio", "Fale com o balcão"),
        (TurnState.CANCELLED, None, None, "Cancelado", ""),
    ],
)
def test_how_a_turn_stands(
    state: TurnState, place: int | None, minutes: float | None, status: str, detail: str
) -> None:
    shop = a_shop(progress=(progress(state, place, minutes),))

    row = derive_ticket(a_scene(Page.TICKET, shop, a_ticket_visit(state=state))).rows[0]

    assert (plain(row.status), plain(row.detail)) == (status, detail)


def test_a_called_turn_says_where_to_go() -> None:
    shop = a_shop(progress=(progress(TurnState.CALLED),))

    props = derive_ticket(a_scene(Page.TICKET, shop, a_ticket_visit(state=TurnState.CALLED)))

    assert (props.title, props.called_to, props.called_where) == ("Chegou a sua vez!", "Machine 1", "Sala 1")


@pytest.mark.parametrize(
    ("paper", "is_unprinted", "said", "is_warned"),
    [
        (PaperState.NONE, False, "Sua senha está saindo na impressora", False),
        (PaperState.PRINTING, False, "Sua senha está saindo na impressora", False),
        (PaperState.PRINTED, False, "Retire sua senha na impressora", False),
        (PaperState.ERROR, False, "", True),
        (PaperState.ERROR, True, "", True),
        (PaperState.PRINTING, True, "", True),
    ],
)
def test_the_paper_is_said_as_it_is(paper: PaperState, said: str, *, is_unprinted: bool, is_warned: bool) -> None:
    visit = a_ticket_visit(a_ticket(paper, is_unprinted=is_unprinted))

    props = derive_ticket(a_scene(Page.TICKET, visit=visit))

    assert (props.paper, bool(props.paper_warning)) == (said, is_warned)


@pytest.mark.parametrize(("name", "title"), [("", "Tudo certo!"), ("Ana", "Tudo certo, Ana!")])
def test_a_customer_is_called_by_the_name_they_gave(name: str, title: str) -> None:
    scene = a_scene(Page.TICKET, a_shop(first_name=name), a_ticket_visit())

    assert derive_ticket(scene).title == title


@pytest.mark.parametrize(
    ("trouble", "title", "can_leave"),
    [
        (SellingPaused(), "As vendas estão pausadas neste totem", False),
        (StationTrouble("O disco está cheio."), "Este totem precisa de ajuda", False),
        (Crashed(), "Algo deu errado por aqui", True),
        (VisitUnreadable(), "Não conseguimos mostrar o seu pedido", True),
    ],
)
def test_trouble_says_what_happened_what_happens_now_and_how_to_get_a_person(
    trouble: Trouble, title: str, *, can_leave: bool
) -> None:
    props = derive_attention(a_scene(Page.ATTENTION, trouble=trouble))

    assert (props.title, props.can_leave) == (title, can_leave)
    assert props.now
    assert "atendente" in props.person or "balcão" in props.person


@pytest.mark.parametrize("trouble", [StationTrouble("x"), Crashed(), VisitUnreadable()])
def test_who_may_have_paid_is_not_told_that_nothing_was_charged(trouble: Trouble) -> None:
    def now(scene: Scene) -> str:
        return derive_attention(scene).now

    assert "Nada foi cobrado" in now(a_scene(Page.ATTENTION, trouble=trouble))
    assert "Nada foi cobrado" not in now(a_scene(Page.ATTENTION, trouble=trouble, visit=a_visit()))
