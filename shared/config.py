"""The station's folder and its settings: `vez.toml` in that folder, overridden by environment variables `VEZ_…`.

``VEZ_PAYMENT__TIMEOUT_SECONDS=5`` stands above ``timeout_seconds`` in the section ``[payment]``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import platformdirs
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from shared import toml_file
from shared.kernel.day import CUTOFF, ZONE
from shared.kernel.money import Money
from shared.kernel.pix_key import kind_of_key
from shared.kernel.ways import BY_HAND, Method, Way
from shared.toml_file import FileFault, TomlFile

HOME_VARIABLE = "VEZ_HOME"
PREFIX = "VEZ_"
NESTED = "__"
FILE_NAME = "vez.toml"

ASAAS = "https://api.asaas.com/v3"
BANK = "https://api-pix.sicredi.com.br/api"
MERCADO_PAGO = "https://api.mercadopago.com"
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_REAIS = re.compile(r"[0-9]{1,6}(,[0-9]{2})?")
_TERMINAL = re.compile(r"[A-Z0-9]{1,20}_[A-Z0-9]{1,20}__[A-Za-z0-9]{1,40}")

CARRIERS = MappingProxyType(
    {
        Method.PIX: ("asaas", "bank_pix", "mercado_pago", "mercado_pago_orders"),
        Method.CARD: ("asaas",),
        Method.BOLETO: ("asaas",),
        Method.TERMINAL: ("mercado_pago_point",),
    }
)
"""Who carries out each method that needs a provider."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


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


class PrinterKind(StrEnum):
    VIRTUAL = "virtual"
    USB = "usb"


class PolicyName(StrEnum):
    STRICT = "strict"
    AGEING = "ageing"
    ALTERNATION = "alternation"


class LogLevel(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def _letter(written: str) -> str:
    if len(written) != 1 or not "A" <= written <= "Z":
        raise ValueError('a letra da estação não serve; use uma só letra maiúscula, como "A"')
    return written


def _email(written: str) -> str:
    if not _EMAIL.fullmatch(written):
        raise ValueError('o e-mail não serve; escreva-o como "loja@exemplo.com.br"')
    return written


def _pix_key(written: str) -> str:
    if kind_of_key(written) is None:
        raise ValueError(
            'a chave Pix não serve; escreva CPF ou CNPJ sem pontos, telefone como "+5511987654321", e-mail em letras '
            "minúsculas, ou a chave aleatória inteira"
        )
    return written


def _reais(written: object) -> object:
    """``"500,00"`` or ``500``; never a fraction that a computer rounds."""
    if isinstance(written, Money):
        return written
    text = str(written) if isinstance(written, str | int) and not isinstance(written, bool) else ""
    if not _REAIS.fullmatch(text):
        raise ValueError('o valor não serve; escreva-o em reais, como "500,00"')
    return Money.from_reais(text.replace(",", "."))


def _terminal(written: str) -> str:
    if not _TERMINAL.fullmatch(written):
        raise ValueError('o código da maquininha não serve; escreva-o como "NEWLAND_N950__N950NCB801293324"')
    return written


def _address(written: str, example: str) -> str:
    try:
        parts = urlsplit(written)
        has_port_and_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        parts, has_port_and_host = urlsplit(""), False
    if not has_port_and_host or parts.scheme not in {"http", "https"} or parts.username or parts.query:
        raise ValueError(f'o endereço do provedor não serve; escreva-o como "{example}"')
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError("o endereço do provedor mandaria a chave sem proteção; comece-o com https://")
    return written.rstrip("/")


def _ascending(minutes: tuple[int, int, int]) -> tuple[int, int, int]:
    if not 0 < minutes[0] < minutes[1] < minutes[2]:
        raise ValueError(
            "as faixas de espera precisam crescer a partir de 1 minuto; escreva, por exemplo, [15, 30, 45]"
        )
    return minutes


def _way(written: object) -> object:
    """``pix:asaas``; a method by hand stands alone: ``counter``."""
    if not isinstance(written, str):
        return written
    method, _, provider = written.partition(":")
    known = Method(method) if method in set(Method) else None
    if known in BY_HAND and not provider:
        return Way.by_hand(known)
    if known is None or provider not in CARRIERS.get(known, ()):
        raise ValueError(f'a forma de pagamento "{written}" não existe; use entre estas: {", ".join(WAYS)}')
    return Way(known, provider)


def _once_each(ways: tuple[Way, ...]) -> tuple[Way, ...]:
    if len(set(ways)) < len(ways):
        raise ValueError("uma forma de pagamento está repetida; escreva cada uma só uma vez")
    return ways


WAYS = tuple(f"{method}:{each}" for method, all_of in CARRIERS.items() for each in all_of) + tuple(sorted(BY_HAND))
"""Every way to pay, as it is written in the settings."""
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


Percent = Annotated[Decimal, Field(decimal_places=2)]


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Station(Section):
    """`letter` begins every label of this station."""

    letter: Annotated[str, AfterValidator(_letter)] = "A"


class Shop(Section):
    name: Name = "Minha loja"
    zone: ZoneInfo = ZONE
    cutoff_hour: int = Field(default=CUTOFF.hour, ge=0, le=23)

    @property
    def cutoff(self) -> time:
        """When the business day begins, in the shop's zone."""
        return time(self.cutoff_hour)


class Payment(Section):
    """`ways`: how the shop is paid, in the order of the screen; among the ways of one method, in order of preference.

    `pix_receiver` is the name that the customer's bank shows as the receiver. A boleto is due so many days after it was
    asked for; anything else is paid within `expiry_minutes`.
    """

    ways: Annotated[tuple[Annotated[Way, BeforeValidator(_way)], ...], AfterValidator(_once_each)] = (
        Way(Method.PIX, "asaas"),
        Way.by_hand(Method.COUNTER),
    )
    timeout_seconds: float = Field(default=10.0, ge=1, le=15, allow_inf_nan=False)
    pix_receiver: Name | None = None
    expiry_minutes: int = Field(default=30, ge=2, le=30)
    boleto_days: int = Field(default=1, ge=1, le=30)

    @property
    def providers(self) -> tuple[str, ...]:
        """Who carries out the ways that need somebody, the preferred one first, each once."""
        return tuple(dict.fromkeys(way.provider for way in self.ways if way.method not in BY_HAND))


class AsaasAccount(Section):
    """A card pays in at most `installments_max` monthly parts of at least `installment_min_reais` each.

    What a boleto costs less in time and more when late, in percent: a fine once, and interest for each month. More than
    2 % and 1 % is not allowed (Código de Defesa do Consumidor, art. 52; Código Civil, art. 406).
    """

    base_url: Annotated[str, AfterValidator(partial(_address, example=ASAAS))] = ASAAS
    installments_max: int = Field(default=1, ge=1, le=12)
    installment_min_reais: int = Field(default=10, ge=1, le=10_000)
    discount_percent: Percent = Field(default=Decimal(0), ge=0, le=50)
    fine_percent: Percent = Field(default=Decimal(0), ge=0, le=2)
    interest_percent_month: Percent = Field(default=Decimal(0), ge=0, le=1)


class BankAccount(Section):
    """The shop's account at a bank that serves the Central Bank's Pix API.

    `files` are in PEM, in the station's folder unless a whole path is given; addresses are the bank's own where none
    are named. Which banks are known: `shared.payments.bank_pix_profiles`.
    """

    bank: Literal["sicredi", "banco-do-brasil", "sicoob", "itau", "efi"] | None = None
    client_id: Name | None = None
    pix_key: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=77)] | None = None
    city: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=15)] | None = None
    certificate: Path | None = None
    certificate_key: Path | None = None
    authority: Path | None = None
    api_url: Annotated[str, AfterValidator(partial(_address, example=BANK))] | None = None
    token_url: Annotated[str, AfterValidator(partial(_address, example=BANK))] | None = None

    @property
    def files(self) -> tuple[Path | None, Path | None, Path | None]:
        """The certificate, its key, and who signs the bank's own where the system does not know."""
        return self.certificate, self.certificate_key, self.authority

    @property
    def is_whole(self) -> bool:
        """Is everything there that no bank works without?"""
        return None not in (self.bank, self.client_id, self.pix_key, self.city)


class MercadoPagoAccount(Section):
    """`payer_email`: the shop's own address, which a Pix there names as its payer's. `terminal`: its card machine."""

    base_url: Annotated[str, AfterValidator(partial(_address, example=MERCADO_PAGO))] = MERCADO_PAGO
    payer_email: Annotated[str, AfterValidator(_email)] | None = None
    terminal: Annotated[str, AfterValidator(_terminal)] | None = None


class Webhooks(Section):
    """Where `vez webhooks` listens. `files` are in PEM, in the station's folder unless a whole path is given.

    `authority` signs the certificates that a bank has to show; without it none is asked for.
    """

    host: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)] = "127.0.0.1"
    port: int = Field(default=8766, ge=1, le=65535)
    certificate: Path | None = None
    certificate_key: Path | None = None
    authority: Path | None = None

    @property
    def files(self) -> tuple[Path | None, Path | None, Path | None]:
        """Our certificate, its key, and who signs the banks'."""
        return self.certificate, self.certificate_key, self.authority

    @model_validator(mode="after")
    def _secrets_are_protected(self) -> Self:
        if self.certificate is None and (self.authority is not None or self.certificate_key is not None):
            raise ValueError('falta "certificate", o certificado deste computador; ponha-o ou tire os outros dois')
        if self.certificate is None and self.host not in LOOPBACK:
            raise ValueError(
                'os avisos chegariam sem proteção; ponha "certificate", ou deixe "host" em 127.0.0.1 atrás de um túnel'
            )
        return self


class OwnPix(Section):
    """The shop's own Pix key, for a code that no provider watches; `name` and `city` as the key's bank has them.

    How many visits one person lets in for it in one shift, and for how much in all.
    """

    key: Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_pix_key)] | None = None
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=25)] | None = None
    city: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=15)] | None = None
    per_shift: int = Field(default=10, ge=0, le=1000)
    amount_per_shift: Annotated[Money, BeforeValidator(_reais)] = Money(50_000)

    @property
    def is_whole(self) -> bool:
        """Is everything there that a code needs?"""
        return None not in (self.key, self.name, self.city)


class Queue(Section):
    """`alternation`: under that policy, how many priority turns are called for each ordinary one."""

    policy: PolicyName = PolicyName.STRICT
    alternation: int = Field(default=2, ge=1, le=20)
    bands_minutes: Annotated[tuple[int, int, int], AfterValidator(_ascending)] = (15, 30, 45)
    called_timeout_seconds: int = Field(default=180, ge=30, le=3600)


class Printer(Section):
    """`vendor` and `product` are the USB ids; `profile` names the kind of printer (`shared.printing.profiles`).

    `paper_grace_seconds`: how long a paid customer's ticket waits for paper before it enters the queue without.
    """

    kind: PrinterKind = PrinterKind.VIRTUAL
    vendor: int | None = Field(default=None, ge=1, le=0xFFFF)
    product: int | None = Field(default=None, ge=0, le=0xFFFF)
    serial: Name | None = None
    profile: Literal["epson-80", "epson-80-42", "generic-80", "generic-58"] = "epson-80"
    paper_grace_seconds: int = Field(default=15, ge=0, le=300)

    @model_validator(mode="after")
    def _usb_is_named(self) -> Self:
        if self.kind is PrinterKind.USB and (self.vendor is None or self.product is None):
            raise ValueError(
                'a impressora USB precisa de "vendor" e "product"; escreva os dois números que o lsusb mostra'
            )
        return self


class Screen(Section):
    """`diagonal_inches` of the totem's screen: touch targets keep their size in millimetres."""

    diagonal_inches: float = Field(default=32.0, ge=5, le=120, allow_inf_nan=False)


class Log(Section):
    level: LogLevel = LogLevel.INFO


class Limits(Section):
    """Selling stops below `disk_free_min_mb`, before money is taken.

    `account_stations` use the same account of the payment provider, and share the requests that it may take.
    """

    disk_free_min_mb: int = Field(default=200, ge=10, le=100_000)
    account_stations: int = Field(default=1, ge=1, le=50)


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
