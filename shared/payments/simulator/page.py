"""The page for people who run a demonstration: every open charge with a button that pays it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from shared.kernel.day import ZONE
from shared.kernel.money import Money
from shared.payments.simulator.control import DEFAULT
from shared.payments.simulator.dialect import Dialect, Shown
from shared.payments.simulator.post import Delivery, PostOffice

SHOWN_MAX = 50

Rooms = Mapping[str, Dialect]

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


def routes(dialects: Sequence[Dialect], post: PostOffice) -> list[Route]:
    """The page and its one button."""
    rooms = {each.name: each for each in dialects}
    return [Route("/", _show(rooms, post), methods=["GET"]), Route("/pagar", _pay(rooms), methods=["POST"])]


def _show(rooms: Rooms, post: PostOffice) -> Callable[[Request], object]:
    async def answer(_request: Request) -> Response:
        for dialect in rooms.values():
            dialect.tick()
        return HTMLResponse(_page(rooms, post), headers={"Cache-Control": "no-store"})

    return answer


def _pay(rooms: Rooms) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        sent = parse_qs((await request.body()).decode("utf-8", "replace"))
        dialect = rooms.get(sent.get("provider", [DEFAULT])[0])
        if dialect:
            dialect.pay_shown(sent.get("id", [""])[0])
        return RedirectResponse("/", 303)

    return answer


def _page(rooms: Rooms, post: PostOffice) -> str:
    waiting = _newest((name, each) for name, dialect in rooms.items() for each in dialect.waiting())
    paid = _newest((name, each) for name, dialect in rooms.items() for each in dialect.paid())
    auto = next((each.auto_pay_after for each in rooms.values() if each.auto_pay_after is not None), None)
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
{_list((_waiting(name, each) for name, each in waiting), "Nenhuma cobrança aberta.")}
<h2>Pagos</h2>
{_list((_paid(each) for _name, each in paid), "Nada foi pago ainda.")}
<h2>Avisos enviados</h2>
{_list((_told(each) for each in post.newest(SHOWN_MAX)), "Nenhum aviso foi enviado.")}
</body>
</html>
"""


def _list(entries: Iterable[str], nothing: str) -> str:
    shown = "\n".join(entries)
    return f"<ul>\n{shown}\n</ul>" if shown else f"<p>{nothing}</p>"


def _newest(shown: Iterable[tuple[str, Shown]]) -> list[tuple[str, Shown]]:
    return sorted(shown, key=lambda each: each[1].at, reverse=True)[:SHOWN_MAX]


def _waiting(provider: str, shown: Shown) -> str:
    name = escape(shown.description or "Pix", quote=True)
    button = (
        f'<form method="post" action="/pagar"><input type="hidden" name="id" value="{escape(shown.id, quote=True)}">'
        f'<input type="hidden" name="provider" value="{escape(provider, quote=True)}">'
        f'<button aria-label="Pagar {name}">Pagar</button></form>'
    )
    return f"<li>{_words(shown.description, shown.at, shown.detail)}{_amount(shown.amount)}{button}</li>"


def _paid(shown: Shown) -> str:
    return f"<li>{_words(shown.description, shown.at, shown.detail)}{_amount(shown.amount)}</li>"


def _told(delivery: Delivery) -> str:
    """Which event went to whom, and what was answered to each attempt."""
    answered = ", ".join(delivery.attempts) or "ainda sem resposta"
    detail = f"{delivery.to.provider} · {delivery.state.value} · {answered} · {delivery.way.notice.id}"
    return f"<li>{_words(delivery.way.notice.event, delivery.at, detail)}</li>"


def _words(description: str | None, at: datetime, detail: str) -> str:
    clock = at.astimezone(ZONE).strftime("%H:%M:%S")
    return f"<div>{escape(description or 'Pix')}<small>{clock} · {escape(detail)}</small></div>"


def _amount(value: Money | None) -> str:
    return f"<b>{value}</b>" if value else "<b>valor livre</b>"
