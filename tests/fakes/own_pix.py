"""A shop that is paid to its own Pix key as well."""

from __future__ import annotations

from shared.config import OwnPix, Payment, Settings, Station
from shared.kernel.money import Money
from shared.kernel.ways import Method, Way
from shared.payments.model import Payment as Paid
from tests.fakes.shop import PROVIDER

KEY, NAME, CITY = "pix@estudio.com.br", "Estudio Recupera", "Porto Alegre"
AMOUNT_PER_SHIFT = Money(100_000)
WAYS = (Way(Method.PIX, PROVIDER), Way.by_hand(Method.OWN_PIX), Way.by_hand(Method.COUNTER))


def own_pix_settings(letter: str = "A", per_shift: int = 10, amount_per_shift: Money = AMOUNT_PER_SHIFT) -> Settings:
    """A station whose shop has a key of its own."""
    own = OwnPix(key=KEY, name=NAME, city=CITY, per_shift=per_shift, amount_per_shift=amount_per_shift)
    return Settings(station=Station(letter=letter), payment=Payment(ways=WAYS), own_pix=own)


def listed(reference: str, amount: Money, *, is_reversed: bool = False) -> Paid:
    """One payment as a provider lists it."""
    return Paid(reference, amount, None, is_reversed=is_reversed)
