"""What must never reach a log file, taken out of whatever is about to be written: keys, tokens, PINs, CPF, phones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from stdnum.br import cpf

DEPTH_MAX = 6
HIDDEN = "[hidden]"

SECRET_FIELDS = frozenset(
    {
        "access_token",
        "api_key",
        "apikey",
        "authorization",
        "chave",
        "client_secret",
        "cpf",
        "cpfcnpj",
        "customer_name",
        "key",
        "mobilephone",
        "password",
        "phone",
        "pin",
        "pix_key",
        "secret",
        "token",
    }
)

# Asaas keys: `$aact_prod_…::…`. Punctuation that ends a word in a sentence or in JSON ends the key.
_ASAAS_KEY = re.compile(r"\$aact_[^\s\"'`,;<>)\]}\\]+")
_SCHEME = re.compile(r"\b(Bearer|Basic)\s+[^\s\"',;]+", re.IGNORECASE)
_NAMED = re.compile(
    r"(?P<name>\b(?:access[_-]?token|api[_-]?key|authorization|client[_-]?secret|password|pin)\b[\"']?\s*[:=]\s*[\"']?)"
    r"(?P<value>[^\s\"'&,;}\])[][^\s\"'&,;}\])]*)",
    re.IGNORECASE,
)
_CPF_WRITTEN = re.compile(r"(?<![0-9A-Za-z])\d{3}\.\d{3}\.\d{3}[-/]?\d{2}(?!\d)")
_ELEVEN = re.compile(r"(?<![0-9A-Za-z.])\d{11}(?![0-9A-Za-z])")
# Brazilian numbers: two-digit area code without zeros, mobiles are 9 and eight digits (Anatel resolution 553/2010).
_PHONE_WRITTEN = re.compile(
    r"(?<![0-9A-Za-z])(?:\+?55[ -]?)?(?:\([1-9]{2}\) ?9?[ ]?\d{4}[- ]?\d{4}|[1-9]{2}[ -]9?\d{4}-\d{4})(?!\d)"
)
_PHONE_INTERNATIONAL = re.compile(r"\+\d{10,14}(?!\d)")
_MOBILE = re.compile(r"(?<![0-9A-Za-z.])(?:55)?[1-9]{2}9\d{8}(?![0-9A-Za-z])")


def redact_text(text: str) -> str:
    """The text without secrets and personal numbers. Bare eleven digits count as a CPF when their check digits hold."""
    text = _SCHEME.sub(r"\1 [token]", text)
    text = _NAMED.sub(rf"\g<name>{HIDDEN}", text)
    text = _ASAAS_KEY.sub("[key]", text)
    text = _CPF_WRITTEN.sub("[cpf]", text)
    text = _ELEVEN.sub(lambda match: "[cpf]" if cpf.is_valid(match[0]) else match[0], text)
    for pattern in (_PHONE_WRITTEN, _PHONE_INTERNATIONAL, _MOBILE):
        text = pattern.sub("[phone]", text)
    return text


def redact(value: object, depth: int = 0) -> Any:
    """The value as log fields may hold it. What is neither text, number, list nor mapping becomes redacted text."""
    match value:
        case None | bool() | float():
            return value
        case str():
            return redact_text(value)
        case int():
            text = str(value)
            return value if redact_text(text) == text else redact_text(text)
        case Mapping() if depth < DEPTH_MAX:
            return {_name(name): redact_field(name, inner, depth + 1) for name, inner in value.items()}
        case list() | tuple() | set() | frozenset() if depth < DEPTH_MAX:
            return [redact(inner, depth + 1) for inner in value]
        case _:
            return redact_text(repr(value))


def redact_field(name: object, value: object, depth: int = 0) -> Any:
    """A named value: hidden altogether when the name says that it is a secret or personal."""
    is_secret = str(name).lower().replace("-", "_") in SECRET_FIELDS
    return HIDDEN if is_secret and value is not None else redact(value, depth)


def _name(name: object) -> str:
    return redact_text(str(name))
