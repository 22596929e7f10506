pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Kiosk
import Vez.Look
import Vez.Parts

// What the customer can buy; several at once.
PageFrame {
    id: root

    required property ServicesViewModel viewModel

    readonly property int count: repeater.count
    readonly property int fitting: Math.max(1, Math.floor(0.2 + (width - 2 * Theme.margin + Theme.medium) / (Theme.cardMin + Theme.medium)))
    readonly property int columns: count <= (isTall ? 5 : 3) ? 1 : Math.ceil(count / Math.ceil(count / fitting))

    gap: Theme.small
    title: qsTr("O que vai ser hoje?")
    subtitle: isTall ? qsTr("Escolha um ou mais.") : ""
    aside: isTall ? "" : qsTr("Escolha um ou mais.")

    bar: BottomBar {
        width: root.width
        caption: root.viewModel.count
        amount: root.viewModel.total
        leading: BigButton {
            objectName: "cancelServices"
            kind: BigButton.Secondary
            iconName: "x"
            text: qsTr("Cancelar")
            onClicked: root.viewModel.cancel()
        }
        trailing: BigButton {
            objectName: "goOn"
            iconName: "arrow-right"
            isIconTrailing: true
            text: qsTr("Continuar")
            enabled: root.viewModel.canContinue
            onClicked: root.viewModel.goOn()
            Layout.fillWidth: true
        }
    }

    ScrollArea {
        anchors.fill: parent
        spacing: Theme.medium
        edge: 2 * Theme.boldStroke

        Banner {
            objectName: "servicesNotice"
            kind: Banner.Warning
            text: root.viewModel.notice
            visible: text !== ""
            Layout.fillWidth: true
        }

        Banner {
            text: qsTr("Nenhum serviço está à venda neste totem agora. Fale com o balcão.")
            visible: root.count === 0
            Layout.fillWidth: true
        }

        GridLayout {
            columns: Math.max(1, root.columns)
            columnSpacing: Theme.medium
            rowSpacing: Theme.medium
            uniformCellWidths: true
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.maximumHeight: 2.2 * implicitHeight
            Layout.alignment: Qt.AlignTop

            Repeater {
                id: repeater

                model: root.viewModel.rows

                ServiceTile {
                    required property string key
                    required property string name

                    objectName: "service-" + key
                    text: name
                    onClicked: root.viewModel.toggle(key)
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                }
            }
        }
    }
}
