"""Why money was not taken, found or let go by hand, in plain Portuguese: what is wrong, and what to do."""

from __future__ import annotations

from typing import assert_never

from shared.visits import outcomes

ByHandRefusal = (
    outcomes.WrongAmount
    | outcomes.CashShort
    | outcomes.ChangeTooLarge
    | outcomes.NotAReference
    | outcomes.AlreadyFound
    | outcomes.OwnPixLimit
)


def explain_by_hand(refusal: ByHandRefusal) -> str:
    """One or two sentences for whoever asked."""
    match refusal:
        case outcomes.WrongAmount():
            return "O valor não é o deste pagamento: nada foi registrado. Veja a lista de novo e confira."
        case outcomes.CashShort(missing):
            return f"Faltam {missing}: nada foi registrado. Receba o resto e digite o total entregue."
        case outcomes.ChangeTooLarge(change):
            return f"O troco seria de {change}: confira o valor digitado. Nada foi registrado."
        case outcomes.NotAReference():
            return (
                "O código não serve: copie só letras e números, sem nome, CPF nem número de cartão "
                "(autorização até 12; identificador do extrato de 3 a 40)."
            )
        case outcomes.AlreadyFound(label):
            return f"Este pagamento já está registrado na senha {label}: o mesmo dinheiro não conta duas vezes."
        case outcomes.OwnPixLimit(released, amount, per_shift, amount_per_shift):
            return (
                f"Isto passa do seu limite de Pix da loja neste turno: já são {released} de {per_shift}, e {amount} de "
                f"{amount_per_shift}. Ache o dinheiro no extrato e registre, ou receba de outra forma."
            )
        case _:
            assert_never(refusal)
