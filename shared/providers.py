"""The payment providers that a station's settings choose and its keys open; named here and in `bootstrap` only.

Each adapter is imported when it is first asked: most commands ask none.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from shared.config import Paths, Settings
from shared.kernel.clock import Clock
from shared.kernel.ids import RandomIds
from shared.keys import Keys
from shared.payments.late import LateProvider
from shared.payments.model import PaymentProvider

if TYPE_CHECKING:
    from shared.payments.bank_pix_profiles import BankProfile


def build_providers(paths: Paths, settings: Settings, clock: Clock) -> dict[str, PaymentProvider]:
    """The payment providers that can be used: those described in the settings whose keys are here.

    One that is no longer among the shop's ways is here as well: what it has charged before stays watched.
    """
    keys, makers = Keys(paths.home), dict[str, Callable[[], PaymentProvider]]()
    asaas, mercado_pago = keys.get("asaas"), keys.get("mercado_pago")
    if asaas is not None:
        makers["asaas"] = partial(_asaas, settings, asaas, clock)
    if settings.bank_pix.bank is not None and settings.bank_pix.is_whole:
        makers |= _bank_pix(paths.home, settings, settings.bank_pix.bank, keys, clock)
    if mercado_pago is not None:
        makers |= _mercado_pago(settings, mercado_pago, clock)
    return {name: LateProvider(name, make) for name, make in makers.items()}


def _asaas(settings: Settings, key: SecretStr, clock: Clock) -> PaymentProvider:
    from shared.payments.asaas import Asaas
    from shared.payments.asaas_terms import BoletoTerms
    from shared.payments.conversation import waits

    wanted, timeout = settings.asaas, waits(settings.payment.timeout_seconds)
    terms = BoletoTerms(wanted.discount_percent, wanted.fine_percent, wanted.interest_percent_month)
    return Asaas(wanted.base_url, key, clock, timeout=timeout, terms=terms)


def _mercado_pago(settings: Settings, token: SecretStr, clock: Clock) -> dict[str, Callable[[], PaymentProvider]]:
    """Both ways to Pix where the shop's address is known, and the card machine where it is named."""
    ways: dict[str, Callable[[], PaymentProvider]] = {}
    if settings.mercado_pago.payer_email is not None:
        ways["mercado_pago"] = partial(_mercado_pago_payments, settings, token, clock)
        ways["mercado_pago_orders"] = partial(_mercado_pago_orders, settings, token, clock, None)
    terminal = settings.mercado_pago.terminal
    if terminal is not None:
        ways["mercado_pago_point"] = partial(_mercado_pago_orders, settings, token, clock, terminal)
    return ways


def _mercado_pago_payments(settings: Settings, token: SecretStr, clock: Clock) -> PaymentProvider:
    from shared.payments.conversation import waits
    from shared.payments.mercado_pago import MercadoPago

    timeout = waits(settings.payment.timeout_seconds)
    return MercadoPago(settings.mercado_pago.base_url, token, _payer_email(settings), clock, timeout)


def _mercado_pago_orders(settings: Settings, token: SecretStr, clock: Clock, terminal: str | None) -> PaymentProvider:
    from shared.payments.conversation import waits
    from shared.payments.mercado_pago_order_kinds import PixOrder, PointOrder
    from shared.payments.mercado_pago_orders import MercadoPagoOrders

    kind = PixOrder(_payer_email(settings)) if terminal is None else PointOrder(terminal)
    timeout = waits(settings.payment.timeout_seconds)
    return MercadoPagoOrders(settings.mercado_pago.base_url, token, kind, clock, RandomIds(), timeout)


def _payer_email(settings: Settings) -> str:
    email = settings.mercado_pago.payer_email
    assert email is not None, "settings do not choose Mercado Pago without it"
    return email


def _bank_pix(
    home: Path, settings: Settings, name: str, keys: Keys, clock: Clock
) -> dict[str, Callable[[], PaymentProvider]]:
    """The bank, when all the keys that it wants are here; one bank proves its clients by certificate alone."""
    from shared.payments.bank_pix_profiles import PROFILES, Bank

    profile = PROFILES[Bank(name)]
    secret, app_key = keys.get("bank_pix"), keys.get("bank_pix_app")
    if (profile.needs_secret and secret is None) or (profile.needs_app_key and app_key is None):
        return {}
    return {"bank_pix": partial(_bank_account, home, settings, profile, secret, app_key, clock)}


def _bank_account(
    home: Path,
    settings: Settings,
    profile: BankProfile,
    secret: SecretStr | None,
    app_key: SecretStr | None,
    clock: Clock,
) -> PaymentProvider:
    from shared.payments.bank_pix import BankPix, Receiver
    from shared.payments.bank_pix_line import Account, Certificate
    from shared.payments.bank_pix_oauth import Client
    from shared.payments.bank_pix_profiles import Addresses
    from shared.payments.conversation import waits

    wanted = settings.bank_pix
    assert wanted.client_id is not None, "settings do not choose a bank without it"
    assert wanted.pix_key is not None, "settings do not choose a bank without it"
    assert wanted.city is not None, "settings do not choose a bank without it"
    usual = profile.production
    certificate = Certificate(*(home / each if each else None for each in wanted.files))
    account = Account(
        profile,
        Addresses(wanted.api_url or usual.api, wanted.token_url or usual.token),
        Client(wanted.client_id, secret if profile.needs_secret else None),
        certificate,
        app_key,
    )
    receiver = Receiver(wanted.pix_key, settings.payment.pix_receiver or settings.shop.name, wanted.city)
    return BankPix(account, receiver, clock, RandomIds(), waits(settings.payment.timeout_seconds))
