"""How the control names a charge or a static code."""

from __future__ import annotations

from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.records import Charge, StaticCode
from shared.payments.simulator.asaas.words import invoice_url
from shared.payments.simulator.dialect import Fields


def find(books: Books, fields: Fields) -> Charge | StaticCode:
    """By `charge`, the provider's id; `intent`, the caller's reference; or `code`, the Pix text or the invoice's URL.

    LookupError where there is none.
    """
    if "charge" in fields:
        name = str(fields["charge"])
        found = books.charge(name) or books.codes.get(name)
    elif "intent" in fields:
        name = str(fields["intent"])
        charges = [each for each in books.charges.values() if each.external_reference == name]
        codes = [each for each in books.codes.values() if each.external_reference == name]
        found = codes[-1] if codes else books.charge(charges[0].id) if charges else None
    else:
        name = str(fields.get("code"))
        charges = [each for each in books.charges.values() if _shows(books, each, name)]
        codes = [each for each in books.codes.values() if each.payload == name]
        found = codes[-1] if codes else books.charge(charges[0].id) if charges else None
    if found is None:
        raise LookupError("nothing here is known by that name")
    return found


def _shows(books: Books, charge: Charge, name: str) -> bool:
    return name in {charge.payload, invoice_url(charge, books.origin)} and not charge.pix_code_id
