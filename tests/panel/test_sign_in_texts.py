from dataclasses import replace

import pytest

from panel.model.sign_in import SignInState, derive_sign_in
from tests.panel.making import ANA, BRUNO

PEOPLE = SignInState(people=(ANA, BRUNO))
CHOSEN = replace(PEOPLE, chosen=ANA.id)


@pytest.mark.parametrize(
    ("state", "message", "is_bad"),
    [
        (SignInState(), "Nenhum atendente cadastrado: cadastre um com o comando vez.", False),
        (PEOPLE, "Escolha seu nome.", False),
        (CHOSEN, "Digite seu PIN.", False),
        (replace(CHOSEN, is_checking=True), "Conferindo…", False),
        (replace(CHOSEN, was_wrong=True), "PIN errado. Tente de novo.", True),
        (replace(CHOSEN, was_wrong=True, locked_until=112.2), "PIN errado. Tente de novo em 13 s.", True),
        (replace(CHOSEN, was_wrong=True, locked_until=195.0), "PIN errado. Tente de novo em 1 min 35 s.", True),
        (replace(CHOSEN, trouble="O disco encheu."), "O disco encheu.", True),
    ],
)
def test_what_the_page_asks_for(state: SignInState, message: str, is_bad: bool) -> None:
    props = derive_sign_in(state, 100.0)
    assert (props.message, props.is_message_bad) == (message, is_bad)


def test_people_are_shown_with_their_role() -> None:
    rows = derive_sign_in(PEOPLE, 0.0).people
    assert [(row.name, row.role, row.initials) for row in rows] == [
        ("Ana", "Atendente", "A"),
        ("Bruno", "Supervisor", "B"),
    ]


def test_digits_are_taken_only_by_somebody_who_may_try_now() -> None:
    assert not derive_sign_in(PEOPLE, 0.0).can_type
    assert derive_sign_in(CHOSEN, 0.0).can_type
    assert not derive_sign_in(replace(CHOSEN, is_checking=True), 0.0).can_type
    assert not derive_sign_in(replace(CHOSEN, locked_until=1.0), 0.5).can_type
    assert derive_sign_in(replace(CHOSEN, locked_until=1.0), 1.0).can_type


def test_an_empty_pin_is_not_tried_and_none_is_shown() -> None:
    assert not derive_sign_in(CHOSEN, 0.0).can_enter
    typed = derive_sign_in(replace(CHOSEN, digits="258"), 0.0)
    assert typed.can_enter
    assert typed.typed == 3
    assert "258" not in repr(typed)
