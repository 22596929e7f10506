"""Why a charge that Mercado Pago made is not shown. Pure."""

from __future__ import annotations

from shared.payments.brcode import BrCodeFault
from shared.payments.model import ChargeRefused, Intent

NO_CODE_YET = "no_pix_code_yet"
ANOTHER = "another_charge"


def expired() -> ChargeRefused:
    """Too late to ask for it."""
    return ChargeRefused("intent_expired", "O prazo desta cobrança já terminou.")


def ended(raw_status: str) -> ChargeRefused:
    """The first creation of this intent made a charge that has ended meanwhile; its key makes no other."""
    return ChargeRefused("charge_ended", f"O Mercado Pago já encerrou esta cobrança ({raw_status}).")


def wrong_amount(intent: Intent, said: object) -> ChargeRefused:
    return ChargeRefused("wrong_amount", f"O Mercado Pago respondeu com {said} em vez de {intent.amount}.")


def bad_code(fault: BrCodeFault) -> ChargeRefused:
    return ChargeRefused(
        "bad_pix_code", f"O Mercado Pago enviou um código Pix inválido ({fault.problem}: {fault.detail})."
    )
