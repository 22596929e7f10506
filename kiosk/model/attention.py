"""The page for what stops everything: what happened, what happens now, how to get a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from kiosk.model.state import Crashed, Scene, SellingPaused, StationTrouble, Trouble, VisitUnreadable
from kiosk.model.words import translate


@dataclass(frozen=True, slots=True)
class AttentionProps:
    icon_name: str = ""
    title: str = ""
    now: str = ""
    person: str = ""
    detail: str = ""
    can_leave: bool = False


def derive_attention(scene: Scene) -> AttentionProps:
    trouble = scene.state.trouble
    return AttentionProps() if trouble is None else _props(scene, trouble)


def _props(scene: Scene, trouble: Trouble) -> AttentionProps:
    match trouble:
        case SellingPaused():
            return AttentionProps(
                icon_name="pause",
                title=translate("Attention", "As vendas estão pausadas neste totem"),
                now=translate("Attention", "Nada foi cobrado. O totem volta sozinho."),
                person=translate("Attention", "O balcão continua atendendo: compre por lá."),
            )
        case StationTrouble(sentence):
            return AttentionProps(
                icon_name="triangle-alert",
                title=translate("Attention", "Este totem precisa de ajuda"),
                now=_money_is_safe(scene),
                person=translate("Attention", "Chame um atendente e mostre esta tela."),
                detail=sentence,
            )
        case Crashed():
            return AttentionProps(
                icon_name="rotate-ccw",
                title=translate("Attention", "Algo deu errado por aqui"),
                now=_money_is_safe(scene),
                person=translate("Attention", "Se precisar, chame um atendente."),
                can_leave=True,
            )
        case VisitUnreadable():
            return AttentionProps(
                icon_name="circle-alert",
                title=translate("Attention", "Não conseguimos mostrar o seu pedido"),
                now=_money_is_safe(scene),
                person=translate("Attention", "Fale com o balcão: por lá resolvemos."),
                can_leave=True,
            )
        case _:
            assert_never(trouble)


def _money_is_safe(scene: Scene) -> str:
    if scene.state.visit_id is None:
        return translate("Attention", "Nada foi cobrado. O totem volta sozinho.")
    return translate("Attention", "Se você já pagou, está registrado: sua senha vai sair.")
