"""What is said at each stage of a payment instead of something to pay with: words for all methods, and each's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from kiosk.model.pay_stage import PayStage
from kiosk.model.words import translate
from shared.kernel.ways import Method


@dataclass(frozen=True, slots=True)
class Said:
    """What has happened, and what happens now or is to be done."""

    title: str = ""
    text: str = ""
    icon_name: str = ""


NOTHING = Said()


def said(method: Method, stage: PayStage) -> Said:
    """Empty where the page shows something to pay with."""
    return _own_words(method).get(stage) or _anyones_words().get(stage, NOTHING)


def _own_words(method: Method) -> Mapping[PayStage, Said]:
    match method:
        case Method.PIX | Method.OWN_PIX | Method.COUNTER:
            return _pix()
        case Method.CARD:
            return _card()
        case Method.BOLETO:
            return _boleto()
        case Method.TERMINAL:
            return _terminal()
        case _:
            assert_never(method)


def _anyones_words() -> Mapping[PayStage, Said]:
    return {
        PayStage.OFFLINE: Said(
            translate("Stage", "Sem conexão com o banco"),
            translate("Stage", "Nada foi cobrado. Continuamos tentando.\nSe preferir, pague de outro jeito."),
            "wifi-off",
        ),
        PayStage.CANCELLING: Said(
            translate("Stage", "Cancelando o pagamento"),
            translate("Stage", "Se você já pagou, sua senha vai sair."),
            "loader-circle",
        ),
        PayStage.QUESTION: Said(
            translate("Stage", "Vamos conferir seu pagamento"),
            translate("Stage", "O dinheiro está registrado.\nDiga esta senha no balcão."),
            "hand-helping",
        ),
    }


def _pix() -> Mapping[PayStage, Said]:
    return {
        PayStage.PREPARING: Said(
            translate("Stage", "Gerando o seu código Pix"), translate("Stage", "Leva só um instante."), "loader-circle"
        ),
        PayStage.UNKNOWN: Said(
            translate("Stage", "Estamos confirmando"),
            translate("Stage", "Nada foi cobrado.\nVemos com o banco se o código foi criado."),
            "hourglass",
        ),
        PayStage.REFUSED: Said(
            translate("Stage", "O banco não criou o código"),
            translate("Stage", "Nada foi cobrado.\nGere um novo ou pague de outro jeito."),
            "circle-alert",
        ),
        PayStage.EXPIRED: Said(
            translate("Stage", "O código venceu"),
            translate("Stage", "Não pague mais com ele.\nSe você já pagou, fale com o balcão."),
            "timer",
        ),
        PayStage.CANCELLED: Said(
            translate("Stage", "Pedido cancelado"),
            translate("Stage", "Nada foi cobrado.\nNão pague mais com o código."),
            "circle-check",
        ),
    }


def _card() -> Mapping[PayStage, Said]:
    return {
        PayStage.PREPARING: Said(
            translate("Stage", "Gerando o seu link"), translate("Stage", "Leva só um instante."), "loader-circle"
        ),
        PayStage.UNKNOWN: Said(
            translate("Stage", "Estamos confirmando"),
            translate("Stage", "Nada foi cobrado.\nVemos com o banco se o link foi criado."),
            "hourglass",
        ),
        PayStage.REFUSED: Said(
            translate("Stage", "O link não foi criado"),
            translate("Stage", "Nada foi cobrado.\nTente de novo ou pague de outro jeito."),
            "circle-alert",
        ),
        PayStage.EXPIRED: Said(
            translate("Stage", "O link venceu"),
            translate("Stage", "Não pague mais por ele.\nSe você já pagou, fale com o balcão."),
            "timer",
        ),
        PayStage.CANCELLED: Said(
            translate("Stage", "Pedido cancelado"),
            translate("Stage", "Nada foi cobrado.\nNão pague mais pelo link."),
            "circle-check",
        ),
    }


def _boleto() -> Mapping[PayStage, Said]:
    return {
        PayStage.PREPARING: Said(
            translate("Stage", "Gerando o seu boleto"), translate("Stage", "Leva só um instante."), "loader-circle"
        ),
        PayStage.UNKNOWN: Said(
            translate("Stage", "Estamos confirmando"),
            translate("Stage", "Nada foi cobrado.\nVemos com o banco se o boleto foi criado."),
            "hourglass",
        ),
        PayStage.REFUSED: Said(
            translate("Stage", "O boleto não foi criado"),
            translate("Stage", "Nada foi cobrado.\nTente de novo ou pague de outro jeito."),
            "circle-alert",
        ),
        PayStage.EXPIRED: Said(
            translate("Stage", "O boleto venceu"),
            translate("Stage", "Não pague mais com ele.\nSe você já pagou, fale com o balcão."),
            "timer",
        ),
        PayStage.CANCELLED: Said(
            translate("Stage", "Pedido cancelado"),
            translate("Stage", "Nada foi cobrado.\nNão pague mais o boleto."),
            "circle-check",
        ),
    }


def _terminal() -> Mapping[PayStage, Said]:
    return {
        PayStage.PREPARING: Said(
            translate("Stage", "Enviando para a maquininha"),
            translate("Stage", "Deixe o cartão à mão."),
            "loader-circle",
        ),
        PayStage.UNKNOWN: Said(
            translate("Stage", "Estamos confirmando"),
            translate("Stage", "Vemos se a maquininha recebeu o valor.\nAinda não passe o cartão."),
            "hourglass",
        ),
        PayStage.OFFLINE: Said(
            translate("Stage", "A maquininha está sem conexão"),
            translate("Stage", "Nada foi cobrado. Continuamos tentando.\nSe preferir, pague de outro jeito."),
            "wifi-off",
        ),
        PayStage.PROCESSING: Said(
            translate("Stage", "Confirmando o pagamento"),
            translate("Stage", "A maquininha está terminando.\nSua senha aparece aqui."),
            "loader-circle",
        ),
        PayStage.CHECK: Said(
            translate("Stage", "Olhe o resultado na maquininha"),
            translate("Stage", "Fale com o atendente e diga esta senha.\nNão passe o cartão outra vez."),
            "hand-helping",
        ),
        PayStage.BUSY: Said(
            translate("Stage", "A maquininha está ocupada"),
            translate("Stage", "Nada foi cobrado. Espere um instante\ne tente de novo."),
            "hourglass",
        ),
        PayStage.REFUSED: Said(
            translate("Stage", "O pagamento não foi concluído"),
            translate("Stage", "Nada foi cobrado.\nTente de novo ou pague de outro jeito."),
            "circle-alert",
        ),
        PayStage.EXPIRED: Said(
            translate("Stage", "O tempo na maquininha acabou"),
            translate("Stage", "Não passe mais o cartão.\nSe você já pagou, fale com o balcão."),
            "timer",
        ),
        PayStage.CANCELLED: Said(
            translate("Stage", "Pedido cancelado"), translate("Stage", "Nada foi cobrado."), "circle-check"
        ),
        PayStage.CANCELLING: Said(
            translate("Stage", "Cancelando o pagamento"),
            translate("Stage", "Cancele também na maquininha.\nSe você já pagou, sua senha vai sair."),
            "loader-circle",
        ),
    }
