"""What `vez` says of a command that was mistyped, and the words of its help, in Portuguese.

Typer carries click inside itself and has no public name for the mistakes that click finds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from typer._click import exceptions
from typer.core import TyperCommand, TyperGroup

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "Usage:": "Uso:",
        "Arguments:": "Argumentos:",
        "Options:": "Opções:",
        "Commands:": "Comandos:",
        "[OPTIONS]": "[OPÇÕES]",
        "COMMAND [ARGS]...": "COMANDO ...",
        "Show this message and exit.": "Mostra esta ajuda.",
        "required]": "obrigatório]",
        "[default: ": "[padrão: ",
        "; default: ": "; padrão: ",
        "[env var: ": "[variável: ",
        " <str>": "",
        " <path>": "",
    }
)
_WORD = re.compile("|".join(map(re.escape, WORDS)))
_NO_COMMAND = re.compile(r"No such command '(.*)'")
_TOO_MUCH = re.compile(r"unexpected extra argument\(s\) \((.*)\)", re.DOTALL)


class Command(TyperCommand):
    """A command whose help is in Portuguese, and whose mistakes know which command they are about."""

    def get_help(self, ctx: Any) -> str:
        return in_portuguese(super().get_help(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except exceptions.UsageError as error:
            error.ctx = error.ctx or ctx
            raise


class Group(TyperGroup):
    """Several commands, with such help as well."""

    def get_help(self, ctx: Any) -> str:
        return in_portuguese(super().get_help(ctx))


def in_portuguese(help_text: str) -> str:
    """The fixed words of click's help in Portuguese; the rest is ours and stays."""
    return _WORD.sub(lambda found: WORDS[found[0]], help_text)


def mistake(error: exceptions.ClickException) -> str:
    """One sentence for what is wrong with a command line, with the command that shows how it is written."""
    context = error.ctx if isinstance(error, exceptions.UsageError) else None
    return f"{_what(error)} Veja: {context.command_path if context else 'vez'} --help"


def _what(error: exceptions.ClickException) -> str:
    match error:
        case exceptions.MissingParameter(param=param) if param is not None:
            return f"Falta {_name(param)}."
        case exceptions.BadParameter(param=param) if param is not None:
            return f"O valor de {_name(param)} não serve{_bounds(param)}."
        case exceptions.NoSuchOption(option_name=name, possibilities=known):
            like = f" Seria {' ou '.join(sorted(known))}?" if known else ""
            return f"A opção {name} não existe.{like}"
        case exceptions.BadOptionUsage(option_name=name):
            takes_none = "does not take" in error.message
            return f"A opção {name} não leva valor." if takes_none else f"Falta o valor da opção {name}."
        case _:
            return _other(error.message)


def _other(message: str) -> str:
    """Mistakes for which click has no class, only words."""
    if (found := _NO_COMMAND.search(message)) is not None:
        return f'O comando "{found[1]}" não existe.'
    if (found := _TOO_MUCH.search(message)) is not None:
        return f'Há palavras a mais: "{found[1]}".'
    return "O comando está incompleto ou não foi entendido."


def _name(param: Any) -> str:
    return str(param.opts[0]) if param.param_type_name == "option" else str(param.metavar or param.name)


def _bounds(param: Any) -> str:
    low, high = getattr(param, "min", None), getattr(param, "max", None)
    if low is not None and high is not None:
        return f": use um número de {low} a {high}"
    return f": use um número a partir de {low}" if low is not None else ""
