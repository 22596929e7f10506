"""The watch list on a real file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import exc, text

from shared.kernel.clock import ManualClock
from shared.kernel.ids import CustomerId, IntentId, SeededIds, VisitId
from shared.kernel.money import Money
from shared.payments.cadence import AFTER_MOST, RETRY_MOST
from shared.payments.intents import CALL_MAX, VOID_TRIES, Intents, NotNow
from shared.payments.model import ChargeRef, Intent, Payer
from shared.payments.rows import IntentState, WatchedIntent
from shared.store.database import Database
from shared.store.migrations import Migration, migrate, migrations

START = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
VISIT = VisitId("v" * 32)
CODE = "000201…"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    ours = [each for each in migrations() if each.name in {"0004_payments.sql", "0008_provider_budget.sql"}]
    opened = Database(tmp_path / "vez.sqlite")
    migrate(opened, tmp_path, tuple(Migration(number, each.name, each.sql) for number, each in enumerate(ours, 1)))
    yield opened
    opened.close()


@pytest.fixture
def desk(database: Database, clock: ManualClock) -> Desk:
    return Desk(database, clock)


class Desk:
    """The intents with a transaction around each step."""

    def __init__(self, database: Database, clock: ManualClock) -> None:
        self.database = database
        self.clock = clock
        self.intents = Intents(clock)
        self._ids = SeededIds(1)

    def adds(self, amount: int = 9000) -> IntentId:
        now = self.clock.now()
        intent = Intent(
            IntentId(self._ids.new()), Money(amount), "A001", now, now + timedelta(minutes=30), Payer("Ana", "1" * 11)
        )
        with self.database.transaction() as tx:
            return self.intents.add(tx, intent, VISIT, "asaas", CustomerId("c" * 32)).id

    def does(self, step: str, intent_id: IntentId, *details: object) -> WatchedIntent | NotNow:
        with self.database.transaction() as tx:
            named = {"is_money_there": True} if step == "unbooked" else {}
            outcome = getattr(self.intents, step)(tx, intent_id, *details, **named)
        assert isinstance(outcome, WatchedIntent | NotNow)
        return outcome

    def opens(self, amount: int = 9000) -> IntentId:
        intent_id = self.adds(amount)
        self.does("opening", intent_id)
        self.does("opened", intent_id, f"pay_{intent_id[:6]}", CODE)
        return intent_id

    def has(self, intent_id: IntentId) -> WatchedIntent:
        with self.database.snapshot() as read:
            found = self.intents.get(read, intent_id)
        assert found is not None
        return found

    def due(self) -> list[IntentId]:
        with self.database.snapshot() as read:
            return [each.id for each in self.intents.due(read, self.clock.now())]

    def open_count(self) -> int:
        with self.database.snapshot() as read:
            return self.intents.open_count(read)


def state_of(outcome: WatchedIntent | NotNow) -> IntentState | None:
    return outcome.state


def test_a_new_intent_is_due_at_once_and_keeps_no_payer(desk: Desk) -> None:
    intent_id = desk.adds()
    assert desk.due() == [intent_id]
    found = desk.has(intent_id)
    assert (found.state, found.ref, found.customer_id) == (IntentState.TO_OPEN, None, CustomerId("c" * 32))
    assert found.intent(None).payer is None
    assert found.intent(Payer("Ana", "1" * 11)).amount == Money(9000)
    with desk.database.snapshot() as read:
        stored = " ".join(str(each) for each in read.execute(text("SELECT * FROM intent")).one())
    assert "Ana" not in stored
    assert "1" * 11 not in stored


def test_of_two_callers_one_opens_the_charge(desk: Desk) -> None:
    intent_id = desk.adds()
    assert state_of(desk.does("opening", intent_id)) is IntentState.OPENING
    assert desk.does("opening", intent_id) == NotNow(IntentState.OPENING)
    assert desk.due() == []


def test_an_opening_whose_caller_died_is_due_again(desk: Desk) -> None:
    intent_id = desk.adds()
    desk.does("opening", intent_id)
    desk.clock.advance(CALL_MAX)
    assert desk.due() == [intent_id]
    assert desk.has(intent_id).state is IntentState.OPENING


def test_an_open_charge_is_known_by_its_reference_and_looked_at_soon(desk: Desk) -> None:
    intent_id = desk.opens()
    found = desk.has(intent_id)
    assert found.ref == ChargeRef(intent_id, f"pay_{intent_id[:6]}", Money(9000))
    assert (found.state, found.br_code, found.next_look_at) == (IntentState.OPEN, CODE, START + timedelta(seconds=3))
    with desk.database.snapshot() as read:
        assert desk.intents.of_visit(read, VISIT) == (found,)


def test_looks_follow_the_cadence_until_the_watching_ends(desk: Desk) -> None:
    intent_id = desk.opens()
    watching_ends = desk.has(intent_id).watch_until
    for _ in range(200):
        due_at = desk.has(intent_id).next_look_at
        if due_at is None:
            break
        desk.clock.advance(due_at - desk.clock.now())
        assert desk.due() == [intent_id]
        desk.does("looked", intent_id)
    assert desk.clock.now() == watching_ends
    assert desk.has(intent_id).state is IntentState.CLOSED
    assert desk.due() == []


def test_a_failed_look_leaves_the_provider_alone_for_as_long_as_it_asks(desk: Desk) -> None:
    intent_id = desk.opens()
    first = desk.does("missed", intent_id, "rate_limited", timedelta(seconds=90))
    assert isinstance(first, WatchedIntent)
    assert (first.next_look_at, first.failures, first.last_cause) == (START + timedelta(seconds=90), 1, "rate_limited")
    seen = desk.does("looked", intent_id)
    assert isinstance(seen, WatchedIntent)
    assert (seen.failures, seen.last_cause, seen.looks) == (0, None, 2)


def test_failures_do_not_keep_an_intent_alive_for_ever(desk: Desk) -> None:
    intent_id = desk.opens()
    desk.clock.advance(timedelta(days=16))
    assert state_of(desk.does("missed", intent_id, "ConnectError")) is IntentState.CLOSED


def test_an_expired_charge_is_not_asked_for_more_often_because_it_fails(desk: Desk) -> None:
    intent_id = desk.opens()
    desk.clock.advance(timedelta(hours=30))
    failed = desk.does("missed", intent_id, "absent")
    assert isinstance(failed, WatchedIntent)
    assert failed.next_look_at == desk.clock.now() + timedelta(days=1)


def test_a_call_without_effect_is_made_again(desk: Desk) -> None:
    intent_id = desk.adds()
    desk.does("opening", intent_id)
    assert state_of(desk.does("to_repeat", intent_id, "ConnectError")) is IntentState.TO_OPEN
    desk.clock.advance(timedelta(seconds=1))
    assert desk.due() == [intent_id]
    assert state_of(desk.does("opening", intent_id)) is IntentState.OPENING


def test_an_unknown_creation_is_looked_for_and_not_made_again(desk: Desk) -> None:
    intent_id = desk.adds()
    desk.does("opening", intent_id)
    assert state_of(desk.does("missed", intent_id, "ReadTimeout")) is IntentState.OPENING
    desk.clock.advance(timedelta(seconds=1))
    assert desk.due() == [intent_id]


def test_a_voided_charge_is_only_watched(desk: Desk) -> None:
    intent_id = desk.opens()
    assert state_of(desk.does("ask_void", intent_id)) is IntentState.TO_VOID
    assert desk.due() == [intent_id]
    assert state_of(desk.does("voiding", intent_id)) is IntentState.VOIDING
    assert desk.does("voiding", intent_id) == NotNow(IntentState.VOIDING)
    assert state_of(desk.does("to_repeat", intent_id, "http_500")) is IntentState.TO_VOID
    desk.does("voiding", intent_id)
    assert desk.open_count() == 1
    resting = desk.does("rest", intent_id)
    assert isinstance(resting, WatchedIntent)
    assert (resting.state, desk.open_count()) == (IntentState.WATCHED, 0)
    assert resting.next_look_at == START + timedelta(hours=12)


def test_a_look_does_not_put_off_a_void(desk: Desk) -> None:
    intent_id = desk.opens()
    desk.does("ask_void", intent_id)
    desk.does("looked", intent_id)
    assert desk.due() == [intent_id]


def test_an_intent_cancelled_before_it_was_sent_is_closed(desk: Desk) -> None:
    intent_id = desk.adds()
    assert state_of(desk.does("ask_void", intent_id)) is IntentState.CLOSED
    assert desk.does("opening", intent_id) == NotNow(IntentState.CLOSED)


def test_an_intent_cancelled_while_it_was_being_opened_is_voided_when_its_charge_appears(desk: Desk) -> None:
    intent_id = desk.adds()
    desk.does("opening", intent_id)
    assert state_of(desk.does("ask_void", intent_id)) is IntentState.TO_VOID
    appeared = desk.does("opened", intent_id, "pay_1", CODE)
    assert isinstance(appeared, WatchedIntent)
    assert (appeared.state, appeared.charge_id, appeared.next_look_at) == (IntentState.TO_VOID, "pay_1", START)


def test_a_charge_that_appears_after_its_intent_was_given_up_is_watched_again(desk: Desk) -> None:
    intent_id = desk.adds()
    desk.does("close", intent_id, "refused")
    assert state_of(desk.does("opened", intent_id, "pay_1", None)) is IntentState.OPEN


def test_asking_twice_to_void_changes_nothing(desk: Desk) -> None:
    intent_id = desk.opens()
    desk.does("ask_void", intent_id)
    assert desk.does("ask_void", intent_id) == NotNow(IntentState.TO_VOID)
    desk.does("voiding", intent_id)
    assert desk.does("ask_void", intent_id) == NotNow(IntentState.VOIDING)


def test_what_rests_is_voided_when_somebody_asks_for_it(desk: Desk) -> None:
    intent_id = desk.opens()
    desk.does("rest", intent_id)
    assert state_of(desk.does("ask_void", intent_id)) is IntentState.TO_VOID
    assert desk.due() == [intent_id]


def test_an_intent_without_a_charge_cannot_rest(desk: Desk) -> None:
    assert desk.does("rest", desk.adds()) == NotNow(IntentState.TO_OPEN)


def test_at_start_up_everything_is_due(desk: Desk) -> None:
    first, second = desk.opens(), desk.opens()
    desk.does("close", second, "absent")
    assert desk.due() == []
    with desk.database.transaction() as tx:
        assert desk.intents.wake(tx) == 1
    assert desk.due() == [first]


def test_somebody_who_says_that_he_paid_need_not_wait(desk: Desk) -> None:
    intent_id = desk.opens()
    assert desk.due() == []
    desk.does("look_now", intent_id)
    assert desk.due() == [intent_id]


@pytest.mark.parametrize(
    ("step", "details"),
    [
        ("opening", ()),
        ("opened", ("pay_1", CODE)),
        ("looked", ()),
        ("missed", ("cause",)),
        ("to_repeat", ("cause",)),
        ("look_now", ()),
        ("ask_void", ()),
        ("voiding", ()),
        ("rest", ()),
        ("close", ("cause",)),
        ("unbooked", ()),
    ],
)
def test_an_unknown_intent_is_no_error(desk: Desk, step: str, details: tuple[object, ...]) -> None:
    assert desk.does(step, IntentId("f" * 32), *details) == NotNow(None)


def test_the_longest_overdue_comes_first_and_the_batch_is_bounded(desk: Desk) -> None:
    early = desk.adds()
    desk.clock.advance(timedelta(seconds=1))
    late = desk.adds()
    assert desk.due() == [early, late]
    with desk.database.snapshot() as read:
        assert [each.id for each in desk.intents.due(read, desk.clock.now(), limit=1)] == [early]


@pytest.mark.parametrize(
    "change",
    [
        "state = 'paid'",
        "state = 'open', charge_id = NULL, opened_at = NULL, br_code = NULL",
        "state = 'closed'",
        "amount_centavos = 0",
        "charge_id = NULL",
        "next_look_at = NULL",
        "expires_at = created_at",
        "looks = -1",
    ],
)
def test_the_file_refuses_what_cannot_be(desk: Desk, change: str) -> None:
    desk.opens()
    with pytest.raises(exc.IntegrityError), desk.database.transaction() as tx:
        tx.execute(text(f"UPDATE intent SET {change}"))


def test_one_charge_belongs_to_one_intent(desk: Desk) -> None:
    desk.does("opened", desk.adds(), "pay_1", CODE)
    with pytest.raises(exc.IntegrityError):
        desk.does("opened", desk.adds(), "pay_1", CODE)


def test_what_was_first_learnt_of_a_charge_stays(desk: Desk) -> None:
    intent_id = desk.opens()
    first = desk.has(intent_id)
    desk.clock.advance(timedelta(minutes=1))
    desk.does("opened", intent_id, "pay_other", "another code")
    again = desk.has(intent_id)
    assert (again.charge_id, again.br_code, again.opened_at) == (first.charge_id, CODE, first.opened_at)


def test_failures_of_looking_do_not_delay_a_void(desk: Desk) -> None:
    intent_id = desk.opens()
    for _ in range(3):
        desk.does("missed", intent_id, "down")
    asked = desk.does("ask_void", intent_id)
    assert isinstance(asked, WatchedIntent)
    assert (asked.failures, desk.due()) == (0, [intent_id])


def test_a_failure_at_the_last_moment_ends_the_watching(desk: Desk) -> None:
    intent_id = desk.opens()
    desk.clock.advance(desk.has(intent_id).watch_until - desk.clock.now())
    assert state_of(desk.does("missed", intent_id, "down")) is IntentState.CLOSED


def test_a_void_is_asked_for_eagerly_just_so_often(desk: Desk) -> None:
    """The tenth refusal still is followed soon; the eleventh waits for the cadence of looks."""
    intent_id = desk.opens()
    desk.does("ask_void", intent_id)
    desk.clock.advance(timedelta(hours=12))
    pauses = []
    for _ in range(VOID_TRIES + 1):
        failed = desk.does("to_repeat", intent_id, "refused")
        assert isinstance(failed, WatchedIntent)
        assert failed.next_look_at is not None
        pauses.append(failed.next_look_at - desk.clock.now())
    assert pauses[VOID_TRIES - 1] <= RETRY_MOST < AFTER_MOST <= pauses[VOID_TRIES]


def test_money_that_cannot_be_booked_is_marked_until_it_can(desk: Desk) -> None:
    intent_id = desk.opens()
    desk.does("unbooked", intent_id)
    desk.clock.advance(timedelta(minutes=1))
    for step, details in (("missed", ("down",)), ("looked", ()), ("unbooked", ()), ("rest", ())):
        desk.does(step, intent_id, *details)
        assert desk.has(intent_id).unbooked_since == START
    with desk.database.transaction() as tx:
        desk.intents.unbooked(tx, intent_id, is_money_there=False)
    assert desk.has(intent_id).unbooked_since is None
