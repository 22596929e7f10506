"""The printer, the provider, the clock and the disk, as the doctor finds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import assert_never
from urllib.parse import urlsplit

from shared.bootstrap import Core
from shared.cli.findings import Finding
from shared.cli.words import trouble_text
from shared.config import LOOPBACK, Settings
from shared.jobs import DUTIES
from shared.keys import Keys, account_of
from shared.payments.model import (
    TERMINAL_MISSING,
    TERMINAL_NOT_DRIVEN,
    ChargeRefused,
    CheckOutcome,
    PaymentProvider,
    ProviderHealthy,
    ProviderNonsense,
    ProviderUnreachable,
)
from shared.store.leases import Leases
from shared.webhooks.doors import WEBHOOKS, doors_of
from shared.webhooks.model import Tally

NO_SIMULATOR = "O simulador de pagamentos não está aberto. Abra o simulador: vez simulator"
ANSWERED = "http_"
"""How the cause begins of a provider that is there and answered with a failure of its own."""
SKEW_MAX = timedelta(seconds=60)


class LookedBy(StrEnum):
    """Who looked at the printer: only one process of a station may."""

    APP = "app"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class PrinterSeen:
    """How the printer is. `is_known` False: it does not say, or nobody has looked yet."""

    trouble: str | None
    is_known: bool
    is_paper_low: bool
    by: LookedBy

    @property
    def sentence(self) -> str:
        if self.trouble is not None:
            return trouble_text(self.trouble)
        if self.by is LookedBy.APP and not self.is_known:
            return "A impressora ainda não foi verificada pelo programa que está aberto."
        if not self.is_known:
            return "A impressora está ligada, mas não diz como está. Imprima um teste com: vez printer test"
        return "A impressora está pronta, com pouco papel." if self.is_paper_low else "A impressora está pronta."


def look_at_printer(core: Core) -> PrinterSeen:
    """Ask the printer; while an app has it, take that app's word."""
    leases = Leases(core.paths.home)
    if not leases.hold(DUTIES):
        known = core.health.now().printer
        return PrinterSeen(known.trouble if known else None, known is not None, is_paper_low=False, by=LookedBy.APP)
    try:
        status = core.world.printer.status()
    finally:
        leases.release(DUTIES)
    return PrinterSeen(status.trouble, status.is_known, status.is_paper_low, LookedBy.COMMAND)


def printer(core: Core) -> Iterator[Finding]:
    """Can it print?"""
    seen = look_at_printer(core)
    yield Finding("printer", seen.trouble is None, seen.sentence)


def disk(core: Core) -> Iterator[Finding]:
    """Is there room to record a sale?"""
    if core.health.now().is_disk_low:
        yield Finding("disk", is_well=False, sentence="O disco está quase cheio: a venda está parada. Libere espaço.")
    else:
        yield Finding("disk", is_well=True, sentence="Há espaço no disco.")


def providers(core: Core) -> Iterator[Finding]:
    """Does each provider answer and take the key, and does its clock agree with ours?"""
    known = list(core.world.providers.values())
    if not known:
        wanted = " ou ".join(
            f"vez key {name}" for name in dict.fromkeys(map(account_of, core.settings.payment.providers))
        )
        said = f"Sem chave do provedor: só o balcão recebe. Para receber também por outro meio: {wanted}"
        yield Finding("provider", is_well=True, sentence=said if wanted else "Nenhum provedor: só o balcão recebe.")
    for provider in known:
        yield from _provider(provider, is_here=_is_here(core.settings, provider.name))


def webhooks(core: Core) -> Iterator[Finding]:
    """Do providers reach us by themselves, and did what they said come to something?"""
    tally = core.inbox.tally()
    yield _receiving(core, tally)
    if tally.dead:
        counted = "1 aviso de pagamento espera" if tally.dead == 1 else f"{tally.dead} avisos de pagamento esperam"
        said = f"{counted} por uma pessoa. Veja com: vez payments webhooks"
        yield Finding("webhooks", is_well=False, sentence=said)
    if tally.delay_seconds is not None and tally.delay_seconds < -SKEW_MAX.total_seconds():
        yield _clock(timedelta(seconds=tally.delay_seconds))


def _receiving(core: Core, tally: Tally) -> Finding:
    doors = doors_of(Keys(core.paths.home), core.settings.webhooks)
    if not doors.paths:
        return Finding("webhooks", is_well=True, sentence="Os provedores não avisam esta estação: ela mesma pergunta.")
    leases = Leases(core.paths.home)
    if leases.hold(WEBHOOKS):
        leases.release(WEBHOOKS)
        said = "Os avisos dos provedores não são recebidos: o receptor está fechado. Abra-o com: vez webhooks"
        return Finding("webhooks", is_well=False, sentence=said)
    last = tally.last_at.astimezone(core.settings.shop.zone) if tally.last_at else None
    when = f"o último veio em {last:%d/%m às %H:%M}" if last else "ainda não veio nenhum"
    return Finding("webhooks", is_well=True, sentence=f"Os avisos dos provedores são recebidos; {when}.")


def _provider(provider: PaymentProvider, *, is_here: bool) -> Iterator[Finding]:
    checked = provider.check()
    if is_here and isinstance(checked, ProviderUnreachable) and not checked.cause.startswith(ANSWERED):
        yield Finding("provider", is_well=False, sentence=NO_SIMULATOR)
        return
    yield _answer(provider.name, checked)
    if isinstance(checked, ProviderHealthy) and checked.clock_skew is not None:
        yield _clock(checked.clock_skew)


def _is_here(settings: Settings, provider: str) -> bool:
    """Is this provider a program on this computer, as the simulator is?"""
    addresses = {
        "asaas": settings.asaas.base_url,
        "bank_pix": settings.bank_pix.api_url,
        "mercado_pago": settings.mercado_pago.base_url,
    }
    return urlsplit(addresses.get(account_of(provider)) or "").hostname in LOOPBACK


def _answer(name: str, checked: CheckOutcome) -> Finding:
    match checked:
        case ProviderHealthy():
            return Finding("provider", is_well=True, sentence=f"O provedor {name} responde e aceita a chave.")
        case ChargeRefused(code, detail) if code in {TERMINAL_MISSING, TERMINAL_NOT_DRIVEN}:
            said = f"O provedor {name} não pode ser usado. {detail}"
        case ChargeRefused(code):
            said = f"O provedor {name} recusou a chave ({code}). Guarde a chave certa com: vez key {account_of(name)}"
        case ProviderUnreachable(cause):
            said = f"O provedor {name} não responde ({cause}). Verifique a internet; o balcão continua recebendo."
        case ProviderNonsense(cause):
            said = (
                f"O provedor {name} respondeu algo sem sentido ({cause}). Confira base_url no vez.toml; "
                "o balcão continua recebendo."
            )
        case _:
            assert_never(checked)
    return Finding("provider", is_well=False, sentence=said)


def _clock(skew: timedelta) -> Finding:
    seconds = int(skew.total_seconds())
    if abs(skew) <= SKEW_MAX:
        return Finding("clock", is_well=True, sentence="O relógio confere com o do provedor.")
    way = "adiantado" if seconds > 0 else "atrasado"
    said = f"O relógio deste computador está {way} em {abs(seconds)} s. Ligue o ajuste automático da hora."
    return Finding("clock", is_well=False, sentence=said)
