"""The queues, as a table and as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from shared.bootstrap import Core
from shared.cli.endings import NotDone
from shared.cli.saying import about, clock_time, say_table
from shared.cli.words import BANDS
from shared.kernel.ids import ServiceId
from shared.visits.views import QueueItem, QueueView

HEADINGS = ("serviço", "lugar", "senha", "desde", "espera", "faixa", "porquê")


def views_of(core: Core, service: str | None) -> tuple[QueueView, ...]:
    """Every queue, or the one of a service. NotDone for a service that the catalogue does not have."""
    if service is None:
        return core.board.queues()
    view = core.board.queue(ServiceId(service))
    if view is None:
        raise NotDone(f'O serviço "{service}" não existe. Confira o código no arquivo do catálogo.')
    return (view,)


def items(views: Sequence[QueueView]) -> list[dict[str, object]]:
    """Who waits, next first, one queue after the other."""
    return [_item(view, item) for view in views for item in view.items]


def print_queues(core: Core, views: Sequence[QueueView]) -> None:
    """The same for a person."""
    zone = core.settings.shop.zone
    lines = [
        (
            view.service.name,
            item.place,
            item.label,
            clock_time(item.joined_at, zone),
            about(item.wait),
            BANDS[item.band],
            ", ".join([item.reason, *_remarks(item)]),
        )
        for view in views
        for item in view.items
    ]
    say_table(HEADINGS, lines, nothing="Ninguém está na fila.")


def _remarks(item: QueueItem) -> list[str]:
    remarks = {
        "em outro serviço agora": item.is_elsewhere,
        "sem papel": item.is_unprinted,
        "não compareceu antes": item.reactivations > 0,
    }
    return [remark for remark, is_so in remarks.items() if is_so]


def _item(view: QueueView, item: QueueItem) -> dict[str, object]:
    return {
        "service_id": view.service.id,
        "service": view.service.name,
        "place": item.place,
        "label": item.label,
        "visit_id": item.visit_id,
        "turn_id": item.turn_id,
        "priority": item.priority,
        "reason": item.reason,
        "joined_at": item.joined_at,
        "band": item.band,
        "wait_seconds": item.wait,
        "is_elsewhere": item.is_elsewhere,
        "is_unprinted": item.is_unprinted,
    }
