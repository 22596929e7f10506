"""Every centavo ends as one ticket or one open task."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.journal.model import AlreadyTrue, Invalid
from shared.kernel.ids import ServiceId
from shared.kernel.money import ZERO, Money
from shared.visits import facts
from shared.visits.evolve import evolve
from shared.visits.ledger import still_to_give_back
from shared.visits.model import ChargeState, Decision, EndReason, TaskKind, Turn, TurnState, Visit, VisitState
from shared.visits.ticket import is_settled, visit_state
from tests.shared.visits.samples import (
    ANA,
    BOOTS,
    BOOTS_A,
    COUNTER,
    COUNTER_ASKED,
    CRYO,
    CRYO_1,
    EXPIRES,
    GIVEN_UP,
    LATER,
    OPENED,
    PIX,
    PIX_ASKED,
    SHOWN,
    TOTAL,
    abandoned,
    after,
    in_queue,
    paid,
    settled,
    waiting_for_pix,
)

CENTAVO = Money(1)


def tasks(visit: Visit) -> list[tuple[TaskKind, Money]]:
    return [(task.kind, task.amount) for task in visit.open_tasks]


def test_the_exact_amount_issues_one_ticket_with_a_turn_for_each_service() -> None:
    visit = settled()
    assert visit_state(visit) is VisitState.PAID
    assert [turn.id for turn in visit.turns] == [line.turn_id for line in visit.lines]
    assert visit.charges[0].state is ChargeState.PAID
    assert visit.open_tasks == ()


def test_a_repeated_report_changes_nothing() -> None:
    assert evolve(settled(), paid()) == AlreadyTrue()


def test_one_centavo_less_is_a_task_and_no_ticket() -> None:
    visit = after(paid(amount=TOTAL - CENTAVO), of=waiting_for_pix())
    assert visit.ticket is None
    assert tasks(visit) == [(TaskKind.PAID_UNDER, TOTAL - CENTAVO)]


def test_one_centavo_more_is_a_ticket_and_a_task_for_the_centavo() -> None:
    visit = after(paid(amount=TOTAL + CENTAVO), of=waiting_for_pix())
    assert visit.ticket is not None
    assert tasks(visit) == [(TaskKind.PAID_OVER, CENTAVO)]


def test_a_second_payment_is_a_task_and_no_second_ticket() -> None:
    first = settled()
    visit = after(paid("e2"), of=first)
    assert visit.ticket == first.ticket
    assert visit.turns == first.turns
    assert tasks(visit) == [(TaskKind.PAID_TWICE, TOTAL)]


def test_money_after_the_visit_ended_is_a_task_and_no_ticket() -> None:
    visit = after(paid(), of=abandoned())
    assert visit.ticket is None
    assert visit_state(visit) is VisitState.ABANDONED
    assert tasks(visit) == [(TaskKind.PAID_LATE, TOTAL)]


def test_money_while_a_void_is_under_way_still_buys_the_ticket() -> None:
    voiding = after(facts.ChargeVoidAsked(PIX, EndReason.CUSTOMER, LATER), of=waiting_for_pix())
    assert visit_state(after(paid(), of=voiding)) is VisitState.PAID


def test_late_money_that_is_released_settles_and_answers_the_task() -> None:
    late = after(paid(), of=abandoned())
    visit = after(facts.VisitReleased(ANA, "cliente presente", LATER), of=late)
    assert visit.ticket is not None
    assert visit.abandoned_at is None
    assert is_settled(visit)
    assert [task.decision for task in visit.tasks] == [Decision.RELEASED]


def test_money_that_comes_after_a_release_settles_without_a_second_ticket() -> None:
    released = after(facts.VisitReleased(ANA, "provedor fora do ar", LATER), of=waiting_for_pix())
    visit = after(paid(), of=released)
    assert visit.ticket == released.ticket
    assert is_settled(visit)
    assert visit.open_tasks == ()


def test_a_release_without_money_names_the_person_and_the_reason() -> None:
    visit = after(facts.VisitReleased(ANA, "provedor fora do ar", LATER), of=waiting_for_pix())
    assert visit.release is not None
    assert (visit.release.by, visit.release.reason) == (ANA, "provedor fora do ar")
    assert not is_settled(visit)


@pytest.mark.parametrize(
    "end", [facts.ChargeVoided(PIX, LATER), facts.ChargeExpired(PIX, LATER), facts.ChargeFailed(PIX, "x", LATER)]
)
def test_a_paid_charge_stays_paid(end: facts.ChargeFact) -> None:
    assert evolve(settled(), end) == AlreadyTrue()


def test_money_for_a_charge_that_nobody_made_is_a_conflict() -> None:
    assert isinstance(evolve(after(OPENED), paid()), Invalid)


def test_a_ticket_that_is_cancelled_owes_its_money() -> None:
    visit = after(facts.VisitCancelled(ANA, "desistiu", LATER), of=in_queue())
    assert visit_state(visit) is VisitState.CANCELLED
    assert tasks(visit) == [(TaskKind.REFUND_DUE, TOTAL)]
    assert still_to_give_back(visit) == ZERO


def test_money_that_goes_back_answers_the_refund_that_waits_for_it() -> None:
    cancelled = after(facts.VisitCancelled(ANA, "desistiu", LATER), of=in_queue())
    visit = after(facts.MoneyReversed(PIX, "e1", LATER), of=cancelled)
    assert visit.open_tasks == ()
    assert visit.tasks[0].decision is Decision.REFUNDED


def test_money_that_goes_back_by_itself_is_a_task() -> None:
    visit = after(facts.MoneyReversed(PIX, "e1", LATER), of=in_queue())
    assert tasks(visit) == [(TaskKind.REVERSED, TOTAL)]
    assert evolve(visit, facts.MoneyReversed(PIX, "e1", LATER)) == AlreadyTrue()
    assert isinstance(evolve(visit, facts.MoneyReversed(PIX, "never seen", LATER)), Invalid)


def test_a_decided_task_is_not_decided_otherwise() -> None:
    task = after(paid(), of=abandoned())
    task_id = task.tasks[0].id
    decided = after(facts.TaskDecided(task_id, Decision.REFUNDED, ANA, "", LATER), of=task)
    assert decided.open_tasks == ()
    assert evolve(decided, facts.TaskDecided(task_id, Decision.REFUNDED, ANA, "", LATER)) == AlreadyTrue()
    assert isinstance(evolve(decided, facts.TaskDecided(task_id, Decision.KEPT, ANA, "", LATER)), Invalid)
    assert isinstance(evolve(decided, facts.TaskDecided("no such", Decision.KEPT, ANA, "", LATER)), Invalid)


CHARGE_FACTS: list[facts.ChargeFact] = [
    PIX_ASKED,
    SHOWN,
    facts.ChargeCreationUnknown(PIX, "timeout", LATER),
    facts.ChargeFailed(PIX, "no", LATER),
    facts.ChargeVoidAsked(PIX, EndReason.CUSTOMER, LATER),
    facts.ChargeVoided(PIX, LATER),
    facts.ChargeExpired(PIX, LATER),
]
REACHED: dict[ChargeState, Visit] = {
    ChargeState.CREATING: after(OPENED, PIX_ASKED),
    ChargeState.AWAITING: waiting_for_pix(),
    ChargeState.FAILED: after(OPENED, PIX_ASKED, facts.ChargeFailed(PIX, "no", LATER)),
    ChargeState.VOIDING: after(facts.ChargeVoidAsked(PIX, EndReason.CUSTOMER, LATER), of=waiting_for_pix()),
    ChargeState.VOIDED: after(facts.ChargeVoided(PIX, LATER), of=waiting_for_pix()),
    ChargeState.EXPIRED: after(facts.ChargeExpired(PIX, LATER), of=waiting_for_pix()),
    ChargeState.PAID: settled(),
}
C, A, F, V, VD, X, P = (
    ChargeState.CREATING,
    ChargeState.AWAITING,
    ChargeState.FAILED,
    ChargeState.VOIDING,
    ChargeState.VOIDED,
    ChargeState.EXPIRED,
    ChargeState.PAID,
)
# For each state: what each of CHARGE_FACTS leads to.
TABLE = {
    C: [C, A, C, F, V, VD, X],
    A: [A, A, A, F, V, VD, X],
    F: [F, F, F, F, F, F, F],
    V: [V, V, V, F, V, VD, X],
    VD: [VD, VD, VD, VD, VD, VD, VD],
    X: [X, X, X, X, X, X, X],
    P: [P, P, P, P, P, P, P],
}


@pytest.mark.parametrize("state", list(TABLE))
@pytest.mark.parametrize("position", range(len(CHARGE_FACTS)))
def test_the_whole_table_of_charges(state: ChargeState, position: int) -> None:
    before = REACHED[state]
    outcome = evolve(before, CHARGE_FACTS[position])
    assert not isinstance(outcome, Invalid)
    assert (before if isinstance(outcome, AlreadyTrue) else outcome).charges[0].state is TABLE[state][position]


amounts = st.sampled_from([TOTAL - CENTAVO, TOTAL, TOTAL + CENTAVO, Money(100)])
arrivals = st.builds(paid, reference=st.sampled_from("abc"), amount=amounts, intent=st.sampled_from([PIX, COUNTER]))
anything: st.SearchStrategy[facts.VisitFact] = st.one_of(
    arrivals,
    st.sampled_from(CHARGE_FACTS),
    st.builds(facts.MoneyReversed, st.just(PIX), st.sampled_from("abc"), st.just(LATER), st.integers(1, 3)),
    st.builds(facts.MoneyRestored, st.just(PIX), st.sampled_from("abc"), st.just(LATER), st.integers(1, 3)),
    st.sampled_from(
        [GIVEN_UP, facts.VisitReleased(ANA, "x", LATER), facts.VisitCancelled(ANA, "x", LATER), COUNTER_ASKED]
    ),
)


@given(st.lists(anything, max_size=14))
def test_all_money_is_a_ticket_or_a_task_whatever_happens(history: list[facts.VisitFact]) -> None:
    visit = after(OPENED, PIX_ASKED, COUNTER_ASKED)
    tickets = 0
    for fact in history:
        outcome = evolve(visit, fact)
        if isinstance(outcome, Visit):
            tickets += visit.ticket is None and outcome.ticket is not None
            visit = outcome
    assert tickets <= 1
    for charge in visit.charges:
        for receipt in charge.receipts:
            explained = charge.settled_by == receipt.reference and receipt.amount >= charge.amount
            assert explained or any(task.id.endswith(f"{charge.intent_id}:{receipt.reference}") for task in visit.tasks)
    if visit.ticket is not None:
        assert is_settled(visit) or visit.release is not None
    if is_settled(visit):
        assert visit.ticket is not None
    assert sum(charge.settled_by is not None for charge in visit.charges) <= 1


def test_a_charge_that_opens_during_its_void_keeps_its_code_for_the_watch() -> None:
    asked = after(OPENED, PIX_ASKED, facts.ChargeVoidAsked(PIX, EndReason.CUSTOMER, LATER))
    visit = after(replace(SHOWN, at=EXPIRES), of=asked)
    assert visit.charges[0].state is ChargeState.VOIDING
    assert visit.charges[0].charge_id == "pay_1"


def test_money_for_a_released_and_cancelled_ticket_is_a_task() -> None:
    released = after(facts.VisitReleased(ANA, "provedor fora do ar", LATER), of=waiting_for_pix())
    cancelled = after(facts.VisitCancelled(ANA, "desistiu", LATER), of=released)
    assert tasks(after(paid(), of=cancelled)) == [(TaskKind.PAID_LATE, TOTAL)]


def test_money_for_a_released_ticket_owes_the_turn_that_was_cancelled_before() -> None:
    released = after(
        facts.VisitReleased(ANA, "provedor fora do ar", LATER),
        facts.TicketQueued(is_printed=True, at=LATER),
        facts.TurnCancelled(BOOTS, ANA, "máquina parada", LATER),
        of=waiting_for_pix(),
    )
    assert released.open_tasks == ()
    assert tasks(after(paid(), of=released)) == [(TaskKind.REFUND_DUE, Money(9_000))]


SECOND = paid("e2")
CANCELLED = facts.VisitCancelled(ANA, "desistiu", LATER)
RELEASED = facts.VisitReleased(ANA, "cliente presente", LATER)
BOOTS_CANCELLED = facts.TurnCancelled(BOOTS, ANA, "máquina parada", LATER)


def gone(reference: str = "e1") -> facts.MoneyReversed:
    return facts.MoneyReversed(PIX, reference, LATER)


def test_a_refunded_duplicate_answers_only_the_duplicate() -> None:
    visit = after(SECOND, CANCELLED, gone("e2"), of=in_queue())
    assert tasks(visit) == [(TaskKind.REFUND_DUE, TOTAL)]


def test_a_chargeback_of_too_much_money_misses_the_price() -> None:
    over = after(paid(amount=TOTAL + CENTAVO), of=waiting_for_pix())
    visit = after(gone(), of=over)
    assert tasks(visit) == [(TaskKind.REVERSED, TOTAL)]


def test_a_reversal_beyond_what_was_owed_back_is_missing() -> None:
    visit = after(BOOTS_CANCELLED, gone(), of=in_queue())
    assert tasks(visit) == [(TaskKind.REVERSED, TOTAL - Money(9_000))]


def test_two_late_payments_and_one_release_leave_one_task() -> None:
    visit = after(paid(), SECOND, RELEASED, of=abandoned())
    assert tasks(visit) == [(TaskKind.PAID_LATE, TOTAL)]
    assert visit.charges[0].settled_by == "e1"


def test_a_late_payment_of_too_much_that_is_released_owes_the_rest() -> None:
    visit = after(paid(amount=TOTAL * 3), RELEASED, of=abandoned())
    assert tasks(visit) == [(TaskKind.PAID_OVER, TOTAL * 2)]


def test_half_a_payment_that_was_accepted_is_owed_back_when_the_ticket_is_cancelled() -> None:
    half = Money(TOTAL.centavos // 2)
    visit = after(paid(amount=half), RELEASED, CANCELLED, of=waiting_for_pix())
    assert tasks(visit) == [(TaskKind.REFUND_DUE, half)]


def test_a_refund_that_a_person_made_is_no_reversal_when_the_provider_shows_it() -> None:
    cancelled = after(CANCELLED, of=in_queue())
    decided = facts.TaskDecided(cancelled.open_tasks[0].id, Decision.REFUNDED, ANA, "", LATER)
    assert after(decided, gone(), of=cancelled).open_tasks == ()


def test_money_that_had_gone_back_before_it_was_seen_buys_nothing() -> None:
    visit = after(replace(paid(), is_reversed=True), of=waiting_for_pix())
    assert visit.ticket is None
    assert visit.open_tasks == ()
    assert visit_state(after(SECOND, of=visit)) is VisitState.PAID


def balance(visit: Visit) -> Money:
    """Money that is here, less what buys turns, what a person kept, and what somebody is asked to give back."""
    held = sum((each.amount for charge in visit.charges for each in charge.receipts if not each.is_reversed), ZERO)
    owed = sum((task.amount for task in visit.open_tasks if task.kind is not TaskKind.REVERSED), ZERO)
    return held - owed


@given(
    st.lists(st.sampled_from([paid(), SECOND, paid("e3", TOTAL * 2), CANCELLED, BOOTS_CANCELLED, gone(), gone("e2")]))
)
def test_money_beyond_the_price_is_always_asked_about(history: list[facts.VisitFact]) -> None:
    visit = waiting_for_pix()
    for fact in [*history[:3], facts.TicketQueued(is_printed=True, at=LATER), *history[3:]]:
        outcome = evolve(visit, fact)
        visit = outcome if isinstance(outcome, Visit) else visit
    due = sum((line.price for line in visit.lines for turn in visit.turns if _is_due(line.turn_id, turn)), ZERO)
    extras = sum((extra.total for extra in visit.extras), ZERO)
    assert balance(visit) <= due + extras


def _is_due(turn_id: str, turn: Turn) -> bool:
    return turn.id == turn_id and turn.state is not TurnState.CANCELLED


LET_IN = facts.VisitReleased(ANA, "cliente presente", LATER)


def test_money_that_went_back_settles_no_release() -> None:
    gone = after(paid(), facts.MoneyReversed(PIX, "e1", LATER), of=abandoned())
    visit = after(LET_IN, of=gone)
    assert visit.ticket is not None
    assert not is_settled(visit)
    assert visit.charges[0].settled_by is None


def test_released_late_money_is_given_back_once() -> None:
    visit = after(paid(), LET_IN, facts.VisitCancelled(ANA, "desistiu", LATER), of=abandoned())
    assert tasks(visit) == [(TaskKind.REFUND_DUE, TOTAL)]
    assert still_to_give_back(visit) == ZERO


def test_a_release_overrules_no_decision_about_the_money() -> None:
    late = after(paid(), of=abandoned())
    kept = after(facts.TaskDecided(late.tasks[0].id, Decision.KEPT, ANA, "avisado", LATER), of=late)
    assert [task.decision for task in after(LET_IN, of=kept).tasks] == [Decision.KEPT]


def test_money_that_a_person_gave_back_is_not_missed_when_the_provider_says_so() -> None:
    twice = after(paid("e2"), of=settled())
    refunded = after(facts.TaskDecided(twice.tasks[0].id, Decision.REFUNDED, ANA, "em dinheiro", LATER), of=twice)
    assert tasks(after(facts.MoneyReversed(PIX, "e2", LATER), of=refunded)) == []


def test_a_decided_refund_stays_as_it_was_decided() -> None:
    cancelled = after(facts.VisitCancelled(ANA, "desistiu", LATER), of=in_queue())
    task = cancelled.tasks[0]
    decided = after(facts.TaskDecided(task.id, Decision.KEPT, ANA, "combinado", LATER), of=cancelled)
    visit = after(facts.MoneyReversed(PIX, "e1", LATER), of=decided)
    assert next(each for each in visit.tasks if each.id == task.id) == decided.tasks[0]


def test_a_charge_that_expires_after_a_person_ended_it_keeps_that_reason() -> None:
    asked = after(facts.ChargeVoidAsked(PIX, EndReason.CUSTOMER, LATER), of=waiting_for_pix())
    assert after(facts.ChargeExpired(PIX, LATER), of=asked).charges[0].end_reason is EndReason.CUSTOMER
    assert after(facts.ChargeExpired(PIX, LATER), of=waiting_for_pix()).charges[0].end_reason is EndReason.TIMEOUT


def test_a_charge_that_turns_out_to_exist_is_unknown_no_more() -> None:
    unknown = after(PIX_ASKED, facts.ChargeCreationUnknown(PIX, "ReadTimeout", LATER), of=after(OPENED))
    assert unknown.charges[0].is_creation_unknown
    assert not after(SHOWN, of=unknown).charges[0].is_creation_unknown


@pytest.mark.parametrize(
    ("decision", "missing"),
    [(None, TOTAL - Money(9_000)), (Decision.REFUNDED, TOTAL - Money(9_000)), (Decision.KEPT, TOTAL)],
)
def test_a_chargeback_misses_all_but_what_is_owed_or_was_given_back(decision: Decision | None, missing: Money) -> None:
    owed = after(BOOTS_CANCELLED, of=in_queue())
    if decision is not None:
        owed = after(facts.TaskDecided(owed.tasks[0].id, decision, ANA, "combinado", LATER), of=owed)
    assert tasks(after(gone(), of=owed)) == [(TaskKind.REVERSED, missing)]


def test_a_chargeback_of_money_that_a_person_kept_is_not_silent() -> None:
    cancelled = after(CANCELLED, of=in_queue())
    kept = after(facts.TaskDecided(cancelled.tasks[0].id, Decision.KEPT, ANA, "combinado", LATER), of=cancelled)
    assert tasks(after(gone(), of=kept)) == [(TaskKind.REVERSED, TOTAL)]


CRYO_CANCELLED = facts.TurnCancelled(CRYO, ANA, "máquina parada", LATER)
STARTED = facts.TurnStarted(CRYO, ServiceId("crioterapia"), CRYO_1, ANA, LATER)
COMPLETED = facts.TurnCompleted(CRYO, ANA, LATER)
EXTRAS = Money(2_400)


@pytest.mark.parametrize(
    ("history", "owed"),
    [
        ([BOOTS_CANCELLED], [Money(9_000)]),
        ([BOOTS_CANCELLED, CRYO_CANCELLED], [Money(9_000), Money(18_000) + EXTRAS]),
        ([CRYO_CANCELLED, BOOTS_CANCELLED], [Money(18_000), Money(9_000) + EXTRAS]),
        ([STARTED, COMPLETED, BOOTS_CANCELLED], [Money(9_000)]),
        ([BOOTS_CANCELLED, STARTED, COMPLETED], [Money(9_000)]),
        ([BOOTS_CANCELLED, CANCELLED], [Money(9_000), Money(18_000) + EXTRAS]),
        ([STARTED, COMPLETED, CANCELLED], [Money(9_000)]),
    ],
)
def test_the_extras_are_owed_with_the_last_service_when_none_was_completed(
    history: list[facts.VisitFact], owed: list[Money]
) -> None:
    assert [task.amount for task in after(*history, of=in_queue()).open_tasks] == owed


@pytest.mark.parametrize(
    ("history", "state"),
    [
        ([CANCELLED], VisitState.CANCELLED),
        ([BOOTS_CANCELLED, CRYO_CANCELLED], VisitState.CANCELLED),
        ([STARTED, CANCELLED], VisitState.CANCELLED),
        ([STARTED, COMPLETED, CANCELLED], VisitState.COMPLETED),
        ([STARTED, COMPLETED, BOOTS_CANCELLED], VisitState.COMPLETED),
    ],
)
def test_a_ticket_is_cancelled_only_if_no_service_was_completed(
    history: list[facts.VisitFact], state: VisitState
) -> None:
    assert visit_state(after(*history, of=in_queue())) is state


BOOTS_DONE = (
    facts.TurnStarted(BOOTS, ServiceId("bota"), BOOTS_A, ANA, LATER),
    facts.TurnCompleted(BOOTS, ANA, LATER),
)
STEPS: dict[str, tuple[facts.VisitFact, ...]] = {
    "cryo cancelled": (CRYO_CANCELLED,),
    "boots cancelled": (BOOTS_CANCELLED,),
    "cryo done": (STARTED, COMPLETED),
    "boots done": BOOTS_DONE,
    "all cancelled": (CANCELLED,),
}


@given(st.permutations(sorted(STEPS)), st.sampled_from([TOTAL, TOTAL - CENTAVO, Money(100)]))
def test_what_is_owed_follows_from_what_was_served_however_it_was_cancelled(order: list[str], amount: Money) -> None:
    visit = after(paid(amount=amount), of=waiting_for_pix())
    if visit.ticket is None:
        visit = after(RELEASED, of=visit)
    visit = after(facts.TicketQueued(is_printed=True, at=LATER), of=visit)
    for fact in (fact for step in order for fact in STEPS[step]):
        outcome = evolve(visit, fact)
        visit = outcome if isinstance(outcome, Visit) else visit
    served = {turn.id for turn in visit.turns if turn.state is TurnState.COMPLETED}
    not_served = sum((line.price for line in visit.lines if line.turn_id not in served), ZERO)
    assert sum((task.amount for task in visit.open_tasks), ZERO) == (min(not_served, amount) if served else amount)
    assert visit_state(visit) is (VisitState.COMPLETED if served else VisitState.CANCELLED)


def test_a_release_for_less_owes_what_was_paid_when_its_services_are_cancelled_one_by_one() -> None:
    let_in = after(paid(amount=TOTAL - CENTAVO), RELEASED, of=waiting_for_pix())
    queued = after(facts.TicketQueued(is_printed=True, at=LATER), of=let_in)
    visit = after(BOOTS_CANCELLED, CRYO_CANCELLED, of=queued)
    assert sum((task.amount for task in visit.open_tasks), ZERO) == TOTAL - CENTAVO


BY_HAND = facts.TaskDecided("paid_late:pix-1:e1", Decision.REFUNDED, ANA, "em dinheiro", LATER)


def test_money_that_a_person_gave_back_settles_no_release_and_is_not_owed_again() -> None:
    refunded = after(paid(), BY_HAND, of=abandoned())
    let_in = after(RELEASED, of=refunded)
    assert let_in.ticket is not None
    assert not is_settled(let_in)
    assert [task.decision for task in let_in.tasks] == [Decision.REFUNDED]
    assert tasks(after(CANCELLED, of=let_in)) == []


def test_a_release_is_settled_by_the_payment_that_nobody_gave_back() -> None:
    visit = after(paid(), SECOND, BY_HAND, RELEASED, of=abandoned())
    assert visit.charges[0].settled_by == "e2"
    assert tasks(after(CANCELLED, of=visit)) == [(TaskKind.REFUND_DUE, TOTAL)]


@pytest.mark.parametrize(
    ("visit", "is_accepted"),
    [
        (after(paid(), of=abandoned()), True),
        (after(paid(amount=TOTAL - CENTAVO), of=waiting_for_pix()), True),
        (after(paid(amount=TOTAL + CENTAVO), of=waiting_for_pix()), False),
        (after(SECOND, of=settled()), False),
        (after(gone(), of=in_queue()), False),
        (after(CANCELLED, of=in_queue()), False),
    ],
)
def test_only_money_that_may_pay_is_released(visit: Visit, *, is_accepted: bool) -> None:
    outcome = evolve(visit, facts.TaskDecided(visit.tasks[0].id, Decision.RELEASED, ANA, "x", LATER))
    assert isinstance(outcome, Invalid) is not is_accepted
