"""What comes of the events that providers send: the charge is looked at, whatever the event says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shared.kernel.clock import ManualClock
from shared.kernel.ids import IntentId
from shared.kernel.money import Money
from shared.payments.model import ChargeRef, LookOutcome, ProviderUnreachable
from shared.payments.rows import IntentState
from shared.visits.model import TaskKind, Visit, VisitState
from shared.visits.outcomes import NotPermitted
from shared.webhooks import rules
from shared.webhooks.model import (
    Ending,
    NoSuchWebhook,
    Notification,
    Replayed,
    Source,
    Subject,
    Webhook,
    WebhookId,
    WebhookState,
)
from shared.webhooks.service import DUE_MAX, KEPT_FOR, Arrived
from tests.fakes.provider import FakeProvider
from tests.fakes.shop import ANA, BRUNO, NOON, PROVIDER, Shop

STRANGER = Subject(IntentId("f" * 32), "pay_of_somebody_else")


def arrives(shop: Shop, subject: Subject | None, key: str = "evt_1", source: Source = Source.ASAAS) -> None:
    """A provider says that something happened to a charge."""
    said = Notification(source, key, "PAYMENT_RECEIVED", subject, "{}")
    shop.core.inbox.receive([Arrived(said, shop.clock.now())])


def named(shop: Shop, visit: Visit) -> Subject:
    """As Asaas names a charge: by our reference and by its own id."""
    return Subject(shop.intent_of(visit), charge_of(shop, visit))


def charge_of(shop: Shop, visit: Visit) -> str:
    return shop.provider.of(shop.intent_of(visit)).id


def only(shop: Shop) -> Webhook:
    (found,) = shop.core.inbox.latest()
    return found


def waits(shop: Shop) -> bool:
    """Is an event still worked on?"""
    return only(shop).state is WebhookState.QUEUED


@pytest.mark.parametrize("by", ["reference", "charge", "both"])
def test_an_event_has_its_charge_looked_at_now(shop: Shop, by: str) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    both = named(shop, visit)
    arrives(
        shop, {"both": both, "reference": replace(both, charge_id=None), "charge": replace(both, intent_id=None)}[by]
    )
    assert shop.asked("look") == 0
    assert shop.core.webhook_duty.step() == 1
    assert shop.state(visit) is VisitState.PAID
    assert shop.asked("look") == 1
    assert (only(shop).state, only(shop).ending, only(shop).intent_id) == (
        WebhookState.DONE,
        Ending.LOOKED,
        shop.intent_of(visit),
    )
    assert shop.core.webhook_duty.step() == 0


def test_an_event_that_lies_about_a_payment_settles_nothing(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    arrives(shop, named(shop, visit))
    shop.core.webhook_duty.step()
    assert shop.state(visit) is VisitState.PENDING_PAYMENT
    assert only(shop).ending is Ending.LOOKED


def test_many_events_about_one_charge_are_one_look_and_one_ticket(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    for number in range(10):
        arrives(shop, named(shop, visit), f"evt_{number}")
    shop.core.webhook_duty.step()
    assert shop.asked("look") == 1
    assert {each.ending for each in shop.core.inbox.latest()} == {Ending.LOOKED}
    shop.prints()
    assert shop.printed_labels() == [visit.label]


def test_the_same_state_under_a_new_id_changes_nothing(shop: Shop) -> None:
    visit = shop.gets_ticket()
    arrives(shop, named(shop, visit), "evt_again")
    shop.core.webhook_duty.step()
    assert shop.asked("look") == 2
    assert (shop.state(visit), shop.tasks()) == (VisitState.IN_QUEUE, [])
    assert shop.printed_labels() == [visit.label]


def test_overdue_after_paid_changes_nothing(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    for kind in ("PAYMENT_RECEIVED", "PAYMENT_OVERDUE"):
        shop.core.inbox.receive(
            [Arrived(Notification(Source.ASAAS, kind, kind, named(shop, visit), "{}"), shop.clock.now())]
        )
        shop.core.webhook_duty.step()
    assert (shop.state(visit), shop.tasks()) == (VisitState.PAID, [])


def test_money_that_came_late_and_money_that_went_back_are_found(shop: Shop) -> None:
    visit = shop.gets_ticket()
    shop.provider.refunds(shop.intent_of(visit))
    arrives(shop, named(shop, visit), "evt_chargeback")
    shop.core.webhook_duty.step()
    assert shop.tasks() == [TaskKind.REVERSED]


def test_an_event_for_a_strangers_charge_is_harmless_and_can_be_seen(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    arrives(shop, STRANGER)
    shop.core.webhook_duty.step()
    assert (only(shop).state, only(shop).ending) == (WebhookState.DONE, Ending.STRANGER)
    assert shop.asked("look") == 0
    assert shop.state(visit) is VisitState.PENDING_PAYMENT


@pytest.mark.parametrize("source", [Source.MERCADO_PAGO, Source.BANK_PIX])
def test_one_account_says_nothing_about_the_charges_of_another(shop: Shop, source: Source) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    arrives(shop, named(shop, visit), source=source)
    shop.core.webhook_duty.step()
    assert only(shop).ending is Ending.STRANGER
    assert shop.asked("look") == 0


def test_an_event_without_any_name_is_a_strangers(shop: Shop) -> None:
    arrives(shop, Subject())
    shop.core.webhook_duty.step()
    assert only(shop).ending is Ending.STRANGER


def test_an_event_that_comes_before_the_charge_is_known_here_finds_it(shop: Shop) -> None:
    shop.provider.loses_next_creation(has_effect=True)
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    arrives(shop, Subject(shop.intent_of(visit), "pay_not_known_yet"))
    shop.core.webhook_duty.step()
    assert shop.state(visit) is VisitState.PAID


def test_a_charge_that_had_to_be_found_first_is_then_looked_at(shop: Shop) -> None:
    shop.provider.loses_next_creation(has_effect=True)
    visit = shop.pays_by_pix(shop.opens_visit())
    arrives(shop, Subject(shop.intent_of(visit)))
    shop.core.webhook_duty.step()
    assert (shop.asked("find"), shop.asked("look")) == (1, 1)


def test_an_event_that_only_the_charges_id_names_waits_for_a_creation_that_is_under_way(shop: Shop) -> None:
    shop.provider.loses_next_creation(has_effect=True)
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    arrives(shop, Subject(None, charge_of(shop, visit)))
    shop.core.webhook_duty.step()
    assert (waits(shop), only(shop).cause) == (True, "creating")
    shop.clock.advance(timedelta(seconds=3))
    shop.core.payment_duty.step()
    shop.core.webhook_duty.step()
    assert only(shop).ending is Ending.LOOKED
    assert shop.state(visit) is VisitState.PAID


def test_a_stranger_does_not_wait_for_ever_for_a_creation(shop: Shop) -> None:
    shop.provider_is_unreachable()
    shop.pays_by_pix(shop.opens_visit())
    arrives(shop, Subject(None, "pay_of_somebody_else"))
    for _ in range(rules.CREATING_TRIES):
        shop.core.webhook_duty.step()
        assert waits(shop)
        shop.clock.advance(timedelta(minutes=1))
    shop.core.webhook_duty.step()
    assert only(shop).ending is Ending.STRANGER


def test_a_look_that_could_not_be_done_is_done_later(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    shop.provider_is_unreachable()
    arrives(shop, named(shop, visit))
    shop.core.webhook_duty.step()
    assert (only(shop).state, only(shop).attempts) == (WebhookState.QUEUED, 1)
    assert shop.core.webhook_duty.step() == 0
    shop.provider.is_reachable = True
    shop.clock.advance(timedelta(seconds=1))
    shop.core.webhook_duty.step()
    assert shop.state(visit) is VisitState.PAID
    assert (only(shop).ending, only(shop).cause) == (Ending.LOOKED, None)


class Limiting(FakeProvider):
    """An account that asked to be left alone for a minute."""

    def look_up(self, ref: ChargeRef) -> LookOutcome:
        self.calls.append(("look", ref.intent_id))
        return ProviderUnreachable("rate_limited", timedelta(seconds=60))


def test_a_provider_that_asked_to_be_left_alone_is_left_alone_whoever_has_news(tmp_path: Path) -> None:
    clock = ManualClock(NOON)
    shop = Shop(tmp_path / "home", clock=clock, provider=Limiting(clock, PROVIDER))
    visit = shop.pays_by_pix(shop.opens_visit())
    arrives(shop, named(shop, visit), "evt_1")
    shop.core.webhook_duty.step()
    arrives(shop, named(shop, visit), "evt_2")
    for _ in range(58):
        shop.clock.advance(timedelta(seconds=1))
        shop.core.webhook_duty.step()
    assert shop.asked("look") == 1
    shop.clock.advance(timedelta(seconds=3))
    shop.core.webhook_duty.step()
    assert shop.asked("look") == 2
    shop.closes()


def fails_for_good(shop: Shop) -> Visit:
    """A customer paid, and the provider cannot be asked until the event is given up."""
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    shop.provider_is_unreachable()
    arrives(shop, named(shop, visit))
    for _ in range(rules.ATTEMPTS_MAX):
        shop.core.webhook_duty.step()
        shop.clock.advance(rules.RETRY_MOST)
    return visit


def test_after_many_attempts_a_person_decides(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    fails_for_good(shop)
    (dead,) = shop.core.inbox.dead()
    assert (dead.attempts, dead.state, dead.next_at) == (rules.ATTEMPTS_MAX, WebhookState.DEAD, None)
    assert shop.core.webhook_duty.step() == 0
    assert [each.msg["event"] for each in caplog.records if each.name == "webhooks"] == ["webhook given up"]  # type: ignore[index]


def test_a_supervisor_has_it_looked_at_again_and_the_journal_says_who(shop: Shop) -> None:
    fails_for_good(shop)
    (dead,) = shop.core.inbox.dead()
    shop.provider.is_reachable = True
    assert shop.core.inbox.replay([dead.id], ANA) == NotPermitted()
    assert shop.core.inbox.replay([dead.id], BRUNO) == Replayed((dead.id,))
    assert shop.core.inbox.dead() == ()
    shop.core.webhook_duty.step()
    assert only(shop).ending is Ending.LOOKED
    with shop.core.database.snapshot() as read:
        (told,) = shop.core.journal.events_of(read, f"webhook:{dead.id}")
    assert (told.event.kind, told.event.actor) == ("webhook_replayed", BRUNO.id)


def test_only_what_waits_for_a_person_can_be_replayed(shop: Shop) -> None:
    arrives(shop, STRANGER)
    shop.core.webhook_duty.step()
    for webhook_id in (only(shop).id, WebhookId("0" * 32)):
        assert shop.core.inbox.replay([webhook_id], BRUNO) == NoSuchWebhook()
    assert only(shop).ending is Ending.STRANGER


def test_an_event_for_a_charge_that_nobody_watches_any_more_is_looked_at(shop: Shop) -> None:
    visit = shop.gets_ticket()
    subject = named(shop, visit)
    for _ in range(20):
        shop.clock.advance(timedelta(days=1))
        shop.core.payment_duty.step()
    with shop.core.database.snapshot() as read:
        intent = shop.core.payment_duty._intents.get(read, shop.intent_of(visit))
    assert intent is not None
    assert intent.state is IntentState.CLOSED
    shop.provider.refunds(shop.intent_of(visit))
    arrives(shop, subject, "evt_chargeback_after_weeks")
    shop.core.webhook_duty.step()
    assert TaskKind.REVERSED in shop.tasks()
    assert only(shop).ending is Ending.LOOKED


def test_money_of_a_charge_that_was_believed_never_made_is_found_by_its_event(shop: Shop) -> None:
    """Its creation took effect at the provider only after a look for it had found nothing."""
    shop.provider.loses_next_creation(has_effect=True)
    visit = shop.pays_by_pix(shop.opens_visit())
    intent_id = shop.intent_of(visit)
    hidden, shop.provider.charges = shop.provider.charges, {}
    shop.gives_up(visit)
    shop.clock.advance(timedelta(minutes=3))
    shop.core.payment_duty.step()
    assert shop.state(visit) is VisitState.ABANDONED
    shop.provider.charges = hidden
    shop.provider.pays(intent_id)
    arrives(shop, Subject(intent_id, shop.provider.of(intent_id).id))
    shop.core.webhook_duty.step()
    assert shop.tasks() == [TaskKind.PAID_LATE]
    assert only(shop).ending is Ending.LOOKED


def test_a_charge_that_was_believed_never_made_is_voided_when_its_event_finds_it(shop: Shop) -> None:
    shop.provider.loses_next_creation(has_effect=True)
    visit = shop.pays_by_pix(shop.opens_visit())
    intent_id = shop.intent_of(visit)
    hidden, shop.provider.charges = shop.provider.charges, {}
    shop.gives_up(visit)
    shop.clock.advance(timedelta(minutes=3))
    shop.core.payment_duty.step()
    shop.provider.charges = hidden
    arrives(shop, Subject(intent_id, shop.provider.of(intent_id).id))
    shop.core.webhook_duty.step()
    shop.core.payment_duty.step()
    assert shop.provider.of(intent_id).is_voided
    assert (shop.state(visit), shop.tasks()) == (VisitState.ABANDONED, [])


def test_a_clock_that_was_set_back_keeps_no_event_waiting(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    shop.core.webhook_duty.step()
    arrives(shop, named(shop, visit))
    shop.clock.jump(timedelta(days=-1))
    shop.core.webhook_duty.step()
    assert shop.state(visit) is VisitState.PAID


def test_who_takes_over_works_on_what_waited(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.provider_is_unreachable()
    shop.customer_pays(visit)
    arrives(shop, named(shop, visit))
    shop.core.webhook_duty.step()
    shop.provider.is_reachable = True
    shop.restarts()
    shop.core.webhook_duty.recover()
    shop.core.webhook_duty.step()
    assert shop.state(visit) is VisitState.PAID


def test_a_crowd_of_events_is_worked_on_in_bounded_parts(shop: Shop) -> None:
    for number in range(DUE_MAX + 20):
        arrives(shop, STRANGER, f"evt_{number}")
    assert [shop.core.webhook_duty.step() for _ in range(3)] == [DUE_MAX, 20, 0]


def test_what_is_long_done_is_forgotten_and_what_waits_is_not(shop: Shop) -> None:
    fails_for_good(shop)
    arrives(shop, STRANGER, "evt_stranger")
    shop.core.webhook_duty.step()
    shop.clock.advance(KEPT_FOR + timedelta(days=1))
    shop.core.webhook_duty.step()
    assert [each.state for each in shop.core.inbox.latest()] == [WebhookState.DEAD]


def test_an_event_takes_nothing_from_the_others_when_its_charge_breaks_the_adapter(shop: Shop) -> None:
    first, second = (shop.pays_by_pix(shop.opens_visit()) for _ in range(2))
    shop.customer_pays(second)
    shop.provider.bewilders(shop.intent_of(first))
    arrives(shop, Subject(shop.intent_of(first)), "evt_1")
    arrives(shop, Subject(shop.intent_of(second)), "evt_2")
    shop.core.webhook_duty.step()
    assert shop.state(second) is VisitState.PAID
    ends = {each.key: each.ending for each in shop.core.inbox.latest()}
    assert ends == {"evt_1": None, "evt_2": Ending.LOOKED}


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 1), (2, 2), (3, 4), (9, 256), (10, 512), (11, 600), (19, 600), (500, 600)]
)
def test_the_pauses_grow_and_have_a_bound(attempts: int, seconds: int) -> None:
    assert rules.pause(attempts) == timedelta(seconds=seconds)


def test_an_amount_of_an_event_is_never_believed(shop: Shop) -> None:
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit, Money(1))
    arrives(shop, named(shop, visit))
    shop.core.webhook_duty.step()
    assert shop.tasks() == [TaskKind.PAID_UNDER]
