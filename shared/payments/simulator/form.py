"""Reading a request's fields as strictly as the API does, with all its complaints in one answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal

from shared.kernel.day import ZONE
from shared.kernel.money import Money
from shared.payments.simulator.answers import ApiError, Refusal

VALUE_MAX = Decimal("9999999999.99")


class Form:
    """The fields of one body. Each reader answers the value or None, and keeps what it has to complain about."""

    def __init__(self, fields: Mapping[str, object]) -> None:
        self._fields = fields
        self._errors: list[ApiError] = []

    @property
    def refusal(self) -> Refusal | None:
        """All complaints so far."""
        return Refusal(tuple(self._errors)) if self._errors else None

    def complain(self, name: str, description: str) -> None:
        """The field `name` is not acceptable."""
        self._errors.append(ApiError(f"invalid_{name}", description))

    def text(self, name: str, *, required: bool = False, limit: int = 500) -> str | None:
        value = self._fields.get(name)
        if value is None or value == "":
            self._miss(name, required=required)
            return None
        if not isinstance(value, str) or len(value) > limit:
            self.complain(name, f"O campo {name} deve ser um texto de até {limit} caracteres")
            return None
        return value

    def choice(self, name: str, among: Collection[str], *, required: bool = False) -> str | None:
        value = self.text(name, required=required)
        if value is not None and value not in among:
            self.complain(name, f"O campo {name} não aceita este valor")
            return None
        return value

    def money(self, name: str, *, required: bool = False) -> Money | None:
        value = self._fields.get(name)
        if value is None:
            self._miss(name, required=required)
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 0 < value <= VALUE_MAX:
            self.complain(name, f"O campo {name} deve ser um número maior que zero")
            return None
        try:
            return Money.from_reais(value)
        except ValueError:
            self.complain(name, f"O campo {name} deve ter no máximo duas casas decimais")
            return None

    def day(self, name: str, *, required: bool = False) -> date | None:
        value = self.text(name, required=required)
        if value is None:
            return None
        try:
            return datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=ZONE).date()
        except ValueError:
            self.complain(name, f"O campo {name} não é uma data válida")
            return None

    def moment(self, name: str) -> datetime | None:
        """``YYYY-MM-DD HH:mm:ss`` in Brazil's time."""
        value = self.text(name)
        if value is None:
            return None
        try:
            return datetime.strptime(value, "%Y-%m-%d %H:%M:%S").replace(tzinfo=ZONE)
        except ValueError:
            self.complain(name, f"O campo {name} não é uma data válida")
            return None

    def flag(self, name: str, *, default: bool) -> bool:
        value = self._fields.get(name)
        if value is not None and not isinstance(value, bool):
            self.complain(name, f"O campo {name} deve ser verdadeiro ou falso")
        return value if isinstance(value, bool) else default

    def whole(self, name: str) -> int | None:
        value = self._fields.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
            self.complain(name, f"O campo {name} deve ser um número inteiro maior que zero")
            return None
        return value

    def _miss(self, name: str, *, required: bool) -> None:
        if required:
            self.complain(name, f"O campo {name} deve ser informado")
