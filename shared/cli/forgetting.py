"""Erasing what a customer told the shop, from a shell."""

from __future__ import annotations

from shared.bootstrap import Core
from shared.cli.endings import NotDone
from shared.cli.refusals import why_not
from shared.cli.saying import say_json
from shared.cli.station import signed_in
from shared.people.model import CustomerUnknown
from shared.visits.model import Visit
from shared.visits.outcomes import NotPermitted

REST = (
    "Mas o arquivo não pôde ser escrito de novo e guarda restos: "
    "feche o totem e o painel, libere espaço no disco e repita."
)


def forget(core: Core, visit: Visit, by: str, *, as_json: bool) -> None:
    """Forget the customer of a visit. NotDone when nobody is known for it, or the operator may not."""
    operator = signed_in(core, by)
    if visit.customer_id is None:
        raise NotDone(_nobody(visit.label))
    outcome = core.erasing.erase(visit.customer_id, operator)
    if isinstance(outcome, NotPermitted):
        raise NotDone(why_not(outcome))
    if isinstance(outcome, CustomerUnknown):
        raise NotDone(_nobody(visit.label))
    if as_json:
        say_json({"label": visit.label, "visit_id": visit.id, "is_scrubbed": outcome.is_scrubbed})
    else:
        print(forgotten_sentence(visit.label, is_scrubbed=outcome.is_scrubbed))


def forgotten_sentence(label: str, *, is_scrubbed: bool) -> str:
    """What was done, and what is left to do when the file could not be written anew."""
    done = f"{label}: nome, CPF e telefone apagados, também dos papéis e das anotações."
    return done if is_scrubbed else f"{done} {REST}"


def _nobody(label: str) -> str:
    return f"A senha {label} não tem dados de cliente nesta estação."
