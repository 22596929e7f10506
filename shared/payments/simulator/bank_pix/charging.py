"""Immediate charges: what the API lets a shop make, change and remove."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import replace

from shared.kernel.pix_key import KEY_MAX, is_cnpj, is_cpf
from shared.payments.simulator.bank_pix.body import Body
from shared.payments.simulator.bank_pix.books import Books
from shared.payments.simulator.bank_pix.records import ACTIVE, REMOVED_BY_SHOP, Cob, Problem, Violation, Wanted

TXID = re.compile(r"[a-zA-Z0-9]{26,35}")
DAY_SECONDS = 86_400
NOTES_MAX = 50

Fields = Mapping[str, object]


def not_found() -> Problem:
    return Problem("CobNaoEncontrado", "Cobrança não encontrada.", 404, "Não há cobrança com este txid.")


def post(books: Books, fields: Fields) -> Cob | Problem:
    """Make a charge under a txid that the bank chooses."""
    return put(books, uuid.uuid4().hex, fields)


def put(books: Books, txid: str, fields: Fields) -> Cob | Problem:
    """Make the charge, or revise the one that is there."""
    wanted = _wanted(books, txid, fields)
    if isinstance(wanted, Problem):
        return wanted
    known = books.cobs.get(txid)
    if known is None:
        number, location = books.new_place()
        books.cobs[txid] = Cob(txid, books.now(), wanted, number, location)
    elif known.status != ACTIVE:
        return _invalid((Violation("A cobrança não está ativa.", "cob.status", known.status),))
    else:
        books.cobs[txid] = replace(known, wanted=wanted, past=(*known.past, known.wanted))
    return books.cobs[txid]


def patch(books: Books, txid: str, fields: Fields) -> Cob | Problem:
    """Revise or remove."""
    known = books.cobs.get(txid)
    if known is None:
        return not_found()
    if known.status != ACTIVE:
        return _invalid((Violation("A cobrança não está ativa.", "cob.status", known.status),))
    if "status" in fields:
        return _remove(books, known, fields)
    wanted = _wanted(books, txid, {**_as_fields(known.wanted), **fields})
    if isinstance(wanted, Problem):
        return wanted
    books.cobs[txid] = replace(known, wanted=wanted, past=(*known.past, known.wanted))
    return books.cobs[txid]


def _remove(books: Books, known: Cob, fields: Fields) -> Cob | Problem:
    if fields.get("status") != REMOVED_BY_SHOP:
        return _invalid((Violation("Só é possível remover a cobrança.", "cob.status", str(fields["status"])),))
    if len(fields) > 1:
        return _invalid((Violation("A remoção deve ser enviada sozinha.", "cob.status"),))
    books.cobs[known.txid] = replace(known, status=REMOVED_BY_SHOP)
    return books.cobs[known.txid]


def _as_fields(wanted: Wanted) -> dict[str, object]:
    said: dict[str, object] = {
        "calendario": {"expiracao": wanted.seconds},
        "valor": {"original": str(wanted.amount.reais), "modalidadeAlteracao": int(wanted.may_change_amount)},
        "chave": wanted.key,
        "infoAdicionais": [{"nome": name, "valor": value} for name, value in wanted.notes],
    }
    if wanted.debtor:
        said["devedor"] = dict(wanted.debtor)
    if wanted.text:
        said["solicitacaoPagador"] = wanted.text
    return said


def _wanted(books: Books, txid: str, fields: Fields) -> Wanted | Problem:
    body = Body(fields, "cob")
    if not TXID.fullmatch(txid):
        body.violations.append(Violation("O txid deve ter de 26 a 35 letras e números.", "txid", txid[:40]))
    calendar = body.part("calendario")
    seconds = calendar.seconds("expiracao", DAY_SECONDS) if calendar else DAY_SECONDS
    value = body.part("valor", required=True)
    amount = value.money("original") if value else None
    may_change = value.flag("modalidadeAlteracao") if value else False
    key = body.text("chave", KEY_MAX, required=True)
    if key and key != books.settings.pix_key:
        body.violate("chave", "A chave não pertence ao usuário recebedor.")
    if body.part("loc"):
        body.violate("loc", "A location não existe.")
    text = body.text("solicitacaoPagador", 140)
    notes = tuple(
        (each.text("nome", 50, required=True) or "", each.text("valor", 200, required=True) or "")
        for each in body.parts("infoAdicionais", NOTES_MAX)
    )
    debtor = _debtor(body)
    if body.violations or amount is None or key is None:
        return _invalid(tuple(body.violations))
    return Wanted(seconds, amount, key, may_change, debtor, text, notes)


def _debtor(body: Body) -> tuple[tuple[str, str], ...]:
    debtor = body.part("devedor")
    if debtor is None:
        return ()
    name = debtor.text("nome", 200, required=True)
    cpf, cnpj = debtor.text("cpf", 11), debtor.text("cnpj", 14)
    if (cpf is None) == (cnpj is None):
        body.violate("devedor", "Informe cpf ou cnpj, e só um deles.")
    if cpf and not is_cpf(cpf):
        debtor.violate("cpf", "O CPF é inválido.")
    if cnpj and not is_cnpj(cnpj):
        debtor.violate("cnpj", "O CNPJ é inválido.")
    named = (("cpf", cpf), ("cnpj", cnpj), ("nome", name))
    return tuple((field, value) for field, value in named if value)


def _invalid(violations: tuple[Violation, ...]) -> Problem:
    return Problem(
        "CobOperacaoInvalida",
        "Cobrança inválida.",
        detail="A requisição que busca alterar ou criar uma cobrança não respeita o schema ou está errada.",
        violations=violations,
    )
