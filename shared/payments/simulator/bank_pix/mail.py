"""What the bank tells of received Pix and of returns that ended: ``POST {webhookUrl}/pix``.

Timing and retries are left to each bank; here five attempts. Over mutual TLS the house shows its certificate.
"""

from __future__ import annotations

from datetime import timedelta

from shared.payments.json_text import JsonValue
from shared.payments.simulator.answers import Json
from shared.payments.simulator.bank_pix.books import Books
from shared.payments.simulator.bank_pix.records import Callback, PixIn
from shared.payments.simulator.bank_pix.words import pix_json
from shared.payments.simulator.notices import Envelope, Manner, Notice, Subscriber
from shared.payments.simulator.post import PostOffice

MANNER = Manner(
    timeout_seconds=10.0,
    accepted=frozenset(range(200, 300)),
    waits=(60.0, 300.0, 900.0, 3600.0),
    in_order=False,
    stops=False,
    keeps_for=timedelta(days=14),
)
FORGED_PATH = "/pix?hmac=forged"
RECEIVED, RETURNED = "pix", "devolucao"


class Mail:
    """Gathers what the books tell; `send_groups` sends it, `BankSettings.webhook_group` Pix in one notice."""

    def __init__(self, books: Books, post: PostOffice) -> None:
        self._books = books
        self._post = post
        self.reset()
        books.told.append(self._gather)

    def reset(self) -> None:
        """Nothing is gathered."""
        self._gathered: list[PixIn] = []

    def subscribe(self, callback: Callback) -> None:
        def envelope(_notice: Notice, forged: bool) -> Envelope:  # noqa: FBT001 - called by position
            return Envelope(f"{callback.url.partition('?')[0]}{FORGED_PATH}" if forged else f"{callback.url}/pix")

        self._post.subscribe(Subscriber(callback.key, "bank_pix", MANNER, envelope))

    def unsubscribe(self, key: str) -> None:
        self._post.unsubscribe(key)

    def send_groups(self) -> None:
        """All that was gathered, once it is as much as the settings want in one notice."""
        if len(self._gathered) >= max(1, self._books.settings.webhook_group):
            gathered, self._gathered = self._gathered, []
            self.send(tuple(gathered))

    def send(self, pix: tuple[PixIn, ...]) -> None:
        """One notice of these, to the callback of their key."""
        said: list[JsonValue] = [self._words(each) for each in pix]
        event = RETURNED if any(each.returns for each in pix) else RECEIVED
        self._post.send(pix[0].key, Notice(event, {"pix": said}))

    def _gather(self, pix: PixIn) -> None:
        if self._post.has_subscriber(pix.key):
            self._gathered.append(pix)

    def _words(self, pix: PixIn) -> Json:
        """One published example gives the returns as an object instead of a list."""
        said = pix_json(pix)
        returns = said.get("devolucoes")
        if isinstance(returns, list) and returns and self._books.settings.returns_as_object:
            said["devolucoes"] = returns[-1]
        return said
