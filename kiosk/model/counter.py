"""The page of somebody who pays at the counter."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.model.state import Scene
from kiosk.model.words import money
from shared.visits.model import OPEN_CHARGES, Visit


@dataclass(frozen=True, slots=True)
class CounterProps:
    """`is_open` is False once it can no longer be paid."""

    label: str = ""
    amount: str = ""
    is_open: bool = True
    can_cancel: bool = False


def derive_counter(scene: Scene) -> CounterProps:
    visit = scene.shop.visit
    if visit is None:
        return CounterProps()
    is_open = is_counter_open(visit)
    is_free = is_open and not scene.state.is_working
    return CounterProps(
        label=visit.label,
        amount=money(visit.total),
        is_open=is_open,
        can_cancel=is_free,
    )


def is_counter_open(visit: Visit) -> bool:
    charge = visit.current_charge
    return visit.abandoned_at is None and charge is not None and charge.state in OPEN_CHARGES
