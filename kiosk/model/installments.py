"""In how many monthly parts a card may pay, and how much each part is."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.model.choice import total_of
from kiosk.model.state import Scene
from kiosk.model.words import money, translate, unbroken
from shared.kernel.money import Money


@dataclass(frozen=True, slots=True)
class InstallmentRow:
    """`key` is how many parts, `amount` what each of them is."""

    key: str
    text: str
    amount: str
    spoken: str


def installment_rows(scene: Scene) -> tuple[InstallmentRow, ...]:
    """Each number of parts that the shop allows for what is to be paid."""
    total = to_pay(scene)
    return tuple(_row(total, count) for count in range(1, installments_most(scene) + 1))


def installments_most(scene: Scene) -> int:
    """The most parts that the shop allows and that are not too small; at least one."""
    least = max(1, scene.house.installment_min.centavos)
    return max(1, min(scene.house.installments_max, to_pay(scene).centavos // least))


def to_pay(scene: Scene) -> Money:
    """What the order costs: the visit's own amount, or what the choice adds up to before there is a visit."""
    visit = scene.shop.visit
    return visit.total if visit is not None else total_of(scene.state.choice, scene.shop.catalog)


def part_of(total: Money, count: int) -> Money:
    """One of `count` parts, rounded up: no month costs more than was said."""
    return Money(-(-total.centavos // count))


def in_parts(total: Money, count: int) -> str:
    """``3× de R$ 60,00``."""
    text = translate("Installments", "%1× de %2")
    return unbroken(text.replace("%1", str(count)).replace("%2", money(part_of(total, count))))


def _row(total: Money, count: int) -> InstallmentRow:
    if count == 1:
        text = translate("Installments", "À vista")
        return InstallmentRow("1", text, money(total), f"{text}, {money(total)}")
    text, part = translate("Installments", "%1×").replace("%1", str(count)), money(part_of(total, count))
    spoken = translate("Installments", "%1 vezes de %2").replace("%1", str(count)).replace("%2", part)
    return InstallmentRow(str(count), text, part, spoken)
