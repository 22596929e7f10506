"""Which providers may call this station, and by what they prove who they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import SecretStr

from shared.config import Webhooks
from shared.keys import Keys

ASAAS_PATH, MERCADO_PAGO_PATH, BANK_PATH = "/asaas", "/mercado-pago", "/bank-pix"
ASAAS_KEY, MERCADO_PAGO_KEY, BANK_KEY = "asaas_webhook", "mercado_pago_webhook", "bank_pix_webhook"
"""The names of the secrets in the station's keys."""
WEBHOOKS = "webhooks"
"""The lease of the process that receives: one for each station."""


@dataclass(frozen=True, slots=True)
class Doors:
    """A provider without a secret has no door.

    A bank proves itself by the secret in its address, by a certificate, or, when both are set, by both.
    """

    asaas: SecretStr | None = None
    mercado_pago: SecretStr | None = None
    bank_pix: SecretStr | None = None
    wants_certificate: bool = False

    @property
    def paths(self) -> Sequence[str]:
        """Where providers may knock; the bank's secret is left out."""
        doors = (
            (ASAAS_PATH, self.asaas is not None),
            (MERCADO_PAGO_PATH, self.mercado_pago is not None),
            (BANK_PATH, self.bank_pix is not None or self.wants_certificate),
        )
        return [path for path, is_open in doors if is_open]


def doors_of(keys: Keys, wanted: Webhooks) -> Doors:
    """The doors that a station's keys and settings open."""
    return Doors(
        keys.get(ASAAS_KEY),
        keys.get(MERCADO_PAGO_KEY),
        keys.get(BANK_KEY),
        wants_certificate=wanted.authority is not None,
    )
