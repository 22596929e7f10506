"""The look as plain values: colours, sizes in millimetres, type, motion. Both apps draw from here; no Qt."""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, hypot, radians, tan

MM_PER_INCH = 25.4
TOUCH_MIN_MM = 20.0
"""Colle & Hiszem, Ergonomics 47(13), 2004: smaller targets are missed more often, larger ones are no better."""
CAPITAL_MIN_DEGREES = 0.7
"""EN 301 549, 5.1.4: height of a capital H as an angle at the viewing distance."""
READING_MM = 600.0


class Contrast(StrEnum):
    CALM = "calm"
    HIGH = "high"


class TextSize(StrEnum):
    NORMAL = "normal"
    LARGE = "large"
    LARGEST = "largest"

    @property
    def factor(self) -> float:
        return {TextSize.NORMAL: 1.0, TextSize.LARGE: 1.2, TextSize.LARGEST: 1.45}[self]


@dataclass(frozen=True, slots=True)
class Preferences:
    """What one customer asked the screen for; goes back to the default with the next one."""

    contrast: Contrast = Contrast.CALM
    text_size: TextSize = TextSize.NORMAL
    is_motion_reduced: bool = False


@dataclass(frozen=True, slots=True)
class ScreenMetrics:
    """A screen's pixels and its diagonal in inches, and from how many millimetres away it is read."""

    width_px: int
    height_px: int
    diagonal_inches: float
    reading_mm: float = READING_MM

    def __post_init__(self) -> None:
        if min(self.width_px, self.height_px) <= 0 or self.diagonal_inches <= 0 or self.reading_mm <= 0:
            raise ValueError(f"a screen has a size and a distance: {self}")

    @property
    def px_per_mm(self) -> float:
        return hypot(self.width_px, self.height_px) / (self.diagonal_inches * MM_PER_INCH)

    @property
    def capital_min_mm(self) -> float:
        return self.reading_mm * tan(radians(CAPITAL_MIN_DEGREES))

    def at_least(self, mm: float) -> int:
        """Whole pixels that are no shorter than `mm`."""
        return ceil(mm * self.px_per_mm - 1e-9)

    def nearest(self, mm: float) -> int:
        """Whole pixels nearest to `mm`, at least one."""
        return max(1, round(mm * self.px_per_mm))


@dataclass(frozen=True, slots=True)
class Typeface:
    family: str
    capital_em: float
    """Height of a capital as a part of the font's size, read from the font's OS/2 table."""


INTER = Typeface("Inter", 0.7275)
ATKINSON = Typeface("Atkinson Hyperlegible Next", 0.668)


@dataclass(frozen=True, slots=True)
class TextStyle:
    """One role of text. `capitals` is its height in units of the smallest legible capital."""

    capitals: float
    weight: int
    tracking_em: float = 0.0
    is_tabular: bool = False

    def size_px(self, metrics: ScreenMetrics, typeface: Typeface, size: TextSize) -> int:
        return metrics.at_least(metrics.capital_min_mm * self.capitals * size.factor / typeface.capital_em)


@dataclass(frozen=True, slots=True)
class TypeScale:
    caption: TextStyle = TextStyle(1.0, 500)
    body: TextStyle = TextStyle(1.1, 400)
    strong: TextStyle = TextStyle(1.1, 600)
    button: TextStyle = TextStyle(1.15, 600)
    title: TextStyle = TextStyle(1.2, 700, -0.01)
    figures: TextStyle = TextStyle(1.2, 700, -0.005, is_tabular=True)
    field: TextStyle = TextStyle(1.4, 600, is_tabular=True)
    total: TextStyle = TextStyle(1.6, 800, -0.015, is_tabular=True)
    headline: TextStyle = TextStyle(1.75, 800, -0.02)
    display: TextStyle = TextStyle(2.7, 800, -0.025)


@dataclass(frozen=True, slots=True)
class Space:
    """Distances in millimetres; touch targets and strokes as well."""

    hair: float = 0.35
    stroke: float = 0.55
    bold_stroke: float = 1.1
    tight: float = 1.6
    small: float = 3.0
    medium: float = 5.0
    large: float = 8.0
    huge: float = 13.0
    margin: float = 14.0
    radius_small: float = 2.6
    radius: float = 5.0
    radius_large: float = 8.0
    touch: float = TOUCH_MIN_MM
    control: float = 24.0
    """The height of a button that carries words."""
    icon_capitals: float = 1.6
    """An icon beside text, in units of the smallest legible capital."""
    card_capitals: float = 17.0
    """The narrowest service card that holds its words, in the same units."""


@dataclass(frozen=True, slots=True)
class Motion:
    """Milliseconds; all zero where motion is reduced."""

    quick: int = 110
    calm: int = 240
    slow: int = 480
    breath: int = 3600


STILL = Motion(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that a screen needs to draw itself for one customer's preferences."""

    metrics: ScreenMetrics
    preferences: Preferences
    type: TypeScale = TypeScale()
    space: Space = Space()

    @property
    def typeface(self) -> Typeface:
        """Atkinson Hyperlegible was drawn for low vision; it comes with the high contrast."""
        return ATKINSON if self.preferences.contrast is Contrast.HIGH else INTER

    @property
    def motion(self) -> Motion:
        return STILL if self.preferences.is_motion_reduced else Motion()

    def text_px(self, style: TextStyle) -> int:
        return style.size_px(self.metrics, self.typeface, self.preferences.text_size)

    def px(self, mm: float) -> int:
        return self.metrics.nearest(mm)

    def capitals_px(self, capitals: float) -> int:
        """A length that grows with the text."""
        return self.px(capitals * self.metrics.capital_min_mm * self.preferences.text_size.factor)
