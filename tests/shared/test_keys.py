from __future__ import annotations

import stat
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked
from pydantic import SecretStr

from shared.keys import KeyPlace, Keys

NONE: KeyringBackend = fail.Keyring()  # type: ignore[no-untyped-call]
KEY = SecretStr("$aact_hmlg_000MzkwODA2MWY2OGM3MWRlMDU2NWM3MzJlNzZmNGZhZGY")


class FakeKeyring(KeyringBackend):
    """A keyring in memory, which can be locked."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        del self.kept[service, username]

    def _check(self) -> None:
        if self.is_locked:
            raise KeyringLocked("the person dismissed the prompt")


def _value(keys: Keys, name: str = "asaas") -> str | None:
    key = keys.get(name)
    return key.get_secret_value() if key else None


def test_a_key_is_kept_in_the_keyring(tmp_path: Path) -> None:
    keys = Keys(tmp_path, FakeKeyring())
    assert keys.get("asaas") is None
    assert keys.set("asaas", KEY) is KeyPlace.KEYRING
    assert _value(keys) == KEY.get_secret_value()
    assert list(tmp_path.iterdir()) == []


def test_two_stations_of_one_computer_have_their_own_keys(tmp_path: Path) -> None:
    ring = FakeKeyring()
    Keys(tmp_path / "one", ring).set("asaas", KEY)
    assert Keys(tmp_path / "two", ring).get("asaas") is None


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_without_a_keyring_a_key_is_kept_in_a_file_for_its_owner(tmp_path: Path, backend: type[KeyringBackend]) -> None:
    keys = Keys(tmp_path, backend())
    assert keys.set("asaas", KEY) is KeyPlace.FILE
    keys.set("other", SecretStr("x"))
    assert (_value(keys), _value(keys, "other"), _value(keys, "none")) == (KEY.get_secret_value(), "x", None)
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_locked_keyring_is_no_keyring(tmp_path: Path) -> None:
    ring = FakeKeyring()
    ring.is_locked = True
    keys = Keys(tmp_path, ring)
    assert keys.get("asaas") is None
    assert keys.set("asaas", KEY) is KeyPlace.FILE
    assert _value(keys) == KEY.get_secret_value()


def test_a_key_moves_to_the_keyring_when_there_is_one(tmp_path: Path) -> None:
    Keys(tmp_path, NONE).set("asaas", SecretStr("old"))
    keys = Keys(tmp_path, FakeKeyring())
    assert _value(keys) == "old"
    assert keys.set("asaas", KEY) is KeyPlace.KEYRING
    assert _value(keys) == KEY.get_secret_value()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    keys = Keys(tmp_path, NONE)
    keys.set("asaas", KEY)
    (file,) = tmp_path.iterdir()
    file.chmod(0o644)
    assert _value(keys) == KEY.get_secret_value()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("written", ["", "{", "[]", "\u0000"])
def test_a_damaged_file_holds_no_keys_and_can_be_written_again(tmp_path: Path, written: str) -> None:
    (tmp_path / "keys.json").write_text(written)
    keys = Keys(tmp_path, NONE)
    assert keys.get("asaas") is None
    keys.set("asaas", KEY)
    assert _value(keys) == KEY.get_secret_value()
