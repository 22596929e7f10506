"""What an Asaas account holds, as it lists it: charges, customers, Pix keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shared.payments.asaas_messages import AddressKeyPage, AsaasPayment, Customer, CustomerPage, PaymentPage
from shared.payments.conclusions import while_preparing
from shared.payments.conversation import Answered, Conversation, Failure
from shared.payments.json_text import JsonValue
from shared.payments.model import ChargeRefused, Payer, ProviderUnreachable

PAGE = 100
PAGES_MAX = 5
RECEIVED_PAGES_MAX = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """Charges in the order of Asaas, each once; `is_whole` is False when there were more pages than were asked for."""

    charges: tuple[AsaasPayment, ...]
    is_whole: bool


class AsaasRecords:
    """Reads them. `pix_key`: None: the first active one is asked for."""

    def __init__(self, http: Conversation, pix_key: str | None) -> None:
        self._http = http
        self._pix_key = pix_key

    def customer(self, payer: Payer) -> Customer | Failure:
        """The payer, found before created: Asaas takes a second one with the same document."""
        known = self._http.get("/customers", CustomerPage, {"cpfCnpj": payer.cpf, "limit": "10"})
        if not isinstance(known, Answered):
            return known
        present = next((each for each in known.message.data if not each.deleted), None)
        if present:
            return present
        body: dict[str, JsonValue] = {"name": payer.name, "cpfCnpj": payer.cpf, "notificationDisabled": True}
        created = self._http.post("/customers", Customer, body)
        return created.message if isinstance(created, Answered) else created

    def address_key(self) -> str | ChargeRefused | ProviderUnreachable:
        """The key of static codes."""
        if self._pix_key is None:
            reply = self._http.get("/pix/addressKeys", AddressKeyPage, {"status": "ACTIVE", "limit": str(PAGE)})
            if not isinstance(reply, Answered):
                return while_preparing(reply)
            self._pix_key = next((each.key for each in reply.message.data if each.status == "ACTIVE"), None)
        return self._pix_key or ChargeRefused("no_pix_key", "A conta Asaas não tem uma chave Pix ativa.")

    def charges(self, query: Mapping[str, str]) -> tuple[AsaasPayment, ...] | Failure:
        """The charges that match, of which there are few."""
        listed = self.pages(query, PAGES_MAX)
        return listed.charges if isinstance(listed, Listed) else listed

    def pages(self, query: Mapping[str, str], pages_max: int = RECEIVED_PAGES_MAX) -> Listed | Failure:
        """The newest come first: what is made meanwhile moves others to the next page, where they come again."""
        found: dict[str, AsaasPayment] = {}
        has_more = True
        for page in range(pages_max):
            reply = self._http.get("/payments", PaymentPage, {**query, "offset": str(page * PAGE), "limit": str(PAGE)})
            if not isinstance(reply, Answered):
                return reply
            found.update((each.id, each) for each in reply.message.data)
            has_more = reply.message.has_more
            if not has_more:
                break
        return Listed(tuple(found.values()), not has_more)
