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

    def __init__(
        self, fields: Mapping[str, object], place: str | None = None, errors: list[ApiError] | None = None
    ) -> None:
        self._fields = fields
        self._place = place
        self._errors: list[ApiError] = [] if errors is None else errors

    @property
    def refusal(self) -> Refusal | None:
        """All complaints so far."""
        return Refusal(tuple(self._errors)) if self._errors else None

    def complain(self, name: str, description: str) -> None:
        """The field `name` is not acceptable. What is wrong inside an object is told of the object."""
        self._errors.append(ApiError(f"invalid_{self._place or name}", description))

    def part(self, name: str) -> Form | None:
        """An object inside this one, complaining together with it; None where there is none."""
        value = self._fields.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.complain(name, f"O campo {name} deve ser um objeto")
            return None
        return Form(value, self._place or name, self._errors)

    def texts(self, name: str, among: Collection[str]) -> tuple[str, ...]:
        """A list of words, each once; it must hold one at least."""
        value = self._fields.get(name)
        if not isinstance(value, list) or not value or not all(each in among for each in value):
            self.complain(name, f"O campo {name} deve ser uma lista de valores conhecidos")
            return ()
        return tuple(dict.fromkeys(str(each) for each in value))

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

    def whole(self, name: str, least: int = 1, most: int | None = None) -> int | None:
        value = self._fields.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < least or value > (most or value):
            limits = f"de {least} a {most}" if most else f"a partir de {least}"
            self.complain(name, f"O campo {name} deve ser um número inteiro {limits}")
            return None
        return value

    def number(self, name: str, most: Decimal) -> Decimal | None:
        """Zero or more, of two decimals at most."""
        value = self._fields.get(name)
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 0 <= value <= most:
            self.complain(name, f"O campo {name} deve ser um número de 0 a {most}")
            return None
        exact = Decimal(value)
        if exact != exact.quantize(Decimal("0.01")):
            self.complain(name, f"O campo {name} deve ter no máximo duas casas decimais")
            return None
        return exact

    def _miss(self, name: str, *, required: bool) -> None:
        if required:
            self.complain(name, f"O campo {name} deve ser informado")
