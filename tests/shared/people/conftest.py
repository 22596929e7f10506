"""The people of a shop on a real SQLite file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from shared.people.customers import Customers
from shared.people.operators import Operators
from tests.shared.catalog.conftest import Shop, open_shop

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""The real algorithm with next to no work."""


@dataclass(frozen=True, slots=True)
class Staffed:
    """A shop, its customers and its operators."""

    shop: Shop
    customers: Customers
    operators: Operators


def staff(shop: Shop) -> Staffed:
    """The people of this shop; called again, as another process would see them."""
    return Staffed(
        shop,
        Customers(shop.database, shop.journal, shop.clock),
        Operators(shop.database, shop.journal, shop.clock, shop.ids, CHEAP),
    )


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[Staffed]:
    shop = open_shop(tmp_path / "shop")
    yield staff(shop)
    shop.database.close()
