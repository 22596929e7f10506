"""What the shop decided that the desk's texts depend on."""

from dataclasses import dataclass
from datetime import timedelta, tzinfo

from shared.kernel.day import ZONE
from shared.visits.bands import DEFAULT_LIMITS, BandLimits


@dataclass(frozen=True, slots=True)
class ShopRules:
    """`call_patience`: how long a called customer has before the call is repeated or expires."""

    name: str = "Minha loja"
    zone: tzinfo = ZONE
    bands: BandLimits = DEFAULT_LIMITS
    call_patience: timedelta = timedelta(minutes=3)
