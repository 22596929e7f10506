"""Money: what payers, the shop and the payment system do. Every movement is in the ledger."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.kernel.money import Money
from shared.payments.simulator.bank_pix.body import Body
from shared.payments.simulator.bank_pix.books import Books
from shared.payments.simulator.bank_pix.records import (
    ACTIVE,
    NOT_DONE,
    PAID,
    PROCESSING,
    RETURNED,
    Cob,
    PixIn,
    Problem,
    Return,
    Violation,
)

RETURN_ID = re.compile(r"[a-zA-Z0-9]{1,35}")
RETURNABLE_FOR = timedelta(days=90)
BY_SHOP = frozenset({"ORIGINAL", "RETIRADA"})
SHORT_OF_BALANCE = "Saldo insuficiente."


@dataclass(frozen=True, slots=True)
class NotPayable:
    """The payer's bank would refuse."""

    reason: str


def pay(books: Books, cob: Cob, amount: Money | None = None, *, force: bool = False) -> PixIn | NotPayable:
    """A customer pays a code. `force`: although both banks should refuse."""
    return _pay_at(books, cob, amount, books.now(), force=force)


def pay_key(books: Books, amount: Money) -> PixIn:
    """Somebody sends money to the key by hand: no charge, no txid."""
    return _receive(books, None, amount, books.now())


def tick(books: Books) -> None:
    """Whatever should have happened by now: automatic payments."""
    pause = books.settings.auto_pay_after
    if pause is None:
        return
    for cob in tuple(books.cobs.values()):
        if cob.status == ACTIVE and cob.created_at + pause <= books.now():
            _pay_at(books, cob, None, cob.created_at + pause, force=False)


def why_not(cob: Cob, at: datetime) -> str | None:
    """Why a bank refuses to pay this at that moment; None when it does not."""
    if cob.status == PAID:
        return "Cobrança já paga."
    if cob.status != ACTIVE:
        return "Cobrança removida."
    return "Cobrança expirada." if at > cob.ends_at else None


def put_return(books: Books, end_to_end_id: str, return_id: str, fields: Mapping[str, object]) -> Return | Problem:
    """The shop gives money back. An id is used once, whatever became of it."""
    pix = books.received.get(end_to_end_id)
    if pix is None:
        return Problem("PixNaoEncontrado", "Pix não encontrado.", 404)
    body = Body(fields, "devolucao")
    amount = body.money("valor")
    nature = body.text("natureza", 35) or "ORIGINAL"
    text = body.text("descricao", 140)
    if nature not in BY_SHOP:
        body.violate("natureza", "A natureza não pode ser escolhida pelo usuário recebedor.")
    if not RETURN_ID.fullmatch(return_id):
        body.violations.append(Violation("O id deve ter de 1 a 35 letras e números.", "id", return_id[:40]))
    if return_id in {each.id for each in pix.returns}:
        body.violations.append(Violation("O id já foi usado.", "id", return_id))
    if amount and pix.gone + amount > pix.amount:
        body.violate("valor", "A soma das devoluções passa do valor do Pix.")
    if books.now() > pix.at + RETURNABLE_FOR:
        body.violations.append(Violation("O prazo de 90 dias terminou.", "devolucao"))
    if body.violations or amount is None:
        return Problem("PixDevolucaoInvalida", "Devolução inválida.", violations=tuple(body.violations))
    return give_back(books, pix, amount, return_id, nature, text=text)


def give_back(
    books: Books, pix: PixIn, amount: Money, return_id: str, nature: str, *, text: str | None = None
) -> Return:
    """Money leaves at once, or is not returned at all; the settings say what becomes of it."""
    now = books.now()
    can_pay = amount <= books.balance()
    status = books.settings.return_state if can_pay else NOT_DONE
    back = Return(
        id=return_id,
        rtr_id=books.new_return_id(now),
        amount=amount,
        nature=nature,
        status=status,
        asked_at=now,
        settled_at=now if status == RETURNED else None,
        text=text,
        reason=None if can_pay else SHORT_OF_BALANCE,
    )
    returned = replace(pix, returns=(*pix.returns, back))
    books.received[pix.end_to_end_id] = returned
    if status != NOT_DONE:
        books.record("refunded", returned, amount)
    if status != PROCESSING:
        books.tell(returned)
    return back


def end_returns(books: Books, pix: PixIn, status: str) -> PixIn:
    """What is being processed ends as `status`; money that was not returned comes back to the account."""
    ended = tuple(
        replace(each, status=status, settled_at=books.now() if status == RETURNED else None)
        if each.status == PROCESSING
        else each
        for each in pix.returns
    )
    changed = replace(pix, returns=ended)
    books.received[pix.end_to_end_id] = changed
    if status == NOT_DONE:
        books.record("refund_cancelled", changed, pix.gone - changed.gone)
    books.tell(changed)
    return changed


def _pay_at(books: Books, cob: Cob, amount: Money | None, at: datetime, *, force: bool) -> PixIn | NotPayable:
    reason = why_not(cob, at)
    if reason and not force:
        return NotPayable(reason)
    if cob.status == ACTIVE:
        books.cobs[cob.txid] = replace(cob, status=PAID)
    return _receive(books, cob.txid, amount or cob.wanted.amount, at)


def _receive(books: Books, txid: str | None, amount: Money, at: datetime) -> PixIn:
    pix = PixIn(books.new_end_to_end_id(at), txid, amount, books.settings.pix_key, at)
    books.received[pix.end_to_end_id] = pix
    books.record("received", pix, amount)
    books.tell(pix)
    return pix
