"""What providers said by themselves and could not be checked: a few lines, and having them checked once more."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from panel.model.shop import ShopRules
from panel.model.wording import counted
from shared.people.model import Permission, Role
from shared.people.permissions import may
from shared.webhooks.model import Source, Webhook, WebhookId

LISTED_MAX = 3
"""Lines that are shown; the rest are counted."""

_SOURCES: Mapping[Source, str] = MappingProxyType(
    {Source.ASAAS: "Asaas", Source.MERCADO_PAGO: "Mercado Pago", Source.BANK_PIX: "Banco (Pix)"}
)


@dataclass(frozen=True, slots=True)
class WebhookProps:
    """`why_not` is empty when they can be checked once more. Nothing is shown without `ids`."""

    ids: tuple[WebhookId, ...]
    title: str
    lines: tuple[str, ...]
    why_not: str


def derive_webhooks(dead: tuple[Webhook, ...], role: Role, shop: ShopRules) -> WebhookProps:
    """The notices that wait for a person, oldest first."""
    shown = [_line(each, shop) for each in dead[:LISTED_MAX]]
    rest = len(dead) - len(shown)
    more = [f"e mais {rest}"] if rest > 0 else []
    return WebhookProps(
        ids=tuple(each.id for each in dead),
        title=counted(len(dead), "aviso do provedor não foi conferido", "avisos do provedor não foram conferidos"),
        lines=(*shown, *more),
        why_not="" if may(role, Permission.RESOLVE_TASK) else "Só um supervisor pode conferir de novo.",
    )


def _line(webhook: Webhook, shop: ShopRules) -> str:
    at = webhook.received_at.astimezone(shop.zone)
    said = f"{_SOURCES[webhook.source]}, {at:%d/%m %H:%M}"
    return f"{said}: o provedor não respondeu à consulta ({webhook.cause})" if webhook.cause else said
