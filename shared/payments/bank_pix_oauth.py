"""The access token of a bank: fetched when it is needed, kept until shortly before it ends, and never more often.

Some banks block the address that asks for many tokens. So only one caller asks at a time, a token that is refused is
replaced once and not again soon, and a refusal to give one stands for a while.
"""

from __future__ import annotations

import threading
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from pydantic import SecretStr, ValidationError

from shared.kernel.clock import Clock
from shared.payments.answer_text import read_answer
from shared.payments.bank_pix_messages import Problem, TokenGranted, TokenProblem
from shared.payments.bank_pix_profiles import SCOPES, TokenStyle
from shared.payments.conversation import (
    Answered,
    Barred,
    Complaint,
    Conversation,
    Denied,
    Failure,
    Lost,
    Missing,
    Throttled,
    Unreadable,
    Unsent,
)
from shared.payments.json_text import JsonValue
from shared.redaction import keep_out

EARLY_SECONDS = 30.0
LIFE_SECONDS = 300
LIFE_MAX_SECONDS = 24 * 3600
APART_SECONDS = 60.0
"""Refused tokens are not replaced more often: when the next one is refused too, the account is at fault."""
REFUSAL_STANDS_SECONDS = 300.0
LIMIT_STANDS_SECONDS = 60.0
SILENCE_STANDS_SECONDS = 5.0

Ungranted = Denied | Barred | Unsent | Throttled


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks. `secret` is None where the certificate alone proves it."""

    id: str
    secret: SecretStr | None


@dataclass(frozen=True, slots=True)
class Token:
    """`good_until` is in monotonic seconds."""

    value: SecretStr
    good_until: float


@dataclass(frozen=True, slots=True)
class _Standing:
    """Why there is no token, and until when nobody asks again."""

    why: Ungranted
    until: float


class Tokens:
    """The one token of an account. Any thread may ask; one of them fetches, the others wait for what it gets."""

    def __init__(self, line: Conversation, address: str, style: TokenStyle, client: Client, clock: Clock) -> None:
        self._line = line
        self._address = address
        self._style = style
        self._client = client
        self._clock = clock
        self._turn = threading.Lock()
        self._token: Token | None = None
        self._standing: _Standing | None = None
        self._replaces_again_at: float | None = None

    @property
    def secrets(self) -> tuple[SecretStr, ...]:
        """What must not be told on."""
        secret, token = self._client.secret, self._token
        pair = SecretStr(_pair(self._client.id, secret.get_secret_value())) if secret else None
        return tuple(each for each in (secret, pair, token.value if token else None) if each)

    def get(self) -> Token | Ungranted:
        """A token that is good now."""
        with self._turn:
            if self._token and self._clock.monotonic() < self._token.good_until:
                return self._token
            return self._fetch()

    def replace(self, refused: Token) -> Token | Ungranted | None:
        """Another token, because the bank no longer accepts this one; None when it was replaced too short ago."""
        with self._turn:
            if self._token is not refused:
                return self._token
            now = self._clock.monotonic()
            if self._replaces_again_at is not None and now < self._replaces_again_at:
                return None
            self._replaces_again_at = now + APART_SECONDS
            return self._fetch()

    def _fetch(self) -> Token | Ungranted:
        now = self._clock.monotonic()
        if self._standing and now < self._standing.until:
            return self._standing.why
        self._token = self._standing = None
        reply = self._ask()
        if isinstance(reply, Answered):
            self._token = _token(reply.message, now)
            return self._token
        why = _ungranted(reply)
        self._standing = _Standing(why, now + _stands_for(why))
        return why

    def _ask(self) -> Answered[TokenGranted] | Failure:
        fields = {"grant_type": "client_credentials"}
        headers: dict[str, str] = {}
        secret = self._client.secret.get_secret_value() if self._client.secret else ""
        match self._style:
            case TokenStyle.BASIC_FORM | TokenStyle.BASIC_JSON:
                headers["Authorization"] = f"Basic {_pair(self._client.id, secret)}"
            case TokenStyle.SECRET_IN_FORM:
                fields |= {"client_id": self._client.id, "client_secret": secret}
            case TokenStyle.ID_IN_FORM:
                fields |= {"client_id": self._client.id}
        if self._style is TokenStyle.BASIC_JSON:
            body: dict[str, JsonValue] = {**fields}
            return self._line.post(self._address, TokenGranted, body, headers)
        return self._line.submit(self._address, TokenGranted, {**fields, "scope": SCOPES}, headers)


def complaint(body: bytes, _status: int) -> Complaint | None:
    """What the token endpoint or the API says is wrong, in either of the two documented forms."""
    try:
        said = read_answer(body)
    except ValueError:
        return None
    try:
        problem = Problem.model_validate(said)
    except ValidationError:
        return _token_complaint(said)
    return Complaint(problem.code, problem.text)


def bearer(token: Token) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {token.value.get_secret_value()}"}


def _pair(name: str, secret: str) -> str:
    """As `Authorization: Basic` carries it (RFC 7617)."""
    return b64encode(f"{name}:{secret}".encode()).decode("ascii")


def _token_complaint(said: object) -> Complaint | None:
    try:
        problem = TokenProblem.model_validate(said)
    except ValidationError:
        return None
    return Complaint(problem.error, problem.error_description or "")


def _token(granted: TokenGranted, now: float) -> Token:
    keep_out(granted.access_token)
    life = min(granted.expires_in or LIFE_SECONDS, LIFE_MAX_SECONDS)
    return Token(SecretStr(granted.access_token), now + life - min(EARLY_SECONDS, life / 2))


def _ungranted(failure: Failure) -> Ungranted:
    """Without a token nothing was asked of the API, so nothing was done there, whatever became of this question."""
    match failure:
        case Denied():
            return Denied(failure.code, failure.detail)
        case Barred() | Unsent() | Throttled():
            return failure
        case Missing():
            return Denied("token_address", "O endereço de autenticação do banco não existe. Verifique a configuração.")
        case Lost() | Unreadable():
            return Unsent(f"token_{failure.cause}")


def _stands_for(why: Ungranted) -> float:
    match why:
        case Denied() | Barred():
            return REFUSAL_STANDS_SECONDS
        case Throttled():
            asked = why.retry_after or timedelta(seconds=LIMIT_STANDS_SECONDS)
            return max(asked.total_seconds(), SILENCE_STANDS_SECONDS)
        case Unsent():
            return SILENCE_STANDS_SECONDS
