"""Draws every view of the desk into a directory: `python -m tests.panel.gallery DIRECTORY`."""

import os
import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from panel.views.start_failure import StartFailure
from shared.catalog.model import EquipmentStatus
from shared.kernel.ids import EquipmentId
from shared.kernel.money import Money
from shared.kernel.ways import Method
from shared.payments.model import Payment, Received
from shared.printing.model import Trouble
from shared.reconciliation.rules import SETTLING
from shared.visits.model import PriorityGroup, Visit
from shared.webhooks.model import Notification, Source, Subject, WebhookState
from shared.webhooks.service import Arrived
from tests.driving.widgets import Desktop
from tests.fakes.own_pix import own_pix_settings
from tests.fakes.shop import BOOTS, BRUNO, CRYO, ICE, SAUNA, Shop
from tests.panel.post import LARGE, SMALL, Post, hire

NAMES = ("Marina Alves", "Paulo", "Ana Lúcia", "Rafael", "Beatriz", "Caio", "Dona Cida", "João Pedro", "Lívia", "Tom")
LIGHT, MASSAGE, DRIP = "luz-vermelha", "massagem-percussiva", "hidratacao-oral"
SERVICES = (CRYO, BOOTS, SAUNA, ICE, LIGHT, MASSAGE, DRIP)
GROUPS = {3: PriorityGroup.OVER_60, 8: PriorityGroup.OVER_80, 11: PriorityGroup.PREGNANT, 15: PriorityGroup.AUTISM}


def busy_afternoon(shop: Shop) -> None:
    """Twenty tickets in mixed states, with something wrong of every kind."""
    hire(shop)
    shop.core.reconciliation.step()
    tickets = [_arrives(shop, number) for number in range(20)]
    for visit, service in ((tickets[0], BOOTS), (tickets[2], SAUNA), (tickets[3], ICE)):
        shop.calls(visit, service)
        shop.starts(visit, service)
        shop.clock.advance(timedelta(minutes=3))
    shop.calls(tickets[4], CRYO)
    shop.core.serving.no_show(shop.turn(tickets[4], CRYO), BRUNO)
    shop.core.serving.add_note(tickets[3].id, "Prefere água morna depois.", BRUNO)
    shop.core.catalogue.set_equipment_status(EquipmentId("luz-1"), EquipmentStatus.CLEANING, BRUNO.id)
    shop.core.catalogue.set_equipment_status(EquipmentId("maca-1"), EquipmentStatus.OUT_OF_ORDER, BRUNO.id)
    _money(shop)
    _differences(shop, tickets)
    _papers(shop, tickets)
    shop.calls(tickets[1], BOOTS, by=BRUNO)
    shop.clock.advance(timedelta(seconds=72))


def _arrives(shop: Shop, number: int) -> Visit:
    wanted = (SERVICES[number % 7], SERVICES[(number * 3 + 1) % 7]) if number % 3 == 0 else (SERVICES[number % 4],)
    name = NAMES[number % len(NAMES)] if number % 5 != 4 else None
    group = GROUPS.get(number)
    services = tuple(dict.fromkeys(wanted))
    shop.clock.advance(timedelta(minutes=2, seconds=9 * number % 50))
    return shop.gets_ticket(services, **({"name": name} if name else {}), **({"priority": group} if group else {}))


def _money(shop: Shop) -> None:
    for name, services in (("Helena", (CRYO, BOOTS)), ("Igor", (ICE,))):
        shop.chooses(shop.opens_visit(services, {"toalha": 1}, name), Method.COUNTER)
        shop.clock.advance(timedelta(minutes=1))
    shop.chooses(shop.opens_visit((CRYO,), None, "Rafaela"), Method.OWN_PIX)
    seen = shop.chooses(shop.opens_visit((ICE,), None, "Dirceu"), Method.OWN_PIX)
    shop.core.counter.release(seen.id, "Vi no aplicativo do cliente", BRUNO)
    for name in ("Sílvia", "Otávio"):
        shop.pays_by_pix(shop.opens_visit((SAUNA,), None, name))
    for amount in (Money(5_000), Money(20_000)):
        shop.provider_reports_paid(shop.opens_visit((SAUNA,), None, "Nina"), amount)
        shop.clock.advance(timedelta(minutes=2))


def _differences(shop: Shop, tickets: list[Visit]) -> None:
    """The provider lists four payments that are nobody's, and another amount for one of ours."""
    (receipt,) = tickets[7].charges[0].receipts
    shop.provider.unlisted.add(receipt.reference)
    wrong = Payment(receipt.reference, receipt.amount + Money(1_000), receipt.paid_at)
    shop.provider.strangers.append(Received(wrong, "fake", tickets[7].charges[0].intent_id))
    for number in range(4):
        came = Payment(f"E00416968202611241702{number:011}", Money(5_000 + 730 * number), shop.clock.now())
        shop.provider.strangers.append(Received(came, f"c{number}", None))
    shop.clock.advance(SETTLING + timedelta(seconds=5))
    shop.core.reconciliation.compare_now(shop.provider.name)


def _papers(shop: Shop, tickets: list[Visit]) -> None:
    shop.fake_printer.lost_after = 40
    shop.core.papers.reprint(tickets[5].id, BRUNO)
    shop.prints()
    shop.fake_printer.lost_after = None
    shop.fake_printer.trouble = Trouble.PAPER_END
    shop.core.papers.reprint(tickets[6].id, BRUNO)
    shop.core.papers.print_test(BRUNO)
    shop.prints()
    shop.core.print_duty.look()
    shop.core.payment_duty.check()
    _webhooks(shop)


def _webhooks(shop: Shop) -> None:
    """The provider said something of each open Pix, and could not be asked about it."""
    for number, pending in enumerate(shop.core.board.pending_payments()):
        said = Notification(Source.ASAAS, f"evt_{number}", "PAYMENT_RECEIVED", Subject(pending.intent_id), "{}")
        shop.core.inbox.receive([Arrived(said, shop.clock.now())])
    with shop.core.database.snapshot() as read:
        queued = shop.core.inbox.due(read, shop.clock.now())
    given_up = [replace(each, state=WebhookState.DEAD, next_at=None, attempts=20, cause="timeout") for each in queued]
    with shop.core.database.transaction() as tx:
        shop.core.inbox.save(tx, given_up)


def draw(post: Post, directory: Path, size: str) -> None:
    """One picture of every view in one size."""
    desk = post.desk

    def shot(name: str) -> None:
        post.settles()
        desk.grab(directory / f"{name}-{size}.png")

    shot("0-sign-in")
    desk.click_row("people", "Bruno")
    desk.press(Qt.Key.Key_4)
    desk.press(Qt.Key.Key_8)
    shot("1-pin")
    post.sits_down(BRUNO)
    shot("2-queue")
    desk.click_row("services", "Crioterapia")
    desk.click_row("queue", "A009")
    shot("3-one-service")
    desk.click("callNext")
    shot("4-call-form")
    desk.click("formBack")
    desk.click_row("equipment", "Bota A")
    shot("5-machine")
    if desk.has("tabTicket"):
        desk.click("tabTicket")
    shot("6-ticket")
    desk.click("cancel")
    shot("7-cancel-form")
    desk.click("formBack")
    desk.press(Qt.Key.Key_F3)
    shot("8-notice")
    desk.click_row("services", "Crioterapia")
    desk.click_row("queue", "A001")
    desk.press(Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    shot("8b-elsewhere-form")
    desk.click("formBack")
    desk.click_row("services", "Não compareceram")
    shot("8c-no-shows")
    desk.click_row("services", "Todas as filas")
    desk.click("navPayments")
    shot("9-payments")
    desk.click("resolveDifferences")
    shot("9b-difference-form")
    desk.click("formBack")
    desk.click_row("pending", "Helena")
    desk.type("tenderTyped", "300")
    shot("10-tender")
    desk.click("tender-card")
    desk.type("tenderAuthorisation", "A1B2C3")
    shot("10b-card")
    desk.click("courtesy")
    shot("10c-courtesy-form")
    desk.click("formBack")
    desk.click_row("pending", "Rafaela")
    shot("10d-own-pix")
    desk.click("releaseOwnPix")
    shot("10e-receipt-form")
    desk.click("formBack")
    desk.click_row("tasks", "Pix da loja")
    shot("10f-to-reconcile")
    desk.click_row("tasks", "Pagou a menos")
    shot("11-decision")
    desk.click("navPapers")
    desk.click_row("papers", "Incerta")
    shot("12-papers")


def draw_quiet(post: Post, directory: Path) -> None:
    """A shop where nothing happens yet, and what is shown when something breaks."""
    desk = post.desk
    desk.click_row("people", "Ana")
    for _ in range(4):
        for key in (Qt.Key.Key_0, Qt.Key.Key_0, Qt.Key.Key_0, Qt.Key.Key_0, Qt.Key.Key_Return):
            desk.press(key)
        post.settles()
    desk.grab(directory / "13-locked.png")
    post.sits_down()
    desk.grab(directory / "14-empty-queue.png")
    desk.click("navPayments")
    desk.grab(directory / "15-empty-payments.png")
    desk.click("navPapers")
    desk.grab(directory / "16-empty-papers.png")
    post.panel.window.show_trouble()
    desk.grab(directory / "17-trouble.png")
    failure = StartFailure("O banco de dados está danificado. Restaure a última cópia de segurança.")
    failure.show()
    Desktop(failure).grab(directory / "18-cannot-start.png")
    failure.close()


def main(directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        for name, size in (("small", SMALL), ("large", LARGE)):
            shop = Shop(Path(folder) / name, settings=own_pix_settings())
            busy_afternoon(shop)
            post = Post(shop, size)
            draw(post, directory, name)
            post.leaves()
            shop.closes()
        shop = Shop(Path(folder) / "quiet")
        hire(shop)
        post = Post(shop)
        draw_quiet(post, directory)
        post.leaves()
        shop.closes()
    app.quit()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1]))
