"""The sections about money: how the shop is paid, and its accounts with those who carry it out."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    model_validator,
)

from shared.config.section import Section
from shared.config.values import (
    ASAAS,
    BANK,
    LOOPBACK,
    MERCADO_PAGO,
    Name,
    Percent,
    email_address,
    in_reais,
    once_each,
    pix_key,
    terminal_code,
    way_to_pay,
    web_address,
)
from shared.kernel.money import Money
from shared.kernel.ways import BY_HAND, Method, Way


class Payment(Section):
    """`ways`: how the shop is paid, in the order of the screen; among the ways of one method, in order of preference.

    `pix_receiver` is the name that the customer's bank shows as the receiver. A boleto is due so many days after it was
    asked for; anything else is paid within `expiry_minutes`.
    """

    ways: Annotated[tuple[Annotated[Way, BeforeValidator(way_to_pay)], ...], AfterValidator(once_each)] = (
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

    base_url: Annotated[str, AfterValidator(partial(web_address, example=ASAAS))] = ASAAS
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
    api_url: Annotated[str, AfterValidator(partial(web_address, example=BANK))] | None = None
    token_url: Annotated[str, AfterValidator(partial(web_address, example=BANK))] | None = None

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

    base_url: Annotated[str, AfterValidator(partial(web_address, example=MERCADO_PAGO))] = MERCADO_PAGO
    payer_email: Annotated[str, AfterValidator(email_address)] | None = None
    terminal: Annotated[str, AfterValidator(terminal_code)] | None = None


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

    key: Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(pix_key)] | None = None
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=25)] | None = None
    city: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=15)] | None = None
    per_shift: int = Field(default=10, ge=0, le=1000)
    amount_per_shift: Annotated[Money, BeforeValidator(in_reais)] = Money(50_000)

    @property
    def is_whole(self) -> bool:
        """Is everything there that a code needs?"""
        return None not in (self.key, self.name, self.city)
