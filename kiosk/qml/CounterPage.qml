pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Kiosk
import Vez.Look
import Vez.Parts

// The label to say at the counter, and what to pay there.
PageFrame {
    id: root

    required property CounterViewModel viewModel
    required property WaysViewModel ways
    required property string leavingIn

    title: viewModel.isOpen ? qsTr("Pague no balcão") : qsTr("Este pedido foi encerrado")
    subtitle: viewModel.isOpen ? qsTr("Em dinheiro ou cartão, com um atendente.") : qsTr("Nada foi cobrado.")

    onVisibleChanged: other.close()

    bar: BottomBar {
        width: root.width
        leading: [
            BigButton {
                objectName: "cancelCounter"
                kind: BigButton.Secondary
                iconName: "x"
                text: qsTr("Cancelar")
                visible: root.viewModel.isOpen
                enabled: root.viewModel.canCancel
                onClicked: root.viewModel.cancel()
            },
            LeavingNote {
                leavingIn: root.isTall ? "" : root.leavingIn
                horizontalAlignment: Text.AlignLeft
                Layout.maximumWidth: 0.28 * root.width
            }
        ]
        trailing: BigButton {
            objectName: "leaveCounter"
            iconName: "check"
            text: qsTr("Entendi")
            onClicked: root.viewModel.leave()
        }
    }

    GridLayout {
        anchors.fill: parent
        columns: root.isTall ? 1 : 2
        columnSpacing: Theme.margin
        rowSpacing: Theme.large
        uniformCellWidths: true

        LabelCard {
            label: root.viewModel.label
            Layout.fillWidth: true
            Layout.fillHeight: true
        }

        ColumnLayout {
            spacing: Theme.large
            Layout.fillWidth: true
            Layout.fillHeight: !root.isTall

            Amount {
                caption: qsTr("Total a pagar")
                amount: root.viewModel.amount
                Layout.fillWidth: true
            }

            NumberedSteps {
                steps: [qsTr("Vá ao balcão e diga a senha %1.").arg(root.viewModel.label), qsTr("Pague ao atendente."), qsTr("A senha impressa sai na hora.")]
                visible: root.viewModel.isOpen
                Layout.fillWidth: true
            }

            Item {
                visible: !root.isTall
                Layout.fillHeight: true
            }

            SwitchButton {
                ways: root.ways
                onAsked: other.open()
                Layout.fillWidth: true
            }

            LeavingNote {
                leavingIn: root.isTall ? root.leavingIn : ""
                Layout.fillWidth: true
            }
        }
    }

    WaysSheet {
        id: other

        ways: root.ways
    }
}
