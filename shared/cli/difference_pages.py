"""Where the providers' lists of money and ours differ, as tables and as JSON; comparing now; and answering."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from shared.bootstrap import Core
from shared.cli.endings import NotDone
from shared.cli.refusals import why_not
from shared.cli.saying import say_json, say_table
from shared.cli.station import signed_in
from shared.cli.words import DIFFERENCES, comparing_text
from shared.kernel.money import ZERO, Money
from shared.reconciliation.model import Difference, Run

HEADINGS = ("quando", "provedor", "o que", "deles", "nosso", "senha", "código")
RUN_HEADINGS = ("provedor", "conferido até", "problema")


def show(core: Core, *, as_json: bool) -> None:
    """What waits for a person, oldest first, and until when each provider's list was compared."""
    found = core.reconciliation.open()
    labels = core.reconciliation.labels(found)
    known = [run for _, run in sorted(core.reconciliation.runs().items())]
    if as_json:
        listed = [_json(each, labels.get(each.seen.visit_id) if each.seen.visit_id else None) for each in found]
        say_json({"differences": listed, "providers": [_run_json(each) for each in known]})
        return
    zone = core.settings.shop.zone
    lines = [
        (
            _moment(each.seen.paid_at or each.found_at, zone),
            each.seen.provider,
            DIFFERENCES[each.seen.kind],
            _amount(each.seen.theirs),
            _amount(each.seen.ours),
            labels.get(each.seen.visit_id, "") if each.seen.visit_id else "",
            each.seen.id,
        )
        for each in found
    ]
    say_table(HEADINGS, lines, nothing="Todos os pagamentos conferidos batem.")
    print()
    runs = [(each.provider, _moment(each.covered_until, zone), comparing_text(each.trouble)) for each in known]
    say_table(RUN_HEADINGS, runs, nothing="Nenhuma lista de pagamentos foi conferida ainda.")


def compare(core: Core, *, as_json: bool) -> None:
    """Compare with every provider, then show. NotDone where there is none."""
    if not core.world.providers:
        raise NotDone("Nenhum provedor tem chave nesta estação: não há listas a conferir.")
    for name in core.world.providers:
        core.reconciliation.compare_now(name)
    show(core, as_json=as_json)


def answer(core: Core, difference_id: str, note: str, by: str, *, as_json: bool) -> None:
    """Somebody says what it was. NotDone when it is refused."""
    operator = signed_in(core, by)
    outcome = core.reconciliation.answer(difference_id, note, operator)
    if not isinstance(outcome, Difference):
        raise NotDone(why_not(outcome))
    if as_json:
        said = outcome.answer
        assert said is not None, "it was answered just now"
        say_json({"id": outcome.seen.id, "note": said.note, "by": said.by, "at": said.at})
    else:
        print(f"Registrado: {DIFFERENCES[outcome.seen.kind]} ({outcome.seen.id}).")


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%d/%m %H:%M}"


def _amount(amount: Money) -> str:
    """A dash for a side that has nothing."""
    return "—" if amount == ZERO else str(amount)


def _json(difference: Difference, label: str | None) -> dict[str, object]:
    seen = difference.seen
    return {
        "id": seen.id,
        "kind": seen.kind,
        "provider": seen.provider,
        "reference": seen.reference,
        "charge_id": seen.charge_id,
        "visit_id": seen.visit_id,
        "label": label,
        "theirs": seen.theirs,
        "ours": seen.ours,
        "paid_at": seen.paid_at,
        "found_at": difference.found_at,
    }


def _run_json(run: Run) -> dict[str, object]:
    return {
        "provider": run.provider,
        "covered_until": run.covered_until,
        "tried_at": run.tried_at,
        "trouble": run.trouble,
        "listed": run.listed,
    }
