"""How each value of the settings is read, and what is said of one that does not fit. Pure."""

from __future__ import annotations

import re
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import (
    Field,
    StringConstraints,
)

from shared.kernel.money import Money
from shared.kernel.pix_key import kind_of_key
from shared.kernel.ways import BY_HAND, Method, Way

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


def station_letter(written: str) -> str:
    if len(written) != 1 or not "A" <= written <= "Z":
        raise ValueError('a letra da estação não serve; use uma só letra maiúscula, como "A"')
    return written


def email_address(written: str) -> str:
    if not _EMAIL.fullmatch(written):
        raise ValueError('o e-mail não serve; escreva-o como "loja@exemplo.com.br"')
    return written


def pix_key(written: str) -> str:
    if kind_of_key(written) is None:
        raise ValueError(
            'a chave Pix não serve; escreva CPF ou CNPJ sem pontos, telefone como "+5511987654321", e-mail em letras '
            "minúsculas, ou a chave aleatória inteira"
        )
    return written


def in_reais(written: object) -> object:
    """``"500,00"`` or ``500``; never a fraction that a computer rounds."""
    if isinstance(written, Money):
        return written
    text = str(written) if isinstance(written, str | int) and not isinstance(written, bool) else ""
    if not _REAIS.fullmatch(text):
        raise ValueError('o valor não serve; escreva-o em reais, como "500,00"')
    return Money.from_reais(text.replace(",", "."))


def terminal_code(written: str) -> str:
    if not _TERMINAL.fullmatch(written):
        raise ValueError('o código da maquininha não serve; escreva-o como "NEWLAND_N950__N950NCB801293324"')
    return written


def web_address(written: str, example: str) -> str:
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


def ascending(minutes: tuple[int, int, int]) -> tuple[int, int, int]:
    if not 0 < minutes[0] < minutes[1] < minutes[2]:
        raise ValueError(
            "as faixas de espera precisam crescer a partir de 1 minuto; escreva, por exemplo, [15, 30, 45]"
        )
    return minutes


def way_to_pay(written: object) -> object:
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


def once_each(ways: tuple[Way, ...]) -> tuple[Way, ...]:
    if len(set(ways)) < len(ways):
        raise ValueError("uma forma de pagamento está repetida; escreva cada uma só uma vez")
    return ways


WAYS = tuple(f"{method}:{each}" for method, all_of in CARRIERS.items() for each in all_of) + tuple(sorted(BY_HAND))
"""Every way to pay, as it is written in the settings."""
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


Percent = Annotated[Decimal, Field(decimal_places=2)]
