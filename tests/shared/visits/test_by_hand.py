"""What a person of the shop may say about money, and why not."""

from __future__ import annotations

import pytest

from shared.journal.codec import FactTypes
from shared.kernel.ids import IntentId
from shared.kernel.money import ZERO, Money
from shared.visits import facts, outcomes
from shared.visits.by_hand import (
    CHANGE_MAX,
    CardTendered,
    CashTendered,
    OwnPixRoom,
    Tendered,
    decide_counter_payment,
    decide_courtesy,
    decide_found,
    decide_release,
    reference_of,
)
from shared.visits.model import ReleaseKind, Taken, TaskKind, Tender, Visit
from shared.visits.ticket import is_settled
from tests.shared.visits.samples import (
    ANA,
    COUNTER,
    COUNTER_ASKED,
    GIVEN_UP,
    LATER,
    NOW,
    OPENED,
    OWN,
    OWN_ASKED,
    OWN_SHOWN,
    PIX,
    TOTAL,
    abandoned,
    after,
    paid,
    settled,
    waiting_for_own_pix,
    waiting_for_pix,
)

CENTAVO = Money(1)
END_TO_END = "E12345678202611221500abcdefghijk"
ROOM = OwnPixRoom(10, Money(500_00))
AT_COUNTER = after(OPENED, COUNTER_ASKED)
VOUCHED = facts.VisitReleased(ANA, "visto", LATER, kind=ReleaseKind.OWN_PIX, intent_id=OWN)


@pytest.mark.parametrize(
    ("tendered", "said"),
    [
        (CashTendered(TOTAL), Taken(Tender.CASH, ANA, TOTAL, ZERO)),
        (CashTendered(TOTAL + Money(600)), Taken(Tender.CASH, ANA, TOTAL + Money(600), Money(600))),
        (CashTendered(TOTAL - CENTAVO), outcomes.CashShort(CENTAVO)),
        (CashTendered(TOTAL + CHANGE_MAX - CENTAVO), Taken(Tender.CASH, ANA, Money(49_399), Money(19_999))),
        (CashTendered(TOTAL + CHANGE_MAX), outcomes.ChangeTooLarge(CHANGE_MAX)),
        (CardTendered(TOTAL), Taken(Tender.CARD_MACHINE, ANA)),
        (CardTendered(TOTAL, "A1B2C3"), Taken(Tender.CARD_MACHINE, ANA, authorisation="A1B2C3")),
        (CardTendered(TOTAL - CENTAVO), outcomes.WrongAmount()),
        (CardTendered(TOTAL + CENTAVO), outcomes.WrongAmount()),
        (CardTendered(TOTAL, "4111111111111111"), outcomes.NotAReference()),
        (CardTendered(TOTAL, "52998224725"), outcomes.NotAReference()),
        (CardTendered(TOTAL, "Maria"), Taken(Tender.CARD_MACHINE, ANA, authorisation="Maria")),
        (CardTendered(TOTAL, "Maria Souza"), outcomes.NotAReference()),
    ],
)
def test_what_is_taken_at_the_counter(tendered: Tendered, said: object) -> None:
    decided = decide_counter_payment(AT_COUNTER, COUNTER, tendered, ANA, LATER)
    if isinstance(said, Taken):
        assert decided == facts.MoneyReceived(COUNTER, f"counter:{COUNTER}", TOTAL, LATER, LATER, taken=said)
    else:
        assert decided == said


def test_cash_that_was_taken_is_kept_with_its_receipt() -> None:
    decided = decide_counter_payment(AT_COUNTER, COUNTER, CashTendered(Money(30_000)), ANA, LATER)
    assert isinstance(decided, facts.MoneyReceived)
    (receipt,) = after(decided, of=AT_COUNTER).charges[0].receipts
    assert (receipt.amount, receipt.taken) == (TOTAL, Taken(Tender.CASH, ANA, Money(30_000), Money(600)))


@pytest.mark.parametrize(
    ("visit", "intent", "said"),
    [
        (AT_COUNTER, PIX, outcomes.NoSuchCharge(PIX)),
        (waiting_for_own_pix(), OWN, outcomes.NoSuchCharge(OWN)),
        (settled(), COUNTER, outcomes.NoSuchCharge(COUNTER)),
        (after(paid(intent=COUNTER), of=AT_COUNTER), COUNTER, outcomes.AlreadyPaid()),
        (after(GIVEN_UP, of=AT_COUNTER), COUNTER, outcomes.VisitEnded),
    ],
)
def test_when_the_counter_takes_nothing(visit: Visit, intent: IntentId, said: object) -> None:
    decided = decide_counter_payment(visit, intent, CashTendered(TOTAL), ANA, LATER)
    assert decided == said or (isinstance(said, type) and isinstance(decided, said))


def test_earlier_events_without_the_new_fields_are_read() -> None:
    types = FactTypes(facts.FACTS)
    body = '{"intent_id":"i","reference":"e1","amount":{"centavos":1},"paid_at":null,"at":"2026-11-22T15:00:00Z"}'
    read = types.decode("money_received", 1, body)
    assert isinstance(read, facts.MoneyReceived)
    assert read.taken is None
    released = types.decode("visit_released", 1, '{"by":"ana","reason":"x","at":"2026-11-22T15:00:00Z"}')
    assert isinstance(released, facts.VisitReleased)
    assert (released.kind, released.intent_id) == (ReleaseKind.UNPAID, None)


@pytest.mark.parametrize(
    "fact",
    [
        facts.MoneyReceived(COUNTER, "c", TOTAL, NOW, NOW, taken=Taken(Tender.CASH, ANA, TOTAL, ZERO)),
        facts.MoneyReceived(COUNTER, "c", TOTAL, NOW, NOW, taken=Taken(Tender.CARD_MACHINE, ANA, authorisation="1")),
        VOUCHED,
    ],
)
def test_the_new_fields_are_written_and_read_back(fact: facts.VisitFact) -> None:
    types = FactTypes(facts.FACTS)
    assert types.decode(fact.KIND, fact.VERSION, types.encode(fact)) == fact


@pytest.mark.parametrize(
    ("visit", "kind"),
    [
        (waiting_for_pix(), ReleaseKind.UNPAID),
        (AT_COUNTER, ReleaseKind.UNPAID),
        (waiting_for_own_pix(), ReleaseKind.OWN_PIX),
        (after(COUNTER_ASKED, of=waiting_for_own_pix()), ReleaseKind.UNPAID),
        (after(GIVEN_UP, of=waiting_for_own_pix()), ReleaseKind.OWN_PIX),
        (after(paid(intent=OWN, amount=CENTAVO), of=waiting_for_own_pix()), ReleaseKind.UNPAID),
        (after(GIVEN_UP, paid(intent=OWN), of=waiting_for_own_pix()), ReleaseKind.UNPAID),
    ],
    ids=["pix", "counter", "own pix", "own pix, then counter", "own pix that ended", "came short", "came late"],
)
def test_for_what_a_visit_is_let_in(visit: Visit, kind: ReleaseKind) -> None:
    decided = decide_release(visit, ANA, "visto", LATER, ROOM)
    assert isinstance(decided, facts.VisitReleased)
    assert (decided.kind, decided.intent_id) == (kind, OWN if kind is ReleaseKind.OWN_PIX else None)


@pytest.mark.parametrize(
    ("released", "amount", "fits"),
    [
        (9, ZERO, True),
        (10, ZERO, False),
        (0, Money(50_000) - TOTAL, True),
        (0, Money(50_000) - TOTAL + CENTAVO, False),
    ],
)
def test_the_shift_has_room_up_to_its_limits(released: int, amount: Money, fits: bool) -> None:
    room = OwnPixRoom(10, Money(50_000), released, amount)
    decided = decide_release(waiting_for_own_pix(), ANA, "visto", LATER, room)
    assert decided == (VOUCHED if fits else outcomes.OwnPixLimit(released, amount, 10, Money(50_000)))
    assert isinstance(decide_release(waiting_for_pix(), ANA, "visto", LATER, room), facts.VisitReleased)


def test_a_courtesy_is_a_ticket_and_no_money() -> None:
    decided = decide_courtesy(AT_COUNTER, ANA, "aniversário", LATER)
    assert decided == facts.VisitReleased(ANA, "aniversário", LATER, kind=ReleaseKind.COURTESY)
    assert isinstance(decided, facts.VisitReleased)
    visit = after(decided, of=AT_COUNTER)
    assert visit.ticket is not None
    assert visit.release is not None
    assert visit.release.kind is ReleaseKind.COURTESY
    assert not is_settled(visit)
    assert visit.open_tasks == ()
    assert decide_courtesy(visit, ANA, "x", LATER) == outcomes.AlreadyPaid()


def test_money_that_is_there_is_not_taken_for_a_courtesy() -> None:
    late = after(paid(), of=abandoned())
    decided = decide_courtesy(late, ANA, "x", LATER)
    assert isinstance(decided, facts.VisitReleased)
    visit = after(decided, of=late)
    assert visit.ticket is not None
    assert not is_settled(visit)
    assert [task.kind for task in visit.open_tasks] == [TaskKind.PAID_LATE]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (END_TO_END, END_TO_END),
        (f" {END_TO_END} ", END_TO_END),
        ("doc 123", None),
        ("doc-123", "statement:DOC-123"),
        ("vez0abc", "statement:VEZ0ABC"),
        ("52998224725", None),
        ("529.982.247-25", None),
        ("", None),
        ("ab", None),
        ("João", None),
        ("x" * 41, None),
    ],
)
def test_how_a_payment_is_named_in_a_statement(written: str, kept: str | None) -> None:
    assert reference_of(written) == kept


@pytest.mark.parametrize(
    ("visit", "intent", "reference", "amount", "said"),
    [
        (waiting_for_own_pix(), PIX, END_TO_END, TOTAL, outcomes.NoSuchCharge(PIX)),
        (waiting_for_pix(), PIX, END_TO_END, TOTAL, outcomes.NoSuchCharge(PIX)),
        (waiting_for_own_pix(), OWN, "João", TOTAL, outcomes.NotAReference()),
        (waiting_for_own_pix(), OWN, END_TO_END, ZERO, outcomes.WrongAmount()),
        (
            after(paid(END_TO_END, intent=OWN), of=waiting_for_own_pix()),
            OWN,
            END_TO_END,
            CENTAVO,
            outcomes.AlreadyFound("A042"),
        ),
        (after(paid("p1", intent=OWN), of=waiting_for_own_pix()), OWN, "doc1", TOTAL, outcomes.AlreadyFound("A042")),
    ],
)
def test_what_is_not_found(visit: Visit, intent: IntentId, reference: str, amount: Money, said: object) -> None:
    assert decide_found(visit, intent, reference, amount, ANA, LATER) == said


@pytest.mark.parametrize(
    "visit",
    [
        waiting_for_own_pix(),
        after(VOUCHED, of=waiting_for_own_pix()),
        after(GIVEN_UP, of=waiting_for_own_pix()),
        after(OPENED, OWN_ASKED, OWN_SHOWN, COUNTER_ASKED, paid(intent=COUNTER)),
    ],
    ids=["waiting", "vouched for", "ended", "paid at the counter"],
)
def test_money_is_found_whatever_became_of_the_visit(visit: Visit) -> None:
    found = decide_found(visit, OWN, END_TO_END, TOTAL, ANA, LATER)
    assert found == facts.MoneyReceived(OWN, END_TO_END, TOTAL, None, LATER, taken=Taken(Tender.STATEMENT, ANA))
