"""How provider, printer and disk are is the same for every process of the station, and written only when it changes."""

from __future__ import annotations

from shared.bootstrap import build_core
from shared.printing.model import Trouble
from tests.fakes.shop import PROVIDER, Shop


def test_what_was_never_looked_at_counts_as_well(shop: Shop) -> None:
    now = shop.core.health.now()
    assert (now.provider_trouble(PROVIDER), now.printer_trouble, now.printer) == (None, None, None)


def test_a_trouble_is_seen_by_another_process_since_when(shop: Shop) -> None:
    shop.fake_printer.trouble = Trouble.COVER_OPEN
    shop.core.print_duty.look()
    since = shop.clock.now()
    shop.lets_time_pass(minutes=1)
    shop.core.print_duty.look()
    other = build_core(shop.home, shop.settings, shop.core.world)
    printer = other.health.now().printer
    other.database.close()
    assert printer is not None
    assert (printer.trouble, printer.since) == ("cover_open", since)


def test_what_has_not_changed_is_not_written(shop: Shop) -> None:
    shop.core.print_duty.look()
    shop.core.payment_duty.check()  # writes off the requests of many checks
    shop.core.health.report(PROVIDER, "down")
    feed = shop.core.feed()
    shop.core.print_duty.look()
    shop.core.health.report(PROVIDER, None)
    assert feed.poll() is not None, "what changed is news"
    shop.core.health.report(PROVIDER, None)
    shop.core.payment_duty.check()
    assert feed.poll() is None
    feed.close()


def test_a_provider_that_does_not_answer_is_named(shop: Shop) -> None:
    shop.provider_is_unreachable()
    shop.core.payment_duty.check()
    assert shop.core.health.now().provider_trouble(PROVIDER) == "down"
    shop.provider_is_back()
    assert shop.core.health.now().provider_trouble(PROVIDER) is None
