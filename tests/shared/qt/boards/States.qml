pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look
import Vez.Parts

Rectangle {
    id: root

    color: Theme.page

    ColumnLayout {
        x: Theme.margin
        y: Theme.large
        width: parent.width - 2 * Theme.margin
        spacing: Theme.medium

        Flow {
            spacing: Theme.medium
            Layout.fillWidth: true

            BigButton {
                text: "Pagar"
                iconName: "qr-code"
            }

            BigButton {
                text: "Cancelar"
                kind: BigButton.Secondary
                iconName: "x"
            }

            BigButton {
                text: "Agora não"
                kind: BigButton.Quiet
            }

            BigButton {
                text: "Cancelar tudo"
                kind: BigButton.Danger
            }

            BigButton {
                text: "Pagar"
                iconName: "qr-code"
                enabled: false
            }

            BigButton {
                text: "Voltar"
                kind: BigButton.Secondary
                enabled: false
            }

            BigButton {
                text: "Continuar"
                iconName: "arrow-right"
                isIconTrailing: true
            }

            BigButton {
                text: "Tocado"
                down: true
            }

            IconButton {
                text: "Idioma"
                iconName: "globe"
            }

            IconButton {
                text: "Contraste"
                iconName: "contrast"
                enabled: false
            }

            BusyMark {
                running: true
            }
        }

        Flow {
            spacing: Theme.small
            Layout.fillWidth: true

            Chip {
                text: "30 min"
                iconName: "clock"
            }

            Chip {
                text: "2 na fila"
                kind: Chip.Accent
                iconName: "users"
            }

            Chip {
                text: "Sua vez"
                kind: Chip.Warm
                iconName: "bell-ring"
            }

            Chip {
                text: "Atenção"
                kind: Chip.Warning
                iconName: "triangle-alert"
            }

            Chip {
                text: "Parado"
                kind: Chip.Danger
                iconName: "ban"
            }

            Chip {
                text: "Pago"
                kind: Chip.Success
                iconName: "circle-check"
            }
        }

        Banner {
            text: "A senha é chamada na tela grande e por voz."
            Layout.fillWidth: true
        }

        Banner {
            kind: Banner.Warning
            title: "Sem internet"
            text: "O Pix volta assim que a conexão voltar. Pague no balcão."
            actionText: "Pagar no balcão"
            Layout.fillWidth: true
        }

        Banner {
            kind: Banner.Error
            title: "Não conseguimos confirmar"
            text: "Seu dinheiro está seguro. Um atendente já foi avisado."
            Layout.fillWidth: true
        }

        Banner {
            kind: Banner.Success
            text: "Pagamento recebido."
            Layout.fillWidth: true
        }

        CountdownBar {
            text: "0:48 para pagar"
            remaining: 0.12
            isUrgent: true
            Layout.fillWidth: true
        }

        QuantityStepper {
            value: 2
            name: "Toalha"
            to: 2
        }
    }
}
