"""What must be true before any test module is imported."""

import atexit
import importlib
import logging
import os
import shutil
import tempfile

import keyring
import pytest
from hypothesis import HealthCheck, settings
from keyring.backends import fail

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

# python-escpos writes its parsed printer table into this folder when it is first imported, and reads it at every
# import after that. It is written here and now, so that no process that a test starts, or kills, finds half of it.
_escpos_folder = tempfile.mkdtemp(prefix="vez-escpos-")
atexit.register(shutil.rmtree, _escpos_folder, ignore_errors=True)
os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = _escpos_folder
# The import also calls logging.basicConfig(), which leaves alone a root logger that has a handler.
logging.getLogger().addHandler(logging.NullHandler())
importlib.import_module("escpos.capabilities")

# The same examples at every run, so that a red check is red for a reason in the change.
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=60, print_blob=True)
settings.register_profile(
    "faults",
    deadline=None,
    max_examples=5_000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True)
def _no_keyring() -> None:
    """No test finds what another, or the person who runs them, keeps in a keyring."""
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
