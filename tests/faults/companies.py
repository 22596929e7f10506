"""The companies that a town may have, each asked through its real adapter, and how its simulator is told things."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic import SecretStr

from shared.config import BankAccount, MercadoPagoAccount, Payment, Settings
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.kernel.ways import Method, Way
from shared.payments.asaas import Asaas
from shared.payments.bank_pix import BankPix, Receiver
from shared.payments.bank_pix_line import Account
from shared.payments.bank_pix_profiles import PROFILES, Bank
from shared.payments.json_text import JsonValue
from shared.payments.model import PaymentProvider
from shared.payments.simulator.bank_pix.records import BANK_APP_KEY, BANK_PIX_KEY
from shared.payments.simulator.mercado_pago.records import SIMULATOR_PAYER
from tests.fakes.simulator import RunningSimulator
from tests.shared.payments.conftest import CLIENT, NO_CERTIFICATE, PATIENT, addresses_at
from tests.shared.payments.mercado_pago import ORDERS, PAYMENTS, adapter

Making = Callable[[RunningSimulator, Clock, Ids], PaymentProvider]


def _asaas(simulator: RunningSimulator, clock: Clock, _ids: Ids) -> PaymentProvider:
    return Asaas(simulator.base_url, simulator.api_key, clock, None, PATIENT)


def _bank(simulator: RunningSimulator, clock: Clock, ids: Ids) -> PaymentProvider:
    addresses = addresses_at(simulator.origin, Bank.SICREDI)
    account = Account(PROFILES[Bank.SICREDI], addresses, CLIENT, NO_CERTIFICATE, SecretStr(BANK_APP_KEY))
    return BankPix(account, Receiver(BANK_PIX_KEY, "Vez", "Porto Alegre"), clock, ids, PATIENT)


def _mercado_pago(way: str) -> Making:
    return lambda simulator, clock, _ids: adapter(way, f"{simulator.origin}/mp", clock)


@dataclass(frozen=True, slots=True)
class Company:
    """`name` is the adapter's, `room` the simulator's dialect. `creation` and `lists_money` find the requests.

    `slow_refunds` and `prompt_refunds` are settings of the room; `done` and `not_done` how a refund under way ends.
    `has_key`: anybody can send money to the shop's key. `has_force`: money can be taken back whatever the balance is.
    """

    name: str
    room: str
    make: Making
    creation: Mapping[str, JsonValue]
    slow_refunds: Mapping[str, JsonValue]
    prompt_refunds: Mapping[str, JsonValue]
    done: str
    not_done: str
    has_payer: bool = False
    has_key: bool = False
    regressed: str = ""
    unknown: str = field(default="BANANA")


_ASAAS_REFUNDS = ({"refund_status": "PENDING"}, {"refund_status": "DONE"}, "DONE", "CANCELLED")
_BANK_REFUNDS = ({"return_state": "EM_PROCESSAMENTO"}, {"return_state": "DEVOLVIDO"}, "DEVOLVIDO", "NAO_REALIZADO")
_MP_REFUNDS = ({"refund_seconds": 100_000_000}, {"refund_seconds": 0}, "approved", "cancelled")

COMPANIES: Mapping[str, Company] = {
    "asaas": Company(
        "asaas",
        "asaas",
        _asaas,
        {"method": "POST", "path": "^/pix/qrCodes/static$"},
        *_ASAAS_REFUNDS,
        regressed="OVERDUE",
    ),
    "asaas with a CPF": Company(
        "asaas",
        "asaas",
        _asaas,
        {"method": "POST", "path": "^/payments$"},
        *_ASAAS_REFUNDS,
        has_payer=True,
        regressed="OVERDUE",
    ),
    "bank_pix": Company(
        "bank_pix",
        "bank_pix",
        _bank,
        {"method": "PUT", "path": "/cob/"},
        *_BANK_REFUNDS,
        has_key=True,
        regressed="ATIVA",
    ),
    PAYMENTS: Company(
        PAYMENTS,
        PAYMENTS,
        _mercado_pago(PAYMENTS),
        {"method": "POST", "path": "^/v1/payments$"},
        *_MP_REFUNDS,
        regressed="pending",
    ),
    ORDERS: Company(
        ORDERS,
        PAYMENTS,
        _mercado_pago(ORDERS),
        {"method": "POST", "path": "^/v1/orders$"},
        *_MP_REFUNDS,
        regressed="action_required",
    ),
}


def settings_for(company: Company) -> Settings:
    """A shop that is paid by Pix at this company, or at the counter."""
    return Settings(
        payment=Payment(ways=(Way(Method.PIX, company.name), Way.by_hand(Method.COUNTER))),
        bank_pix=BankAccount(bank="sicredi", client_id="loja", pix_key=BANK_PIX_KEY, city="Porto Alegre"),
        mercado_pago=MercadoPagoAccount(payer_email=SIMULATOR_PAYER),
    )
