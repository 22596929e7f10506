"""Every state, kind and refusal has its words, and no word is the code's own."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, get_args

import pytest

from shared.catalog.model import EquipmentStatus
from shared.checkout.outcomes import NothingToPrint, NotWantedAnyMore, StillToComeOut
from shared.cli import words
from shared.cli.endings import DISK_FULL, explain
from shared.cli.refusals import Missing, Refusal, Unfit, why_not
from shared.kernel.ids import EquipmentId, ServiceId, VisitId
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.printing.model import JobState, Trouble
from shared.reconciliation.model import DifferenceKind, NoSuchDifference, NothingToAnswer
from shared.visits import outcomes, refusals
from shared.visits.bands import WaitBand
from shared.visits.by_hand_words import ByHandRefusal
from shared.visits.model import ChargeState, Decision, TaskKind, TurnState, VisitState
from shared.visits.narration import METHODS
from shared.webhooks.model import Ending, NoSuchWebhook, WebhookState

TABLES: list[tuple[Mapping[Any, str], type[StrEnum]]] = [
    (words.VISITS, VisitState),
    (words.TURNS, TurnState),
    (words.CHARGES, ChargeState),
    (METHODS, Method),
    (words.TASKS, TaskKind),
    (words.DECISIONS, Decision),
    (words.BANDS, WaitBand),
    (words.JOBS, JobState),
    (words.WEBHOOKS, WebhookState),
    (words.ENDINGS, Ending),
    (words.DIFFERENCES, DifferenceKind),
    (words.TROUBLES, Trouble),
]
REFUSALS: list[Missing | ByHandRefusal | Unfit] = [
    outcomes.NoSuchVisit(),
    outcomes.NoSuchCharge(),
    outcomes.NoSuchTask("paid_late:1"),
    outcomes.NoSuchEquipment(EquipmentId("crio-9")),
    outcomes.NoSuchService(ServiceId("banho")),
    outcomes.NoTicket(),
    NothingToPrint(),
    NotWantedAnyMore(),
    StillToComeOut(),
    NoSuchWebhook(),
    NoSuchDifference("asaas:pay_1"),
    NothingToAnswer("asaas:pay_1"),
    outcomes.NotPermitted(),
    outcomes.VisitHeld(VisitId("1")),
    outcomes.VisitEnded(VisitState.CANCELLED),
    outcomes.AlreadyPaid(),
    outcomes.AlreadyDecided("paid_late:1"),
    outcomes.NotReleasable("paid_over:1"),
    outcomes.RefundUnderWay("paid_late:1"),
    outcomes.OnlyByHand(),
    outcomes.NotAnAnswer("to_reconcile:1"),
    outcomes.WrongAmount(),
    outcomes.CashShort(Money(1)),
    outcomes.ChangeTooLarge(Money(20_000)),
    outcomes.NotAReference(),
    outcomes.AlreadyFound("A042"),
    outcomes.OwnPixLimit(10, Money(48_000), 10, Money(50_000)),
    outcomes.ReasonNeeded(),
]


@pytest.mark.parametrize(("table", "kind"), TABLES)
def test_every_state_has_words_of_its_own(table: Mapping[Any, str], kind: type[StrEnum]) -> None:
    assert set(table) == set(kind)
    assert len(set(table.values())) == len(table)
    assert not {each.value for each in kind} & (set(table.values()) - {"pix", "boleto"})


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_says_what_to_do(trouble: Trouble) -> None:
    happened, _, to_do = words.trouble_text(trouble).partition(": ")
    assert happened
    assert to_do.endswith(".")


def test_a_trouble_of_a_newer_program_is_shown_as_it_is() -> None:
    assert words.trouble_text("on_fire") == "A impressora não está pronta (on_fire)."


@pytest.mark.parametrize("refusal", REFUSALS)
def test_every_refusal_is_said_plainly(refusal: Refusal) -> None:
    sentence = why_not(refusal)
    commands = ("vez payments", "vez payments webhooks", "vez payments differences", "vez visit", "vez printer")
    assert sentence.endswith((".", *commands))
    assert type(refusal).__name__ not in sentence


def test_no_refusal_is_left_out() -> None:
    assert {type(each) for each in REFUSALS} == {*get_args(Missing), *get_args(ByHandRefusal), *get_args(Unfit)}


def test_refusals_of_turns_are_said_in_the_core_s_words() -> None:
    busy = refusals.EquipmentUnavailable("Crio 1", EquipmentStatus.CLEANING)
    assert why_not(busy) == "Crio 1 não pode ser usado agora: em limpeza."
    assert why_not(refusals.AlreadyElsewhere("Sauna")).endswith("informe o motivo. Use --override.")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_called_so(number: int) -> None:
    assert explain(OSError(number, "No space left on device", "keys.json")) == DISK_FULL


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            PermissionError(errno.EACCES, "Permission denied", "/loja"),
            "Sem permissão para usar /loja. Entre com o usuário da loja ou corrija as permissões.",
        ),
        (
            FileNotFoundError(errno.ENOENT, "No such file or directory", "/loja"),
            "Não existe /loja. Confira o nome e a pasta.",
        ),
        (
            NotADirectoryError(errno.ENOTDIR, "Not a directory", "/loja"),
            "O caminho /loja não é uma pasta. Confira o nome ou mova o arquivo que está no lugar dela.",
        ),
        (
            OSError(errno.EIO, "Input/output error"),
            "O sistema não deixou usar um arquivo (Input/output error). Verifique o disco e a pasta.",
        ),
    ],
)
def test_what_the_system_refuses_is_said_plainly(error: OSError, sentence: str) -> None:
    assert explain(error) == sentence
