"""A visit that a newer program wrote to is said at the bottom of the window, and no more once it can be read."""

from pathlib import Path

from tests.fakes.shop import Shop
from tests.panel.post import Post
from tests.shared.checkout.stations import exchange, from_a_newer_program, hears


def test_a_visit_that_only_an_update_can_read_is_said_until_then(post: Post, shop: Shop, tmp_path: Path) -> None:
    there = Shop(tmp_path / "there", "B", clock=shop.clock)
    visit = there.gets_ticket()
    exchange(shop, there)
    post.sits_down()
    names = [item.name for item in post.panel.desks.session.status()]
    assert "held" not in names
    assert hears(shop, [from_a_newer_program(there, visit)])
    there.closes()
    post.ticks(1)
    said = post.panel.desks.session.status()[0]
    assert (said.name, said.text) == ("held", "1 senha espera atualização")
    assert visit.label in said.detail
    assert post.desk.has("statusHeld")
    with shop.core.database.writing_engine.begin() as connection:
        connection.exec_driver_sql("UPDATE visit SET is_held = 0")
    post.ticks(1)
    assert [item.name for item in post.panel.desks.session.status()] == names
    assert not post.desk.has("statusHeld")
