"""Letting a visit in without settled money, and looking for the money of the shop's own Pix key, from a shell."""

from __future__ import annotations

from shared.bootstrap import Core
from shared.checkout.counter import Refused
from shared.cli.counter import read_amount
from shared.cli.endings import NotDone
from shared.cli.refusals import why_not
from shared.cli.saying import say_json
from shared.cli.station import signed_in
from shared.cli.words import VISITS
from shared.kernel.ways import Method
from shared.visits.model import Charge, Decision, ReleaseKind, TaskKind, Visit
from shared.visits.ticket import visit_state

_RELEASED = {
    ReleaseKind.UNPAID: "liberada sem pagamento",
    ReleaseKind.COURTESY: "dada de cortesia",
    ReleaseKind.OWN_PIX: "liberada pelo comprovante; procure o dinheiro no extrato",
}


def release(core: Core, visit: Visit, reason: str, by: str, *, as_json: bool) -> None:
    """Let a visit in; for the shop's own Pix, after seeing its receipt. NotDone when it is refused."""
    _tell_release(core.counter.release(visit.id, reason, signed_in(core, by)), as_json=as_json)


def give_courtesy(core: Core, visit: Visit, reason: str, by: str, *, as_json: bool) -> None:
    """Let a visit in for nothing. NotDone when it is refused."""
    _tell_release(core.counter.give_courtesy(visit.id, reason, signed_in(core, by)), as_json=as_json)


def find(core: Core, visit: Visit, seen: tuple[str, str | None], by: str, *, as_json: bool) -> None:
    """Money of the shop's own key is in the statement; `seen` is its name there, and how much it is if not the whole.

    NotDone when it is refused.
    """
    reference, written = seen
    charge = _own_charge(visit)
    amount = charge.amount if written is None else read_amount(written)
    outcome = _done(core.counter.find(visit.id, charge.intent_id, reference, amount, signed_in(core, by)))
    if as_json:
        say_json({**_head(outcome), "amount": amount})
    else:
        print(f"{outcome.label}  {amount} achados no extrato; {VISITS[visit_state(outcome)]}.")


def miss(core: Core, visit: Visit, reason: str, by: str, *, as_json: bool) -> None:
    """Money of the shop's own key is not in the statement. NotDone when it is refused, or nobody looks for any."""
    task = next((each for each in visit.open_tasks if each.kind is TaskKind.TO_RECONCILE), None)
    if task is None:
        raise NotDone(f"Ninguém procura um Pix da loja para a senha {visit.label}.")
    decided = core.counter.decide_task(visit.id, task.id, Decision.MISSING, reason, signed_in(core, by))
    outcome = _done(decided)
    if as_json:
        say_json({**_head(outcome), "amount": task.amount})
    else:
        print(f"{outcome.label}  {task.amount} não estão no extrato: registrados como perda.")


def _tell_release(outcome: Visit | Refused, *, as_json: bool) -> None:
    visit = _done(outcome)
    kind = visit.release.kind if visit.release else ReleaseKind.UNPAID
    if as_json:
        say_json({**_head(visit), "release": kind})
    else:
        print(f"{visit.label}  {_RELEASED[kind]}; {VISITS[visit_state(visit)]}.")


def _done(outcome: Visit | Refused) -> Visit:
    if not isinstance(outcome, Visit):
        raise NotDone(why_not(outcome))
    return outcome


def _head(visit: Visit) -> dict[str, object]:
    return {"label": visit.label, "visit_id": visit.id, "state": visit_state(visit)}


def _own_charge(visit: Visit) -> Charge:
    own = [charge for charge in visit.charges if charge.method is Method.OWN_PIX]
    if not own:
        raise NotDone(f"A senha {visit.label} não foi cobrada na chave Pix da loja.")
    return own[-1]
