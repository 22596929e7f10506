"""How a charge stands on a card machine, as far as it is worth telling whoever waits in front of it. Pure.

Source: mercadopago.com.br/developers (Point: states of an order). A machine that has fetched the order says
`at_terminal`; 40 s after it began to work without an end, `action_required/check_on_terminal`; an end of its own names
its reason: `canceled/canceled_on_terminal`, `failed/insufficient_amount`.
"""

from __future__ import annotations

from shared.payments.model import ChargeState, Observation

QUIET = frozenset({"created", "open", "voided"})
"""It waits to be fetched, or was voided as we asked."""
BY_US = "canceled_by_api"
SAME_AGAIN = frozenset({"", "in_process"})
"""Details that say no more than their status."""


def notice_of(seen: Observation) -> str | None:
    """In the provider's words; empty: nothing to remark; None: its money says enough."""
    if seen.state in {ChargeState.PAID, ChargeState.REVERSED}:
        return None
    status, _, detail = seen.raw_status.partition("/")
    if status in QUIET or detail == BY_US:
        return ""
    return status if detail in {*SAME_AGAIN, status} else seen.raw_status
