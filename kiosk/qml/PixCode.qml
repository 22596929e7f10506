pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Kiosk
import Vez.Look
import Vez.Parts

// The code to scan, whom it pays and how much, how long it holds, and how to.
GridLayout {
    id: root

    required property PixViewModel viewModel
    required property bool isTall

    columns: isTall ? 1 : 2
    columnSpacing: Theme.margin
    rowSpacing: Theme.large

    QrCode {
        objectName: "qr"
        payload: root.viewModel.payload
        name: qsTr("Código Pix de %1 para %2").arg(root.viewModel.amount).arg(root.viewModel.receiver)
        Layout.fillWidth: root.isTall
        Layout.fillHeight: true
        Layout.preferredWidth: Math.min(root.height, 0.5 * root.width)
        Layout.maximumHeight: root.width
    }

    ScrollArea {
        spacing: root.isTall ? Theme.large : Theme.medium
        Layout.fillWidth: true
        Layout.fillHeight: !root.isTall
        Layout.preferredHeight: implicitHeight

        Words {
            text: qsTr("Pague com Pix")
            font: Theme.headline
            visible: !root.isTall
            Layout.fillWidth: true
        }

        GridLayout {
            columns: 2
            columnSpacing: root.isTall ? Theme.large : Theme.margin
            uniformCellWidths: root.isTall
            Layout.fillWidth: true

            Amount {
                objectName: "pixAmount"
                caption: qsTr("Para %1").arg(root.viewModel.receiver)
                amount: root.viewModel.amount
                Layout.fillWidth: root.isTall
                Layout.alignment: Qt.AlignBottom
            }

            CountdownBar {
                objectName: "pixTime"
                text: root.viewModel.timeLeft
                remaining: root.viewModel.remaining
                isUrgent: root.viewModel.isUrgent
                Layout.fillWidth: true
                Layout.alignment: Qt.AlignBottom
            }
        }

        NumberedSteps {
            steps: [qsTr("Abra o Pix no app do seu banco."), qsTr("Aponte a câmera para este código."), qsTr("Confira o valor e confirme.")]
            Layout.fillWidth: true
        }

        Item {
            Layout.fillHeight: true
        }

        Banner {
            objectName: "pixWarning"
            kind: Banner.Warning
            text: root.viewModel.warning
            visible: text !== ""
            Layout.fillWidth: true
        }

        Banner {
            objectName: "pixHint"
            text: root.viewModel.hint
            actionText: root.viewModel.canSayPaid ? qsTr("Já paguei") : ""
            actionName: "sayPaid"
            visible: text !== "" && root.viewModel.warning === ""
            onActed: root.viewModel.sayPaid()
            Layout.fillWidth: true
        }
    }
}
