"""What the control may change about the account, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from shared.payments.simulator.asaas.records import REFUND_STATUSES, Settings

Change = Callable[[Settings, object], Settings]


def changed(settings: Settings, fields: Mapping[str, object]) -> Settings:
    """The settings with these fields. LookupError for a name that is none of CHANGES."""
    for name, value in fields.items():
        if name not in CHANGES:
            raise LookupError(f"no setting is called {name}")
        settings = CHANGES[name](settings, value)
    return settings


def refund_status(value: object) -> str:
    """ValueError for what no refund ever is."""
    status = str(value)
    if status not in REFUND_STATUSES:
        raise ValueError(f"a refund is never {status}")
    return status


def _auto_pay(settings: Settings, value: object) -> Settings:
    """Seconds as text or number; null: off."""
    return replace(settings, auto_pay_after=None if value is None else timedelta(seconds=float(str(value))))


def _endpoint_limit(settings: Settings, value: object) -> Settings:
    """Null: none."""
    return replace(settings, endpoint_limit=None if value is None else int(str(value)))


CHANGES: Mapping[str, Change] = {
    "auto_pay_seconds": _auto_pay,
    "copies_reference": lambda settings, value: replace(settings, copies_reference=value is True),
    "is_key_accepted": lambda settings, value: replace(settings, is_key_accepted=value is True),
    "refund_status": lambda settings, value: replace(settings, refund_status=refund_status(value)),
    "daily_limit": lambda settings, value: replace(settings, daily_limit=int(str(value))),
    "quota": lambda settings, value: replace(settings, quota=int(str(value))),
    "endpoint_limit": _endpoint_limit,
}
