pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Kiosk
import Vez.Look
import Vez.Parts

// Nothing can be sold now: what happened, what happens next, how to get a person.
PageFrame {
    id: root

    required property AttentionViewModel viewModel
    required property string leavingIn

    TroubleNotice {
        id: notice

        anchors.fill: parent
        isTall: root.isTall
        iconName: root.viewModel.iconName
        title: root.viewModel.title
        text: root.viewModel.now
        person: root.viewModel.person
        detail: root.viewModel.detail

        BigButton {
            objectName: "leaveAttention"
            text: qsTr("Continuar")
            visible: root.viewModel.canLeave
            onClicked: root.viewModel.leave()
            Layout.fillWidth: root.isTall
            Layout.topMargin: Theme.medium
        }

        LeavingNote {
            leavingIn: root.leavingIn
            horizontalAlignment: notice.alignment
            Layout.fillWidth: true
        }
    }
}
