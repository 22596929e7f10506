pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Kiosk
import Vez.Look
import Vez.Parts

// What was chosen, line by line, and the way to more.
Card {
    id: root

    required property ReviewViewModel viewModel
    property bool isDense: false

    signal extrasAsked

    padding: isDense ? Theme.medium : Theme.large
    spacing: isDense ? Theme.small : Theme.medium

    Words {
        text: qsTr("Seu pedido")
        font: Theme.title
        Layout.fillWidth: true
    }

    Repeater {
        model: root.viewModel.lines

        RowLayout {
            id: line

            required property string name
            required property string detail
            required property string price

            spacing: Theme.medium
            Layout.fillWidth: true

            ColumnLayout {
                spacing: 0
                Layout.fillWidth: true

                Words {
                    text: root.isDense ? line.name + " · " + line.detail : line.name
                    font: Theme.strong
                    Layout.fillWidth: true
                }

                Words {
                    text: line.detail
                    font: Theme.caption
                    color: Theme.muted
                    visible: !root.isDense
                    Layout.fillWidth: true
                }
            }

            Words {
                text: line.price
                font: Theme.figures
                Layout.alignment: Qt.AlignVCenter
            }
        }
    }

    Item {
        Layout.fillHeight: true
    }

    BigButton {
        objectName: "askExtras"
        kind: BigButton.Secondary
        iconName: root.viewModel.extrasSummary === "" ? "plus" : "pencil"
        text: root.viewModel.extrasSummary === "" ? qsTr("Quer levar algo junto?") : qsTr("Mudar os extras")
        visible: root.viewModel.hasExtras
        onClicked: root.extrasAsked()
        Layout.fillWidth: true
    }
}
