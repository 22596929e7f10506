pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Vez.Kiosk
import Vez.Look
import Vez.Parts

// In how many monthly parts a card pays. A touch is the answer.
Sheet {
    id: root

    required property PayerViewModel viewModel

    objectName: "installments"
    title: qsTr("Em quantas vezes?")
    visible: viewModel.asks === "installments"
    width: parent === null ? 0 : isTall ? parent.width : 0.86 * parent.width
    onClosed: viewModel.stopAsking("installments")

    Prose {
        text: qsTr("O total é o mesmo: %1.").arg(root.viewModel.amount)
        color: Theme.muted
        Layout.fillWidth: true
    }

    GridLayout {
        columns: root.isTall ? 2 : 3
        columnSpacing: Theme.medium
        rowSpacing: Theme.small
        uniformCellWidths: true
        Layout.fillWidth: true

        Repeater {
            model: root.viewModel.installments

            Part {}
        }
    }

    component Part: T.AbstractButton {
        id: part

        required property string key
        required property string amount
        required property string spoken
        required text

        objectName: "parts-" + key
        implicitWidth: Theme.cardMin
        implicitHeight: Math.max(Theme.control, implicitContentHeight + topPadding + bottomPadding)
        leftPadding: Theme.medium
        rightPadding: Theme.medium
        topPadding: Theme.small
        bottomPadding: Theme.small
        focusPolicy: Qt.StrongFocus
        z: visualFocus ? 1 : 0
        Accessible.role: Accessible.Button
        Accessible.name: spoken
        Keys.onReturnPressed: click()
        Keys.onEnterPressed: click()
        onClicked: root.viewModel.chooseInstallments(key)
        Layout.fillWidth: true

        contentItem: RowLayout {
            spacing: Theme.small

            Words {
                text: part.text
                font: Theme.strong
                color: Theme.accent
                Accessible.ignored: true
                Layout.fillWidth: true
            }

            Words {
                text: part.amount
                font: Theme.figures
                horizontalAlignment: Text.AlignRight
                Accessible.ignored: true
            }
        }

        background: Rectangle {
            radius: Theme.radius
            color: Theme.surface
            border.width: Theme.stroke
            border.color: Theme.outline

            PressFeedback {
                pressed: part.down
                radius: parent.radius
            }

            FocusRing {
                shown: part.visualFocus
                corner: parent.radius
            }
        }
    }
}
