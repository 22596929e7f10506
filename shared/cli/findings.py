"""What the doctor says of one thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`name` is for programs; `sentence` is in Portuguese and says what to do when it is not well."""

    name: str
    is_well: bool
    sentence: str
