"""What every dialect answers with: JSON, or why not."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from shared.payments.json_text import JsonValue, write_json

Json = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class ApiError:
    """One complaint. How it is written is the dialect's."""

    code: str
    description: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """The request is refused for these reasons."""

    errors: tuple[ApiError, ...]
    status: int = 400

    @classmethod
    def because(cls, code: str, description: str, status: int = 400) -> Refusal:
        return cls((ApiError(code, description),), status)


@dataclass(frozen=True, slots=True)
class NotFound:
    """404: there is no such object."""


def json_response(value: JsonValue, status: int = 200) -> Response:
    return Response(write_json(value), status, media_type="application/json")
