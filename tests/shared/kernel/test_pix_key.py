from __future__ import annotations

import pytest

from shared.kernel.pix_key import PixKeyKind, is_cnpj, is_cpf, kind_of_key


@pytest.mark.parametrize("number", ["52998224725", "12345678909", "19119119100", "11144477735"])
def test_a_right_cpf(number: str) -> None:
    assert is_cpf(number)


@pytest.mark.parametrize(
    "number", ["52998224724", "11111111111", "00000000000", "529.982.247-25", "5299822472", "", "x"]
)
def test_no_cpf(number: str) -> None:
    assert not is_cpf(number)


@pytest.mark.parametrize("number", ["00000000000191", "12ABC34501DE35"])
def test_a_right_cnpj(number: str) -> None:
    assert is_cnpj(number)


@pytest.mark.parametrize("number", ["00000000000192", "12abc34501de35", "00.000.000/0001-91", "12ABC34501DEA5", ""])
def test_no_cnpj(number: str) -> None:
    assert not is_cnpj(number)


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("52998224725", PixKeyKind.CPF),
        ("12ABC34501DE35", PixKeyKind.CNPJ),
        ("+5547998784545", PixKeyKind.PHONE),
        ("+551133334444", PixKeyKind.PHONE),
        ("caixa@loja.com.br", PixKeyKind.EMAIL),
        ("123e4567-e12b-12d1-a456-426655440000", PixKeyKind.RANDOM),
        ("529.982.247-25", None),
        ("47998784545", None),
        ("+5547 998784545", None),
        ("Caixa@loja.com.br", None),
        ("caixa@loja", None),
        ("a" * 70 + "@loja.com", None),
        ("123E4567-e12b-12d1-a456-426655440000", None),
        ("123e4567e12b12d1a456426655440000", None),
        ("", None),
        ("٥٢٩٩٨٢٢٤٧٢٥", None),
    ],
)
def test_a_key_has_one_exact_form(key: str, kind: PixKeyKind | None) -> None:
    assert kind_of_key(key) is kind
