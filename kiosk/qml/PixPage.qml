pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Kiosk
import Vez.Look
import Vez.Parts

// The Pix code, as large as the screen allows, or what is going on instead of it.
PageFrame {
    id: root

    required property PixViewModel viewModel
    required property string leavingIn

    readonly property bool isReady: viewModel.payload !== ""

    title: viewModel.canLeave || (isReady && !isTall) ? "" : qsTr("Pague com Pix")
    onVisibleChanged: sure.close()

    bar: BottomBar {
        width: root.width
        leading: [
            BigButton {
                objectName: "cancelPix"
                kind: BigButton.Secondary
                iconName: "x"
                text: qsTr("Cancelar")
                visible: !root.viewModel.canLeave
                enabled: root.viewModel.canCancel
                onClicked: sure.open()
            },
            LeavingNote {
                leavingIn: root.leavingIn
                horizontalAlignment: Text.AlignLeft
                Layout.maximumWidth: 0.42 * root.width
            }
        ]
        trailing: [
            BigButton {
                objectName: "counterInstead"
                kind: BigButton.Secondary
                iconName: "wallet"
                text: qsTr("Pagar no balcão")
                visible: !root.viewModel.canLeave
                enabled: root.viewModel.canPayCounter
                onClicked: root.viewModel.payCounter()
            },
            BigButton {
                objectName: "leavePix"
                iconName: "house"
                text: qsTr("Voltar ao início")
                visible: root.viewModel.canLeave
                onClicked: root.viewModel.leave()
            }
        ]
    }

    PixCode {
        anchors.fill: parent
        viewModel: root.viewModel
        isTall: root.isTall
        visible: root.isReady
    }

    StageNotice {
        anchors.fill: parent
        objectName: "pixStage"
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
            visible: root.viewModel.stage === "question"
            Layout.fillWidth: true
        }

        Amount {
            amount: root.viewModel.amount
            caption: qsTr("Total do pedido")
            horizontalAlignment: root.isTall ? Text.AlignHCenter : Text.AlignLeft
            visible: !root.viewModel.canLeave
            Layout.fillWidth: true
            Layout.topMargin: Theme.medium
        }

        BigButton {
            objectName: "renewPix"
            iconName: "refresh-cw"
            text: qsTr("Gerar novo código")
            visible: root.viewModel.canRenew
            onClicked: root.viewModel.renew()
            Layout.fillWidth: root.isTall
            Layout.topMargin: Theme.medium
        }
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
