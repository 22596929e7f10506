"""BR Code: the text inside a Pix QR (Central Bank, BR Code manual and Pix initiation manual; EMV QRCPS-MPM).

Every code that a customer is shown passes `check_for` first: a code that cannot be paid, or that asks for another
amount, must never reach the screen.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from shared.kernel.money import Money
from shared.kernel.pix_key import KEY_MAX, kind_of_key
from shared.payments import tlv
from shared.payments.tlv import Malformed

PIX_GUI = "br.gov.bcb.pix"
NO_TXID = "***"
TEXT_MAX = 512
NAME_MAX = 25
CITY_MAX = 15
AMOUNT_MAX = 13

_AMOUNT = re.compile(r"[0-9]+(\.[0-9]{1,2})?")
_TXID = re.compile(r"[A-Za-z0-9]{1,25}")
_CATEGORY = re.compile(r"[0-9]{4}")
_REUSABLE, _SINGLE_USE = "11", "12"
_ACCOUNTS = range(26, 52)
_UNRESERVED = range(80, 100)


class BrCodeProblem(StrEnum):
    """What is wrong with a code."""

    MALFORMED = "malformed"
    BAD_CRC = "bad_crc"
    BAD_FIELD = "bad_field"
    NOT_PIX = "not_pix"
    NO_DESTINATION = "no_destination"
    BAD_KEY = "bad_key"
    NO_TXID = "no_txid"
    BAD_AMOUNT = "bad_amount"
    NO_AMOUNT = "no_amount"
    ZERO_AMOUNT = "zero_amount"
    WRONG_AMOUNT = "wrong_amount"


@dataclass(frozen=True, slots=True)
class BrCodeFault:
    """Why a text is not a code that may be shown."""

    problem: BrCodeProblem
    detail: str


@dataclass(frozen=True, slots=True)
class BrCode:
    """What a Pix code says. A static code names a `key`, a dynamic one a `url` (without scheme); never both.

    `txid` is None where the code says ``***``; `is_single_use` is None where the code does not say.
    """

    key: str | None
    url: str | None
    text: str | None
    withdrawal_ispb: str | None
    amount: Money | None
    name: str
    city: str
    txid: str | None
    is_single_use: bool | None

    @property
    def is_static(self) -> bool:
        return self.key is not None


def read_br_code(text: str) -> BrCode | BrCodeFault:
    """Read a code strictly: grammar, CRC, currency, country, destination, txid.

    Longer names and cities and a txid with other characters are read all the same: codes in use carry them, and
    neither decides where money goes.
    """
    top = tlv.parse(text) if len(text) <= TEXT_MAX else Malformed(TEXT_MAX, "the text is too long for a code")
    if isinstance(top, Malformed):
        return BrCodeFault(BrCodeProblem.MALFORMED, top.why)
    fault = _frame_fault(text, top) or _field_fault(top)
    if fault:
        return fault
    account = _pix_account(top)
    if isinstance(account, BrCodeFault):
        return account
    txid = tlv.parse(top.get("62", ""))
    if isinstance(txid, Malformed) or "05" not in txid:
        return BrCodeFault(BrCodeProblem.NO_TXID, "the code has no txid (62-05)")
    return BrCode(
        key=account.get("01"),
        url=account.get("25"),
        text=account.get("02"),
        withdrawal_ispb=account.get("03"),
        amount=Money.from_reais(top["54"]) if "54" in top else None,
        name=top["59"],
        city=top["60"],
        txid=None if txid["05"] == NO_TXID else txid["05"],
        is_single_use=top["01"] == _SINGLE_USE if "01" in top else None,
    )


def check_for(text: str, amount: Money) -> BrCode | BrCodeFault:
    """Read a code that is about to be shown for exactly `amount`.

    A static code must carry the amount, or the payer would type one. A dynamic code need not: the payer's app asks
    the provider; where it carries one all the same, it must be the right one.
    """
    code = read_br_code(text)
    if isinstance(code, BrCodeFault) or (code.amount == amount and amount.centavos > 0):
        return code
    if code.amount is None and code.is_static:
        return BrCodeFault(BrCodeProblem.NO_AMOUNT, "the static code leaves the amount open")
    if code.amount is None:
        return code
    if code.amount.centavos == 0:
        return BrCodeFault(BrCodeProblem.ZERO_AMOUNT, "the code asks for nothing")
    return BrCodeFault(BrCodeProblem.WRONG_AMOUNT, f"the code asks for {code.amount}, not for {amount}")


def write_static(key: str, name: str, city: str, amount: Money | None, txid: str | None, text: str = "") -> str:
    """A code for the shop's own key. Name, city and text are brought to ASCII and cut to what fits.

    ValueError for a key, txid or amount that a code cannot carry.
    """
    if kind_of_key(key) is None:
        raise ValueError("not a Pix key in the form that a code carries")
    if txid is not None and not _TXID.fullmatch(txid):
        raise ValueError(f"{txid!r} is not a txid of 1 to 25 letters and digits")
    account = tlv.write("00", PIX_GUI) + tlv.write("01", key)
    plain = to_ascii(text, text_room(key))
    if plain:
        account += tlv.write("02", plain)
    return _write(None, account, name, city, amount, txid)


def write_dynamic(url: str, name: str, city: str) -> str:
    """A single-use code for a charge that the provider serves at `url` (no scheme)."""
    if not url or len(url) > KEY_MAX or "://" in url:
        raise ValueError("a dynamic code carries 1 to 77 characters of address without its scheme")
    return _write(_SINGLE_USE, tlv.write("00", PIX_GUI) + tlv.write("25", url), name, city, None, None)


def text_room(key: str) -> int:
    """How many characters of free text fit beside `key`."""
    taken = len(tlv.write("00", PIX_GUI)) + len(tlv.write("01", key)) + len("02nn")
    return max(0, tlv.VALUE_MAX - taken)


def to_ascii(text: str, limit: int) -> str:
    """Without accents and control characters, at most `limit` characters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return " ".join("".join(each if each.isprintable() else " " for each in plain).split())[:limit].strip()


def _write(initiation: str | None, account: str, name: str, city: str, amount: Money | None, txid: str | None) -> str:
    plain_name, plain_city = to_ascii(name, NAME_MAX), to_ascii(city, CITY_MAX)
    if not plain_name or not plain_city:
        raise ValueError("a code needs the receiver's name and city")
    body = tlv.write("00", "01") + (tlv.write("01", initiation) if initiation else "") + tlv.write("26", account)
    body += tlv.write("52", "0000") + tlv.write("53", "986")
    if amount is not None:
        if amount.centavos <= 0 or len(str(amount.reais)) > AMOUNT_MAX:
            raise ValueError(f"a code cannot ask for {amount}")
        body += tlv.write("54", str(amount.reais))
    body += tlv.write("58", "BR") + tlv.write("59", plain_name) + tlv.write("60", plain_city)
    return tlv.seal(body + tlv.write("62", tlv.write("05", txid or NO_TXID)))


def _frame_fault(text: str, top: dict[str, str]) -> BrCodeFault | None:
    order = list(top)
    if order[:1] != ["00"] or top["00"] != "01":
        return BrCodeFault(BrCodeProblem.MALFORMED, "a code begins with 000201")
    if order[-1] != tlv.CRC_ID or len(top[tlv.CRC_ID]) != 4:
        return BrCodeFault(BrCodeProblem.MALFORMED, "a code ends with its CRC")
    if not tlv.is_sealed(text):
        return BrCodeFault(BrCodeProblem.BAD_CRC, "the CRC is not that of the text")
    return None


def _field_fault(top: dict[str, str]) -> BrCodeFault | None:
    rules = (
        ("01", top.get("01", _REUSABLE) in {_REUSABLE, _SINGLE_USE}),
        ("52", bool(_CATEGORY.fullmatch(top.get("52", "")))),
        ("53", top.get("53") == "986"),
        ("58", top.get("58") == "BR"),
        ("59", "59" in top),
        ("60", "60" in top),
    )
    broken = next((number for number, holds in rules if not holds), None)
    if broken:
        return BrCodeFault(BrCodeProblem.BAD_FIELD, f"field {broken} is not that of a Pix code in BRL")
    amount = top.get("54", "0")
    if len(amount) > AMOUNT_MAX or not _AMOUNT.fullmatch(amount):
        return BrCodeFault(BrCodeProblem.BAD_AMOUNT, "field 54 is not an amount in reais")
    return None


def _pix_account(top: dict[str, str]) -> dict[str, str] | BrCodeFault:
    accounts: list[dict[str, str]] = []
    for number, value in top.items():
        if int(number) not in _ACCOUNTS and int(number) not in _UNRESERVED:
            continue
        template = tlv.parse(value)
        if isinstance(template, Malformed):
            return BrCodeFault(BrCodeProblem.MALFORMED, f"in template {number}: {template.why}")
        if int(number) in _ACCOUNTS and template.get("00", "").lower() == PIX_GUI:
            accounts.append(template)
    if len(accounts) != 1:
        return BrCodeFault(BrCodeProblem.NOT_PIX, "the code must name exactly one Pix account")
    return _destination_fault(accounts[0]) or accounts[0]


def _destination_fault(account: dict[str, str]) -> BrCodeFault | None:
    key, url = account.get("01"), account.get("25")
    if (key is None) == (url is None):
        return BrCodeFault(BrCodeProblem.NO_DESTINATION, "the code must name either a key or an address")
    if key is not None and kind_of_key(key) is None:
        return BrCodeFault(BrCodeProblem.BAD_KEY, "the key has none of the forms of a Pix key")
    if url is not None and (len(url) > KEY_MAX or "://" in url):
        return BrCodeFault(BrCodeProblem.NO_DESTINATION, "the address is not one of a dynamic code")
    return None
