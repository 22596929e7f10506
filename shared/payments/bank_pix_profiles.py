"""How the banks serve the Central Bank's Pix API: everything in which they differ, as data.

Addresses change now and then; a station's settings may name others. Sources, read in November 2026:

- Sicredi: "Guia técnico Pix" and API Pix of developer.sicredi.com.br; versions per resource from its OpenAPI files.
- Banco do Brasil: API Pix of developers.bb.com.br. `gw-dev-app-key` goes into the query of every call; a list of
  received Pix covers four days at most.
- Sicoob: Pix Recebimentos of developers.sicoob.com.br. Tokens last 300 seconds; the certificate alone proves who asks,
  there is no client secret.
- Itaú: Recebimentos Pix of devportal.itau.com.br. Every call carries the application's key and an id of its own.
- Efí: API Pix of dev.efipay.com.br. The token endpoint wants JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

LIST_MAX = timedelta(days=30)


class Bank(StrEnum):
    """A bank as the settings name it."""

    SICREDI = "sicredi"
    BANCO_DO_BRASIL = "banco-do-brasil"
    SICOOB = "sicoob"
    ITAU = "itau"
    EFI = "efi"


class TokenStyle(StrEnum):
    """How the application proves to the token endpoint who it is, beside its certificate (RFC 6749, 2.3.1)."""

    BASIC_FORM = "basic_form"
    BASIC_JSON = "basic_json"
    SECRET_IN_FORM = "secret_in_form"  # noqa: S105 - a way of writing, no secret
    ID_IN_FORM = "id_in_form"


class Ours(StrEnum):
    """What an extra header or query field is filled with."""

    CLIENT_ID = "client_id"
    APP_KEY = "app_key"
    FRESH_ID = "fresh_id"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the API (before any version) and the token endpoint of one environment are."""

    api: str
    token: str


@dataclass(frozen=True, slots=True)
class BankProfile:
    """One bank. `charge` and `received` are the paths of `cob` and `pix` below the API's address, with their version.

    `test` is None where the bank has no environment in which tokens are really issued.
    """

    title: str
    production: Addresses
    test: Addresses | None
    charge: str = "/cob"
    received: str = "/pix"
    token_style: TokenStyle = TokenStyle.BASIC_FORM
    headers: tuple[tuple[str, Ours], ...] = ()
    query: tuple[tuple[str, Ours], ...] = ()
    list_max: timedelta = LIST_MAX

    @property
    def needs_secret(self) -> bool:
        return self.token_style is not TokenStyle.ID_IN_FORM

    @property
    def needs_app_key(self) -> bool:
        return any(filled is Ours.APP_KEY for _name, filled in (*self.headers, *self.query))


SCOPES: Final = "cob.write cob.read pix.write pix.read"

PROFILES: Final = MappingProxyType(
    {
        Bank.SICREDI: BankProfile(
            title="Sicredi",
            production=Addresses("https://api-pix.sicredi.com.br/api", "https://api-pix.sicredi.com.br/oauth/token"),
            test=Addresses("https://api-pix-h.sicredi.com.br/api", "https://api-pix-h.sicredi.com.br/oauth/token"),
            charge="/v3/cob",
            received="/v2/pix",
        ),
        Bank.BANCO_DO_BRASIL: BankProfile(
            title="Banco do Brasil",
            production=Addresses("https://api-pix.bb.com.br/pix/v2", "https://oauth.bb.com.br/oauth/token"),
            test=Addresses("https://api-pix.hm.bb.com.br/pix/v2", "https://oauth.hm.bb.com.br/oauth/token"),
            query=(("gw-dev-app-key", Ours.APP_KEY),),
            list_max=timedelta(days=4),
        ),
        Bank.SICOOB: BankProfile(
            title="Sicoob",
            production=Addresses(
                "https://api.sicoob.com.br/pix/api/v2",
                "https://auth.sicoob.com.br/auth/realms/cooperado/protocol/openid-connect/token",
            ),
            test=None,
            token_style=TokenStyle.ID_IN_FORM,
            headers=(("client_id", Ours.CLIENT_ID),),
        ),
        Bank.ITAU: BankProfile(
            title="Itaú",
            production=Addresses(
                "https://secure.api.itau/pix_recebimentos/v2", "https://sts.itau.com.br/api/oauth/token"
            ),
            test=None,
            token_style=TokenStyle.SECRET_IN_FORM,
            headers=(("x-itau-apikey", Ours.CLIENT_ID), ("x-itau-correlationID", Ours.FRESH_ID)),
        ),
        Bank.EFI: BankProfile(
            title="Efí",
            production=Addresses("https://pix.api.efipay.com.br/v2", "https://pix.api.efipay.com.br/oauth/token"),
            test=Addresses("https://pix-h.api.efipay.com.br/v2", "https://pix-h.api.efipay.com.br/oauth/token"),
            token_style=TokenStyle.BASIC_JSON,
        ),
    }
)
