"""Pix keys: the forms in which a key stands inside a BR Code (Central Bank, Pix initiation manual and DICT API)."""

from __future__ import annotations

import re
from enum import StrEnum

from stdnum.br import cnpj, cpf

KEY_MAX = 77

_CPF = re.compile(r"[0-9]{11}")
_CNPJ = re.compile(r"[0-9A-Z]{12}[0-9]{2}")
_PHONE = re.compile(r"\+55[1-9][0-9][0-9]{8,9}")
_RANDOM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")


class PixKeyKind(StrEnum):
    CPF = "cpf"
    CNPJ = "cnpj"
    PHONE = "phone"
    EMAIL = "email"
    RANDOM = "random"


def is_cpf(text: str) -> bool:
    """11 digits, no punctuation, right check digits; eleven equal digits are no CPF."""
    return bool(_CPF.fullmatch(text)) and len(set(text)) > 1 and bool(cpf.is_valid(text))


def is_cnpj(text: str) -> bool:
    """14 characters, no punctuation, right check digits; letters are allowed (in use from July 2026)."""
    return bool(_CNPJ.fullmatch(text)) and bool(cnpj.is_valid(text))


def kind_of_key(key: str) -> PixKeyKind | None:
    """Which kind of key this is, exactly as a BR Code must carry it; None when it is none."""
    if is_cpf(key):
        return PixKeyKind.CPF
    if is_cnpj(key):
        return PixKeyKind.CNPJ
    if _PHONE.fullmatch(key):
        return PixKeyKind.PHONE
    if _RANDOM.fullmatch(key):
        return PixKeyKind.RANDOM
    if len(key) <= KEY_MAX and _EMAIL.fullmatch(key):
        return PixKeyKind.EMAIL
    return None
