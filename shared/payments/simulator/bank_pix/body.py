"""Reading a request's body as strictly as the API's schema, with all violations in one answer."""

from __future__ import annotations

import re
from collections.abc import Mapping

from shared.kernel.money import Money
from shared.payments.simulator.bank_pix.records import Violation

_AMOUNT = re.compile(r"[0-9]{1,10}\.[0-9]{2}")


class Body:
    """The fields of one object. Each reader answers the value or None, and keeps what violates the schema."""

    def __init__(self, fields: Mapping[str, object], place: str, violations: list[Violation] | None = None) -> None:
        self._fields = fields
        self._place = place
        self.violations: list[Violation] = [] if violations is None else violations

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._fields)

    def violate(self, name: str, reason: str) -> None:
        """The field `name` is not acceptable."""
        self.violations.append(Violation(reason, f"{self._place}.{name}", str(self._fields.get(name, ""))[:100]))

    def part(self, name: str, *, required: bool = False) -> Body | None:
        """An object inside this one."""
        value = self._fields.get(name)
        if value is None:
            self._miss(name, required=required)
            return None
        if not isinstance(value, dict):
            self.violate(name, "O objeto não respeita o schema.")
            return None
        return Body(value, f"{self._place}.{name}", self.violations)

    def parts(self, name: str, limit: int) -> list[Body]:
        """A list of objects inside this one."""
        value = self._fields.get(name, [])
        if not isinstance(value, list) or len(value) > limit or not all(isinstance(each, dict) for each in value):
            self.violate(name, f"A lista deve ter no máximo {limit} objetos.")
            return []
        return [Body(each, f"{self._place}.{name}", self.violations) for each in value]

    def text(self, name: str, limit: int, *, required: bool = False) -> str | None:
        value = self._fields.get(name)
        if value is None:
            self._miss(name, required=required)
            return None
        if not isinstance(value, str) or not 1 <= len(value) <= limit:
            self.violate(name, f"O campo deve ser um texto de 1 a {limit} caracteres.")
            return None
        return value

    def seconds(self, name: str, default: int) -> int:
        value = self._fields.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
            self.violate(name, "O campo deve ser um número inteiro maior que zero.")
            return default
        return value

    def flag(self, name: str) -> bool:
        """0 (also when missing) or 1."""
        value = self._fields.get(name, 0)
        if isinstance(value, bool) or value not in {0, 1}:
            self.violate(name, "O campo deve ser 0 ou 1.")
        return value == 1

    def money(self, name: str) -> Money | None:
        """Text with exactly two decimals, not zero."""
        value = self._fields.get(name)
        if value is None:
            self._miss(name, required=True)
            return None
        if not isinstance(value, str) or not _AMOUNT.fullmatch(value):
            self.violate(name, r"O campo deve respeitar o padrão \d{1,10}\.\d{2}.")
            return None
        amount = Money.from_reais(value)
        if not amount.centavos:
            self.violate(name, "O valor não pode ser zero.")
            return None
        return amount

    def _miss(self, name: str, *, required: bool) -> None:
        if required:
            self.violate(name, "O campo é obrigatório.")
