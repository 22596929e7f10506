"""The operators of a catalogue file: TOML text to people who may sign in, or what to correct in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from shared import toml_file
from shared.kernel.ids import OperatorId
from shared.people.model import Operator, OperatorFault, Role
from shared.people.rules import NAME_LENGTH_MAX, is_fit_pin
from shared.toml_file import EntryId, FileFault

OPERATORS_MAX = 200
CAPACITY_MAX = 50
PIN_UNFIT = "o PIN precisa ter de 4 a 8 algarismos"

NOUNS = {"operators": "atendente"}


def _pin(written: str) -> str:
    if not is_fit_pin(written):
        raise ValueError(f'{PIN_UNFIT}; escreva-o entre aspas, como "4821"')
    return written


@dataclass(frozen=True, slots=True)
class NewOperator:
    """A person and the PIN they begin with."""

    operator: Operator
    pin: SecretStr


class OperatorEntry(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)

    id: EntryId
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=NAME_LENGTH_MAX)]
    role: Literal["operator", "supervisor", "admin"]
    pin: Annotated[str, AfterValidator(_pin)]
    capacity: int | None = Field(default=None, ge=1, le=CAPACITY_MAX)


class OperatorsShape(BaseModel):
    """Everything else in the file is the catalogue's."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    operators: list[OperatorEntry] = Field(default=[], max_length=OPERATORS_MAX)


def read_operators(text: str, source: str) -> tuple[NewOperator, ...] | OperatorFault:
    """The operators that a file named `source` names."""
    parsed = toml_file.parse(source, text)
    if isinstance(parsed, FileFault):
        return OperatorFault(parsed.sentence)
    shape = toml_file.check(parsed, OperatorsShape, NOUNS)
    if isinstance(shape, FileFault):
        return OperatorFault(shape.sentence)
    seen: set[str] = set()
    for index, entry in enumerate(shape.operators):
        if entry.id in seen:
            place = toml_file.place_of(parsed, ("operators", index, "id"), NOUNS)
            return OperatorFault(f'{place}: o código "{entry.id}" já foi usado; dê um código diferente a cada um.')
        seen.add(entry.id)
    return tuple(_new_operator(entry) for entry in shape.operators)


def _new_operator(entry: OperatorEntry) -> NewOperator:
    person = Operator(OperatorId(entry.id), entry.name, Role(entry.role), entry.capacity)
    return NewOperator(person, SecretStr(entry.pin))
