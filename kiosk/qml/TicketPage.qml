pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Kiosk
import Vez.Look
import Vez.Parts

// The ticket: its label, its paper, and where each service stands.
PageFrame {
    id: root

    required property TicketViewModel viewModel
    required property string leavingIn

    readonly property bool isCalled: viewModel.calledTo !== ""

    title: viewModel.title
    subtitle: viewModel.subtitle

    bar: BottomBar {
        width: root.width
        leading: LeavingNote {
            leavingIn: root.leavingIn
            horizontalAlignment: Text.AlignLeft
            Layout.maximumWidth: 0.55 * root.width
        }
        trailing: BigButton {
            objectName: "leaveTicket"
            iconName: "check"
            text: qsTr("Pronto")
            onClicked: root.viewModel.leave()
        }
    }

    GridLayout {
        anchors.fill: parent
        columns: root.isTall ? 1 : 2
        columnSpacing: Theme.margin
        rowSpacing: Theme.large
        uniformCellWidths: true

        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.minimumHeight: 0.24 * root.height

            LabelCard {
                anchors.fill: parent
                label: root.viewModel.label
                isOver: root.viewModel.isOver
                visible: !root.isCalled
            }

            CalledCard {
                anchors.fill: parent
                objectName: "called"
                label: root.viewModel.label
                service: root.viewModel.calledName
                to: root.viewModel.calledTo
                where: root.viewModel.calledWhere
                visible: root.isCalled
            }
        }

        ScrollArea {
            spacing: Theme.medium
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredHeight: implicitHeight
            Layout.maximumHeight: root.isTall ? implicitHeight : -1

            Banner {
                objectName: "paperWarning"
                kind: Banner.Warning
                title: qsTr("O papel não saiu")
                text: root.viewModel.paperWarning
                visible: text !== ""
                Layout.fillWidth: true
            }

            Banner {
                objectName: "paper"
                kind: Banner.Success
                iconName: "printer"
                text: root.viewModel.paper
                visible: text !== ""
                Layout.fillWidth: true
            }

            Repeater {
                model: root.viewModel.rows

                TurnCard {
                    required property string key

                    objectName: "turn-" + key
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredHeight: Math.max(implicitHeight, (root.isTall ? 0.08 : 0) * root.height)
                    Layout.maximumHeight: (root.isTall ? 0.1 : 0.2) * root.height
                }
            }

            Item {
                Layout.fillHeight: true
            }
        }
    }
}
