pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Kiosk
import Vez.Look

// What the customer may tell about themselves; nobody has to.
ColumnLayout {
    id: root

    required property ReviewViewModel viewModel

    signal nameAsked
    signal priorityAsked

    spacing: Theme.medium

    ActionRow {
        objectName: "askName"
        iconName: "user"
        text: qsTr("Nome para chamar você")
        detail: root.viewModel.firstName === "" ? qsTr("Opcional") : root.viewModel.firstName
        isSet: root.viewModel.firstName !== ""
        onClicked: root.nameAsked()
        Layout.fillWidth: true
    }

    ActionRow {
        objectName: "askPriority"
        iconName: "hand-heart"
        text: qsTr("Atendimento prioritário")
        detail: root.viewModel.priorityName === "" ? qsTr("Toque se você tem direito por lei") : root.viewModel.priorityName
        isSet: root.viewModel.priorityName !== ""
        onClicked: root.priorityAsked()
        Layout.fillWidth: true
    }
}
