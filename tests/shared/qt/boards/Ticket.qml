pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look
import Vez.Parts

Rectangle {
    id: root

    color: Theme.page

    PageHeader {
        id: header

        width: parent.width
        title: "Tudo certo, Conceição!"
        subtitle: "Pegue sua senha na impressora."
    }

    ColumnLayout {
        anchors.top: header.bottom
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        spacing: Theme.medium

        Card {
            Layout.fillWidth: true

            Prose {
                text: "Sua senha"
                font: Theme.title
                color: Theme.muted
                horizontalAlignment: Text.AlignHCenter
                Layout.fillWidth: true
            }

            LabelNumber {
                text: "A042"
                tallest: root.height > root.width ? 45 : 28
                Layout.fillWidth: true
            }
        }

        LineCard {
            text: "Crioterapia"
            detail: "3 min"
            iconName: "snowflake"
            Layout.fillWidth: true

            Chip {
                text: "2º da fila · cerca de 6 min"
                iconName: "clock"
                kind: Chip.Accent
            }
        }

        LineCard {
            text: "Bota de compressão"
            iconName: "footprints"
            isStrong: true
            Layout.fillWidth: true

            Chip {
                text: "Sua vez: vá para Bota 2"
                iconName: "bell-ring"
                kind: Chip.Warm
            }
        }

        Banner {
            kind: Banner.Warning
            title: "A impressora está sem papel"
            text: "Sua senha já vale. Tire uma foto desta tela ou guarde o número."
            Layout.fillWidth: true
        }
    }
}
