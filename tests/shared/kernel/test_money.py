from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.money import Money


@pytest.mark.parametrize(
    ("reais", "centavos"),
    [("0", 0), ("12.34", 1234), ("12.3", 1230), (12, 1200), (Decimal("0.01"), 1), ("-5.00", -500)],
)
def test_reais_become_whole_centavos(reais: str | int | Decimal, centavos: int) -> None:
    assert Money.from_reais(reais) == Money(centavos)


@pytest.mark.parametrize("reais", ["0.001", "12.345", "NaN", "Infinity"])
def test_a_fraction_of_a_centavo_is_refused(reais: str) -> None:
    with pytest.raises(ValueError):
        Money.from_reais(reais)


@pytest.mark.parametrize("amount", [1.5, 2.0, True])
def test_money_is_never_a_float(amount: float) -> None:
    with pytest.raises(TypeError):
        Money(amount)  # type: ignore[arg-type]
    if isinstance(amount, float):
        with pytest.raises(TypeError):
            Money.from_reais(amount)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("centavos", "shown"),
    [(0, "R$ 0,00"), (5, "R$ 0,05"), (18000, "R$ 180,00"), (123456789, "R$ 1.234.567,89"), (-150, "R$ -1,50")],
)
def test_money_is_shown_as_brazilians_write_it(centavos: int, shown: str) -> None:
    assert str(Money(centavos)) == shown


@given(st.integers(-(10**12), 10**12))
def test_reais_and_centavos_are_the_same_amount(centavos: int) -> None:
    assert Money.from_reais(Money(centavos).reais) == Money(centavos)
