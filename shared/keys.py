"""API keys: in the operating system's keyring; where no keyring works, in a file only its owner can read."""

from __future__ import annotations

import json
import os
import stat
import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from shared.redaction import keep_out

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

FILE_NAME = "keys.json"
OWNER_ONLY = 0o600
_ACCOUNTS = {"mercado_pago_orders": "mercado_pago", "mercado_pago_point": "mercado_pago"}


def account_of(provider: str) -> str:
    """The name of a provider's key: the ways of paying of one account share it."""
    return _ACCOUNTS.get(provider, provider)


class KeyPlace(StrEnum):
    """Where a key was put."""

    KEYRING = "keyring"
    FILE = "file"


class Keys:
    """The keys of the station whose folder is `home`."""

    def __init__(self, home: Path, backend: KeyringBackend | None = None) -> None:
        """`backend` None: the best that this computer offers, looked for at first need."""
        self._file = home / FILE_NAME
        self._service = f"vez {home.absolute()}"
        self._backend = backend

    def get(self, name: str) -> SecretStr | None:
        """The key, or None if there is none. The file comes first: a locked keyring would ask at the totem."""
        value = self._in_file().get(name) or self._in_keyring(name)
        if not value:
            return None
        keep_out(value)
        return SecretStr(value)

    def set(self, name: str, value: SecretStr) -> KeyPlace:
        """Keep a key, instead of any of that name."""
        keep_out(value.get_secret_value())
        if self._put_in_keyring(name, value):
            self._write({known: kept for known, kept in self._in_file().items() if known != name})
            return KeyPlace.KEYRING
        self._write({**self._in_file(), name: value.get_secret_value()})
        return KeyPlace.FILE

    def _in_keyring(self, name: str) -> str | None:
        ring, refusals = self._ring()
        try:
            return ring.get_password(self._service, name)
        except refusals:
            return None

    def _put_in_keyring(self, name: str, value: SecretStr) -> bool:
        ring, refusals = self._ring()
        try:
            ring.set_password(self._service, name, value.get_secret_value())
            return ring.get_password(self._service, name) == value.get_secret_value()
        except refusals:
            return False

    def _ring(self) -> tuple[KeyringBackend, tuple[type[Exception], ...]]:
        """The keyring and what it raises when it does not work.

        Imported here: it takes a good part of a second, which a totem whose key is in the file need not spend.
        """
        import keyring
        from keyring.errors import KeyringError

        refusals: tuple[type[Exception], ...] = (KeyringError, OSError)
        if sys.platform == "linux":  # keyring lets some failures of the Secret Service through as they are
            from secretstorage.exceptions import SecretStorageException

            refusals = (*refusals, SecretStorageException)
        return self._backend or keyring.get_keyring(), refusals

    def _in_file(self) -> dict[str, str]:
        """What the file holds; nothing if it is not there or damaged: the key is then entered again."""
        try:
            if stat.S_IMODE(self._file.stat().st_mode) & ~OWNER_ONLY:
                self._file.chmod(OWNER_ONLY)
            stored = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(name): str(value) for name, value in stored.items()} if isinstance(stored, dict) else {}

    def _write(self, stored: dict[str, str]) -> None:
        if not stored:
            self._file.unlink(missing_ok=True)
            return
        handle, name = tempfile.mkstemp(dir=self._file.parent, prefix=f".{FILE_NAME}.")
        partial = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(stored, stream, ensure_ascii=False, indent=1)
                stream.flush()
                os.fsync(stream.fileno())
            partial.replace(self._file)
        finally:
            partial.unlink(missing_ok=True)
