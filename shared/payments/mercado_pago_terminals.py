"""Is the shop's card machine there, and do we drive it? Source: mercadopago.com.br/developers (Point, terminals)."""

from __future__ import annotations

from shared.payments.conversation import Answered, Conversation, Failure
from shared.payments.mercado_pago_order_messages import TerminalPage
from shared.payments.model import TERMINAL_MISSING, TERMINAL_NOT_DRIVEN, ChargeRefused

DRIVEN = "PDV"
PAGE = 50
PAGES_MAX = 20


def find_terminal(http: Conversation, terminal_id: str) -> Answered[TerminalPage] | ChargeRefused | Failure:
    """The page that names the machine, or what keeps it from being used."""
    for page in range(PAGES_MAX):
        query = {"limit": str(PAGE), "offset": str(page * PAGE)}
        reply = http.get("/terminals/v1/list", TerminalPage, query)
        if not isinstance(reply, Answered):
            return reply
        known = reply.message.data.terminals
        found = next((each for each in known if each.id == terminal_id), None)
        if found is not None and found.operating_mode != DRIVEN:
            return ChargeRefused(TERMINAL_NOT_DRIVEN, "A maquininha não está no modo PDV: mude o modo e reinicie-a.")
        if found is not None:
            return reply
        if not known or (page + 1) * PAGE >= reply.message.paging.total:
            break
    return ChargeRefused(TERMINAL_MISSING, "A maquininha configurada não é desta conta do Mercado Pago.")
