"""Which page the totem shows: the customer's own step, unless the visit or the station says otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.model.choice import still_to_be_had
from kiosk.model.state import Page, SellingPaused, Shop, StationTrouble, TotemState, VisitUnreadable
from shared.kernel.ways import Method
from shared.visits.model import Visit

CHOOSING = frozenset({Page.SERVICES, Page.REVIEW})


def settle(state: TotemState, shop: Shop) -> TotemState:
    """The session after the core was read. Trouble of the station is over once the core can be read again."""
    if isinstance(state.trouble, StationTrouble):
        page = Page.SERVICES if state.choice.services else Page.WELCOME
        state = replace(state, trouble=None, page=page if state.visit_id is None else state.page)
    if state.visit_id is not None:
        return _with_visit(state, shop)
    if shop.is_disk_low:
        return replace(state, page=Page.ATTENTION, trouble=SellingPaused())
    if isinstance(state.trouble, SellingPaused):
        return TotemState()
    return _still_choosing(state, shop) if state.page in CHOOSING else state


def _with_visit(state: TotemState, shop: Shop) -> TotemState:
    if shop.is_visit_unreadable:
        return replace(state, page=Page.ATTENTION, trouble=VisitUnreadable())
    if shop.visit is None or shop.visit.id != state.visit_id or state.trouble is not None:
        return state
    return replace(state, page=page_of(shop.visit))


def page_of(visit: Visit) -> Page:
    """The page of a visit that is being paid or has its ticket."""
    if visit.ticket is not None:
        return Page.TICKET
    charge = visit.current_charge
    return Page.COUNTER if charge is not None and charge.method is Method.COUNTER else Page.PAYMENT


def _still_choosing(state: TotemState, shop: Shop) -> TotemState:
    choice, told = still_to_be_had(state.choice, shop.catalog, shop.loads)
    if told is None:
        return state
    page = state.page if choice.services else Page.SERVICES
    return replace(state, choice=choice, notice=told, page=page)


RESUMED_FOR = timedelta(minutes=10)
"""A ticket older than this belongs to somebody who has left the totem."""


def is_worth_resuming(visit: Visit, now: datetime) -> bool:
    """Money is open on it, or its ticket is so new that the customer still stands here."""
    if visit.ticket is not None:
        return now - visit.ticket.issued_at < RESUMED_FOR
    return visit.abandoned_at is None and bool(visit.charges)
