pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look
import Vez.Parts

Rectangle {
    id: root

    readonly property bool isTall: height > width

    color: Theme.page

    PageHeader {
        id: header

        width: parent.width
        title: "Digite seu CPF"
        subtitle: "Usamos só para o pagamento Pix. Ele some da tela ao terminar."

        IconButton {
            iconName: "accessibility"
            text: "Acessibilidade"
        }
    }

    GridLayout {
        anchors.top: header.bottom
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.large
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        columns: root.isTall ? 1 : 2
        columnSpacing: Theme.huge
        rowSpacing: Theme.large

        ColumnLayout {
            spacing: Theme.medium
            Layout.alignment: Qt.AlignTop
            Layout.fillWidth: true

            EntryField {
                name: "CPF"
                text: "•••.•••.••7-"
                focus: true
                horizontalAlignment: TextInput.AlignHCenter
                Layout.fillWidth: true
            }

            EntryField {
                name: "Nome"
                placeholderText: "Como chamamos você?"
                Layout.fillWidth: true
            }

            EntryField {
                name: "CPF"
                text: "111.111.111-12"
                error: "Confira os números: este CPF não existe."
                Layout.fillWidth: true
            }
        }

        Keypad {
            Layout.fillWidth: true
            Layout.maximumHeight: 130 * Theme.mm
            Layout.fillHeight: true
            Layout.alignment: Qt.AlignTop
        }

        BigButton {
            text: "Continuar"
            iconName: "arrow-right"
            isIconTrailing: true
            enabled: false
            Layout.columnSpan: root.isTall ? 1 : 2
            Layout.fillWidth: true
        }
    }
}
