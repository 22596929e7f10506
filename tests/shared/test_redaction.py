from __future__ import annotations

from dataclasses import dataclass

import pytest
from pydantic import SecretStr

from shared.redaction import (
    DEPTH_MAX,
    HIDDEN,
    TAKEN_OUT,
    hide_name,
    hide_people,
    hide_secrets,
    keep_out,
    redact,
    redact_field,
    redact_text,
)

KEY = "$aact_prod_000MzkwODA2MWY2OGM3MWRlMDU2NWM3MzJlNzZmNGZhZGY6OjAwMDAw::$aach_2a3b-4c5d"
VALID = "52998224725"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (f"key {KEY} was refused", "key [key] was refused"),
        (f'{{"k":"{KEY}"}}', '{"k":"[key]"}'),
        (f"access_token: {KEY}", f"access_token: {HIDDEN}"),
        ("'access_token': 'abc123'", f"'access_token': '{HIDDEN}'"),
        ("GET /v3?access_token=abc&x=1", f"GET /v3?access_token={HIDDEN}&x=1"),
        ("Authorization: Bearer eyJhbGciOi.x.y", f"Authorization: {HIDDEN} [token]"),
        ("sent bearer eyJhbGciOi.x.y.", "sent bearer [token]"),
        ("PIN=4821", f"PIN={HIDDEN}"),
        ('"pin": "4821"', f'"pin": "{HIDDEN}"'),
        ("cpf 529.982.247-25 typed", "cpf [cpf] typed"),
        (f"cpf {VALID}", "cpf [cpf]"),
        (f"/customers?cpfCnpj={VALID}", "/customers?cpfCnpj=[cpf]"),
        ("111.222.333-44", "[cpf]"),
        ("call (11) 98765-4321 now", "call [phone] now"),
        ("call 11 98765-4321", "call [phone]"),
        ("call 11 3456-7890", "call [phone]"),
        ("call +55 11 98765-4321", "call [phone]"),
        ("call +5511987654321", "call [phone]"),
        ("call 11987654321", "call [phone]"),
        ("call +351912345678", "call [phone]"),
    ],
)
def test_what_is_secret_or_personal_is_taken_out(said: str, written: str) -> None:
    assert redact_text(said) == written
    assert redact_text(written) == written


@pytest.mark.parametrize(
    "said",
    [
        "ticket A042 was called",
        "took 12345678901 ns",
        "at 2026-03-02T12:00:00.123456Z",
        "R$ 1.234.567,89",
        "visit 0193a1b2c3d47e5f8899aabbccddeeff",
        "visit 0193a1b2-c3d4-7e5f-8899-112233445566",
        "epoch 1763785800",
        "epoch 1763785800123",
        "hlc 115612345678901234567",
        "pay_080225913252 is RECEIVED",
        "spinning",
        "127.0.0.1:8765",
        "",
    ],
)
def test_what_is_neither_stays(said: str) -> None:
    assert redact_text(said) == said


@dataclass(frozen=True)
class Payer:
    name: str
    cpf: str


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, None),
        (True, True),
        (1.5, 1.5),
        (42, 42),
        (int(VALID), "[cpf]"),
        ([VALID, {"pin": 4821, "who": VALID}], ["[cpf]", {"pin": HIDDEN, "who": "[cpf]"}]),
        (("x", {VALID}), ["x", ["[cpf]"]]),
        (
            {"Access-Token": "x", "token": None, VALID: 1},
            {"Access-Token": HIDDEN, "token": None, "[cpf]": 1},
        ),
        (Payer("Marina", VALID), "Payer(name='Marina', cpf='[cpf]')"),
        (ValueError(f"no {VALID}"), "ValueError('no [cpf]')"),
        (SecretStr("x"), "SecretStr('**********')"),
        (KEY.encode(), "b'[key]'"),
    ],
)
def test_every_kind_of_value_is_looked_into(value: object, written: object) -> None:
    assert redact(value) == written


def test_nesting_is_looked_into_to_a_bound_and_shown_as_text_beyond() -> None:
    nested: object = VALID
    for _ in range(DEPTH_MAX + 3):
        nested = [nested]
    written = repr(redact(nested))
    assert "[cpf]" in written
    assert VALID not in written


@pytest.mark.parametrize("name", ["pin", "PIN", "cpf", "phone", "access_token", "api-key", "customer_name", "cpfCnpj"])
def test_a_field_with_such_a_name_is_hidden_whatever_it_holds(name: str) -> None:
    assert redact_field(name, "anything") == HIDDEN


SECRET = "sh0p/secret+of=the bank"


@pytest.mark.parametrize(
    "written",
    [
        SECRET,
        "sh0p%2Fsecret%2Bof%3Dthe%20bank",
        "sh0p%2Fsecret%2Bof%3Dthe+bank",
        "c2gwcC9zZWNyZXQrb2Y9dGhlIGJhbms",
    ],
)
def test_a_key_in_use_is_hidden_in_every_form(written: str) -> None:
    assert hide_secrets(f"<{written}>", [SECRET]) == f"<{TAKEN_OUT}>"
    keep_out(SECRET)
    assert redact_text(f"<{written}>") == "<[key]>"


def test_a_word_too_short_for_a_key_is_not_kept_out() -> None:
    keep_out("ticket")
    assert redact_text("ticket A042") == "ticket A042"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("pediu com o CPF 529.982.247-25", "pediu com o CPF •••"),
        (f"CPF {VALID}, tel (11) 98765-4321", "CPF •••, tel •••"),
        ("ana.souza+loja@example.com.br pediu", "••• pediu"),
        ("cartão 5031 4332 1540 6351", "cartão •••"),
        ("cartão 5031433215406352", "cartão 5031433215406352"),
        ("documento 12345678901", "documento 12345678901"),
        ("E12345678202611221500kkkkkkkkkkk", "E12345678202611221500kkkkkkkkkkk"),
    ],
)
def test_numbers_of_people_are_not_kept_in_a_reason(said: str, kept: str) -> None:
    assert hide_people(said) == kept


def test_a_name_is_hidden_word_by_word() -> None:
    said = "O CPF de ANA PAULA da Silva não confere; Anas e paulistas ficam"
    assert hide_name(said, "Ana Paula da Silva") == "O CPF de ••• ••• da ••• não confere; Anas e paulistas ficam"
    assert hide_name("Ana", None) == "Ana"
