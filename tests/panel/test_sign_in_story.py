"""Coming to the desk and leaving it, by real keys and clicks on the real core."""

from PySide6.QtCore import Qt

from tests.panel.post import Post

PINS = {"Ana": "2580", "Bruno": "4826"}


def enter(post: Post, pin: str) -> None:
    for digit in pin:
        post.desk.press(Qt.Key(Qt.Key.Key_0 + int(digit)))
    post.desk.press(Qt.Key.Key_Return)
    post.settles()


def who(post: Post) -> str:
    operator = post.panel.desks.session.operator
    return operator.name if operator else ""


def test_a_name_and_a_pin_by_keys(post: Post) -> None:
    assert post.desk.rows("people") == ["Ana, Atendente", "Bruno, Supervisor", "Carla, Administrador"]
    post.desk.press(Qt.Key.Key_Down)
    post.desk.press(Qt.Key.Key_Down)
    assert post.desk.text("signInPrompt") == "Olá, Bruno"
    enter(post, PINS["Bruno"])
    assert who(post) == "Bruno"
    assert post.desk.text("operatorRole") == "Supervisor"
    assert post.desk.text("pageTitle") == "Fila"


def test_a_name_and_a_pin_by_touching_the_digits(post: Post) -> None:
    post.desk.click_row("people", "Ana")
    post.desk.click("digit9")
    post.desk.click("pinErase")
    for digit in PINS["Ana"]:
        post.desk.click(f"digit{digit}")
    post.desk.click("pinEnter")
    post.settles()
    assert who(post) == "Ana"


def test_without_a_name_no_digit_is_taken(post: Post) -> None:
    assert not post.desk.is_enabled("digit1")
    post.desk.press(Qt.Key.Key_1)
    post.desk.click_row("people", "Ana")
    assert not post.desk.is_enabled("pinEnter")


def test_mistakes_make_one_wait_longer_each_time(post: Post) -> None:
    post.desk.click_row("people", "Ana")
    waits = []
    for _ in range(5):
        enter(post, "0000")
        said = post.desk.text("signInMessage")
        assert said.startswith("PIN errado. Tente de novo")
        if " em " in said:
            seconds = post.panel.desks.sign_in.seconds_left()
            waits.append(seconds)
            assert not post.desk.is_enabled("digit1")
            post.ticks(seconds)
    assert len(waits) >= 2
    assert waits == sorted(waits)
    assert waits[-1] > waits[0]
    enter(post, PINS["Ana"])
    assert who(post) == "Ana"


def test_the_wait_counts_down_on_the_screen(post: Post) -> None:
    post.desk.click_row("people", "Ana")
    for _ in range(4):
        enter(post, "0000")
    first = post.panel.desks.sign_in.seconds_left()
    assert first > 1
    post.ticks(1)
    assert post.panel.desks.sign_in.seconds_left() == first - 1


def test_another_name_begins_anew(post: Post) -> None:
    post.desk.click_row("people", "Ana")
    post.desk.press(Qt.Key.Key_1)
    post.desk.click_row("people", "Bruno")
    enter(post, PINS["Bruno"])
    assert who(post) == "Bruno"


def test_leaving_the_desk(post: Post) -> None:
    post.desk.click_row("people", "Ana")
    enter(post, PINS["Ana"])
    post.desk.click("signOut")
    post.settles()
    assert who(post) == ""
    assert post.desk.has("people")
    assert post.desk.text("signInPrompt") == "Boas-vindas"
