"""Payments that differ from a provider's own list: a few lines, and each as the form asks what it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import assert_never

from panel.model.shop import ShopRules
from panel.model.wording import counted
from shared.kernel.ids import VisitId
from shared.people.model import Permission, Role
from shared.people.permissions import may
from shared.reconciliation.model import Difference, DifferenceKind, Seen

LISTED_MAX = 3
"""Lines that are shown; where more wait, the last line counts them."""

_PROVIDERS: Mapping[str, str] = MappingProxyType(
    {
        "asaas": "Asaas",
        "bank_pix": "Banco (Pix)",
        "mercado_pago": "Mercado Pago",
        "mercado_pago_orders": "Mercado Pago (Orders)",
        "mercado_pago_point": "Maquininha (Mercado Pago)",
    }
)
_ADVICE: Mapping[DifferenceKind, str] = MappingProxyType(
    {
        DifferenceKind.STRANGER: "Veja no provedor de quem veio e para quê.",
        DifferenceKind.UNSEEN: "Veja esta cobrança no provedor e confira de novo daqui a pouco.",
        DifferenceKind.AMOUNT: "Veja no provedor qual é o valor certo.",
        DifferenceKind.ABSENT: "Procure este valor no extrato da conta.",
    }
)


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One that waits. `line` says when and what; `advice` where to look, and its `reference` is what to look for."""

    id: str
    line: str
    advice: str
    reference: str


@dataclass(frozen=True, slots=True)
class DifferenceProps:
    """`why_not` is empty when they can be answered. Nothing is shown without `rows`."""

    rows: tuple[DifferenceRow, ...]
    title: str
    lines: tuple[str, ...]
    why_not: str


def derive_differences(
    found: tuple[Difference, ...], labels: Mapping[VisitId, str], role: Role, shop: ShopRules
) -> DifferenceProps:
    """What waits for a person, oldest first."""
    rows = tuple(_row(each, labels, shop) for each in found)
    named = rows if len(rows) <= LISTED_MAX else rows[: LISTED_MAX - 1]
    more = [f"e mais {len(rows) - len(named)}"] if len(named) < len(rows) else []
    return DifferenceProps(
        rows=rows,
        title=counted(len(rows), "diferença com o provedor", "diferenças com o provedor"),
        lines=(*(row.line for row in named), *more),
        why_not="" if may(role, Permission.RESOLVE_TASK) else "Só um supervisor pode resolver.",
    )


def _row(difference: Difference, labels: Mapping[VisitId, str], shop: ShopRules) -> DifferenceRow:
    seen = difference.seen
    at = (seen.paid_at or difference.found_at).astimezone(shop.zone)
    label = labels.get(seen.visit_id, "") if seen.visit_id else ""
    line = f"{_PROVIDERS.get(seen.provider, seen.provider)}, {at:%d/%m %H:%M}: {_what(seen, label)}"
    return DifferenceRow(seen.id, line, _ADVICE[seen.kind], seen.reference)


def _what(seen: Seen, label: str) -> str:
    of = f" de {label}" if label else ""
    match seen.kind:
        case DifferenceKind.STRANGER:
            return f"recebido {seen.theirs} sem pedido"
        case DifferenceKind.UNSEEN:
            return f"recebido {seen.theirs}, não aparece na cobrança{of}"
        case DifferenceKind.AMOUNT:
            return f"valor diferente{of}: {seen.theirs} no provedor, {seen.ours} aqui"
        case DifferenceKind.ABSENT:
            return f"{seen.ours}{of} não está na lista do provedor"
        case _:
            assert_never(seen.kind)
