"""The invoice that `invoiceUrl` opens: the payer chooses how to pay; and the boleto that `bankSlipUrl` opens."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from shared.payments.simulator.asaas import life, paying
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.records import BY_CARD, BY_PIX, BY_SLIP, MEANS, Charge
from shared.payments.simulator.asaas.terms import due_on

BUTTONS = {
    "PIX": (BY_PIX, "Pagar com Pix"),
    "BOLETO": (BY_SLIP, "Pagar o boleto"),
    paying.APPROVED: (BY_CARD, "Pagar com cartão"),
    paying.REFUSED: (BY_CARD, "Cartão recusado"),
    paying.AT_RISK: (BY_CARD, "Cartão em análise"),
}
VERDICTS = frozenset({paying.APPROVED, paying.REFUSED, paying.AT_RISK})


def routes(books: Books) -> list[Route]:
    return [
        Route("/i/{id}", _show(books, "view_invoice"), methods=["GET"]),
        Route("/i/{id}", _pay(books), methods=["POST"]),
        Route("/b/pdf/{id}", _show(books, "view_slip"), methods=["GET"]),
    ]


def _show(books: Books, step: str) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        found = books.charge(f"pay_{request.path_params['id']}")
        if found is None or (step == "view_slip" and not found.has_slip):
            return Response("Cobrança inexistente.", 404)
        life.play(books, found, step)
        return HTMLResponse(_page(books, found), headers={"Cache-Control": "no-store"})

    return answer


def _pay(books: Books) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        found = books.charge(f"pay_{request.path_params['id']}")
        wanted = parse_qs((await request.body()).decode("utf-8", "replace")).get("how", [""])[0]
        if found is None or wanted not in BUTTONS:
            return Response("Cobrança inexistente.", 404)
        if wanted in VERDICTS:
            paying.pay_by_card(books, found, wanted)
        else:
            paying.pay(books, found, way=wanted)
        return RedirectResponse(request.url.path, 303)

    return answer


def _page(books: Books, charge: Charge) -> str:
    due = due_on(books.today(), charge.value, charge.due_date, charge.terms)
    is_open = charge.status in paying.PAYABLE and not charge.deleted
    buttons = "".join(
        f'<button name="how" value="{how}">{words}</button> '
        for how, (means, words) in BUTTONS.items()
        if is_open and means in MEANS[charge.billing_type]
    )
    part = f"Parcela {charge.instalment.number} de {charge.instalment.count}" if charge.instalment else ""
    return f"""<!doctype html>
<html lang="pt-BR">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Fatura {charge.invoice_number}</title>
</head>
<body>
<h1>{escape(charge.description or "Fatura")}</h1>
<p>{due.amount if is_open else charge.value} · vence em {charge.due_date:%d/%m/%Y} · {escape(charge.status)} {part}</p>
<form method="post" action="/i/{charge.id[4:]}">{buttons}</form>
</body>
</html>
"""
