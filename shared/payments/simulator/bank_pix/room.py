"""The bank, as the control and the page of the simulator see it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from starlette.responses import Response
from starlette.routing import BaseRoute

from shared.kernel.clock import Clock
from shared.kernel.money import Money
from shared.payments.json_text import JsonValue
from shared.payments.simulator.answers import Json, Refusal
from shared.payments.simulator.bank_pix import endpoints, paying
from shared.payments.simulator.bank_pix.books import Books
from shared.payments.simulator.bank_pix.edge import Peer
from shared.payments.simulator.bank_pix.mail import Mail
from shared.payments.simulator.bank_pix.records import BankSettings, Cob, PixIn, Problem
from shared.payments.simulator.bank_pix.tuning import changed
from shared.payments.simulator.bank_pix.words import callback_json, cob_json, pix_json
from shared.payments.simulator.dialect import Fields, Shown
from shared.payments.simulator.post import PostOffice

CONFLICT = 409
OUTAGES = {500: "ErroInternoDoServidor", 503: "ServicoIndisponivel", 504: "IndisponibilidadePorTempoEsgotado"}
PROXY_PAGE = "<html><body><h1>Serviço indisponível</h1></body></html>"


class BankRoom:
    """One account at a bank that serves the Pix API, below ``/bank``: tokens at ``/oauth/token``, the API in ``/api``.

    `peer` tells which certificate the caller of a request showed.
    """

    def __init__(self, settings: BankSettings, clock: Clock, peer: Peer, post: PostOffice) -> None:
        self.books = Books(settings, clock)
        self._peer = peer
        self._mail = Mail(self.books, post)

    @property
    def name(self) -> str:
        return "bank_pix"

    @property
    def base(self) -> str:
        return "/bank"

    @property
    def auto_pay_after(self) -> timedelta | None:
        return self.books.settings.auto_pay_after

    def routes(self) -> Sequence[BaseRoute]:
        return endpoints.routes(self.books, self._mail, self._peer, self.base)

    def error(self, status: int) -> Response:
        if status not in OUTAGES:
            return Response(PROXY_PAGE, status, media_type="text/html")
        return endpoints.problem_response(Problem(OUTAGES[status], "Erro no servidor.", status))

    def throttled(self, seconds: int) -> Response:
        return Response(status_code=429, headers={"Retry-After": str(seconds)})

    def tick(self) -> None:
        paying.tick(self.books)

    def announce(self) -> None:
        self._mail.send_groups()

    def reset(self) -> None:
        self.books.reset()
        self._mail.reset()

    def pay(self, fields: Fields) -> Json | Refusal:
        """`key` instead of a charge: somebody sends `amount` to the shop's key by hand."""
        amount = Money.from_reais(str(fields["amount"])) if "amount" in fields else None
        if "key" in fields:
            paid: PixIn | paying.NotPayable = paying.pay_key(self.books, amount or Money(0))
        else:
            paid = paying.pay(self.books, self._cob(fields), amount, force=fields.get("force") is True)
        if isinstance(paid, paying.NotPayable):
            return Refusal.because("not_payable", paid.reason, CONFLICT)
        return {"charge": paid.end_to_end_id, "value": paid.amount.reais}

    def refund(self, fields: Fields) -> Json | Refusal:
        """`nature`: MED_FRAUDE and the like for money that the payment system takes back."""
        pix = self._paid(fields)
        amount = Money.from_reais(str(fields["amount"])) if "amount" in fields else pix.amount - pix.gone
        nature = str(fields.get("nature", "ORIGINAL"))
        back = paying.give_back(self.books, pix, amount, f"BANCO{len(pix.returns)}", nature)
        return {"charge": pix.end_to_end_id, "status": back.status}

    def settle_refunds(self, fields: Fields) -> Json | Refusal:
        """DEVOLVIDO or NAO_REALIZADO."""
        settled = paying.end_returns(self.books, self._paid(fields), str(fields["status"]))
        return {"charge": settled.end_to_end_id, "status": str(fields["status"])}

    def play(self, fields: Fields) -> Json | Refusal:
        """Nothing else becomes of a charge at a bank."""
        raise LookupError(f"no step is called {fields.get('step')}")

    def say(self, fields: Fields) -> Json:
        """The first Pix of the charge once more; `stranger`: a Pix that is not ours."""
        pix = self._paid(fields)
        if fields.get("stranger") is True:
            pix = replace(pix, end_to_end_id=self.books.new_end_to_end_id(pix.at), txid=uuid.uuid4().hex)
        self._mail.send((pix,))
        return {"charge": pix.end_to_end_id}

    def change(self, fields: Fields) -> Json:
        cob = self._cob(fields)
        value = Money.from_reais(str(fields["value"])) if "value" in fields else cob.wanted.amount
        wanted = replace(cob.wanted, amount=value)
        self.books.cobs[cob.txid] = replace(cob, status=str(fields.get("status", cob.status)), wanted=wanted)
        return {"charge": cob.txid, "status": self.books.cobs[cob.txid].status}

    def accept_key(self, *, accepted: bool) -> Json:
        """Revokes the client and all its tokens, or accepts it again; the tokens stay gone."""
        if not accepted:
            self.books.grants.clear()
        return self.set_settings({"is_key_accepted": accepted})

    def set_settings(self, fields: Fields) -> Json:
        """Those of `tuning.CHANGES`; `balance` in reais as text; `forget_tokens`: all that were given."""
        books = self.books
        special = {"provider", "balance", "forget_tokens"}
        settings = changed(books.settings, {name: each for name, each in fields.items() if name not in special})
        if "balance" in fields:
            wanted = Money.from_reais(str(fields["balance"]))
            settings = replace(settings, opening_balance=settings.opening_balance + wanted - books.balance())
        if fields.get("forget_tokens") is True:
            books.grants.clear()
        books.settings = settings
        return {"is_key_accepted": settings.is_key_accepted, "balance": books.balance().reais}

    def charges(self) -> Json:
        """All charges, newest first, all received Pix, and the callbacks."""
        books = self.books
        charges: list[JsonValue] = [cob_json(books, each) for each in reversed(books.cobs.values())]
        received: list[JsonValue] = [pix_json(each) for each in books.received.values()]
        callbacks: list[JsonValue] = [callback_json(each) for each in books.callbacks.values()]
        return {"charges": charges, "codes": [], "pix": received, "callbacks": callbacks}

    def ledger(self) -> Json:
        entries: list[JsonValue] = [
            {
                "at": each.at.isoformat(),
                "kind": each.kind,
                "charge": each.end_to_end_id,
                "amount": each.amount.reais,
                "reference": each.reference,
            }
            for each in self.books.ledger
        ]
        return {"entries": entries, "balance": self.books.balance().reais}

    def waiting(self) -> Iterable[Shown]:
        now = self.books.now()
        for cob in self.books.cobs.values():
            if paying.why_not(cob, now) is None:
                yield Shown(cob.txid, cob.wanted.text, cob.created_at, self.books.code_of(cob), cob.wanted.amount)

    def paid(self) -> Iterable[Shown]:
        for pix in self.books.received.values():
            cob = self.books.cobs.get(pix.txid or "")
            yield Shown(pix.end_to_end_id, cob.wanted.text if cob else None, pix.at, pix.end_to_end_id, pix.amount)

    def pay_shown(self, shown_id: str) -> None:
        cob = self.books.cobs.get(shown_id)
        if cob:
            paying.pay(self.books, cob)

    def _cob(self, fields: Fields) -> Cob:
        books = self.books
        if "code" in fields:
            found = next((each for each in books.cobs.values() if books.code_of(each) == str(fields["code"])), None)
        else:
            found = books.cobs.get(str(fields.get("intent", fields.get("charge"))))
        if found is None:
            raise LookupError("nothing here is known by that name")
        return found

    def _paid(self, fields: Fields) -> PixIn:
        """The first Pix of the charge; or the one that `charge` names by its end-to-end id."""
        named = self.books.received.get(str(fields.get("charge")))
        found = [named] if named else self.books.pix_of(self._cob(fields).txid)
        if not found:
            raise LookupError("nothing was received for it")
        return found[0]
