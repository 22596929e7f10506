pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Kiosk
import Vez.Look
import Vez.Parts

// What to pay with, as large as its place: a code to scan or the card machine; whom and how much, how long it holds,
// and how to.
GridLayout {
    id: root

    required property PaymentViewModel viewModel
    required property WaysViewModel ways
    required property string leavingIn
    required property bool isTall

    signal otherWaysAsked

    columns: isTall ? 1 : 2
    columnSpacing: Theme.margin
    rowSpacing: Theme.large

    QrCode {
        objectName: "qr"
        payload: root.viewModel.payload
        name: root.viewModel.codeName
        visible: payload !== ""
        Layout.fillWidth: root.isTall
        Layout.fillHeight: true
        Layout.preferredWidth: Math.min(root.height, 0.5 * root.width)
        Layout.maximumHeight: root.width
    }

    CardMachine {
        amount: root.viewModel.amount
        visible: root.viewModel.isOnTerminal
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
            text: root.viewModel.pageTitle
            font: Theme.headline
            visible: !root.isTall
            Layout.fillWidth: true
        }

        PayFacts {
            viewModel: root.viewModel
            isTall: root.isTall
            Layout.fillWidth: true
        }

        NumberedSteps {
            steps: root.viewModel.steps
            Layout.fillWidth: true
        }

        Words {
            objectName: "address"
            text: qsTr("Ou digite: %1").arg(root.viewModel.address)
            font: Theme.caption
            color: Theme.muted
            visible: root.viewModel.address !== ""
            Layout.fillWidth: true
        }

        Item {
            Layout.fillHeight: true
        }

        Banner {
            objectName: "payWarning"
            kind: Banner.Warning
            text: root.viewModel.warning
            visible: text !== ""
            Layout.fillWidth: true
        }

        Banner {
            objectName: "payHint"
            text: root.viewModel.hint
            actionText: root.viewModel.canSayPaid ? qsTr("Já paguei") : ""
            actionName: "sayPaid"
            visible: text !== "" && root.viewModel.warning === ""
            onActed: root.viewModel.sayPaid()
            Layout.fillWidth: true
        }

        SwitchButton {
            ways: root.ways
            visible: root.isTall && root.viewModel.canWaitElsewhere && ways.canSwitch
            onAsked: root.otherWaysAsked()
            Layout.fillWidth: true
        }

        LeavingNote {
            leavingIn: root.isTall ? root.leavingIn : ""
            Layout.fillWidth: true
        }
    }
}
