"""The station that a command is about, and who acts on it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil
from typing import TYPE_CHECKING, Annotated

import typer

from shared.cli.endings import NotDone

if TYPE_CHECKING:
    from pathlib import Path

    from shared.bootstrap import Core
    from shared.config import Paths, Settings
    from shared.people.model import Operator

By = Annotated[str, typer.Option("--by", metavar="CÓDIGO", envvar="VEZ_BY", help="Quem faz: o código do atendente.")]

PIN_VARIABLE = "VEZ_PIN"


@contextmanager
def station(*, may_be_new: bool = False, is_setup: bool = False, program: str = "vez") -> Iterator[Core]:
    """The station in `VEZ_HOME`, without its background work. `program` names the log of a command that stays.

    `may_be_new`: an unused folder becomes one. `is_setup`: any folder does, also one whose station lost its database.
    """
    from shared.config import Paths

    paths = Paths.of(home())
    build_core = _builder()
    if not is_setup:
        _check_there(paths, may_be_new=may_be_new)
    make_ready(paths)
    settings = settings_in(paths)
    with _logs(paths, settings, program):
        core = build_core(paths.home, settings, is_setup=is_setup)
        try:
            yield core
        finally:
            core.close()


def _builder() -> Callable[..., Core]:
    """Loading makes what stays; to look for garbage meanwhile takes a fifth of the time until the answer."""
    gc.disable()
    try:
        from shared.bootstrap import build_core
    finally:
        gc.enable()
    return build_core


def _check_there(paths: Paths, *, may_be_new: bool) -> None:
    from shared.store.birth import refuse_lost

    refuse_lost(paths)
    if not may_be_new and not paths.database.is_file():
        raise NotDone(
            f"Não há uma estação em {paths.home}. Confira VEZ_HOME, ou crie uma estação com: vez setup --example"
        )


def home() -> Path:
    """The station's folder."""
    from shared.config import vez_home

    return vez_home()


def make_ready(paths: Paths) -> None:
    """The station's folders exist. NotDone when they cannot be made or written."""
    from shared.config import prepare

    fault = prepare(paths)
    if fault is not None:
        raise NotDone(fault.sentence)


def settings_in(paths: Paths) -> Settings:
    """What is set. NotDone for a `vez.toml` with a mistake."""
    from shared.config import ConfigFault, load_settings

    settings = load_settings(paths.home)
    if isinstance(settings, ConfigFault):
        raise NotDone(settings.sentence)
    return settings


def signed_in(core: Core, by: str) -> Operator:
    """Who acts, after their PIN was checked: from `VEZ_PIN`, or asked for at the terminal."""
    from shared.kernel.ids import OperatorId
    from shared.people.model import SignedIn

    outcome = core.operators.sign_in(OperatorId(by), given("o PIN", PIN_VARIABLE))
    if isinstance(outcome, SignedIn):
        return outcome.operator
    if outcome.locked_for_seconds > 0:
        raise NotDone(f"PIN errado. Espere {ceil(outcome.locked_for_seconds)} s e tente de novo.")
    raise NotDone(f'O atendente "{by}" ou o PIN está errado. Confira os dois e tente de novo.')


def given(what: str, variable: str) -> str:
    """A secret, as "o PIN": from the environment, so that it is on no command line, or asked for at the terminal."""
    value = os.environ.get(variable)
    if value is not None:
        return value
    if not sys.stdin.isatty():
        raise NotDone(f"Falta {what}. Use a variável {variable}, ou rode o comando num terminal.")
    return str(typer.prompt(f"Digite {what}", hide_input=True))


@contextmanager
def _logs(paths: Paths, settings: Settings, program: str) -> Iterator[None]:
    import structlog

    from shared.logs import configure_logs, release_logs

    configure_logs(paths.logs, settings.log.level, program)
    # structlog's own default prints to standard output, which is for the command's answer alone.
    structlog.configure(
        processors=[structlog.stdlib.render_to_log_kwargs],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    try:
        yield
    finally:
        structlog.reset_defaults()
        release_logs()
