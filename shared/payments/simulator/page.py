"""The page for people who run a demonstration: every open charge with a button that pays it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from html import escape
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from shared.kernel.day import ZONE
from shared.kernel.money import Money
from shared.payments.simulator import paying
from shared.payments.simulator.books import Books
from shared.payments.simulator.records import UNPAID, Charge, StaticCode

SHOWN_MAX = 50

STYLE = """
:root { color-scheme: light dark; --line: #8884; --quiet: #888; --strong: #0a6b55 }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem; margin: 0 }
h2 { font-size: 1rem; margin: 2.5rem 0 .5rem }
p { color: var(--quiet); margin: .25rem 0 0 }
ul { list-style: none; margin: 0; padding: 0 }
li { display: flex; gap: 1rem; align-items: center; padding: .75rem 0; border-top: 1px solid var(--line) }
li div { flex: 1; min-width: 0 }
li small { display: block; color: var(--quiet); overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
b { font-variant-numeric: tabular-nums; white-space: nowrap }
button { font: inherit; font-weight: 600; padding: .6rem 1.4rem; border: 0; border-radius: .5rem;
  background: var(--strong); color: #fff; cursor: pointer }
button:focus-visible { outline: 3px solid var(--strong); outline-offset: 2px }
"""


def routes(books: Books) -> list[Route]:
    """The page and its one button."""
    return [Route("/", _show(books), methods=["GET"]), Route("/pagar", _pay(books), methods=["POST"])]


def _show(books: Books) -> Callable[[Request], object]:
    async def answer(_request: Request) -> Response:
        paying.tick(books)
        return HTMLResponse(_page(books), headers={"Cache-Control": "no-store"})

    return answer


def _pay(books: Books) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        name = parse_qs((await request.body()).decode("utf-8", "replace")).get("id", [""])[0]
        target = books.charge(name) or books.codes.get(name)
        if target:
            paying.pay(books, target)
        return RedirectResponse("/", 303)

    return answer


def _page(books: Books) -> str:
    now = books.now()
    charges = [each for each in books.all_charges() if each.shown_at and each.status in UNPAID and not each.deleted]
    codes = [each for each in reversed(books.codes.values()) if paying.why_not(books, each, now) is None]
    paid = [each for each in books.all_charges() if each.paid_at]
    open_now: list[Charge | StaticCode] = [*charges, *codes]
    waiting = sorted(open_now, key=lambda each: each.created_at, reverse=True)[:SHOWN_MAX]
    auto = books.settings.auto_pay_after
    hint = (
        f"Cada Pix é pago sozinho depois de {auto.total_seconds():.0f} s." if auto else "Nenhum dinheiro se move aqui."
    )
    return f"""<!doctype html>
<html lang="pt-BR">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3">
<title>Simulador de pagamentos</title>
<style>{STYLE}</style>
</head>
<body>
<h1>Simulador de pagamentos</h1>
<p>Faz o papel do banco e do celular do cliente. {hint}</p>
<h2>Esperando pagamento</h2>
{_list((_waiting(each) for each in waiting), "Nenhuma cobrança aberta.")}
<h2>Pagos</h2>
{_list((_paid(each) for each in paid[:SHOWN_MAX]), "Nada foi pago ainda.")}
</body>
</html>
"""


def _list(entries: Iterable[str], nothing: str) -> str:
    shown = "\n".join(entries)
    return f"<ul>\n{shown}\n</ul>" if shown else f"<p>{nothing}</p>"


def _waiting(target: Charge | StaticCode) -> str:
    name = escape(target.description or "Pix", quote=True)
    button = (
        f'<form method="post" action="/pagar"><input type="hidden" name="id" value="{escape(target.id, quote=True)}">'
        f'<button aria-label="Pagar {name}">Pagar</button></form>'
    )
    return f"<li>{_words(target.description, target.created_at, target.payload)}{_amount(target.value)}{button}</li>"


def _paid(charge: Charge) -> str:
    words = _words(charge.description, charge.paid_at or charge.created_at, charge.id)
    return f"<li>{words}{_amount(charge.value)}</li>"


def _words(description: str | None, at: datetime, detail: str) -> str:
    clock = at.astimezone(ZONE).strftime("%H:%M:%S")
    return f"<div>{escape(description or 'Pix')}<small>{clock} · {escape(detail)}</small></div>"


def _amount(value: Money | None) -> str:
    return f"<b>{value}</b>" if value else "<b>valor livre</b>"
