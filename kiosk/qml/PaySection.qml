pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Kiosk
import Vez.Look
import Vez.Parts

// The ways to pay that work now, as large as they deserve; the others say why they do not.
ColumnLayout {
    id: root

    required property ReviewViewModel viewModel

    spacing: Theme.medium

    Words {
        text: qsTr("Como você quer pagar?")
        font: Theme.title
        Layout.fillWidth: true
    }

    RowLayout {
        spacing: Theme.medium
        uniformCellSizes: true
        Layout.fillWidth: true
        Layout.fillHeight: true

        PayCard {
            objectName: "payPix"
            iconName: "qr-code"
            text: qsTr("Pagar com Pix")
            detail: qsTr("Pelo app do banco")
            reason: root.viewModel.pixReason
            isMain: true
            enabled: root.viewModel.canPayPix
            onClicked: root.viewModel.payPix()
            Layout.fillWidth: true
            Layout.fillHeight: true
        }

        PayCard {
            objectName: "payCounter"
            iconName: "wallet"
            text: qsTr("Pagar no balcão")
            detail: qsTr("Dinheiro ou cartão")
            isMain: root.viewModel.pixReason !== ""
            enabled: root.viewModel.canPayCounter
            onClicked: root.viewModel.payCounter()
            Layout.fillWidth: true
            Layout.fillHeight: true
        }
    }
}
