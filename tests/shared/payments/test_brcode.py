"""Known codes of the Central Bank's manuals and of the field, and what must be refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.money import Money
from shared.payments import tlv
from shared.payments.brcode import (
    BrCode,
    BrCodeFault,
    BrCodeProblem,
    check_for,
    read_br_code,
    text_room,
    write_dynamic,
    write_static,
)

RANDOM_KEY = "123e4567-e12b-12d1-a456-426655440000"

# One line each: its name in our notes, and the code. K codes are in use and must be read; N codes must be refused.
CODES = dict(line.split(" ", 1) for line in (Path(__file__).parent / "known_codes.txt").read_text("utf-8").splitlines())
KNOWN = {name: code for name, code in CODES.items() if name.startswith("K")}
REFUSED = {
    "N2": BrCodeProblem.MALFORMED,  # the CRC fits, but "6304…" lies inside object 62
    "N3": BrCodeProblem.MALFORMED,
    "N5": BrCodeProblem.NO_DESTINATION,
    "N6": BrCodeProblem.NO_TXID,
}


def resealed(code: str, old: str, new: str) -> str:
    """The same code with one part changed and a CRC that fits again."""
    assert code.count(old) == 1
    return tlv.seal(code.replace(old, new)[:-8])


def test_the_crc_has_its_check_value() -> None:
    assert tlv.crc("123456789") == "29B1"


def test_text_that_is_not_ascii_passes_in_either_of_the_two_encodings_in_use() -> None:
    body = KNOWN["K21"][:-4]
    assert (tlv.crc(body, "latin-1"), tlv.crc(body, "utf-8")) == ("CA10", "B1A9")
    assert isinstance(read_br_code(body + "B1A9"), BrCode)
    assert isinstance(read_br_code(body + "B1A8"), BrCodeFault)


@pytest.mark.parametrize("name", KNOWN)
def test_known_codes_are_read(name: str) -> None:
    assert isinstance(read_br_code(KNOWN[name]), BrCode)


@pytest.mark.parametrize(("name", "problem"), REFUSED.items())
def test_broken_codes_are_refused(name: str, problem: BrCodeProblem) -> None:
    fault = read_br_code(CODES[name])
    assert isinstance(fault, BrCodeFault)
    assert fault.problem is problem


def test_a_code_with_another_crc_is_refused() -> None:
    fault = read_br_code(KNOWN["K1"][:-1] + "E")
    assert isinstance(fault, BrCodeFault)
    assert fault.problem is BrCodeProblem.BAD_CRC


def test_a_static_code_that_asks_for_nothing_is_never_shown() -> None:
    for text in (CODES["N4"], KNOWN["K11"], KNOWN["K21"]):
        fault = check_for(text, Money(0))
        assert isinstance(fault, BrCodeFault)
        assert fault.problem is BrCodeProblem.ZERO_AMOUNT


@pytest.mark.parametrize(
    ("of", "old", "new", "problem"),
    [
        ("K1", "5802BR", "5802AR", BrCodeProblem.BAD_FIELD),
        ("K1", "5303986", "5303840", BrCodeProblem.BAD_FIELD),
        ("K6", "010211", "010213", BrCodeProblem.BAD_FIELD),
        ("K1", "52040000", "5204000A", BrCodeProblem.BAD_FIELD),
        ("K1", "5913Fulano de Tal", "", BrCodeProblem.BAD_FIELD),
        ("K1", "br.gov.bcb.pix", "br.gov.bcb.pax", BrCodeProblem.NOT_PIX),
        ("K1", RANDOM_KEY, RANDOM_KEY.upper(), BrCodeProblem.BAD_KEY),
        ("K22", "12345678909", "12345678900", BrCodeProblem.BAD_KEY),
        ("K22", "123.45", "123,45", BrCodeProblem.BAD_AMOUNT),
        ("K22", "123.45", "23.456", BrCodeProblem.BAD_AMOUNT),
        ("K22", "123.45", "12345.", BrCodeProblem.BAD_AMOUNT),
        ("K22", "5406123.45", "541412345678901234", BrCodeProblem.BAD_AMOUNT),
        ("K1", "62070503***", "62079903***", BrCodeProblem.NO_TXID),
        ("K1", "000201", "000202", BrCodeProblem.MALFORMED),
        ("K1", "6008BRASILIA", "6008BRASILIA6008BRASILIA", BrCodeProblem.MALFORMED),
        ("K1", "6008BRASILIA", "6000", BrCodeProblem.MALFORMED),
    ],
)
def test_a_field_outside_the_pix_profile_is_refused(of: str, old: str, new: str, problem: BrCodeProblem) -> None:
    fault = read_br_code(resealed(KNOWN[of], old, new))
    assert isinstance(fault, BrCodeFault)
    assert fault.problem is problem


def test_a_code_names_exactly_one_pix_account() -> None:
    account = tlv.write("00", "br.gov.bcb.pix") + tlv.write("01", RANDOM_KEY)
    twice = read_br_code(resealed(KNOWN["K1"], "52040000", tlv.write("27", account) + "52040000"))
    both = tlv.write("26", account + tlv.write("25", "pix.example.com/1"))
    ambiguous = read_br_code(resealed(KNOWN["K1"], tlv.write("26", account), both))
    assert isinstance(twice, BrCodeFault)
    assert twice.problem is BrCodeProblem.NOT_PIX
    assert isinstance(ambiguous, BrCodeFault)
    assert ambiguous.problem is BrCodeProblem.NO_DESTINATION


def test_a_static_code_is_read_field_by_field() -> None:
    code = read_br_code(KNOWN["K15"])
    assert code == BrCode(
        key="4004901d-bd85-4769-8e52-cb4c42c506dc",
        url=None,
        text="Jornada pagador 43107",
        withdrawal_ispb="99999008",
        amount=Money(57757),
        name="Pix",
        city="BRASILIA",
        txid="99ed983ea570413d8d336301d",
        is_single_use=None,
    )


def test_a_dynamic_code_is_read_field_by_field() -> None:
    code = read_br_code(KNOWN["K2"])
    assert isinstance(code, BrCode)
    assert (code.is_static, code.url, code.amount, code.txid, code.is_single_use) == (
        False,
        "pix.example.com/8b3da2f39a4140d1a91abd93113bd441",
        None,
        None,
        True,
    )


def test_a_code_is_shown_only_for_its_own_amount() -> None:
    assert isinstance(check_for(KNOWN["K22"], Money(12345)), BrCode)
    for amount in (Money(12344), Money(12346)):
        fault = check_for(KNOWN["K22"], amount)
        assert isinstance(fault, BrCodeFault)
        assert fault.problem is BrCodeProblem.WRONG_AMOUNT


def test_a_static_code_must_carry_the_amount_and_a_dynamic_one_need_not() -> None:
    open_amount = check_for(KNOWN["K1"], Money(100))
    assert isinstance(open_amount, BrCodeFault)
    assert open_amount.problem is BrCodeProblem.NO_AMOUNT
    assert isinstance(check_for(KNOWN["K2"], Money(100)), BrCode)


@pytest.mark.parametrize(
    ("key", "amount", "txid"),
    [
        ("529.982.247-25", Money(1), None),
        (RANDOM_KEY, Money(0), None),
        (RANDOM_KEY, Money(-1), None),
        (RANDOM_KEY, Money(10**13), None),
        (RANDOM_KEY, Money(1), "with-dash"),
        (RANDOM_KEY, Money(1), "x" * 26),
        (RANDOM_KEY, Money(1), ""),
    ],
)
def test_what_a_code_cannot_carry_is_not_written(key: str, amount: Money, txid: str | None) -> None:
    with pytest.raises(ValueError):
        write_static(key, "Loja", "Cidade", amount, txid)


@pytest.mark.parametrize("url", ["", "https://pix.example.com/1", "x" * 78])
def test_a_dynamic_code_needs_an_address_without_scheme(url: str) -> None:
    with pytest.raises(ValueError):
        write_dynamic(url, "Loja", "Cidade")


def test_accents_are_removed_and_long_names_are_cut() -> None:
    code = read_br_code(
        write_static(RANDOM_KEY, "Estúdio de Recuperação São João", "São José dos Campos", None, None, "Açaí\n" * 30)
    )
    assert isinstance(code, BrCode)
    assert (code.name, code.city) == ("Estudio de Recuperacao Sa", "Sao Jose dos Ca")
    assert code.text is not None
    assert code.text.startswith("Acai Acai")
    assert len(code.text) <= text_room(RANDOM_KEY) == 37


keys = st.sampled_from(
    [RANDOM_KEY, "12345678909", "12ABC34501DE35", "+5547998784545", "caixa@loja.com.br", f"{'a' * 60}@{'b' * 13}.io"]
)
words = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1)


@given(
    key=keys,
    name=words,
    city=words,
    amount=st.none() | st.integers(1, 10**11).map(Money),
    txid=st.none() | st.from_regex(r"[A-Za-z0-9]{1,25}", fullmatch=True),
    text=st.text(st.characters(min_codepoint=32, max_codepoint=126)),
)
def test_what_is_written_is_read_back(
    key: str, name: str, city: str, amount: Money | None, txid: str | None, text: str
) -> None:
    code = read_br_code(write_static(key, name, city, amount, txid, text))
    assert isinstance(code, BrCode)
    assert (code.key, code.amount, code.txid) == (key, amount, txid)
    assert (code.name, code.city) == (name[:25], city[:15])


@given(at=st.integers(0), into=st.characters(min_codepoint=32, max_codepoint=126))
def test_any_single_changed_character_is_noticed(at: int, into: str) -> None:
    code = KNOWN["K22"]
    place = at % len(code)
    changed = code[:place] + into + code[place + 1 :]
    assert isinstance(read_br_code(changed), BrCodeFault) == (changed != code)


@given(st.text() | st.text("0123456789"))
def test_any_text_is_answered(text: str) -> None:
    assert isinstance(read_br_code(text), BrCodeFault)
    assert isinstance(read_br_code("000201" + text), BrCode | BrCodeFault)
    assert isinstance(read_br_code(KNOWN["K1"][:-8] + text), BrCode | BrCodeFault)
