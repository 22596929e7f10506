"""How large the totem draws: the screen's pixels and diagonal, and how far its readers stand from it."""

from __future__ import annotations

from dataclasses import replace

from shared.qt.tokens import READING_MM, Look, Preferences, ScreenMetrics, Space

READING_INCHES = 24.0
"""Up to this diagonal people stand at READING_MM; in front of a larger screen they step back in proportion."""

NEAR = Space()


def look_for(width_px: int, height_px: int, diagonal_inches: float, preferences: Preferences | None = None) -> Look:
    """The look of a screen for a customer who has asked for nothing, or for `preferences`.

    Everything grows with the distance of the eye; touch targets are never smaller than a finger needs.
    """
    farther = max(1.0, diagonal_inches / READING_INCHES)
    metrics = ScreenMetrics(width_px, height_px, diagonal_inches, READING_MM * farther)
    return Look(metrics, preferences or Preferences(), space=_spread(farther))


def _spread(farther: float) -> Space:
    return replace(
        NEAR,
        hair=NEAR.hair * farther,
        stroke=NEAR.stroke * farther,
        bold_stroke=NEAR.bold_stroke * farther,
        tight=NEAR.tight * farther,
        small=NEAR.small * farther,
        medium=NEAR.medium * farther,
        large=NEAR.large * farther,
        huge=NEAR.huge * farther,
        margin=NEAR.margin * farther,
        radius_small=NEAR.radius_small * farther,
        radius=NEAR.radius * farther,
        radius_large=NEAR.radius_large * farther,
        touch=NEAR.touch * farther,
        control=NEAR.control * farther,
    )
