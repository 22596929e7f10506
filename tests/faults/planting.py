"""Marked secrets and one marked person, and the search for them in everything that a station wrote.

A mark is looked for as it is and in every form that software gives it on its way into a file: escaped for an address or
for JSON, in base64 at any alignment, and in hexadecimal. A CPF is also looked for without its ends, as statements show
it.
"""

from __future__ import annotations

import re
import sqlite3
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from json import dumps
from pathlib import Path
from urllib.parse import quote, quote_plus

from shared.payments.simulator.asaas.records import Settings as AsaasSettings
from shared.payments.simulator.bank_pix.records import BankSettings
from shared.payments.simulator.mercado_pago.records import Settings as MercadoPagoSettings
from shared.payments.simulator.server import Accounts
from shared.printing.virtual.roll import read_roll

KEYS = {
    "asaas": "$aact_hmlg_PLANTED/asaas+key=0123456789",
    "bank_pix": "PLANTED/bank+secret=0123456789",
    "bank_pix_app": "PLANTEDbankapplication0123456789",
    "mercado_pago": "APP_USR-PLANTED-0123456789-mercado",
    "asaas_webhook": "PLANTEDasaasnotices0123456789",
    "mercado_pago_webhook": "PLANTEDmercadonotices0123456789",
    "bank_pix_webhook": "PLANTEDbanknotices0123456789",
}
"""Every key that `vez key` takes; the characters that addresses and JSON escape are among them."""
GRANTED = "PLANTEDgrantedtoken.abc-def_0123456789"
"""An access token that the bank gives."""
PINS = {"ana": "25809417", "bruno": "48263175", "carla": "73915284"}
NAME = "Zuleide Plantada"
CPF, CPF_WRITTEN, CPF_MIDDLE = "93541134780", "935.411.347-80", ("411.347", "411347")
PHONE, PHONE_WRITTEN = "11987612345", "(11) 98761-2345"
EMAIL = "zuleide.plantada@example.com"
CARD = "5031433215406351"

SECRETS: Mapping[str, tuple[str, ...]] = {
    **{f"key {name}": (value,) for name, value in KEYS.items()},
    "granted token": (GRANTED,),
    **{f"PIN of {name}": (value,) for name, value in PINS.items()},
}
PERSON: Mapping[str, tuple[str, ...]] = {
    "name": (NAME, "Zuleide", "Plantada"),
    "CPF": (CPF, CPF_WRITTEN),
    "CPF in part": CPF_MIDDLE,
    "phone": (PHONE, PHONE_WRITTEN, "98761-2345"),
    "e-mail": (EMAIL,),
    "card": (CARD, CARD[-8:]),
}
ECHO = " ".join(
    [
        f"{NAME}, CPF {CPF_WRITTEN} ({CPF}), tel {PHONE_WRITTEN} {PHONE}, {EMAIL}",
        *KEYS.values(),
        GRANTED,
        f"access_token: {KEYS['asaas']}; Authorization: Bearer {KEYS['mercado_pago']}",
    ]
)
_DIGITS_MIN = 11


def accounts() -> Accounts:
    """Accounts at the simulated providers that these keys open."""
    return Accounts(
        AsaasSettings(api_key=KEYS["asaas"]),
        BankSettings(client_secret=KEYS["bank_pix"], app_key=KEYS["bank_pix_app"]),
        MercadoPagoSettings(token=KEYS["mercado_pago"], webhook_secret=KEYS["mercado_pago_webhook"]),
    )


def found_in(written: bytes, marks: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The names of the marks that are in there, in any form."""
    return [name for name, values in marks.items() if any(_is_in(written, value) for value in values)]


def everything(home: Path, leave_out: Collection[str] = ()) -> Iterator[tuple[str, bytes]]:
    """Every file below a station's folder: its bytes; for a database also every row; for papers also their text.

    `leave_out`: paths relative to `home` that may hold what they hold.
    """
    for path in sorted(each for each in home.rglob("*") if each.is_file()):
        name = path.relative_to(home).as_posix()
        if name in leave_out:
            continue
        content = path.read_bytes()
        yield name, content
        if content.startswith(b"SQLite format 3"):
            yield from ((f"{name}#{table}", rows) for table, rows in _rows(path))
    if (home / "papers").is_dir():
        lines = (line for paper in read_roll(home / "papers") for line in paper.lines)
        yield "papers (text)", "\n".join(lines).encode()


def _rows(path: Path) -> Iterator[tuple[str, bytes]]:
    """The text of every row, by table: in the file itself a long text is scattered over pages."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        tables = [each for (each,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            rows = connection.execute(f'SELECT * FROM "{table}"')
            yield table, "\n".join(str(value) for row in rows for value in row).encode()


def _is_in(written: bytes, value: str) -> bool:
    if value.isdigit() and len(value) < _DIGITS_MIN:  # so few digits are part of longer numbers by chance
        return re.search(rb"(?<![0-9A-Fa-f.])" + value.encode() + rb"(?![0-9A-Fa-f])", written) is not None
    return any(form in written for form in _forms(value))


def _forms(value: str) -> set[bytes]:
    raw = value.encode()
    texts = {value, quote(value, safe=""), quote_plus(value), dumps(value)[1:-1], value.upper(), value.lower()}
    return {text.encode() for text in texts} | {raw.hex().encode(), raw.hex().upper().encode()} | set(_base64(raw))


def _base64(raw: bytes) -> Iterator[bytes]:
    """What is the same in base64 wherever in a longer text `raw` stands."""
    for shift in range(3):
        for encode in (b64encode, urlsafe_b64encode):
            coded = encode(bytes(shift) + raw).rstrip(b"=")
            begin = -(-shift * 8 // 6)
            yield coded[begin : len(coded) - (1 if (shift + len(raw)) % 3 else 0)]
