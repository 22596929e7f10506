pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Kiosk
import Vez.Look
import Vez.Parts

// What to pay with, or what is going on instead of it; the same page for every method that is paid away from the desk.
PageFrame {
    id: root

    required property PaymentViewModel viewModel
    required property WaysViewModel ways
    required property string leavingIn

    readonly property bool isReady: viewModel.payload !== "" || viewModel.isOnTerminal
    readonly property bool isOver: viewModel.canLeave && !isReady

    title: isOver || (isReady && !isTall) ? "" : viewModel.pageTitle
    onVisibleChanged: {
        sure.close();
        other.close();
    }

    bar: BottomBar {
        width: root.width
        leading: [
            BigButton {
                objectName: "cancelPayment"
                kind: BigButton.Secondary
                iconName: "x"
                text: qsTr("Cancelar")
                visible: !root.isOver
                enabled: root.viewModel.canCancel
                onClicked: sure.open()
            },
            LeavingNote {
                leavingIn: root.isTall && root.isReady ? "" : root.leavingIn
                horizontalAlignment: Text.AlignLeft
                Layout.maximumWidth: (root.isOver ? 0.42 : 0.24) * root.width
            }
        ]
        trailing: [
            SwitchButton {
                ways: root.ways
                visible: ways.canSwitch && !(root.isTall && root.viewModel.canWaitElsewhere)
                onAsked: other.open()
            },
            BigButton {
                objectName: "leavePayment"
                iconName: root.isReady ? "check" : "house"
                text: root.isReady ? qsTr("Entendi") : qsTr("Voltar ao início")
                visible: root.viewModel.canLeave
                onClicked: root.viewModel.leave()
            }
        ]
    }

    PayPanel {
        anchors.fill: parent
        viewModel: root.viewModel
        ways: root.ways
        leavingIn: root.leavingIn
        isTall: root.isTall
        visible: root.isReady
        onOtherWaysAsked: other.open()
    }

    StageNotice {
        anchors.fill: parent
        objectName: "payStage"
        isTall: root.isTall
        iconName: root.viewModel.iconName
        title: root.viewModel.title
        text: root.viewModel.text
        isBusy: root.viewModel.isBusy
        visible: !root.isReady

        LabelNumber {
            text: root.viewModel.label
            tallest: 26
            color: Theme.accent
            horizontalAlignment: root.isTall ? Text.AlignHCenter : Text.AlignLeft
            visible: root.viewModel.showsLabel
            Layout.fillWidth: true
        }

        Amount {
            amount: root.viewModel.amount
            caption: qsTr("Total do pedido")
            horizontalAlignment: root.isTall ? Text.AlignHCenter : Text.AlignLeft
            visible: !root.isOver
            Layout.fillWidth: true
            Layout.topMargin: Theme.medium
        }

        BigButton {
            objectName: "renewPayment"
            iconName: "refresh-cw"
            text: root.viewModel.renewText
            visible: root.viewModel.canRenew
            onClicked: root.viewModel.renew()
            Layout.fillWidth: root.isTall
            Layout.topMargin: Theme.medium
        }
    }

    WaysSheet {
        id: other

        ways: root.ways
    }

    Sheet {
        id: sure

        objectName: "sure"
        title: qsTr("Cancelar o pedido?")

        Prose {
            text: qsTr("Se você já pagou, não cancele: a sua senha vai aparecer aqui.")
            Layout.fillWidth: true
        }

        BigButton {
            objectName: "keepPaying"
            text: qsTr("Continuar pagando")
            onClicked: sure.close()
            Layout.fillWidth: true
            Layout.topMargin: Theme.medium
        }

        BigButton {
            objectName: "cancelForSure"
            kind: BigButton.Secondary
            text: qsTr("Cancelar o pedido")
            enabled: root.viewModel.canCancel
            onClicked: {
                sure.close();
                root.viewModel.cancel();
            }
            Layout.fillWidth: true
        }
    }
}
