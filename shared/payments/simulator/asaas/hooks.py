"""Settings of webhooks: up to ten; the token is written and never read back.

Not in our reference, and so assumptions: `url`, `email`, `sendType` and `events` are required on creation; plain http
only to this computer; texts are 255 characters at most; ``POST /webhooks/{id}/removeBackoff``.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from urllib.parse import urlsplit

from shared.payments.json_text import JsonValue
from shared.payments.simulator.answers import Json, NotFound, Refusal
from shared.payments.simulator.asaas.books import Books
from shared.payments.simulator.asaas.mail import EVENTS, Mail
from shared.payments.simulator.asaas.records import Hook
from shared.payments.simulator.form import Form

HOOKS_MAX = 10
API_VERSION = 3
IN_ORDER, NO_ORDER = "SEQUENTIALLY", "NON_SEQUENTIALLY"
TEXT_MAX = 255
HERE = frozenset({"127.0.0.1", "localhost"})

Fields = Mapping[str, object]


def create(books: Books, mail: Mail, fields: Fields) -> Json | Refusal:
    form = Form(fields)
    if len(books.hooks) >= HOOKS_MAX:
        form.complain("action", f"O limite de {HOOKS_MAX} webhooks foi atingido.")
    hook = _read(form, str(uuid.uuid4()), None)
    return form.refusal or _keep(books, mail, hook, fields)


def update(books: Books, mail: Mail, hook_id: str, fields: Fields) -> Json | Refusal | NotFound:
    """What is not sent stays. ``{"interrupted": false}`` lets a queue that stands still run again."""
    found = books.hooks.get(hook_id)
    if found is None:
        return NotFound()
    form = Form({**_written(found), **fields})
    hook = _read(form, hook_id, found)
    return form.refusal or _keep(books, mail, hook, fields)


def delete(books: Books, mail: Mail, hook_id: str) -> Json | NotFound:
    if books.hooks.pop(hook_id, None) is None:
        return NotFound()
    mail.post.unsubscribe(hook_id)
    return {"deleted": True, "id": hook_id}


def remove_backoff(books: Books, mail: Mail, hook_id: str) -> Json | NotFound:
    """Try again at once."""
    if hook_id not in books.hooks:
        return NotFound()
    mail.post.tune({"wake": True})
    return hook_json(books.hooks[hook_id], mail)


def hook_json(hook: Hook, mail: Mail) -> Json:
    events: list[JsonValue] = list(hook.events)
    return {
        "id": hook.id,
        "name": hook.name,
        "url": hook.url,
        "email": hook.email,
        "enabled": hook.enabled,
        "interrupted": mail.post.is_stopped(hook.id),
        "apiVersion": API_VERSION,
        "hasAuthToken": hook.token is not None,
        "sendType": IN_ORDER if hook.in_order else NO_ORDER,
        "events": events,
    }


def _keep(books: Books, mail: Mail, hook: Hook, fields: Fields) -> Json:
    books.hooks[hook.id] = hook
    mail.subscribe(hook)
    if "interrupted" in fields:
        mail.post.stop(hook.id, stopped=fields["interrupted"] is True)
    return hook_json(hook, mail)


def _read(form: Form, hook_id: str, known: Hook | None) -> Hook:
    url = form.text("url", required=True, limit=TEXT_MAX)
    if url and not _is_reachable(url):
        form.complain("url", "A URL do webhook deve começar com https://")
    version = form.whole("apiVersion")
    if version not in {None, API_VERSION}:
        form.complain("apiVersion", f"A versão da API deve ser {API_VERSION}")
    form.flag("interrupted", default=False)
    token = form.text("authToken", limit=TEXT_MAX)
    return Hook(
        id=hook_id,
        name=form.text("name", limit=TEXT_MAX),
        url=url or "",
        email=form.text("email", required=True, limit=TEXT_MAX) or "",
        enabled=form.flag("enabled", default=True),
        token=token or (known.token if known else None),
        in_order=form.choice("sendType", {IN_ORDER, NO_ORDER}, required=True) == IN_ORDER,
        events=form.texts("events", EVENTS),
    )


def _written(hook: Hook) -> dict[str, object]:
    return {
        "name": hook.name,
        "url": hook.url,
        "email": hook.email,
        "enabled": hook.enabled,
        "sendType": IN_ORDER if hook.in_order else NO_ORDER,
        "events": list(hook.events),
    }


def _is_reachable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return host is not None and (parts.scheme == "https" or (parts.scheme == "http" and host in HERE))
