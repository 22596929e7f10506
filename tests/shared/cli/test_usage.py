"""A command that was mistyped, and the help: in Portuguese, and never a line of English."""

from __future__ import annotations

import re

import pytest

from shared.cli.commands import COMMANDS
from tests.shared.cli.shell import OwnProcess, Shell

MISTAKES = {
    "nope": 'O comando "nope" não existe. Veja: vez --help',
    "printer nope": 'O comando "nope" não existe. Veja: vez printer --help',
    "call": "Falta SENHA. Veja: vez call --help",
    "call A001": "Falta --by. Veja: vez call --help",
    "visits --what": "A opção --what não existe. Veja: vez visits --help",
    "visits --da": "A opção --da não existe. Seria --day? Veja: vez visits --help",
    "visits --json=1": "A opção --json não leva valor. Veja: vez visits --help",
    "visits --day": "Falta o valor da opção --day. Veja: vez visits --help",
    "visit A001 A002": 'Há palavras a mais: "A002". Veja: vez visit --help',
    "simulator --port x": "O valor de --port não serve: use um número de 0 a 65535. Veja: vez simulator --help",
    "simulator --auto-pay=-1": (
        "O valor de --auto-pay não serve: use um número a partir de 0. Veja: vez simulator --help"
    ),
    "printer resolve x --by ana": "Falta --came-out. Veja: vez printer resolve --help",
}
ENGLISH = re.compile(r"Usage|Options|Arguments|Commands|OPTIONS|COMMAND |ARGS|Show this|required|default|env var|<str>")
PAPERS = ("list", "status", "test", "reprint", "resolve", "retry")


@pytest.mark.parametrize("words", MISTAKES)
def test_a_mistyped_command_is_explained_in_one_sentence(shell: Shell, words: str) -> None:
    assert shell.vez(*words.split()).sentence == MISTAKES[words]


def test_a_mistyped_command_in_a_process_of_its_own(process: OwnProcess) -> None:
    assert process.vez("call").sentence == MISTAKES["call"]


@pytest.mark.parametrize("words", ["", "printer", *COMMANDS, *(f"printer {word}" for word in PAPERS)])
def test_help_is_in_portuguese(shell: Shell, words: str) -> None:
    said = shell.vez(*words.split(), "--help")
    assert said.status == 0
    assert said.out.startswith(f"Uso: vez {words}".strip())
    assert "Mostra esta ajuda." in said.out
    assert ENGLISH.findall(said.out) == []


def test_without_a_command_the_help_is_shown_and_nothing_was_done(shell: Shell) -> None:
    said = shell.vez()
    assert said.status == 2
    assert said.out == ""
    assert said.err == shell.vez("--help").out
