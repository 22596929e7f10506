"""The sections about the station itself: its shop, its queue, its printer, its screen."""

from __future__ import annotations

from datetime import time
from enum import StrEnum
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    Field,
    model_validator,
)

from shared.config.section import Section
from shared.config.values import Name, ascending, station_letter
from shared.kernel.day import CUTOFF, ZONE


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


class Station(Section):
    """`letter` begins every label of this station."""

    letter: Annotated[str, AfterValidator(station_letter)] = "A"


class Shop(Section):
    name: Name = "Minha loja"
    zone: ZoneInfo = ZONE
    cutoff_hour: int = Field(default=CUTOFF.hour, ge=0, le=23)

    @property
    def cutoff(self) -> time:
        """When the business day begins, in the shop's zone."""
        return time(self.cutoff_hour)


class Queue(Section):
    """`alternation`: under that policy, how many priority turns are called for each ordinary one."""

    policy: PolicyName = PolicyName.STRICT
    alternation: int = Field(default=2, ge=1, le=20)
    bands_minutes: Annotated[tuple[int, int, int], AfterValidator(ascending)] = (15, 30, 45)
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
