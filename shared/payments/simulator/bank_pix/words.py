"""The account's records in the words of the Pix API, and its lists with their filters and pages."""

from __future__ import annotations

import math
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from shared.payments.json_text import JsonValue
from shared.payments.simulator.answers import Json
from shared.payments.simulator.bank_pix.books import Books
from shared.payments.simulator.bank_pix.records import (
    STATUSES,
    Callback,
    Cob,
    PixIn,
    Problem,
    Return,
    Violation,
    Wanted,
)

PAGE_MAX = 1000
PAGE_DEFAULT = 100
NUMBER_DIGITS_MAX = 9
FLAGS = frozenset({"locationPresente", "txIdPresente", "devolucaoPresente"})

Record = TypeVar("Record")


def cob_json(books: Books, cob: Cob, revision: int | None = None) -> Json:
    """The charge, or one of its earlier revisions."""
    wanted: Wanted = cob.wanted if revision in {None, len(cob.past)} else cob.past[revision or 0]
    said: Json = {
        "calendario": {"criacao": moment_text(cob.created_at), "expiracao": wanted.seconds},
        "txid": cob.txid,
        "revisao": len(cob.past) if revision is None else revision,
        "loc": {"id": cob.loc_id, "location": cob.location, "tipoCob": "cob", "criacao": moment_text(cob.created_at)},
        "location": cob.location,
        "status": cob.status,
        "valor": {"original": str(wanted.amount.reais), "modalidadeAlteracao": int(wanted.may_change_amount)},
        "chave": wanted.key,
    }
    if wanted.debtor:
        said["devedor"] = dict(wanted.debtor)
    if wanted.text:
        said["solicitacaoPagador"] = wanted.text
    if wanted.notes:
        said["infoAdicionais"] = [{"nome": name, "valor": value} for name, value in wanted.notes]
    if books.settings.shows_code:
        said["pixCopiaECola"] = books.code_of(cob)
    pix: list[JsonValue] = [pix_json(each) for each in books.pix_of(cob.txid)]
    if pix and books.settings.shows_pix:
        said["pix"] = pix
    return said


def pix_json(pix: PixIn) -> Json:
    said: Json = {
        "endToEndId": pix.end_to_end_id,
        "valor": str(pix.amount.reais),
        "chave": pix.key,
        "horario": moment_text(pix.at),
    }
    if pix.txid is not None:
        said["txid"] = pix.txid
    if pix.returns:
        said["devolucoes"] = [return_json(each) for each in pix.returns]
    return said


def return_json(back: Return) -> Json:
    times: Json = {"solicitacao": moment_text(back.asked_at)}
    if back.settled_at:
        times["liquidacao"] = moment_text(back.settled_at)
    said: Json = {
        "id": back.id,
        "rtrId": back.rtr_id,
        "valor": str(back.amount.reais),
        "natureza": back.nature,
        "horario": times,
        "status": back.status,
    }
    if back.text:
        said["descricao"] = back.text
    if back.reason:
        said["motivo"] = back.reason
    return said


def callback_json(callback: Callback) -> Json:
    return {"webhookUrl": callback.url, "chave": callback.key, "criacao": moment_text(callback.created_at)}


def problem_json(problem: Problem) -> Json:
    said: Json = {
        "type": f"https://pix.bcb.gov.br/api/v2/error/{problem.kind}",
        "title": problem.title,
        "status": problem.status,
        "correlationId": str(uuid.uuid4()),
    }
    if problem.detail:
        said["detail"] = problem.detail
    if problem.violations:
        said["violacoes"] = [
            {"razao": each.reason, "propriedade": each.field, "valor": each.value} for each in problem.violations
        ]
    return said


@dataclass(frozen=True, slots=True)
class Period:
    """What a list asks for: from when until when, which page of what size."""

    start: datetime
    end: datetime
    page: int
    size: int

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment <= self.end


def period(query: Mapping[str, str], kind: str, list_days: int | None) -> Period | Problem:
    """`kind` is the type of the problem, when the query makes no sense."""
    start, end = _moment(query.get("inicio")), _moment(query.get("fim"))
    page = _whole(query.get("paginacao.paginaAtual", "0"))
    size = _whole(query.get("paginacao.itensPorPagina", str(PAGE_DEFAULT)))
    violations = [
        *([] if start else [Violation("O parâmetro deve ser uma data RFC 3339.", "inicio")]),
        *([] if end else [Violation("O parâmetro deve ser uma data RFC 3339.", "fim")]),
        *([] if page is not None else [Violation("A página é negativa ou não é um número.", "paginacao.paginaAtual")]),
        *([] if size and size <= PAGE_MAX else [Violation("De 1 a 1000 itens.", "paginacao.itensPorPagina")]),
    ]
    if start and end and start > end:
        violations.append(Violation("O fim é anterior ao início.", "fim"))
    if start and end and list_days is not None and end - start > timedelta(days=list_days):
        violations.append(Violation(f"O período máximo é de {list_days} dias.", "fim"))
    if violations or not start or not end or page is None or not size:
        return Problem(kind, "Consulta inválida.", violations=tuple(violations))
    return Period(start, end, page, size)


def unreadable(query: Mapping[str, str]) -> tuple[Violation, ...]:
    """What in the filters of a list makes no sense."""
    wrong = [
        Violation("O parâmetro não aceita este valor.", name, value[:100])
        for name, value in query.items()
        if (name in FLAGS and value not in {"true", "false"}) or (name == "status" and value not in STATUSES)
    ]
    if "cpf" in query and "cnpj" in query:
        wrong.append(Violation("Informe cpf ou cnpj, e só um deles.", "cpf"))
    return tuple(wrong)


def list_json(name: str, records: Sequence[Record], to_json: Callable[[Record], Json], asked: Period) -> Json:
    """The list envelope; a page beyond the last one is empty."""
    first = asked.page * asked.size
    return {
        "parametros": {
            "inicio": moment_text(asked.start),
            "fim": moment_text(asked.end),
            "paginacao": {
                "paginaAtual": asked.page,
                "itensPorPagina": asked.size,
                "quantidadeDePaginas": math.ceil(len(records) / asked.size),
                "quantidadeTotalDeItens": len(records),
            },
        },
        name: [to_json(each) for each in records[first : first + asked.size]],
    }


def moment_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo and "T" in (text or "") else None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= NUMBER_DIGITS_MAX else None
