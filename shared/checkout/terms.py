"""How long a charge can be paid, and in how many parts. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from shared.kernel.day import ZONE
from shared.kernel.money import Money
from shared.kernel.ways import BOLETO_CLEARING, Method

LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """What the shop sets. `wait`: for whatever is paid on the spot. A boleto is due `boleto_days` from today.

    A card pays in at most `installments_max` monthly parts of at least `installment_min` each.
    """

    wait: timedelta
    boleto_days: int
    installments_max: int
    installment_min: Money

    def expires_at(self, method: Method, now: datetime) -> datetime:
        """A boleto ends when its due date, which is Brazil's whatever the shop's zone, has cleared at the banks."""
        if method is not Method.BOLETO:
            return now + self.wait
        due_date = now.astimezone(ZONE).date() + timedelta(days=self.boleto_days)
        return datetime.combine(due_date, LAST_SECOND, ZONE) + BOLETO_CLEARING

    def parts_max(self, method: Method, total: Money) -> int:
        """In how many parts `total` can be paid; 1 is all at once."""
        if method is not Method.CARD:
            return 1
        return max(1, min(self.installments_max, total.centavos // max(1, self.installment_min.centavos)))
