from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.printing.plain import plain


@pytest.mark.parametrize(
    ("given_text", "printed"),
    [
        ("João", "João"),
        (unicodedata.normalize("NFD", "Conceição"), "Conceição"),
        ("“Ana” – a melhor…", '"Ana" - a melhor...'),
        ("D’Ávila • 5€", "D'Ávila * 5EUR"),
        ("Zé \x1b@\x10\x04\x01\x7f\x00!", "Zé @!"),
        ("Ana\nMaria\tLuz  Sol\u00a0Mar", "Ana Maria Luz Sol Mar"),
        ("Bia 🎉👩‍👩‍👧", "Bia"),
        ("Łukasz Dvořák Nguyễn Œuvre", "Lukasz Dvorák Nguyen OEuvre"),
        ("Straße ÆØ ñ ¿", "Straße ÆØ ñ ¿"),
        ("Αθηνά", "?????"),
        ("１２３ ﬁm", "123 fim"),
        ("\u200b\u202e\ufeff", ""),
        ("", ""),
    ],
)
def test_text_becomes_printable(given_text: str, printed: str) -> None:
    assert plain(given_text) == printed


@given(st.text())
def test_whatever_people_type_is_one_safe_cell_per_character(text: str) -> None:
    printed = plain(text)
    encoded = printed.encode("cp850")
    assert len(encoded) == len(printed)
    assert all(byte >= 0x20 and byte != 0x7F for byte in encoded)
    assert plain(printed) == printed
