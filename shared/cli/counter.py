"""Taking money at the counter, from a shell."""

from __future__ import annotations

import re

from shared.bootstrap import Core
from shared.cli.endings import NotDone
from shared.cli.refusals import why_not
from shared.cli.saying import say_json
from shared.cli.station import signed_in
from shared.cli.words import VISITS
from shared.kernel.money import ZERO, Money
from shared.kernel.ways import Method
from shared.visits.by_hand import CardTendered, CashTendered, Tendered
from shared.visits.model import OPEN_CHARGES, Charge, Taken, Tender, Visit
from shared.visits.ticket import visit_state

_HOW = {
    Tender.CASH: "em dinheiro",
    Tender.CARD_MACHINE: "na maquininha avulsa",
    Tender.STATEMENT: "na conta da loja",
}
_AMOUNT = re.compile(r"[0-9]{1,6}([.,][0-9]{2})?|[0-9]{1,3}(\.[0-9]{3})+,[0-9]{2}")


def tendered(amount: str, authorisation: str, *, is_card: bool) -> Tendered:
    """What was handed over. NotDone when it is no amount, or a code was given without a card."""
    paid = read_amount(amount)
    if is_card:
        return CardTendered(paid, authorisation.strip())
    if authorisation:
        raise NotDone("Código de maquininha só com --card.")
    return CashTendered(paid)


def confirm(core: Core, visit: Visit, paid: Tendered, by: str, *, as_json: bool) -> None:
    """Record what was paid at the counter; the ticket follows. NotDone when it is refused."""
    charge = _counter_charge(visit)
    operator = signed_in(core, by)
    outcome = core.counter.confirm(visit.id, charge.intent_id, paid, operator)
    if not isinstance(outcome, Visit):
        raise NotDone(why_not(outcome))
    taken = _taken(outcome, charge)
    if as_json:
        say_json(
            {
                "label": outcome.label,
                "visit_id": outcome.id,
                "state": visit_state(outcome),
                "amount": charge.amount,
                "tender": taken.tender,
                "handed": taken.handed,
                "change": taken.change,
            }
        )
    else:
        change = f"; troco {taken.change}" if taken.change > ZERO else ""
        how = _HOW[taken.tender]
        print(f"{outcome.label}  {charge.amount} recebidos {how}{change}; {VISITS[visit_state(outcome)]}.")


def _taken(visit: Visit, charge: Charge) -> Taken:
    paid = visit.charge(charge.intent_id)
    taken = [each.taken for each in paid.receipts if each.taken is not None] if paid else []
    return taken[-1]


def read_amount(written: str) -> Money:
    """`180`, `180,00`, `180.00` or `1.180,00` in reais. NotDone for anything else."""
    if not _AMOUNT.fullmatch(written):
        raise NotDone(f'O valor "{written}" não serve. Escreva-o em reais, como "180,00".')
    return Money.from_reais(written.replace(".", "").replace(",", ".") if "," in written else written)


def _counter_charge(visit: Visit) -> Charge:
    """The newest charge at the counter; an open Pix is left alone, because its money may be on the way."""
    at_counter = [charge for charge in visit.charges if charge.method is Method.COUNTER]
    current = visit.current_charge
    if at_counter and (current is at_counter[-1] or visit.ticket is not None):
        return at_counter[-1]
    if visit.ticket is not None:
        raise NotDone(f"A senha {visit.label} já está paga: nada foi registrado.")
    if current is not None and current.state in OPEN_CHARGES:
        raise NotDone(
            f"A senha {visit.label} está sendo paga por Pix: a confirmação chega sozinha. Para receber no balcão, "
            "o cliente escolhe o balcão no totem."
        )
    raise NotDone(f"A senha {visit.label} não espera pagamento no balcão. O cliente escolhe o balcão no totem.")
