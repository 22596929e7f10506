"""Reading a request's fields as strictly as the APIs do, with all complaints in one answer.

Source: mercadopago.com.br/developers (possible errors of orders).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from shared.kernel.money import Money
from shared.kernel.pix_key import is_cpf
from shared.payments.simulator.answers import ApiError, Refusal

AMOUNT_MAX = Money(1_000_000_000)

_AMOUNT = re.compile(r"[0-9]{1,9}\.[0-9]{2}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DURATION = re.compile(r"P(?:([0-9]{1,3})D)?(?:T(?:([0-9]{1,3})H)?(?:([0-9]{1,5})M)?(?:([0-9]{1,6})S)?)?")
SANDBOX = "@testuser.com"

REQUIRED, TYPE, VALUE, UNSUPPORTED = "required_properties", "property_type", "property_value", "unsupported_properties"


class Fields:
    """The fields of one body, or of one object in it. Objects of one body share their complaints."""

    def __init__(self, sent: Mapping[str, object], name: str = "", errors: list[ApiError] | None = None) -> None:
        self._sent = sent
        self._name = name
        self._errors = errors if errors is not None else []

    @property
    def refusal(self) -> Refusal | None:
        """All complaints so far."""
        return Refusal(tuple(self._errors)) if self._errors else None

    def complain(self, code: str, name: str, why: str = "") -> None:
        self._errors.append(ApiError(code, " ".join(f"'{self._path(name)}' {why}".split())))

    def only(self, known: Collection[str]) -> None:
        """Nothing else may be sent."""
        for name in self._sent:
            if name not in known:
                self.complain(UNSUPPORTED, name)

    def inside(self, name: str, *, required: bool = False) -> Fields:
        """An object in this one; empty where there is none."""
        value = self._sent.get(name)
        if value is None and required:
            self.complain(REQUIRED, name)
        if value is not None and not isinstance(value, dict):
            self.complain(TYPE, name, "must be an object")
        return Fields(value if isinstance(value, dict) else {}, self._path(name), self._errors)

    def each(self, name: str) -> list[Fields]:
        """The objects of a list."""
        value = self._sent.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.complain(TYPE, name, "must be a list of objects")
            return []
        return [Fields(each, f"{self._path(name)}[{place}]", self._errors) for place, each in enumerate(value)]

    def text(self, name: str, *, required: bool = False, limit: int = 256) -> str | None:
        value = self._sent.get(name)
        if value is None:
            if required:
                self.complain(REQUIRED, name)
            return None
        if not isinstance(value, str):
            self.complain(TYPE, name, "must be a string")
            return None
        if not value or len(value) > limit:
            self.complain(VALUE, name, f"must have 1 to {limit} characters")
            return None
        return value

    def choice(self, name: str, among: Collection[str], *, required: bool = False) -> str | None:
        value = self.text(name, required=required)
        if value is not None and value not in among:
            self.complain(VALUE, name, "has a value that is not allowed")
            return None
        return value

    def number(self, name: str, *, required: bool = False) -> Money | None:
        """Reais as a number, in the Payments API."""
        value = self._sent.get(name)
        if value is None:
            if required:
                self.complain(REQUIRED, name)
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.complain(TYPE, name, "must be numeric")
            return None
        return self._money(name, Decimal(value))

    def amount(self, name: str, *, required: bool = False) -> Money | None:
        """Reais as text with two decimals, in the Orders API."""
        value = self.text(name, required=required)
        if value is None:
            return None
        if not _AMOUNT.fullmatch(value):
            self.complain(VALUE, name, "must be an amount with two decimals")
            return None
        return self._money(name, Decimal(value))

    def email(self, name: str) -> str | None:
        value = self.text(name, required=True, limit=100)
        if value is not None and not _EMAIL.fullmatch(value):
            self.complain(VALUE, name, "must be a valid email")
            return None
        if value is not None and not value.endswith(SANDBOX):
            self.complain("invalid_email_for_sandbox", name, f"must end in {SANDBOX}")
            return None
        return value

    def cpf(self, name: str) -> None:
        """An identification, where there is one."""
        given = self.inside(name)
        kind, number = given.text("type"), given.text("number")
        if (kind or number) and not (kind == "CPF" and number and is_cpf(number)):
            given.complain(VALUE, "number", "is not a valid CPF")

    def moment(self, name: str) -> datetime | None:
        """ISO 8601 with offset."""
        value = self.text(name)
        moment = iso_moment(value) if value is not None else None
        if value is not None and moment is None:
            self.complain(VALUE, name, "must be a date with offset")
        return moment

    def duration(self, name: str, least: timedelta, most: timedelta, usual: timedelta) -> timedelta:
        """ISO 8601, as ``PT30M``."""
        value = self.text(name)
        if value is None:
            return usual
        read = iso_duration(value)
        if read is None or not least <= read <= most:
            self.complain(VALUE, name, "is no duration within the limits")
            return usual
        return read

    def _money(self, name: str, value: Decimal) -> Money | None:
        try:
            money = Money.from_reais(value)
        except ValueError:
            money = Money(0)
        if not Money(0) < money <= AMOUNT_MAX:
            self.complain(VALUE, name, "must be an amount greater than zero")
            return None
        return money

    def _path(self, name: str) -> str:
        return f"{self._name}.{name}" if self._name else name


def iso_moment(text: str) -> datetime | None:
    """A moment with its offset; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def iso_duration(text: str) -> timedelta | None:
    """Days, hours, minutes and seconds; None for anything else."""
    found = _DURATION.fullmatch(text)
    if found is None or not any(found.groups()):
        return None
    days, hours, minutes, seconds = (int(each or 0) for each in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
