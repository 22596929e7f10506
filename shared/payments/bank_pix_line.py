"""The line to one bank's Pix API: client certificate, token, the bank's own headers, its paths and versions."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import httpx
from pydantic import BaseModel, SecretStr

from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.payments.bank_pix_oauth import Client, Token, Tokens, bearer, complaint
from shared.payments.bank_pix_profiles import Addresses, BankProfile, Ours
from shared.payments.conversation import TIMEOUT, Answered, Barred, Conversation, Failure, Manners
from shared.payments.json_text import JsonValue

ACCEPTED = frozenset({httpx.codes.OK, httpx.codes.CREATED})

Message = TypeVar("Message", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Certificate:
    """The files, in PEM, that prove who we are, and who signs the bank's own certificate where the system knows not."""

    chain: Path | None
    key: Path | None
    authority: Path | None = None


@dataclass(frozen=True, slots=True)
class CertificateFault:
    """The files cannot be used. `detail` says in Portuguese which and what to do."""

    detail: str


@dataclass(frozen=True, slots=True)
class Account:
    """One account at one bank."""

    profile: BankProfile
    addresses: Addresses
    client: Client
    certificate: Certificate
    app_key: SecretStr | None = None


def tls_context(certificate: Certificate) -> ssl.SSLContext | CertificateFault:
    """TLS as the banks demand it: at least 1.2, our certificate shown, theirs checked."""
    context = httpx.create_ssl_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if certificate.authority is not None:
        try:
            context.load_verify_locations(certificate.authority)
        except (OSError, ssl.SSLError):
            return _fault(certificate.authority, "a autoridade do banco")
    if certificate.chain is None:
        return context
    try:
        context.load_cert_chain(certificate.chain, certificate.key, _no_password)
    except (OSError, ssl.SSLError, ValueError):
        return _fault(certificate.chain, "o certificado e a chave dele, sem senha")
    return context


class BankLine:
    """Asks the API with a token; a token that is no longer accepted is replaced once."""

    def __init__(self, account: Account, clock: Clock, ids: Ids, timeout: httpx.Timeout = TIMEOUT) -> None:
        self._account = account
        self._ids = ids
        tls = tls_context(account.certificate)
        self._fault = tls if isinstance(tls, CertificateFault) else None
        manners = Manners(
            complaint=complaint,
            success=ACCEPTED,
            secrets=lambda: (*self._tokens.secrets, *((account.app_key,) if account.app_key else ())),
            tls=tls if isinstance(tls, ssl.SSLContext) else None,
        )
        self._line = Conversation(account.addresses.api, manners, clock, timeout)
        self._tokens = Tokens(self._line, account.addresses.token, account.profile.token_style, account.client, clock)

    def get(
        self, path: str, shape: type[Message], query: Mapping[str, str] | None = None
    ) -> Answered[Message] | Failure:
        """Read."""
        asked = {**self._filled(self._account.profile.query), **(query or {})}
        return self._asked(lambda headers: self._line.get(path, shape, asked, headers))

    def send(
        self, method: str, path: str, shape: type[Message], body: dict[str, JsonValue]
    ) -> Answered[Message] | Failure:
        """Create, change or command; sent again only after a 401, which did nothing."""
        asked = self._filled(self._account.profile.query)
        return self._asked(lambda headers: self._line.send(method, path, shape, body, headers, asked))

    def close(self) -> None:
        """Let go of the connections."""
        self._line.close()

    def _asked(self, ask: Callable[[Mapping[str, str]], Answered[Message] | Failure]) -> Answered[Message] | Failure:
        if self._fault:
            return Barred("bad_certificate", self._fault.detail)
        token = self._tokens.get()
        if not isinstance(token, Token):
            return token
        reply = ask(self._headers(token))
        if not (isinstance(reply, Barred) and reply.is_unauthenticated):
            return reply
        another = self._tokens.replace(token)
        return ask(self._headers(another)) if isinstance(another, Token) else another or reply

    def _headers(self, token: Token) -> Mapping[str, str]:
        return {**bearer(token), **self._filled(self._account.profile.headers)}

    def _filled(self, wanted: tuple[tuple[str, Ours], ...]) -> dict[str, str]:
        return {name: self._ours(filled) for name, filled in wanted}

    def _ours(self, wanted: Ours) -> str:
        match wanted:
            case Ours.CLIENT_ID:
                return self._account.client.id
            case Ours.APP_KEY:
                return self._account.app_key.get_secret_value() if self._account.app_key else ""
            case Ours.FRESH_ID:
                plain = self._ids.new()
                return "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))


def _no_password() -> str:
    """Instead of asking at the console. An empty password opens no protected key."""
    return ""


def _fault(file: Path, what: str) -> CertificateFault:
    return CertificateFault(f"Não foi possível ler {what} em {file}; confira o arquivo em vez.toml, seção [bank_pix].")
