"""The station's folder and its settings: `vez.toml` in that folder, overridden by environment variables `VEZ_…`.

``VEZ_PAYMENT__TIMEOUT_SECONDS=5`` stands above ``timeout_seconds`` in the section ``[payment]``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import platformdirs
from pydantic import (
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from shared import toml_file
from shared.config.accounts import AsaasAccount, BankAccount, MercadoPagoAccount, OwnPix, Payment, Webhooks
from shared.config.station import Limits, Log, LogLevel, PolicyName, Printer, PrinterKind, Queue, Screen, Shop, Station
from shared.config.values import CARRIERS, LOOPBACK, WAYS
from shared.kernel.ways import Method
from shared.toml_file import FileFault, TomlFile

__all__ = [
    "CARRIERS",
    "FILE_NAME",
    "HOME_VARIABLE",
    "LOOPBACK",
    "WAYS",
    "AsaasAccount",
    "BankAccount",
    "ConfigFault",
    "Limits",
    "Log",
    "LogLevel",
    "MercadoPagoAccount",
    "OwnPix",
    "Paths",
    "Payment",
    "PolicyName",
    "Printer",
    "PrinterKind",
    "Queue",
    "Screen",
    "Settings",
    "Shop",
    "Station",
    "Webhooks",
    "load_settings",
    "prepare",
    "vez_home",
]

HOME_VARIABLE = "VEZ_HOME"
PREFIX = "VEZ_"
NESTED = "__"
FILE_NAME = "vez.toml"


@dataclass(frozen=True, slots=True)
class ConfigFault:
    """`sentence` is in Portuguese: which file or variable, what is wrong, what to do."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Paths:
    """Where a station keeps its things."""

    home: Path
    config: Path
    database: Path
    logs: Path
    backups: Path
    papers: Path

    @classmethod
    def of(cls, home: Path) -> Self:
        """The places in a station's folder. `papers` is where the virtual printer puts its pictures."""
        return cls(home, home / FILE_NAME, home / "vez.sqlite", home / "logs", home / "backups", home / "papers")


class Settings(BaseSettings):
    """Everything that can be set on a station; secrets are in `keys`."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix=PREFIX, env_nested_delimiter=NESTED)

    station: Station = Station()
    shop: Shop = Shop()
    payment: Payment = Payment()
    asaas: AsaasAccount = AsaasAccount()
    bank_pix: BankAccount = BankAccount()
    mercado_pago: MercadoPagoAccount = MercadoPagoAccount()
    webhooks: Webhooks = Webhooks()
    own_pix: OwnPix = OwnPix()
    queue: Queue = Queue()
    printer: Printer = Printer()
    screen: Screen = Screen()
    log: Log = Log()
    limits: Limits = Limits()

    @model_validator(mode="after")
    def _payer_is_named(self) -> Self:
        if self._pays_by("mercado_pago", "mercado_pago_orders") and self.mercado_pago.payer_email is None:
            raise ValueError(
                'o Pix do Mercado Pago precisa de "payer_email" na seção [mercado_pago]; escreva o da loja'
            )
        return self

    @model_validator(mode="after")
    def _bank_is_described(self) -> Self:
        if self._pays_by("bank_pix") and not self.bank_pix.is_whole:
            raise ValueError(
                'o Pix pelo banco precisa de "bank", "client_id", "pix_key" e "city" na seção [bank_pix]; '
                "escreva os quatro"
            )
        return self

    @model_validator(mode="after")
    def _terminal_is_named(self) -> Self:
        if self._pays_by("mercado_pago_point") and self.mercado_pago.terminal is None:
            raise ValueError('a maquininha precisa de "terminal" na seção [mercado_pago]; escreva o código dela')
        return self

    @model_validator(mode="after")
    def _own_key_is_described(self) -> Self:
        if self._pays_by(Method.OWN_PIX) and not self.own_pix.is_whole:
            raise ValueError(
                'o Pix da chave da loja precisa de "key", "name" e "city" na seção [own_pix]; escreva os três'
            )
        return self

    def _pays_by(self, *providers: str) -> bool:
        return any(way.provider in providers for way in self.payment.ways)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment stands above the file."""
        return env_settings, init_settings


def vez_home(environ: Mapping[str, str] = os.environ) -> Path:
    """The station's folder: `VEZ_HOME`, or the platform's data folder."""
    named = environ.get(HOME_VARIABLE, "").strip()
    return Path(named).expanduser().absolute() if named else platformdirs.user_data_path("vez", appauthor=False)


def prepare(paths: Paths) -> ConfigFault | None:
    """Make the station's folders, for its owner only; None when they are there and can be written."""
    for folder in (paths.home, paths.logs, paths.backups, paths.papers):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            return ConfigFault(f"Não foi possível criar a pasta {folder}; verifique o caminho e as permissões.")
        if not os.access(folder, os.W_OK | os.X_OK):
            return ConfigFault(f"A pasta {folder} não aceita gravação; verifique as permissões.")
        folder.chmod(0o700)
    return None


def load_settings(home: Path) -> Settings | ConfigFault:
    """The settings of a station; without a file, those of the environment and the defaults."""
    file = _read(home / FILE_NAME)
    if isinstance(file, FileFault):
        return ConfigFault(file.sentence)
    try:
        return Settings(**file.tables)
    except ValidationError as error:
        first = error.errors()[0]
        return ConfigFault(f"{_place(file, first)}: {toml_file.finding(first)}.")
    except SettingsError:
        return ConfigFault(
            f"Uma variável de ambiente {PREFIX}… não pôde ser lida; use a forma {PREFIX}SHOP{NESTED}NAME."
        )


def _read(path: Path) -> TomlFile | FileFault:
    if not path.exists():
        return TomlFile(path.name, "", {})
    text = toml_file.read_text(path)
    return text if isinstance(text, FileFault) else toml_file.parse(path.name, text)


def _place(file: TomlFile, error: ErrorDetails) -> str:
    names = [part for part in error["loc"] if isinstance(part, str)]
    wanted = [PREFIX + NESTED.join(names[:depth]).upper() for depth in range(len(names), 0, -1)]
    given = {name.upper() for name in os.environ}
    variable = next((name for name in wanted if name in given), None)
    if variable:
        return f"variável de ambiente {variable}"
    section = f", seção [{names[0]}]" if names else ""
    return toml_file.place_of(file, error["loc"], {}) + section
