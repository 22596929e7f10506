"""Money is whole centavos of BRL; a float is an error."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in BRL, held as whole centavos."""

    centavos: int

    def __post_init__(self) -> None:
        if type(self.centavos) is not int:
            raise TypeError(f"money is whole centavos, not {type(self.centavos).__name__}")

    @classmethod
    def from_reais(cls, reais: str | int | Decimal) -> Money:
        """Read reais; ``"12.34"`` is 1234 centavos. ValueError if a fraction of a centavo is left."""
        if isinstance(reais, float):
            raise TypeError("money is never a float")
        scaled = Decimal(reais) * 100
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise ValueError(f"{reais!r} is not a whole number of centavos")
        return cls(int(scaled))

    @property
    def reais(self) -> Decimal:
        """The amount in reais, always with two decimals: ``Decimal("12.30")``."""
        return Decimal(self.centavos).scaleb(-2).quantize(Decimal("0.01"))

    def __add__(self, other: Money) -> Money:
        return Money(self.centavos + other.centavos)

    def __sub__(self, other: Money) -> Money:
        return Money(self.centavos - other.centavos)

    def __mul__(self, quantity: int) -> Money:
        return Money(self.centavos * quantity)

    def __str__(self) -> str:
        return f"R$ {self.reais:,.2f}".translate(str.maketrans(",.", ".,"))


ZERO = Money(0)
