"""The routes of the Pix API that are simulated, behind their edge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.payments.json_text import read_json, write_json
from shared.payments.simulator.answers import Json, json_response
from shared.payments.simulator.bank_pix import charging, edge, paying
from shared.payments.simulator.bank_pix.books import Books
from shared.payments.simulator.bank_pix.mail import Mail
from shared.payments.simulator.bank_pix.records import Callback, Cob, PixIn, Problem, Return
from shared.payments.simulator.bank_pix.words import (
    callback_json,
    cob_json,
    list_json,
    period,
    pix_json,
    problem_json,
    return_json,
)

BODY_MAX_BYTES = 256 * 1024
URL_MAX = 140
OK, CREATED, GONE = 200, 201, 204


@dataclass(frozen=True, slots=True)
class Call:
    """One request, read."""

    mail: Mail
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Nothing:
    """204."""


Handler = Callable[[Books, Call], Json | Problem | Nothing]


@dataclass(frozen=True, slots=True)
class Deed:
    """What one method does: the scope it needs and the status of its success."""

    scope: str
    status: int
    handler: Handler


def routes(books: Books, mail: Mail, peer: edge.Peer, base: str) -> list[Route]:
    """The token endpoint, and everything below ``{base}/api``."""

    async def token(request: Request) -> Response:
        return await edge.give_token(books, peer, request)

    return [
        Route(f"{base}/oauth/token", token, methods=["POST"]),
        *(
            Route(f"{base}/api/{{version}}{path}", _endpoint(books, mail, peer, deeds), methods=list(deeds))
            for path, deeds in DEEDS.items()
        ),
    ]


def problem_response(problem: Problem) -> Response:
    """The documented error body."""
    return Response(write_json(problem_json(problem)), problem.status, media_type="application/problem+json")


def _endpoint(books: Books, mail: Mail, peer: edge.Peer, deeds: Mapping[str, Deed]) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        paying.tick(books)
        deed = deeds.get(request.method)
        if deed is None or not _is_served(books, request):
            return problem_response(Problem("NaoEncontrado", "Não encontrado.", 404))
        problem = edge.stopped(books, peer, request, deed.scope)
        fields = problem or _fields(request, await request.body())
        if isinstance(fields, Problem):
            return problem_response(fields)
        outcome = deed.handler(books, Call(mail, request.path_params, dict(request.query_params), fields))
        match outcome:
            case Problem():
                return problem_response(outcome)
            case Nothing():
                return Response(status_code=deed.status)
            case _:
                return json_response(outcome, deed.status)

    return answer


def _is_served(books: Books, request: Request) -> bool:
    """Some banks serve another version of one charge than of everything else."""
    is_one_charge = "txid" in request.path_params
    return str(request.path_params["version"]) == (edge.manner_of(books).cob if is_one_charge else "v2")


def _fields(request: Request, body: bytes) -> Mapping[str, object] | Problem:
    if not body:
        return {}
    is_json = request.headers.get("content-type", "").partition(";")[0].strip() == "application/json"
    try:
        fields = read_json(body) if is_json and len(body) <= BODY_MAX_BYTES else None
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        return Problem("RequisicaoInvalida", "Requisição inválida.", 400, "O corpo não é um objeto JSON.")
    return fields


def _cob(books: Books, outcome: Cob | Problem | None) -> Json | Problem:
    if outcome is None:
        return charging.not_found()
    return outcome if isinstance(outcome, Problem) else cob_json(books, outcome)


def _read_cob(books: Books, call: Call) -> Json | Problem:
    found = books.cobs.get(call.path["txid"])
    asked = call.query.get("revisao")
    if found is None or asked is None:
        return _cob(books, found)
    if not asked.isdigit() or int(asked) > len(found.past):
        return charging.not_found()
    return cob_json(books, found, int(asked))


def _list_cobs(books: Books, call: Call) -> Json | Problem:
    asked = period(call.query, "CobConsultaInvalida", edge.manner_of(books).list_days)
    if isinstance(asked, Problem):
        return asked
    chosen = [
        each
        for each in books.cobs.values()
        if asked.holds(each.created_at) and each.status == call.query.get("status", each.status)
    ]
    return list_json("cobs", chosen, lambda each: cob_json(books, each), asked)


def _read_pix(books: Books, call: Call) -> Json | Problem:
    found = books.received.get(call.path["e2eid"])
    return pix_json(found) if found else Problem("PixNaoEncontrado", "Pix não encontrado.", 404)


def _list_pix(books: Books, call: Call) -> Json | Problem:
    asked = period(call.query, "PixConsultaInvalida", edge.manner_of(books).list_days)
    if isinstance(asked, Problem):
        return asked
    tests: dict[str, Callable[[PixIn], str | None]] = {
        "txid": lambda each: each.txid,
        "txIdPresente": lambda each: "true" if each.txid else "false",
        "devolucaoPresente": lambda each: "true" if each.returns else "false",
    }
    chosen = [each for each in books.received.values() if asked.holds(each.at)]
    for name, test in tests.items():
        if name in call.query:
            chosen = [each for each in chosen if test(each) == call.query[name]]
    return list_json("pix", chosen, pix_json, asked)


def _put_return(books: Books, call: Call) -> Json | Problem:
    made = paying.put_return(books, call.path["e2eid"], call.path["id"], call.body)
    return return_json(made) if isinstance(made, Return) else made


def _read_return(books: Books, call: Call) -> Json | Problem:
    pix = books.received.get(call.path["e2eid"])
    found = next((each for each in pix.returns if each.id == call.path["id"]), None) if pix else None
    if found is None:
        return Problem("PixDevolucaoNaoEncontrada", "Devolução não encontrada.", 404)
    return return_json(found)


def _put_callback(books: Books, call: Call) -> Json | Problem:
    key, url = call.path["key"], call.body.get("webhookUrl")
    is_good = isinstance(url, str) and len(url) <= URL_MAX and _is_callable(books, url)
    if key != books.settings.pix_key or not is_good:
        return Problem("WebhookOperacaoInvalida", "Webhook inválido.", 400, "A chave ou o endereço não servem.")
    books.callbacks[key] = Callback(key, str(url), books.now())
    call.mail.subscribe(books.callbacks[key])
    return {"webhookUrl": str(url)}


def _is_callable(books: Books, url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    is_plain = parts.scheme == "http" and host == "127.0.0.1" and books.settings.plain_callbacks
    return host is not None and (parts.scheme == "https" or is_plain)


def _read_callback(books: Books, call: Call) -> Json | Problem:
    found = books.callbacks.get(call.path["key"])
    return callback_json(found) if found else Problem("WebhookNaoEncontrado", "Webhook não encontrado.", 404)


def _remove_callback(books: Books, call: Call) -> Problem | Nothing:
    removed = books.callbacks.pop(call.path["key"], None)
    call.mail.unsubscribe(call.path["key"])
    return Nothing() if removed else Problem("WebhookNaoEncontrado", "Webhook não encontrado.", 404)


def _list_callbacks(books: Books, call: Call) -> Json | Problem:
    asked = period(
        {"inicio": "2020-01-01T00:00:00Z", "fim": "2099-01-01T00:00:00Z", **call.query}, "WebhookConsultaInvalida", None
    )
    if isinstance(asked, Problem):
        return asked
    chosen = [each for each in books.callbacks.values() if asked.holds(each.created_at)]
    return list_json("webhooks", chosen, callback_json, asked)


DEEDS: dict[str, dict[str, Deed]] = {
    "/cob": {"GET": Deed("cob.read", OK, _list_cobs)},
    "/cob/{txid}": {
        "PUT": Deed(
            "cob.write", CREATED, lambda books, call: _cob(books, charging.put(books, call.path["txid"], call.body))
        ),
        "PATCH": Deed(
            "cob.write", OK, lambda books, call: _cob(books, charging.patch(books, call.path["txid"], call.body))
        ),
        "GET": Deed("cob.read", OK, _read_cob),
    },
    "/pix": {"GET": Deed("pix.read", OK, _list_pix)},
    "/pix/{e2eid}": {"GET": Deed("pix.read", OK, _read_pix)},
    "/pix/{e2eid}/devolucao/{id}": {
        "PUT": Deed("pix.write", CREATED, _put_return),
        "GET": Deed("pix.read", OK, _read_return),
    },
    "/webhook": {"GET": Deed("webhook.read", OK, _list_callbacks)},
    "/webhook/{key}": {
        "PUT": Deed("webhook.write", OK, _put_callback),
        "GET": Deed("webhook.read", OK, _read_callback),
        "DELETE": Deed("webhook.write", GONE, _remove_callback),
    },
}
