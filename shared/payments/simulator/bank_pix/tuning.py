"""What the control may change about the account, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from shared.payments.simulator.bank_pix.banks import MANNERS
from shared.payments.simulator.bank_pix.records import ALL_SCOPES, BankSettings

Change = Callable[[BankSettings, object], BankSettings]


def changed(settings: BankSettings, fields: Mapping[str, object]) -> BankSettings:
    """The settings with these fields. LookupError for a name that is none of CHANGES."""
    for name, value in fields.items():
        if name not in CHANGES:
            raise LookupError(f"no setting is called {name}")
        settings = CHANGES[name](settings, value)
    return settings


def _bank(settings: BankSettings, value: object) -> BankSettings:
    if str(value) not in MANNERS:
        raise ValueError(f"no bank here is called {value}")
    return replace(settings, bank=str(value))


def _auto_pay(settings: BankSettings, value: object) -> BankSettings:
    """Seconds as text or number; null: off."""
    return replace(settings, auto_pay_after=None if value is None else timedelta(seconds=float(str(value))))


CHANGES: Mapping[str, Change] = {
    "bank": _bank,
    "auto_pay_seconds": _auto_pay,
    "scopes": lambda settings, value: replace(settings, scopes=frozenset(str(value).split()) & ALL_SCOPES),
    "token_seconds": lambda settings, value: replace(settings, token_seconds=int(str(value))),
    "tokens_per_minute": lambda settings, value: replace(settings, tokens_per_minute=int(str(value))),
    "binds_tokens": lambda settings, value: replace(settings, binds_tokens=value is True),
    "shows_code": lambda settings, value: replace(settings, shows_code=value is True),
    "shows_pix": lambda settings, value: replace(settings, shows_pix=value is True),
    "return_state": lambda settings, value: replace(settings, return_state=str(value)),
    "webhook_group": lambda settings, value: replace(settings, webhook_group=int(str(value))),
    "returns_as_object": lambda settings, value: replace(settings, returns_as_object=value is True),
    "plain_callbacks": lambda settings, value: replace(settings, plain_callbacks=value is True),
    "is_key_accepted": lambda settings, value: replace(settings, is_key_accepted=value is True),
}
