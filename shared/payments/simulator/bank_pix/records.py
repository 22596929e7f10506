"""What the simulated bank account holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.kernel.money import ZERO, Money

BANK_PIX_KEY = "7d9f0335-8dcc-4054-9bf9-0dbd61d36906"
BANK_CLIENT_ID = "vez-simulador"
BANK_CLIENT_SECRET = "segredo-do-simulador"  # noqa: S105 - opens nothing but the simulator
BANK_APP_KEY = "chave-do-aplicativo"
OPENING_BALANCE = Money(100_000)

ACTIVE, PAID = "ATIVA", "CONCLUIDA"
REMOVED_BY_SHOP = "REMOVIDA_PELO_USUARIO_RECEBEDOR"
PROCESSING, RETURNED, NOT_DONE = "EM_PROCESSAMENTO", "DEVOLVIDO", "NAO_REALIZADO"
GOING_BACK = frozenset({PROCESSING, RETURNED})

ALL_SCOPES = frozenset(
    {"cob.write", "cob.read", "pix.write", "pix.read", "webhook.write", "webhook.read", "payloadlocation.read"}
)


@dataclass(frozen=True, slots=True)
class BankSettings:
    """The account's settings.

    `shows_code`: answers carry `pixCopiaECola`, which the API leaves optional. `shows_pix`: a paid charge lists its
    Pix. `return_state`: what becomes of a return when it is asked for. `binds_tokens`: a token is good only with the
    certificate it was given to (RFC 8705). `tokens_per_minute`: who asks more often is shut out for a while.

    `webhook_group`: how many Pix are told in one notice. `returns_as_object`: a notice shows only the last return of a
    Pix, and not as a list. `plain_callbacks`: a callback at this computer may be without TLS, which no bank allows.
    """

    bank: str = "sicredi"
    client_id: str = BANK_CLIENT_ID
    client_secret: str = BANK_CLIENT_SECRET
    app_key: str = BANK_APP_KEY
    pix_key: str = BANK_PIX_KEY
    shop_name: str = "Vez Simulador"
    city: str = "Porto Alegre"
    scopes: frozenset[str] = ALL_SCOPES
    token_seconds: int = 3600
    tokens_per_minute: int = 20
    binds_tokens: bool = True
    opening_balance: Money = OPENING_BALANCE
    auto_pay_after: timedelta | None = None
    shows_code: bool = True
    shows_pix: bool = True
    return_state: str = RETURNED
    is_key_accepted: bool = True
    webhook_group: int = 1
    returns_as_object: bool = False
    plain_callbacks: bool = False


@dataclass(frozen=True, slots=True)
class Return:
    """Money that goes back. `nature` begins with MED where the payment system sends it, not the shop."""

    id: str
    rtr_id: str
    amount: Money
    nature: str
    status: str
    asked_at: datetime
    settled_at: datetime | None = None
    text: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PixIn:
    """One received Pix. `txid` is None where somebody sent it to the key by hand."""

    end_to_end_id: str
    txid: str | None
    amount: Money
    key: str
    at: datetime
    returns: tuple[Return, ...] = ()

    @property
    def gone(self) -> Money:
        return sum((each.amount for each in self.returns if each.status in GOING_BACK), ZERO)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request says a charge should be."""

    seconds: int
    amount: Money
    key: str
    may_change_amount: bool
    debtor: tuple[tuple[str, str], ...] = ()
    text: str | None = None
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cob:
    """An immediate charge. `past` are its earlier revisions."""

    txid: str
    created_at: datetime
    wanted: Wanted
    loc_id: int
    location: str
    status: str = ACTIVE
    past: tuple[Wanted, ...] = ()

    @property
    def ends_at(self) -> datetime:
        return self.created_at + timedelta(seconds=self.wanted.seconds)


@dataclass(frozen=True, slots=True)
class Grant:
    """A token: what it allows, until when, and for which certificate."""

    scopes: frozenset[str]
    ends_at: datetime
    thumbprint: str | None


@dataclass(frozen=True, slots=True)
class Callback:
    """Where the bank tells what was received on a key."""

    key: str
    url: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that moved. `reference` is the txid."""

    at: datetime
    kind: str
    end_to_end_id: str
    amount: Money
    reference: str | None


@dataclass(frozen=True, slots=True)
class Violation:
    reason: str
    field: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal in the API's own words. `kind` is the last part of its type."""

    kind: str
    title: str
    status: int = 400
    detail: str | None = None
    violations: tuple[Violation, ...] = ()
