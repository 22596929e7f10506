"""Whether what the desk depends on is well, for the line at the bottom of the window."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from panel.model.papers import trouble_text
from panel.model.wording import counted, stopwatch
from shared.checkout.health import HealthView
from shared.checkout.held import HeldVisit

STALE_AFTER = timedelta(seconds=30)


class Level(StrEnum):
    """Each has its own shape as well as its colour."""

    GOOD = "good"
    UNKNOWN = "unknown"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class StatusItem:
    """One thing: `text` in the line, `detail` for whoever points at it."""

    name: str
    level: Level
    text: str
    detail: str


@dataclass(frozen=True, slots=True)
class Condition:
    """What the window knows besides the health that the background duties write. `failure` is a database's sentence."""

    health: HealthView | None
    read_at: datetime | None
    failure: str | None
    held: tuple[HeldVisit, ...] = ()


_PROVIDERS: Mapping[str, str] = MappingProxyType(
    {
        "asaas": "Pix (Asaas)",
        "bank_pix": "Pix (banco)",
        "mercado_pago": "Pix (Mercado Pago)",
        "mercado_pago_orders": "Pix (Mercado Pago, Orders)",
        "mercado_pago_point": "Maquininha (Mercado Pago)",
    }
)


def derive_status(condition: Condition, now: datetime) -> tuple[StatusItem, ...]:
    """Provider, printer, database and the age of what is shown; before them visits that cannot be read, if any."""
    well = (_provider(condition.health), _printer(condition.health), _database(condition), _age(condition, now))
    return (_held(condition.held), *well) if condition.held else well


def _held(held: tuple[HeldVisit, ...]) -> StatusItem:
    paid = [each.label for each in held if each.is_money_waiting]
    named = ", ".join(each.label for each in held)
    money = f" Chegou dinheiro para {', '.join(paid)}: será registrado depois." if paid else ""
    detail = f"Uma versão mais nova do programa mudou {named}.{money} Atualize o Vez nesta estação."
    text = f"{counted(len(held), 'senha espera', 'senhas esperam')} atualização"
    return StatusItem("held", Level.BAD if paid else Level.WARNING, f"{text}, com dinheiro" if paid else text, detail)


def _provider(health: HealthView | None) -> StatusItem:
    if health is None or not health.providers:
        return StatusItem("provider", Level.UNKNOWN, "Pix: não verificado", "O provedor não foi consultado ainda.")
    name, seen = next(iter(sorted(health.providers.items())))
    shown = _PROVIDERS.get(name, name)
    if seen.trouble is None:
        return StatusItem("provider", Level.GOOD, f"{shown}: ok", "O provedor de pagamentos responde.")
    detail = f"O provedor não pode ser usado: {seen.trouble}. Receba no balcão; o que está aberto continua vigiado."
    return StatusItem("provider", Level.BAD, f"{shown}: sem resposta", detail)


def _printer(health: HealthView | None) -> StatusItem:
    if health is None or health.printer is None:
        return StatusItem("printer", Level.UNKNOWN, "Impressora: não verificada", "Ninguém perguntou a ela ainda.")
    if health.printer.trouble is None:
        return StatusItem("printer", Level.GOOD, "Impressora: ok", "A impressora está pronta.")
    sentence = trouble_text(health.printer.trouble)
    return StatusItem("printer", Level.BAD, f"Impressora: {_short(sentence)}", sentence)


def _database(condition: Condition) -> StatusItem:
    if condition.failure is not None:
        return StatusItem("database", Level.BAD, "Banco de dados: falha", condition.failure)
    if condition.health is not None and condition.health.is_disk_low:
        detail = "O disco está quase cheio: as vendas param antes de cobrar. Libere espaço."
        return StatusItem("database", Level.WARNING, "Disco quase cheio", detail)
    return StatusItem("database", Level.GOOD, "Banco de dados: ok", "Tudo o que aparece aqui está gravado.")


def _age(condition: Condition, now: datetime) -> StatusItem:
    if condition.read_at is None:
        return StatusItem("age", Level.UNKNOWN, "Lendo…", "A primeira leitura ainda não terminou.")
    age = max(now - condition.read_at, timedelta())
    if age <= STALE_AFTER:
        return StatusItem("age", Level.GOOD, "Tela atualizada", "Mudanças de qualquer tela aparecem na hora.")
    detail = "O que aparece pode estar velho: o banco de dados não respondeu às últimas leituras."
    return StatusItem("age", Level.WARNING, f"Sem atualizar há {stopwatch(age)}", detail)


def _short(sentence: str) -> str:
    return sentence.partition(":")[0].removeprefix("A impressora ").removeprefix("O sistema ").rstrip(".").lower()
