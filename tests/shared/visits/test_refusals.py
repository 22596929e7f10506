"""Every refusal has a sentence that an operator understands."""

from __future__ import annotations

from typing import get_args

import pytest

from shared.catalog.model import EquipmentStatus
from shared.visits import refusals
from shared.visits.model import PriorityGroup, TurnState
from shared.visits.refusals import TurnRefusal, explain

SENTENCES: list[tuple[TurnRefusal, str]] = [
    (refusals.NoSuchTurn(), "Esta senha não tem esta vez."),
    (refusals.TicketNotQueued(), "Esta senha ainda não entrou na fila."),
    (refusals.TicketCancelled(), "Esta senha foi cancelada."),
    (refusals.VisitOver(), "Esta visita já terminou."),
    (refusals.NotWaiting(TurnState.CALLED), "Esta vez não está esperando: foi chamada."),
    (refusals.NotCalled(TurnState.IN_QUEUE), "Esta vez não está chamada: está na fila."),
    (refusals.NotRunning(TurnState.EXPIRED), "Esta vez não está em atendimento: expirou."),
    (
        refusals.NotTransferable(TurnState.IN_PROGRESS),
        "Esta vez não pode mais ser transferida: está em atendimento.",
    ),
    (refusals.TurnEnded(TurnState.COMPLETED), "Esta vez já terminou: já foi concluída."),
    (refusals.WrongEquipment("Poltrona 1", "Crioterapia"), "Poltrona 1 não serve para Crioterapia."),
    (
        refusals.EquipmentUnavailable("Cabine 1", EquipmentStatus.CLEANING),
        "Cabine 1 não pode ser usado agora: em limpeza.",
    ),
    (refusals.EquipmentBusy("Cabine 1", "A041"), "Cabine 1 está ocupado pela senha A041."),
    (
        refusals.SameServiceRunning("Botas"),
        "O cliente já foi chamado ou está em atendimento neste mesmo serviço: Botas.",
    ),
    (
        refusals.AlreadyElsewhere("Botas"),
        "O cliente já foi chamado ou está em Botas. Para chamar mesmo assim, informe o motivo.",
    ),
    (refusals.ServiceFull(2), "Este serviço já atende o máximo ao mesmo tempo: 2."),
    (refusals.OperatorFull(3), "Você já atende o seu máximo ao mesmo tempo: 3."),
    (refusals.ReasonMissing(), "Informe o motivo."),
    (refusals.SameService("Botas"), "Esta vez já é de Botas."),
    (refusals.AlreadyInService("Botas"), "Esta senha já tem outra vez em Botas."),
    (refusals.ServiceWithdrawn("Botas"), "Botas não está sendo oferecido."),
    (refusals.SamePriority(PriorityGroup.PREGNANT), "A prioridade já é esta: Gestante."),
    (refusals.SamePriority(None), "A prioridade já é esta: Atendimento normal."),
]


@pytest.mark.parametrize(("refusal", "sentence"), SENTENCES)
def test_each_refusal_is_said_plainly(refusal: TurnRefusal, sentence: str) -> None:
    assert explain(refusal) == sentence


def test_no_refusal_is_left_out() -> None:
    assert {type(refusal) for refusal, _ in SENTENCES} == set(get_args(TurnRefusal))


@pytest.mark.parametrize("state", TurnState)
def test_every_state_has_its_words(state: TurnState) -> None:
    said = {explain(refusals.NotCalled(each)) for each in TurnState}
    assert len(said) == len(TurnState)
    assert state.value not in explain(refusals.NotCalled(state))


def test_every_equipment_status_has_its_words() -> None:
    said = {explain(refusals.EquipmentUnavailable("Cabine 1", each)) for each in EquipmentStatus}
    assert len(said) == len(EquipmentStatus)
