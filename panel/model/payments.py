"""Visits that are still to be paid, and taking money at the counter."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from panel.model.queues import name_of
from panel.model.shop import ShopRules
from panel.model.wording import begun, clock_time, stopwatch
from shared.kernel.ids import CustomerId, IntentId, VisitId
from shared.kernel.money import Money
from shared.kernel.ways import CHECK_ON_TERMINAL, Method
from shared.people.model import Permission, Role
from shared.people.permissions import may
from shared.visits.by_hand import CHANGE_MAX, CardTendered, CashTendered, Tendered, is_authorisation
from shared.visits.model import ChargeState
from shared.visits.narration import METHODS
from shared.visits.views import PendingPayment

AMOUNT_DIGITS_MAX = 7
_FIRST = {Method.OWN_PIX: 0, Method.COUNTER: 1}
"""Whoever waits for a person stands before whoever waits for a provider."""

_AMOUNT = re.compile(r"(?:R\$\s*)?(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:[,.](?P<cents>[0-9]{1,2}))?")


@dataclass(frozen=True, slots=True)
class PendingRow:
    """One unpaid visit, by its newest charge."""

    visit_id: VisitId
    intent_id: IntentId
    label: str
    customer: str
    method: Method
    method_text: str
    state_text: str
    amount: Money
    opened: str
    expires_at: datetime
    is_troubled: bool
    txid: str = ""

    @property
    def is_own_pix(self) -> bool:
        """Somebody has to look at a receipt."""
        return self.method is Method.OWN_PIX

    def expiry(self, now: datetime) -> str:
        """What is left of the time to pay."""
        left = self.expires_at - now
        return stopwatch(left) if left.total_seconds() > 0 else "vencido"


class Tender(StrEnum):
    """What is put on the counter."""

    CASH = "cash"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class TenderProps:
    """What the form says about an amount that was typed. `change` is given back from cash.

    `tendered` is what the core is told once it can be confirmed.
    """

    can_confirm: bool
    sentence: str
    change: Money | None = None
    tendered: Tendered | None = None


def derive_pending(
    pending: tuple[PendingPayment, ...], names: Mapping[CustomerId, str], shop: ShopRules
) -> tuple[PendingRow, ...]:
    """The unpaid visits: those whose receipt is to be seen, those to be taken at the counter, then oldest first."""
    ordered = sorted(pending, key=lambda each: (_FIRST.get(each.method, len(_FIRST)), each.opened_at, each.label))
    return tuple(
        PendingRow(
            visit_id=each.visit_id,
            intent_id=each.intent_id,
            label=each.label,
            customer=name_of(each.customer_id, names),
            method=each.method,
            method_text=begun(METHODS[each.method]),
            state_text=_state_text(each),
            amount=each.amount,
            opened=clock_time(each.opened_at, shop.zone),
            expires_at=each.expires_at,
            is_troubled=each.trouble is not None,
            txid=each.txid or "",
        )
        for each in ordered
    )


def _state_text(pending: PendingPayment) -> str:
    if pending.method is Method.COUNTER:
        return "A receber"
    if pending.method is Method.OWN_PIX:
        return "Comprovante"
    match pending.state:
        case ChargeState.CREATING:
            return f"Pedindo ao provedor: {pending.trouble}" if pending.trouble else "Pedindo ao provedor"
        case ChargeState.AWAITING | ChargeState.VOIDING if pending.trouble == CHECK_ON_TERMINAL:
            return "Conferir na maquininha"
        case ChargeState.AWAITING:
            return "Cliente pagando"
        case ChargeState.VOIDING:
            return "Cancelando no provedor"
        case ChargeState.PAID | ChargeState.FAILED | ChargeState.VOIDED | ChargeState.EXPIRED:
            return pending.trouble or "Encerrado"


def why_not_confirm(row: PendingRow | None, role: Role) -> str:
    """Why the counter cannot take this payment; empty when it can."""
    if row is None:
        return "Escolha um pagamento da lista."
    if not may(role, Permission.CONFIRM_COUNTER):
        return "Seu perfil não permite receber."
    if row.is_own_pix:
        return "Este cliente paga na chave Pix da loja: veja o comprovante."
    if row.method is not Method.COUNTER:
        return f"Este cliente paga por {METHODS[row.method]}: a confirmação chega sozinha."
    return ""


def why_not_release(row: PendingRow | None, role: Role) -> str:
    """Why this visit cannot be let in without money; empty when it can."""
    if row is None:
        return "Escolha um pagamento da lista."
    if not may(role, Permission.RELEASE_UNPAID):
        return "Só um supervisor pode liberar sem pagamento."
    return ""


def read_amount(typed: str) -> Money | None:
    """What was typed, as money: `159`, `159,9`, `159.90`, `1.159,00`; None if it is no amount."""
    written = _AMOUNT.fullmatch(typed.strip())
    if written is None:
        return None
    whole = written["whole"].replace(".", "")
    return None if len(whole) > AMOUNT_DIGITS_MAX else Money.from_reais(f"{whole}.{written['cents'] or '0'}")


def derive_tender(due: Money, tender: Tender, typed: str, authorisation: str = "") -> TenderProps:
    """Whether what was typed pays what is due, and the change."""
    if not typed.strip():
        asked = "quanto o cliente entregou" if tender is Tender.CASH else "o valor que a maquininha aprovou"
        return TenderProps(can_confirm=False, sentence=f"Digite {asked}.")
    amount = read_amount(typed)
    if amount is None:
        return TenderProps(can_confirm=False, sentence="Digite um valor como 159,00.")
    if amount < due:
        return TenderProps(can_confirm=False, sentence=f"Faltam {due - amount}.")
    return _cash(due, amount) if tender is Tender.CASH else _card(due, amount, authorisation.strip())


def _cash(due: Money, handed: Money) -> TenderProps:
    change = handed - due
    if change >= CHANGE_MAX:
        return TenderProps(can_confirm=False, sentence=f"Troco de {change}? Confira o valor digitado.")
    sentence = "Sem troco." if change == Money(0) else "Troco"
    return TenderProps(can_confirm=True, sentence=sentence, change=change, tendered=CashTendered(handed))


def _card(due: Money, amount: Money, authorisation: str) -> TenderProps:
    if amount > due:
        return TenderProps(can_confirm=False, sentence=f"A maquininha passou {amount - due} a mais: estorne e refaça.")
    if authorisation and not is_authorisation(authorisation):
        return TenderProps(can_confirm=False, sentence="A autorização tem só letras e números, até 12.")
    tendered = CardTendered(amount, authorisation)
    return TenderProps(can_confirm=True, sentence="Confere com a maquininha.", tendered=tendered)
