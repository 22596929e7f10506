"""What the Pix API of the Central Bank says (version 2.9.0), as far as we read it, and what it means.

Unknown fields, statuses and kinds of return are tolerated, as the API demands of its clients.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from shared.kernel.money import ZERO, Money
from shared.payments.model import ChargeRef, ChargeState, Observation, Payment
from shared.payments.moments import in_utc

ACTIVE = "ATIVA"
PAID = "CONCLUIDA"
REMOVED_BY_SHOP = "REMOVIDA_PELO_USUARIO_RECEBEDOR"
REMOVED_BY_BANK = "REMOVIDA_PELO_PSP"
REMOVED = frozenset({REMOVED_BY_SHOP, REMOVED_BY_BANK})

PROCESSING = "EM_PROCESSAMENTO"
RETURNED = "DEVOLVIDO"
NOT_DONE = "NAO_REALIZADO"
GONE = frozenset({RETURNED})
GOING_BACK = frozenset({PROCESSING, RETURNED})

REFUSED_CHARGE = "CobOperacaoInvalida"
PROBLEM_MAX = 3
EXPIRY_MAX_SECONDS = 2**31 - 1
"""68 years: no charge lives longer, and a length of time has room for it."""

Id = Annotated[str, Field(min_length=1, max_length=100)]
Reais = Annotated[Decimal, Field(max_digits=12, decimal_places=2, ge=0)]


def _moment(written: object) -> datetime | None:
    """A time that cannot be read, or names no zone, is left open: it must not hide the money beside it."""
    if not isinstance(written, str):
        return None
    try:
        moment = datetime.fromisoformat(written)
        return in_utc(moment) if moment.tzinfo else None
    except ValueError:
        return None


def _listed(written: object) -> object:
    """A published example has one return as an object where the API says a list."""
    return () if written is None else [written] if isinstance(written, dict) else written


Moment = Annotated[datetime | None, BeforeValidator(_moment)]


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Violation(_Message):
    reason: str = Field(default="", alias="razao")
    field: str = Field(default="", alias="propriedade")


class Problem(_Message):
    """`application/problem+json` (RFC 7807), with the API's own violations."""

    type: str
    title: str = ""
    detail: str | None = None
    violations: Annotated[tuple[Violation, ...], BeforeValidator(_listed)] = Field(default=(), alias="violacoes")

    @property
    def code(self) -> str:
        """The last part of the type: ``CobNaoEncontrado``."""
        return self.type.rstrip("/").rpartition("/")[2] or self.type

    @property
    def text(self) -> str:
        said = (f"{each.field}: {each.reason}" for each in self.violations[:PROBLEM_MAX])
        return " ".join(each for each in (self.detail or self.title, *said) if each)


class TokenProblem(_Message):
    """The token endpoint's own form (RFC 6749, 5.2)."""

    error: str
    error_description: str | None = None


class TokenGranted(_Message):
    access_token: Annotated[str, Field(min_length=1, max_length=10_000)]
    expires_in: Annotated[int, Field(gt=0)] | None = None


class Return(_Message):
    """Money that goes back. Those whose kind begins with MED were started by the payment system, not by the shop."""

    id: str = ""
    value: Reais = Field(alias="valor")
    status: str
    reason: str | None = Field(default=None, alias="motivo")

    @property
    def amount(self) -> Money:
        return Money.from_reais(self.value)


class ReceivedPix(_Message):
    end_to_end_id: Id = Field(alias="endToEndId")
    txid: str | None = None
    value: Reais = Field(alias="valor")
    at: Moment = Field(default=None, alias="horario")
    returns: Annotated[tuple[Return, ...], BeforeValidator(_listed)] = Field(default=(), alias="devolucoes")

    @property
    def payment(self) -> Payment:
        """What is going back counts as gone, whoever sends it back; `returned` is what has left."""
        amount = Money.from_reais(self.value)
        is_reversed = ZERO < amount <= self._sum(GOING_BACK)
        return Payment(self.end_to_end_id, amount, self.at, is_reversed, min(self._sum(GONE), amount))

    def _sum(self, statuses: frozenset[str]) -> Money:
        return sum((each.amount for each in self.returns if each.status in statuses), ZERO)


class Value(_Message):
    original: Reais


class Calendar(_Message):
    created_at: Moment = Field(default=None, alias="criacao")
    seconds: Annotated[int, Field(gt=0, le=EXPIRY_MAX_SECONDS)] = Field(default=86_400, alias="expiracao")

    def has_ended(self, now: datetime) -> bool:
        """Expiry never changes the status; both banks refuse what comes after it."""
        return self.created_at is not None and now - self.created_at > timedelta(seconds=self.seconds)


class Location(_Message):
    location: str | None = None


class Charge(_Message):
    """A `cob`. `code` is optional in the API: without it the code is built from the location."""

    txid: Id
    status: str
    value: Value = Field(alias="valor")
    calendar: Calendar = Field(alias="calendario")
    key: str | None = Field(default=None, alias="chave")
    loc: Location | None = None
    location: str | None = None
    code: str | None = Field(default=None, alias="pixCopiaECola")
    pix: Annotated[tuple[ReceivedPix, ...], BeforeValidator(_listed)] = ()

    @property
    def amount(self) -> Money:
        return Money.from_reais(self.value.original)

    @property
    def place(self) -> str | None:
        """Where the payer's bank reads the charge, without scheme."""
        named = self.location or (self.loc.location if self.loc else None)
        return named.removeprefix("https://") if named else None


class Paging(_Message):
    pages: int = Field(alias="quantidadeDePaginas")


class Parameters(_Message):
    paging: Paging = Field(alias="paginacao")


class PixPage(_Message):
    parameters: Parameters = Field(alias="parametros")
    pix: Annotated[tuple[ReceivedPix, ...], BeforeValidator(_listed)] = ()


def observation(ref: ChargeRef, charge: Charge, received: Iterable[ReceivedPix]) -> Observation:
    """What a charge and the Pix received for it say together; the Pix say more than the status."""
    ours = {each.end_to_end_id: each for each in received if each.txid in {None, charge.txid}}
    payments = tuple(each.payment for each in ours.values())
    return Observation(ref, _state(charge.status, payments), payments, charge.status)


def _state(status: str, payments: tuple[Payment, ...]) -> ChargeState:
    if payments:
        return ChargeState.REVERSED if all(each.is_reversed for each in payments) else ChargeState.PAID
    if status in REMOVED:
        return ChargeState.VOIDED
    return ChargeState.OPEN if status == ACTIVE else ChargeState.UNKNOWN
