from datetime import date, datetime, timedelta

import pytest

from panel.model.health import Condition, Level, StatusItem, derive_status
from panel.model.notices import NoticeLevel, Refusal, Witness, refused
from panel.model.shop import ShopRules
from shared.catalog.model import EquipmentUnknown
from shared.checkout.health import HealthView
from shared.checkout.held import HeldVisit
from shared.checkout.outcomes import NothingToPrint, NotWantedAnyMore, StillToComeOut
from shared.checkout.rows import Condition as Seen
from shared.kernel.ids import EquipmentId, OperatorId, ServiceId, TurnId, VisitId
from shared.kernel.money import Money
from shared.reconciliation.model import NoSuchDifference, NothingToAnswer
from shared.visits import outcomes
from shared.visits.model import Turn, TurnState, Visit, VisitState
from shared.visits.refusals import AlreadyElsewhere, NotCalled, NotRunning, NotWaiting
from shared.visits.serving import TurnRef
from shared.webhooks.model import NoSuchWebhook
from tests.panel.making import NOW

SHOP = ShopRules()
MONEY_CAME = " Chegou dinheiro para A041: será registrado depois."


def health(provider: str | None = None, printer: str | None = None, *, is_disk_low: bool = False) -> HealthView:
    return HealthView({"asaas": Seen(provider, NOW)}, Seen(printer, NOW), is_disk_low)


def levels(condition: Condition, now: datetime = NOW) -> list[Level]:
    return [item.level for item in derive_status(condition, now)]


def test_all_is_well() -> None:
    items = derive_status(Condition(health(), NOW, None), NOW)
    assert [item.text for item in items] == [
        "Pix (Asaas): ok",
        "Impressora: ok",
        "Banco de dados: ok",
        "Tela atualizada",
    ]
    assert {item.level for item in items} == {Level.GOOD}


def test_nothing_was_looked_at_yet() -> None:
    assert levels(Condition(None, None, None)) == [Level.UNKNOWN, Level.UNKNOWN, Level.GOOD, Level.UNKNOWN]


def test_each_trouble_shows_in_its_own_place() -> None:
    items = derive_status(Condition(health("unreachable", "paper_end", is_disk_low=True), NOW, None), NOW)
    assert [item.level for item in items] == [Level.BAD, Level.BAD, Level.WARNING, Level.GOOD]
    assert [item.text for item in items[:3]] == [
        "Pix (Asaas): sem resposta",
        "Impressora: acabou o papel",
        "Disco quase cheio",
    ]


@pytest.mark.parametrize(
    ("is_money_waiting", "level", "text", "money"),
    [
        (False, Level.WARNING, "1 senha espera atualização", ""),
        (
            True,
            Level.BAD,
            "1 senha espera atualização, com dinheiro",
            MONEY_CAME,
        ),
    ],
)
def test_a_visit_that_only_an_update_can_read_comes_first(
    is_money_waiting: bool,
    level: Level,
    text: str,
    money: str,
) -> None:
    held = HeldVisit(VisitId("v"), "A041", NOW, is_money_waiting)
    item = derive_status(Condition(health(), NOW, None, (held,)), NOW)[0]
    said = f"Uma versão mais nova do programa mudou A041.{money} Atualize o Vez nesta estação."
    assert item == StatusItem("held", level, text, said)


def test_a_database_that_fails_says_what_to_do() -> None:
    item = derive_status(Condition(health(), NOW, "O disco encheu."), NOW)[2]
    assert (item.level, item.detail) == (Level.BAD, "O disco encheu.")


@pytest.mark.parametrize(
    ("seconds", "level"), [(0, Level.GOOD), (30, Level.GOOD), (31, Level.WARNING), (-60, Level.GOOD)]
)
def test_old_pictures_are_called_old(seconds: int, level: Level) -> None:
    assert levels(Condition(health(), NOW, None), NOW + timedelta(seconds=seconds))[3] is level


def visit(turn: Turn) -> Visit:
    return Visit(VisitId("v"), "A042", date(2026, 11, 22), NOW, (), (), None, None, turns=(turn,))


def witness(**turn: object) -> Witness:
    known = Turn(TurnId("t"), ServiceId("crio"), "Crio", 10, **turn)  # type: ignore[arg-type]  # the turn's own fields
    return Witness(
        visit(known),
        TurnRef(VisitId("v"), TurnId("t")),
        {OperatorId("bruno"): "Bruno"},
        {EquipmentId("crio-2"): "Crio 2"},
    )


def test_the_loser_sees_who_was_faster() -> None:
    seen = witness(
        state=TurnState.CALLED,
        operator_id=OperatorId("bruno"),
        equipment_id=EquipmentId("crio-2"),
        called_at=NOW,
    )
    said = refused(NotWaiting(TurnState.CALLED), SHOP, seen)
    assert said.level is NoticeLevel.REFUSED
    assert said.text.endswith(" Foi Bruno, às 12:00, Crio 2.")


@pytest.mark.parametrize(
    ("refusal", "state", "ending"),
    [
        (NotCalled(TurnState.IN_PROGRESS), TurnState.IN_PROGRESS, "Foi Bruno, às 12:00."),
        (NotRunning(TurnState.COMPLETED), TurnState.COMPLETED, "Foi Bruno, às 12:01."),
    ],
)
def test_who_started_or_ended_it(refusal: Refusal, state: TurnState, ending: str) -> None:
    seen = witness(state=state, operator_id=OperatorId("bruno"), started_at=NOW, ended_at=NOW + timedelta(minutes=1))
    assert refused(refusal, SHOP, seen).text.endswith(ending)


def test_nobody_is_named_who_is_not_known() -> None:
    assert "Foi" not in refused(NotWaiting(TurnState.COMPLETED), SHOP, witness(state=TurnState.COMPLETED)).text
    assert "Foi" not in refused(NotWaiting(TurnState.COMPLETED), SHOP).text
    assert "Foi" not in refused(AlreadyElsewhere("Botas"), SHOP, witness(operator_id=OperatorId("bruno"))).text


@pytest.mark.parametrize(
    "refusal",
    [
        outcomes.NoSuchVisit(),
        outcomes.VisitHeld(VisitId("v")),
        outcomes.NotPermitted(),
        outcomes.NoSuchEquipment(EquipmentId("m")),
        outcomes.NoSuchService(ServiceId("s")),
        outcomes.NoSuchCharge(),
        outcomes.NoSuchTask("t"),
        outcomes.AlreadyPaid(),
        outcomes.AlreadyDecided("t"),
        outcomes.NotReleasable("t"),
        outcomes.RefundUnderWay("t"),
        outcomes.OnlyByHand(),
        outcomes.VisitEnded(VisitState.CANCELLED),
        outcomes.NotAnAnswer("t"),
        outcomes.WrongAmount(),
        outcomes.CashShort(Money(1)),
        outcomes.ChangeTooLarge(Money(20_000)),
        outcomes.NotAReference(),
        outcomes.AlreadyFound("A042"),
        outcomes.OwnPixLimit(10, Money(48_000), 10, Money(50_000)),
        outcomes.ReasonNeeded(),
        outcomes.NoTicket(),
        NothingToPrint(),
        NotWantedAnyMore(),
        StillToComeOut(),
        NoSuchWebhook(),
        NoSuchDifference("asaas:pay_1"),
        NothingToAnswer("asaas:pay_1"),
        EquipmentUnknown(EquipmentId("m")),
    ],
)
def test_every_refusal_is_a_sentence(refusal: Refusal) -> None:
    text = refused(refusal, SHOP).text
    assert text[0].isupper()
    assert text.endswith(".")
