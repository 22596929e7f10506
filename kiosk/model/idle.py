"""When nobody touches the screen: when to ask, when to leave, and when never to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from kiosk.model.pay_stage import OVER, WATCHED, PayStage, can_wait_elsewhere, pay_stage
from kiosk.model.state import Page, Scene, SellingPaused, StationTrouble
from kiosk.model.ticket import is_called, is_without_paper


class IdleStage(StrEnum):
    """`leaving` says on the page that it will go back to the start; `warning` asks over the page."""

    NONE = "none"
    LEAVING = "leaving"
    WARNING = "warning"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class IdleRules:
    """Seconds. A warning of at least 20 s that one touch answers: WCAG 2.2.1."""

    quiet: float = 60.0
    warning: float = 30.0
    ticket: float = 45.0
    ticket_without_paper: float = 120.0
    ticket_called: float = 120.0
    counter: float = 60.0
    payment_ended: float = 30.0
    payment_elsewhere: float = 120.0
    attention: float = 60.0


RULES = IdleRules()


@dataclass(frozen=True, slots=True)
class Idle:
    """`seconds_left` until the totem goes back to the start; `whole` is what it counts down from."""

    stage: IdleStage = IdleStage.NONE
    seconds_left: float = 0.0
    whole: float = 1.0


NEVER = Idle()


def derive_idle(scene: Scene, rules: IdleRules = RULES) -> Idle:
    if scene.state.is_working:
        return NEVER
    match scene.state.page:
        case Page.WELCOME:
            return NEVER
        case Page.SERVICES | Page.REVIEW:
            return _asking(scene, rules)
        case Page.PAYMENT:
            return _payment(scene, rules)
        case Page.COUNTER:
            return _leaving(scene, rules.counter)
        case Page.TICKET:
            return _leaving(scene, _ticket_seconds(scene, rules))
        case Page.ATTENTION:
            is_stations = isinstance(scene.state.trouble, StationTrouble | SellingPaused)
            return NEVER if is_stations else _leaving(scene, rules.attention)
        case _:
            assert_never(scene.state.page)


def _payment(scene: Scene, rules: IdleRules) -> Idle:
    stage = pay_stage(scene)
    if can_wait_elsewhere(scene.shop.visit, stage):
        return _leaving(scene, rules.payment_elsewhere)
    if stage is PayStage.CANCELLING:
        return _leaving(scene, rules.payment_ended)
    if stage in WATCHED:
        return NEVER
    if stage in OVER:
        return _asking(scene, rules)
    return _leaving(scene, rules.payment_ended)


def _ticket_seconds(scene: Scene, rules: IdleRules) -> float:
    visit = scene.shop.visit
    if is_called(scene.shop.progress):
        return rules.ticket_called
    return rules.ticket_without_paper if visit is not None and is_without_paper(visit) else rules.ticket


def _asking(scene: Scene, rules: IdleRules) -> Idle:
    left = rules.quiet + rules.warning - scene.quiet_seconds
    if left <= 0:
        return Idle(IdleStage.OVER)
    return Idle(IdleStage.WARNING, left, rules.warning) if left <= rules.warning else NEVER


def _leaving(scene: Scene, seconds: float) -> Idle:
    left = seconds - scene.quiet_seconds
    return Idle(IdleStage.LEAVING, left, seconds) if left > 0 else Idle(IdleStage.OVER)
