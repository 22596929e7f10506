"""What must never be written, taken out of whatever is about to be: keys, tokens, PINs, CPF, phones, e-mail addresses.

Keys have no form of their own that would tell them from other words, so the ones in use are said to `keep_out`.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import deque
from collections.abc import Iterable, Mapping
from json import dumps
from typing import Any
from urllib.parse import quote, quote_plus

from stdnum import luhn
from stdnum.br import cpf

DEPTH_MAX = 6
HIDDEN = "[hidden]"
TAKEN_OUT = "•••"
"""Where people read what is left."""
KEPT_OUT_MAX = 64
"""A station has seven keys; a bank's token is another one every few minutes."""
SECRET_MIN = 8
NAME_MIN = 3
"""Shorter words are parts of others."""

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
_EMAIL = re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_CARD = re.compile(r"(?<![0-9A-Za-z])[2-6]\d{3}([ -]?)\d{4}\1\d{4}\1\d{4}(?![0-9A-Za-z])")

_kept_out: deque[str] = deque(maxlen=KEPT_OUT_MAX)
"""Of the process, as the log itself is: whoever writes a line cannot know what a library put into it."""


def keep_out(secret: str) -> None:
    """From now on this process writes this secret into no log, in none of the forms that requests give it."""
    if len(secret) >= SECRET_MIN and secret not in _kept_out:
        _kept_out.append(secret)


def hide_secrets(text: str, secrets: Iterable[str], by: str = TAKEN_OUT) -> str:
    """The text without these, also where they were escaped for an address or for JSON, or written in base64."""
    for secret in secrets:
        for form in sorted(_forms(secret), key=len, reverse=True):
            text = text.replace(form, by)
    return text


def hide_people(text: str) -> str:
    """The text without CPF, phones, e-mail addresses and card numbers: for what is kept for good."""
    text = _EMAIL.sub(TAKEN_OUT, text)
    text = _CPF_WRITTEN.sub(TAKEN_OUT, text)
    text = _ELEVEN.sub(lambda match: TAKEN_OUT if cpf.is_valid(match[0]) else match[0], text)
    text = _CARD.sub(lambda match: TAKEN_OUT if luhn.is_valid(re.sub(r"[ -]", "", match[0])) else match[0], text)
    for pattern in (_PHONE_WRITTEN, _PHONE_INTERNATIONAL, _MOBILE):
        text = pattern.sub(TAKEN_OUT, text)
    return text


def hide_name(text: str, name: str | None) -> str:
    """The text without the words of a person's name."""
    words = [re.escape(word) for word in (name or "").split() if len(word) >= NAME_MIN]
    return re.sub(rf"\b(?:{'|'.join(words)})\b", TAKEN_OUT, text, flags=re.IGNORECASE) if words else text


def redact_text(text: str) -> str:
    """The text without secrets and personal numbers. Bare eleven digits count as a CPF when their check digits hold."""
    text = hide_secrets(text, tuple(_kept_out), "[key]")
    text = _SCHEME.sub(r"\1 [token]", text)
    text = _NAMED.sub(rf"\g<name>{HIDDEN}", text)
    text = _ASAAS_KEY.sub("[key]", text)
    text = _EMAIL.sub("[email]", text)
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


def _forms(secret: str) -> set[str]:
    if not secret:
        return set()
    coded = b64encode(secret.encode()).decode("ascii").rstrip("=")
    return {secret, quote(secret, safe=""), quote_plus(secret), dumps(secret)[1:-1], coded}
