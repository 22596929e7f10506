"""Card and boleto at Asaas: a charge that is paid on Asaas' own page, by link; a card also in monthly parts.

Source: docs.asaas.com (charges; instalments: "Remove installment", which takes all parts or none, and "List payments of
an installment").
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import quote, urlsplit

from shared.kernel.day import ZONE
from shared.kernel.ways import BY_LINK, Method, boleto_due
from shared.payments.asaas_messages import PLAN, AsaasPayment, Deletion, PaymentPage
from shared.payments.asaas_reading import REMOVED, Holding, held, observation
from shared.payments.asaas_records import AsaasRecords
from shared.payments.asaas_terms import BoletoTerms
from shared.payments.conclusions import while_reading
from shared.payments.conversation import Answered, Conversation, Missing
from shared.payments.json_text import JsonValue
from shared.payments.model import (
    PAYER_NEEDED,
    ChargeAbsent,
    ChargeByLink,
    ChargeRef,
    ChargeRefused,
    ChargeState,
    Intent,
    LookOutcome,
    ProviderNonsense,
)

HOST = "asaas.com"
DESCRIPTION_MAX = 500
PARTS_AT_ONCE = 2
"""How many parts one question touches: what is left is asked for again."""
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_BILLING = {Method.PIX: "PIX", Method.CARD: "CREDIT_CARD", Method.BOLETO: "BOLETO"}

NO_PAYER = ChargeRefused(PAYER_NEEDED, "Cartão e boleto precisam do nome e do CPF de quem paga.")


def wanted(intent: Intent, customer_id: str, terms: BoletoTerms) -> dict[str, JsonValue]:
    """What creates the charge of an intent, by whichever method."""
    amount: dict[str, JsonValue] = {"value": intent.amount.reais}
    if intent.method is Method.CARD and intent.installments > 1:
        amount = {"installmentCount": intent.installments, "totalValue": intent.amount.reais}
    return {
        "customer": customer_id,
        "billingType": _BILLING[intent.method],
        **amount,
        "dueDate": _due_date(intent).isoformat(),
        "description": intent.description[:DESCRIPTION_MAX],
        "externalReference": intent.id,
        **(terms.fields(intent.amount) if intent.method is Method.BOLETO else {}),
    }


def _due_date(intent: Intent) -> date:
    """The day it ends, so that a charge made before midnight is not overdue while it is on the screen."""
    if intent.method is Method.BOLETO:
        return boleto_due(intent.created_at, intent.expires_at)
    return intent.expires_at.astimezone(ZONE).date()


def linked(intent: Intent, whole: Holding, base_url: str) -> ChargeByLink | ChargeRefused:
    """Where a charge can be paid, once it is what we asked for: all parts, the amount, and a page of Asaas."""
    if len(whole.parts) != intent.installments:
        return ChargeRefused(
            "wrong_parts", f"O Asaas criou {len(whole.parts)} parcelas em vez de {intent.installments}."
        )
    if whole.amount != intent.amount:
        return ChargeRefused("wrong_amount", f"O Asaas respondeu com {whole.amount} em vez de {intent.amount}.")
    url = whole.first.invoice_url or ""
    if not is_own_page(url, base_url):
        return ChargeRefused("bad_link", "O Asaas enviou um endereço de pagamento que não é dele.")
    return ChargeByLink(ChargeRef(intent.id, whole.charge_id, intent.amount), url)


def is_own_page(url: str, base_url: str) -> bool:
    """A page of Asaas over https; where the provider is on this computer, one of this computer's."""
    try:
        page, home = urlsplit(url), urlsplit(base_url)
        host, is_odd = page.hostname or "", page.username is not None or not url.isascii() or not url.isprintable()
    except ValueError:
        return False
    if is_odd:
        return False
    if home.hostname in _LOOPBACK:
        return host in _LOOPBACK and page.scheme in {"http", "https"}
    return page.scheme == "https" and (host == HOST or host.endswith(f".{HOST}"))


def is_by_link(intent: Intent) -> bool:
    return intent.method in BY_LINK


def whole_of(charge_id: str, charges: tuple[AsaasPayment, ...]) -> Holding | None:
    """All parts of a charge among these."""
    return next((each for each in held(charges) if each.charge_id == charge_id), None)


def look_up_plan(http: Conversation, records: AsaasRecords, ref: ChargeRef, *, is_removed: bool) -> LookOutcome:
    """All charges of the intent come in one list; removed parts may not be in it, but among those of the payment.

    `is_removed`: as we were told.
    """
    charges = records.charges({"externalReference": ref.intent_id})
    if not isinstance(charges, tuple):
        return while_reading(charges)
    ours = tuple(each for each in charges if each.external_reference == ref.intent_id)
    if whole_of(ref.charge_id, ours) is not None:
        return observation(ref, ours)
    parts = http.get(f"/installments/{quote(ref.charge_id.removeprefix(PLAN), safe='')}/payments", PaymentPage)
    listed = parts.message.data if isinstance(parts, Answered) else ()
    if whole_of(ref.charge_id, listed) is not None:
        return observation(ref, (*ours, *listed))
    if isinstance(parts, Answered | Missing) and is_removed:
        others = observation(ref, ours)
        return replace(others, state=ChargeState.VOIDED, raw_status=REMOVED) if not others.payments else others
    if isinstance(parts, Missing):
        return ChargeAbsent()
    return ProviderNonsense("parts_not_listed") if isinstance(parts, Answered) else while_reading(parts)


def remove_rest(http: Conversation, records: AsaasRecords, ref: ChargeRef) -> None:
    """Of a card payment that is partly paid, and so is not removed whole, take away what could still be paid.

    What is left is asked for again, until none is: then it is known what was paid.
    """
    charges = records.charges({"externalReference": ref.intent_id}) if ref.charge_id.startswith(PLAN) else ()
    whole = whole_of(ref.charge_id, charges) if isinstance(charges, tuple) else None
    if whole is not None and whole.is_touched:
        still_open = [each for each in whole.parts if each.state is ChargeState.OPEN]
        for each in still_open[:PARTS_AT_ONCE]:
            http.delete(f"/payments/{quote(each.id, safe='')}", Deletion)
