pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Kiosk
import Vez.Look
import Vez.Parts

// How much and to whom, in how many parts, until when, and the label where it is needed at the counter.
GridLayout {
    id: root

    required property PaymentViewModel viewModel
    required property bool isTall

    columnSpacing: isTall ? Theme.large : Theme.margin
    rowSpacing: Theme.medium
    uniformCellWidths: isTall && viewModel.validUntil === ""

    Amount {
        objectName: "payAmount"
        caption: root.viewModel.caption
        amount: root.viewModel.amount
        Layout.row: 0
        Layout.column: 0
        Layout.fillWidth: root.isTall
        Layout.alignment: Qt.AlignBottom
    }

    Amount {
        objectName: "payLabel"
        caption: qsTr("Sua senha")
        amount: root.viewModel.label
        visible: root.viewModel.canWaitElsewhere
        Layout.row: 0
        Layout.column: 1
        Layout.fillWidth: true
        Layout.alignment: Qt.AlignBottom
    }

    Chip {
        objectName: "payParts"
        iconName: "credit-card"
        text: root.viewModel.parts
        visible: text !== ""
        Layout.row: 1
        Layout.column: 0
        Layout.columnSpan: 2
    }

    CountdownBar {
        objectName: "payTime"
        text: root.viewModel.timeLeft
        remaining: root.viewModel.remaining
        isUrgent: root.viewModel.isUrgent
        visible: text !== ""
        Layout.row: root.viewModel.canWaitElsewhere ? 2 : 0
        Layout.column: root.viewModel.canWaitElsewhere ? 0 : 1
        Layout.columnSpan: root.viewModel.canWaitElsewhere ? 2 : 1
        Layout.fillWidth: true
        Layout.alignment: Qt.AlignBottom
    }

    Amount {
        objectName: "payUntil"
        caption: qsTr("Pague até")
        amount: root.viewModel.validUntil
        visible: amount !== ""
        Layout.row: 0
        Layout.column: 2
        Layout.fillWidth: true
        Layout.alignment: Qt.AlignBottom
    }
}
