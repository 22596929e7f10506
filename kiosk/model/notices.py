"""What is said on the page where the customer can do something about it."""

from __future__ import annotations

from typing import assert_never

from kiosk.model.choice import Notice, Reduced, Withdrawn
from kiosk.model.words import counted, joined, translate
from shared.checkout.outcomes import MethodNotOffered


def notice_text(notice: Notice | None) -> str:
    """One plain sentence or two; empty when there is nothing to say."""
    match notice:
        case None:
            return ""
        case Withdrawn(names):
            text = counted(
                len(names),
                translate("Notice", "%2 acabou de ficar indisponível e saiu do seu pedido."),
                translate("Notice", "%2 acabaram de ficar indisponíveis e saíram do seu pedido."),
            )
            return text.replace("%2", joined(names))
        case Reduced(name, available):
            text = counted(
                available,
                translate("Notice", "Só resta %1 de %2. Ajustamos o seu pedido."),
                translate("Notice", "Só restam %1 de %2. Ajustamos o seu pedido."),
            )
            return text.replace("%2", name)
        case MethodNotOffered():
            return translate("Notice", "Essa forma de pagamento não está disponível agora. Escolha outra.")
        case _:
            assert_never(notice)
