"""What a provider said and nobody could check: seen on the payments page, and checked once more by a supervisor."""

from PySide6.QtCore import Qt

from panel.model.shop import ShopRules
from panel.model.webhooks import LISTED_MAX, derive_webhooks
from panel.wiring import rules_of
from shared.people.model import Role
from shared.visits.model import VisitState
from shared.webhooks import rules
from shared.webhooks.model import Notification, Source, Subject
from shared.webhooks.service import Arrived
from tests.fakes.shop import ANA, BRUNO, Shop
from tests.panel.post import Post


def dies(shop: Shop, count: int = 1) -> None:
    """Events whose charge could not be looked at, however often it was tried."""
    visit = shop.pays_by_pix(shop.opens_visit())
    shop.customer_pays(visit)
    shop.provider_is_unreachable()
    for number in range(count):
        said = Notification(Source.ASAAS, f"evt_{number}", "PAYMENT_RECEIVED", Subject(shop.intent_of(visit)), "{}")
        shop.core.inbox.receive([Arrived(said, shop.clock.now())])
    for _ in range(rules.ATTEMPTS_MAX):
        shop.core.webhook_duty.step()
        shop.clock.advance(rules.RETRY_MOST)


def at_payments(post: Post) -> None:
    post.presses(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert post.desk.text("pageTitle") == "Pagamentos"


def test_nothing_is_shown_while_every_notice_was_checked(post: Post) -> None:
    post.sits_down(BRUNO)
    at_payments(post)
    assert not post.desk.has("webhookTitle")


def test_a_supervisor_has_it_checked_once_more(post: Post, shop: Shop) -> None:
    dies(shop)
    post.sits_down(BRUNO)
    at_payments(post)
    assert post.desk.text("webhookTitle") == "1 aviso do provedor não foi conferido"
    assert post.desk.text("webhookLines") == "Asaas, 22/11 12:00: o provedor não respondeu à consulta (down)"
    post.clicks("replayWebhooks")
    assert post.notice() == "O provedor será consultado de novo."
    assert not post.desk.has("webhookTitle")
    shop.provider.is_reachable = True
    shop.core.webhook_duty.step()
    assert [shop.state(each) for each in shop.core.board.visits_since(shop.clock.now() - rules.RETRY_MOST * 40)] == [
        VisitState.PAID
    ]


def test_an_operator_sees_it_and_is_told_whom_to_ask(post: Post, shop: Shop) -> None:
    dies(shop)
    post.sits_down(ANA)
    at_payments(post)
    assert not post.desk.is_enabled("replayWebhooks")


def test_what_another_desk_had_checked_is_said(post: Post, shop: Shop) -> None:
    dies(shop)
    post.sits_down(BRUNO)
    at_payments(post)
    shop.core.inbox.replay([each.id for each in shop.core.inbox.dead()], BRUNO)
    post.desk.click("replayWebhooks")
    post.settles()
    assert post.notice() == "Este aviso já foi conferido por outra pessoa."


def test_many_are_counted_and_few_are_listed(shop: Shop) -> None:
    dies(shop, LISTED_MAX + 4)
    shown: ShopRules = rules_of(shop.settings)
    props = derive_webhooks(shop.core.inbox.dead(), Role.SUPERVISOR, shown)
    assert props.title == "7 avisos do provedor não foram conferidos"
    assert (len(props.lines), props.lines[-1], props.why_not) == (LISTED_MAX + 1, "e mais 4", "")
