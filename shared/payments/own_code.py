"""Pix codes of the shop's own key, written here, for money that no provider watches."""

from __future__ import annotations

import hashlib
import string
from dataclasses import dataclass

from shared.kernel.ids import IntentId
from shared.kernel.money import Money
from shared.payments.brcode import BrCode, BrCodeFault, BrCodeProblem, check_for, write_static

TXID_PREFIX = "VEZ"
TXID_LENGTH = 25
"""The longest that a static code carries (Central Bank, Pix initiation manual)."""
_DIGITS = string.digits + string.ascii_uppercase


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """The shop's account, as its code names it. `key` is in the form that a code carries."""

    key: str
    name: str
    city: str


@dataclass(frozen=True, slots=True)
class OwnCode:
    """A checked code for exactly one amount; `txid` is how the statement names what was paid by it."""

    txid: str
    br_code: str


def write_own_code(account: OwnAccount, intent_id: IntentId, amount: Money, label: str) -> OwnCode | BrCodeFault:
    """The code that pays `amount` to the shop's own key; `label` is what the payer reads beside it.

    Written, then read again as any other code that is shown: one that would not be paid as it should is a fault.
    """
    txid = txid_of(intent_id)
    try:
        text = write_static(account.key, account.name, account.city, amount, txid, label)
    except ValueError as error:
        return BrCodeFault(BrCodeProblem.BAD_FIELD, str(error))
    read = check_for(text, amount)
    if not isinstance(read, BrCode):
        return read
    if (read.key, read.txid) != (account.key, txid):
        return BrCodeFault(BrCodeProblem.BAD_FIELD, "the code names another key or txid")
    return OwnCode(txid, text)


def txid_of(intent_id: IntentId) -> str:
    """25 capital letters and digits, the same for the same intent: 113 bits of its hash, so that no two meet."""
    number = int.from_bytes(hashlib.sha256(intent_id.encode()).digest())
    digits = []
    for _ in range(TXID_LENGTH - len(TXID_PREFIX)):
        number, digit = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return TXID_PREFIX + "".join(digits)
