"""Do the providers' lists of money and ours agree, as the doctor finds them?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from shared.bootstrap import Core
from shared.cli.findings import Finding
from shared.reconciliation.model import LIST_WAS_CUT, Run

NAME = "reconciliation"
BEHIND_MAX = timedelta(days=1)
"""How long a provider's list may fail to come: within it, the internet of a shop usually returns."""
SEE = "Veja com: vez payments differences"
COMPARE = "Tente com: vez payments compare"


def reconciliation(core: Core) -> Iterator[Finding]:
    """What differs, else a list that does not come or is cut, else until when all was compared."""
    yield _finding(core, len(core.reconciliation.open()), _followed(core))


def _finding(core: Core, open_count: int, runs: Sequence[Run]) -> Finding:
    if open_count:
        counted = "1 pagamento não bate" if open_count == 1 else f"{open_count} pagamentos não batem"
        return Finding(NAME, is_well=False, sentence=f"{counted} com a lista do provedor. {SEE}")
    cut = next((each for each in runs if each.trouble == LIST_WAS_CUT), None)
    if cut is not None:
        said = (
            f"A lista de pagamentos do provedor {cut.provider} veio incompleta: pode faltar o que não bate. {COMPARE}"
        )
        return Finding(NAME, is_well=False, sentence=said)
    behind = next((each for each in runs if is_behind(each)), None)
    if behind is not None:
        since = _moment(core, behind.covered_until)
        said = (
            f"A lista de pagamentos do provedor {behind.provider} não vem desde {since} ({behind.trouble}). {COMPARE}"
        )
        return Finding(NAME, is_well=False, sentence=said)
    if not runs:
        return Finding(NAME, is_well=True, sentence="Nenhuma lista de pagamentos foi conferida ainda.")
    until = _moment(core, min(each.covered_until for each in runs))
    return Finding(NAME, is_well=True, sentence=f"As listas de pagamentos conferem até {until}.")


def is_behind(run: Run) -> bool:
    """A list that does not come is waited for a while."""
    return run.trouble is not None and run.tried_at - run.covered_until > BEHIND_MAX


def _followed(core: Core) -> list[Run]:
    """Of the providers that can be asked; what one without a key has received is compared by nobody."""
    known = core.reconciliation.runs()
    return [known[name] for name in core.world.providers if name in known]


def _moment(core: Core, at: datetime) -> str:
    """The time of day, with its date where that is not today."""
    zone = core.settings.shop.zone
    local, today = at.astimezone(zone), core.clock.now().astimezone(zone).date()
    return f"{local:%H:%M}" if local.date() == today else f"{local:%d/%m às %H:%M}"
