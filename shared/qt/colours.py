"""The colours of the two themes, and which of them may stand on which: WCAG contrast as a rule that is tested."""

from dataclasses import dataclass
from typing import assert_never

from shared.qt.tokens import Contrast

TEXT_CONTRAST_MIN = 4.5
PART_CONTRAST_MIN = 3.0


@dataclass(frozen=True, slots=True)
class Colours:
    """`#rrggbb` (or `#aarrggbb` for the veils) by what they are for."""

    page: str
    surface: str
    well: str
    ink: str
    muted: str
    outline: str
    hairline: str
    accent: str
    accent_pressed: str
    accent_ink: str
    tint: str
    tint_ink: str
    stamp: str
    """Under the black ticks and arrows of a desk: a style sheet cannot colour a picture."""
    warm: str
    warm_tint: str
    danger: str
    danger_ink: str
    danger_tint: str
    warning: str
    warning_tint: str
    success: str
    success_tint: str
    disabled: str
    disabled_ink: str
    focus: str
    night: str
    night_deep: str
    night_surface: str
    night_ink: str
    night_muted: str
    night_accent: str
    night_button: str
    night_button_ink: str
    veil: str
    scrim: str


CALM = Colours(
    page="#f5f1e8",
    surface="#ffffff",
    well="#ebe6da",
    ink="#12232b",
    muted="#4a5960",
    outline="#7d8688",
    hairline="#dcd5c6",
    accent="#0b5b5d",
    accent_pressed="#084648",
    accent_ink="#ffffff",
    tint="#dcebe7",
    tint_ink="#0a4c4e",
    stamp="#dcebe7",
    warm="#a6481d",
    warm_tint="#fbe8da",
    danger="#a3261d",
    danger_ink="#ffffff",
    danger_tint="#fbe4e0",
    warning="#6f4700",
    warning_tint="#fcedca",
    success="#1c6238",
    success_tint="#e0f0e3",
    disabled="#ddd8cc",
    disabled_ink="#4f5a5f",
    focus="#b8500b",
    night="#0d4a4d",
    night_deep="#0d1f27",
    night_surface="#17333b",
    night_ink="#ffffff",
    night_muted="#c3e2db",
    night_accent="#f3bd74",
    night_button="#ffffff",
    night_button_ink="#0b5b5d",
    veil="#1412232b",
    scrim="#a60d1f27",
)

HIGH = Colours(
    page="#000000",
    surface="#000000",
    well="#1c1c1c",
    ink="#ffffff",
    muted="#f0f0f0",
    outline="#ffffff",
    hairline="#8c8c8c",
    accent="#ffd60a",
    accent_pressed="#ffe766",
    accent_ink="#000000",
    tint="#2e2800",
    tint_ink="#ffe45c",
    stamp="#ffd60a",
    warm="#ffb35c",
    warm_tint="#331d00",
    danger="#ff9b91",
    danger_ink="#000000",
    danger_tint="#3a0a06",
    warning="#ffd27a",
    warning_tint="#332400",
    success="#8df0a8",
    success_tint="#06290f",
    disabled="#2b2b2b",
    disabled_ink="#c9c9c9",
    focus="#4de8ff",
    night="#000000",
    night_deep="#000000",
    night_surface="#1c1c1c",
    night_ink="#ffffff",
    night_muted="#f0f0f0",
    night_accent="#ffd60a",
    night_button="#ffd60a",
    night_button_ink="#000000",
    veil="#40ffffff",
    scrim="#d9000000",
)

TEXT_PAIRS: tuple[tuple[str, str], ...] = tuple(
    (text, ground)
    for text, grounds in (
        ("ink", ("page", "surface", "well", "tint", "warm_tint", "danger_tint", "warning_tint", "success_tint")),
        ("muted", ("page", "surface", "well", "tint")),
        ("accent", ("page", "surface")),
        ("accent_ink", ("accent", "accent_pressed")),
        ("tint_ink", ("tint",)),
        ("warm", ("page", "surface", "warm_tint")),
        ("danger", ("page", "surface", "well", "danger_tint")),
        ("danger_ink", ("danger",)),
        ("warning", ("surface", "warning_tint")),
        ("success", ("page", "surface", "success_tint")),
        ("disabled_ink", ("disabled",)),
        ("night_ink", ("night", "night_deep", "night_surface")),
        ("night_muted", ("night", "night_deep", "night_surface")),
        ("night_button_ink", ("night_button",)),
        ("night_accent", ("night", "night_deep", "night_surface")),
    )
    for ground in grounds
)
"""Text colour, and the colour it may be read on: at least `TEXT_CONTRAST_MIN`."""

PART_PAIRS: tuple[tuple[str, str], ...] = tuple(
    (part, ground)
    for part, grounds in (
        ("outline", ("page", "surface")),
        ("accent", ("page", "surface", "tint")),
        ("focus", ("page", "surface", "tint", "well")),
        ("danger", ("page", "surface")),
        ("warm", ("page", "surface", "warm_tint")),
        ("warning", ("warning_tint",)),
        ("success", ("success_tint",)),
        ("night_accent", ("night", "night_deep")),
    )
    for ground in grounds
)
"""Edge, icon or bar that carries meaning, and what lies around it: at least `PART_CONTRAST_MIN`."""


def colours_for(contrast: Contrast) -> Colours:
    match contrast:
        case Contrast.CALM:
            return CALM
        case Contrast.HIGH:
            return HIGH
        case _:
            assert_never(contrast)


def contrast_ratio(one: str, other: str) -> float:
    """WCAG 2.2 contrast of two opaque `#rrggbb` colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
