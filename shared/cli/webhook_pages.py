"""What providers said by themselves, as a table and as JSON, and having it looked at once more."""

from __future__ import annotations

from collections.abc import Sequence

from shared.bootstrap import Core
from shared.cli.endings import NotDone
from shared.cli.refusals import why_not
from shared.cli.saying import say_json, say_table
from shared.cli.station import signed_in
from shared.cli.words import ENDINGS, WEBHOOKS
from shared.webhooks.model import Replayed, Webhook, WebhookId

HEADINGS = ("aviso", "de", "evento", "recebido", "estado", "tentativas", "problema")
SHOWN_MAX = 50


def show(core: Core, *, as_json: bool) -> None:
    """What waits for a person first, then what came last."""
    dead = core.inbox.dead()
    latest = [each for each in core.inbox.latest(SHOWN_MAX) if each not in dead]
    if as_json:
        tally = core.inbox.tally()
        say_json({"queued": tally.queued, "dead": [_json(each) for each in dead], "latest": [_json(e) for e in latest]})
        return
    zone = core.settings.shop.zone
    lines = [
        (
            each.id,
            each.source,
            each.kind,
            f"{each.received_at.astimezone(zone):%d/%m %H:%M:%S}",
            ENDINGS[each.ending] if each.ending else WEBHOOKS[each.state],
            each.attempts or "",
            each.cause or "",
        )
        for each in (*dead, *latest)
    ]
    say_table(HEADINGS, lines, nothing="Nenhum aviso chegou. O Vez pergunta ao provedor por conta própria.")


def replay(core: Core, names: Sequence[str], by: str, *, as_json: bool) -> None:
    """Have these, or all that wait, looked at once more. NotDone when it is refused."""
    meant = [WebhookId(each) for each in names] or [each.id for each in core.inbox.dead()]
    if not meant:
        raise NotDone("Nenhum aviso espera por uma pessoa: nada a tratar de novo.")
    operator = signed_in(core, by)
    outcome = core.inbox.replay(meant, operator)
    if not isinstance(outcome, Replayed):
        raise NotDone(why_not(outcome))
    if as_json:
        say_json({"replayed": list(outcome.ids)})
    else:
        print(f"Avisos que serão tratados de novo: {len(outcome.ids)}. Veja com: vez payments webhooks")


def _json(webhook: Webhook) -> dict[str, object]:
    return {
        "id": webhook.id,
        "source": webhook.source,
        "event": webhook.kind,
        "received_at": webhook.received_at,
        "state": webhook.state,
        "ending": webhook.ending,
        "attempts": webhook.attempts,
        "next_at": webhook.next_at,
        "cause": webhook.cause,
        "intent_id": webhook.intent_id,
    }
