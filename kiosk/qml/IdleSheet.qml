pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Kiosk
import Vez.Look
import Vez.Parts

// Is anybody still there? One large button answers; nothing else is asked.
Sheet {
    id: root

    required property ShellViewModel viewModel

    objectName: "idle"
    title: qsTr("Você ainda está aí?")
    isClosable: false
    visible: viewModel.isWarning

    Prose {
        text: qsTr("Sem resposta, apagamos este pedido.")
        color: Theme.muted
        Layout.fillWidth: true
    }

    CountdownBar {
        text: root.viewModel.timeLeft
        remaining: root.viewModel.remaining
        Layout.fillWidth: true
        Layout.topMargin: Theme.small
    }

    BigButton {
        objectName: "stay"
        text: qsTr("Continuar")
        focus: true
        onClicked: root.viewModel.stay()
        Layout.fillWidth: true
        Layout.topMargin: Theme.medium
        Layout.preferredHeight: 1.5 * Theme.control
    }
}
