"""In what the banks that this room can play differ, as far as a caller notices."""

from __future__ import annotations

from dataclasses import dataclass, field

BASIC, SECRET_IN_BODY, ID_IN_BODY = "basic", "secret_in_body", "id_in_body"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
CLIENT_ID, APP_KEY, UUID = "client_id", "app_key", "uuid"


@dataclass(frozen=True, slots=True)
class Manner:
    """How one bank wants to be spoken to.

    `headers` and `query` name what every call of the API must carry. `missing_scope`: the status for a scope that the
    token lacks. `list_days`: the longest period of a list. `probes`: a callback is registered only if it refuses
    callers without certificate, or the caller sends ``x-skip-mtls-checking: true``.
    """

    cob: str = "v2"
    proof: str = BASIC
    token_body: str = FORM
    headers: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    missing_scope: int = 403
    list_days: int | None = None
    probes: bool = False


MANNERS = {
    "sicredi": Manner(cob="v3", missing_scope=400),
    "banco-do-brasil": Manner(query={"gw-dev-app-key": APP_KEY}, list_days=4),
    "sicoob": Manner(proof=ID_IN_BODY, headers={"client_id": CLIENT_ID}),
    "itau": Manner(proof=SECRET_IN_BODY, headers={"x-itau-apikey": CLIENT_ID, "x-itau-correlationID": UUID}),
    "efi": Manner(token_body=JSON, probes=True),
}
