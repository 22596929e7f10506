"""Every fact that can happen to a visit has a sentence of its own, with the names that people know."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.journal.model import Fact, Unreadable
from shared.kernel.ids import EquipmentId, IntentId, OperatorId, PrintJobId, RefundId, ServiceId
from shared.kernel.money import Money
from shared.kernel.ways import CHECK_ON_TERMINAL, Method
from shared.visits import facts
from shared.visits.evolve import evolve
from shared.visits.facts import MoneyReturned, RefundAsked, RefundDone, RefundRefused
from shared.visits.model import Decision, EndReason, PriorityGroup, ReleaseKind, Taken, Tender, Visit
from shared.visits.narration import narrate
from tests.shared.visits.samples import ANA, BOOTS, CRYO, CRYO_1, LATER, NOW, OPENED, PIX, in_queue

NAMES = {"ana": "Ana", "crio-1": "Crio 1"}
WITH_CHANGE = Taken(Tender.CASH, ANA, Money(30_000), Money(600))
JOB = PrintJobId("job-1")
REFUND = RefundId("0" * 32)
CRIOTERAPIA = ServiceId("crioterapia")

SENTENCES: list[tuple[Fact, str]] = [
    (OPENED, "Visita aberta no totem"),
    (
        facts.ChargeIntended(PIX, Method.PIX, "asaas", Money(29_400), LATER, NOW),
        "Pagamento pedido: R$ 294,00 por Pix",
    ),
    (
        facts.ChargeIntended(PIX, Method.COUNTER, "counter", Money(29_400), LATER, NOW),
        "Pagamento pedido: R$ 294,00 por balcão",
    ),
    (facts.ChargeOpened(PIX, "pay_1", "000201", NOW), "O provedor criou a cobrança"),
    (
        facts.ChargeCreationUnknown(PIX, "ReadTimeout", NOW),
        "O provedor não respondeu se criou a cobrança; será consultado",
    ),
    (facts.ChargeFailed(PIX, "no_pix_key", NOW), "O provedor recusou a cobrança (no_pix_key)"),
    (
        facts.ChargeVoidAsked(PIX, EndReason.CUSTOMER, NOW),
        "Cancelamento da cobrança pedido: o cliente desistiu",
    ),
    (facts.ChargeVoided(PIX, NOW), "A cobrança não pode mais ser paga"),
    (facts.ChargeExpired(PIX, NOW), "O prazo da cobrança terminou; o provedor continua sendo consultado"),
    (facts.ChargeNoticed(PIX, CHECK_ON_TERMINAL, NOW), "O resultado está só na maquininha: confira nela"),
    (facts.ChargeNoticed(PIX, "at_terminal", NOW), "A maquininha informou: at_terminal"),
    (facts.ChargeNoticed(PIX, None, NOW), "A maquininha espera o cliente"),
    (facts.MoneyReceived(PIX, "e1", Money(29_400), NOW, NOW), "Dinheiro recebido: R$ 294,00"),
    (
        facts.MoneyReceived(PIX, "c", Money(29_400), NOW, NOW, taken=Taken(Tender.CASH, ANA, Money(29_400))),
        "Ana recebeu R$ 294,00 em dinheiro: entregues R$ 294,00, sem troco",
    ),
    (
        facts.MoneyReceived(PIX, "c", Money(29_400), NOW, NOW, taken=WITH_CHANGE),
        "Ana recebeu R$ 294,00 em dinheiro: entregues R$ 300,00, troco R$ 6,00",
    ),
    (
        facts.MoneyReceived(PIX, "c", Money(29_400), NOW, NOW, taken=Taken(Tender.CARD_MACHINE, ANA)),
        "Ana recebeu R$ 294,00 na maquininha avulsa",
    ),
    (
        facts.MoneyReceived(PIX, "statement:DOC-7", Money(1), None, NOW, taken=Taken(Tender.STATEMENT, ANA)),
        "Ana achou R$ 0,01 no extrato da loja (DOC-7)",
    ),
    (facts.MoneyReversed(PIX, "e1", NOW), "O dinheiro foi devolvido"),
    (facts.MoneyRestored(PIX, "e1", NOW), "O dinheiro que tinha voltado está de novo aqui"),
    (MoneyReturned(PIX, "e1", Money(9_000), NOW), "O provedor mostra uma parte devolvida: R$ 90,00 ao todo"),
    (
        RefundAsked(REFUND, "refund_due:visit", PIX, "e1", Money(9_000), ANA, "", NOW),
        "Ana pediu ao provedor que devolva R$ 90,00",
    ),
    (
        RefundAsked(REFUND, "refund_due:visit", PIX, "e1", Money(9_000), ANA, "passou mal", NOW),
        "Ana pediu ao provedor que devolva R$ 90,00: passou mal",
    ),
    (RefundDone(REFUND, NOW), "O provedor devolveu o dinheiro"),
    (RefundRefused(REFUND, "Saldo insuficiente.", NOW), "O provedor recusou a devolução: Saldo insuficiente."),
    (facts.VisitAbandoned(EndReason.TIMEOUT, NOW), "Encerrada sem pagamento: o prazo terminou"),
    (facts.VisitReleased(ANA, "cliente antigo", NOW), "Liberada por Ana: cliente antigo"),
    (
        facts.VisitReleased(ANA, "falha nossa", NOW, kind=ReleaseKind.COURTESY),
        "Cortesia de Ana: falha nossa",
    ),
    (
        facts.VisitReleased(ANA, "no aplicativo", NOW, kind=ReleaseKind.OWN_PIX, intent_id=PIX),
        "Comprovante do Pix da loja visto e liberado por Ana: no aplicativo",
    ),
    (facts.VisitCancelled(ANA, "passou mal", NOW), "Cancelada por Ana: passou mal"),
    (
        facts.TaskDecided("paid_late:1", Decision.REFUNDED, ANA, "", NOW),
        "Ana decidiu sobre o dinheiro: devolvido",
    ),
    (
        facts.TaskDecided("paid_late:1", Decision.KEPT, ANA, "combinado", NOW),
        "Ana decidiu sobre o dinheiro: mantido: combinado",
    ),
    (facts.PriorityChanged(PriorityGroup.PREGNANT, ANA, "", NOW), "Ana mudou a prioridade para Gestante"),
    (facts.PriorityChanged(None, ANA, "engano", NOW), "Ana mudou a prioridade para Atendimento normal: engano"),
    (facts.NoteAdded("note-1", ANA, NOW), "Ana anotou algo"),
    (facts.TicketPrinting(JOB, NOW), "Ticket enviado à impressora"),
    (facts.TicketPrintFailed(JOB, "paper_end", NOW), "O ticket não saiu da impressora"),
    (facts.TicketQueued(is_printed=True, at=NOW), "Entrou na fila"),
    (facts.TicketQueued(is_printed=False, at=NOW), "Entrou na fila sem papel"),
    (facts.TicketReprinted(JOB, ANA, NOW), "Ana pediu a 2ª via"),
    (
        facts.TurnCalled(CRYO, CRIOTERAPIA, CRYO_1, ANA, None, NOW),
        "Crioterapia: chamada por Ana para Crio 1",
    ),
    (
        facts.TurnCalled(CRYO, CRIOTERAPIA, CRYO_1, ANA, "pernas livres", NOW),
        "Crioterapia: chamada por Ana para Crio 1 (mesmo em outro lugar: pernas livres)",
    ),
    (facts.TurnRecalled(CRYO, ANA, NOW), "Crioterapia: chamada de novo por Ana"),
    (facts.TurnRecalled(CRYO, None, NOW), "Crioterapia: chamada de novo"),
    (facts.TurnStarted(CRYO, CRIOTERAPIA, CRYO_1, ANA, NOW), "Crioterapia: começou em Crio 1 com Ana"),
    (facts.TurnCompleted(BOOTS, ANA, NOW), "Bota de compressão: concluída por Ana"),
    (facts.TurnReturned(CRYO, ANA, "", NOW), "Crioterapia: devolvida à fila por Ana"),
    (facts.TurnReturned(CRYO, ANA, "banheiro", NOW), "Crioterapia: devolvida à fila por Ana: banheiro"),
    (facts.TurnExpired(CRYO, ANA, NOW), "Crioterapia: não compareceu, segundo Ana"),
    (facts.TurnExpired(CRYO, None, NOW), "Crioterapia: o dia terminou antes da sua vez"),
    (facts.TurnCancelled(CRYO, ANA, "passou mal", NOW), "Crioterapia: cancelada por Ana: passou mal"),
    (
        facts.TurnTransferred(CRYO, ServiceId("gelo"), "Banho de gelo", 10, ANA, "cabine parou", NOW),
        "Crioterapia: transferida para Banho de gelo por Ana: cabine parou",
    ),
]


def said(fact: Fact | Unreadable) -> str:
    return narrate(fact, in_queue(), lambda known: NAMES.get(known, known))


@pytest.mark.parametrize(("fact", "sentence"), SENTENCES)
def test_each_fact_is_told_plainly(fact: Fact, sentence: str) -> None:
    assert said(fact) == sentence


def test_no_fact_is_left_out_and_none_falls_back_to_its_kind() -> None:
    assert {type(fact) for fact, _ in SENTENCES} == set(facts.FACTS)
    assert not {sentence for _, sentence in SENTENCES} & {kind.KIND for kind in facts.FACTS}


def test_no_two_facts_sound_the_same() -> None:
    assert len({sentence for _, sentence in SENTENCES}) == len(SENTENCES)


def test_a_called_turn_that_time_expired_is_told_from_one_whose_day_ended() -> None:
    called = evolve(in_queue(), facts.TurnCalled(CRYO, CRIOTERAPIA, CRYO_1, ANA, None, NOW))
    assert isinstance(called, Visit)
    assert narrate(facts.TurnExpired(CRYO, None, NOW), called, str) == "Crioterapia: não compareceu a tempo"


@pytest.mark.parametrize("reason", EndReason)
def test_every_end_has_its_words(reason: EndReason) -> None:
    others = {said(facts.VisitAbandoned(each, NOW)) for each in EndReason}
    assert len(others) == len(EndReason)
    assert reason.value not in said(facts.VisitAbandoned(reason, NOW))
    assert reason.value not in said(facts.ChargeVoidAsked(PIX, reason, NOW))


@pytest.mark.parametrize("decision", Decision)
def test_every_decision_has_its_words(decision: Decision) -> None:
    fact = facts.TaskDecided("1", decision, ANA, "", NOW + timedelta(seconds=1))
    assert decision.value not in said(fact)


def test_who_and_what_is_not_known_any_more_keeps_its_code() -> None:
    called = facts.TurnCalled(CRYO, CRIOTERAPIA, EquipmentId("crio-9"), OperatorId("zeca"), None, NOW)
    assert said(called) == "Crioterapia: chamada por zeca para crio-9"


def test_what_a_newer_program_wrote_is_told_as_such() -> None:
    assert said(Unreadable("visit_blessed", 3)) == "Um programa mais novo registrou algo que este não sabe ler"


def test_money_is_told_with_its_own_amount() -> None:
    half = facts.MoneyReceived(IntentId("pix-2"), "e2", Money(123_456), None, NOW)
    assert said(half) == "Dinheiro recebido: R$ 1.234,56"
