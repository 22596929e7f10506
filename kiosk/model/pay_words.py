"""What the page of a payment calls things, method by method: its title, what to do, its code, its buttons."""

from __future__ import annotations

from typing import assert_never

from kiosk.model.words import translate
from shared.kernel.ways import Method


def page_title(method: Method, *, is_ready: bool) -> str:
    """`is_ready`: there is something to pay with."""
    match method:
        case Method.PIX | Method.OWN_PIX:
            return translate("Pay", "Pague com Pix")
        case Method.CARD:
            return translate("Pay", "Pague com cartão")
        case Method.BOLETO:
            return translate("Pay", "Pague com boleto")
        case Method.TERMINAL:
            return translate("Pay", "Siga na maquininha") if is_ready else translate("Pay", "Pague na maquininha")
        case Method.COUNTER:
            return translate("Pay", "Pague no balcão")
        case _:
            assert_never(method)


def steps(method: Method, label: str) -> tuple[str, ...]:
    """What to do, in order."""
    match method:
        case Method.PIX:
            return (
                translate("Pay", "Abra o Pix no app do seu banco."),
                translate("Pay", "Aponte a câmera para este código."),
                translate("Pay", "Confira o valor e confirme."),
            )
        case Method.OWN_PIX:
            return (
                translate("Pay", "Abra o Pix no app do seu banco."),
                translate("Pay", "Aponte a câmera e pague."),
                translate("Pay", "No balcão, diga a senha %1.").replace("%1", label),
            )
        case Method.CARD:
            return (
                translate("Pay", "Aponte a câmera do celular."),
                translate("Pay", "Preencha os dados do cartão."),
                translate("Pay", "Confirme e olhe para cá."),
            )
        case Method.BOLETO:
            return (
                translate("Pay", "Aponte a câmera do celular."),
                translate("Pay", "Pague o boleto pelo app do banco."),
                translate("Pay", "Depois, no balcão, diga a senha %1.").replace("%1", label),
            )
        case Method.TERMINAL:
            return (
                translate("Pay", "Aproxime, insira ou passe o cartão."),
                translate("Pay", "Escolha crédito ou débito."),
                translate("Pay", "Espere a aprovação e olhe para cá."),
            )
        case Method.COUNTER:
            return ()
        case _:
            assert_never(method)


def renew_text(method: Method) -> str:
    """The button that asks for another charge of the same method."""
    match method:
        case Method.PIX | Method.OWN_PIX:
            return translate("Pay", "Gerar novo código")
        case Method.CARD:
            return translate("Pay", "Gerar novo link")
        case Method.BOLETO:
            return translate("Pay", "Gerar novo boleto")
        case Method.TERMINAL | Method.COUNTER:
            return translate("Pay", "Tentar de novo")
        case _:
            assert_never(method)


def code_name(method: Method) -> str:
    """What the picture on the screen is, for a screen reader; `%1` the amount, `%2` the receiver."""
    match method:
        case Method.CARD:
            return translate("Pay", "Código que abre a página do cartão, %1 para %2")
        case Method.BOLETO:
            return translate("Pay", "Código que abre o boleto, %1 para %2")
        case Method.PIX | Method.OWN_PIX | Method.TERMINAL | Method.COUNTER:
            return translate("Pay", "Código Pix de %1 para %2")
        case _:
            assert_never(method)
