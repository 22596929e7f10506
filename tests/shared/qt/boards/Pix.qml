pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look
import Vez.Parts

Rectangle {
    id: root

    readonly property bool isTall: height > width

    color: Theme.page

    PageHeader {
        id: header

        width: parent.width
        title: "Pague com Pix"

        IconButton {
            iconName: "globe"
            text: "Idioma"
        }

        IconButton {
            iconName: "hand-helping"
            text: "Chamar atendente"
        }
    }

    GridLayout {
        anchors.top: header.bottom
        anchors.bottom: bar.top
        anchors.bottomMargin: Theme.large
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        columns: root.isTall ? 1 : 2
        columnSpacing: Theme.huge
        rowSpacing: Theme.large

        QrCode {
            objectName: "qr"
            payload: "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865406270.005802BR5913Studio Gelado6009Sao Paulo62070503***63041D3D"
            name: "Código Pix de R$ 270,00"
            Layout.fillWidth: root.isTall
            Layout.preferredWidth: 0.66 * root.height
            Layout.preferredHeight: root.isTall ? Math.min(width, 0.48 * root.height) : Layout.preferredWidth
            Layout.alignment: Qt.AlignTop
        }

        ColumnLayout {
            spacing: Theme.large
            Layout.alignment: Qt.AlignTop

            Amount {
                caption: "Total, para Studio Gelado"
                amount: "R$ 270,00"
                Layout.fillWidth: true
            }

            CountdownBar {
                text: "29:41 para pagar"
                remaining: 0.78
                Layout.fillWidth: true
            }

            Prose {
                text: "Abra o app do seu banco, escolha Pix e aponte a câmera. A senha sai sozinha quando o pagamento cair."
                color: Theme.muted
                Layout.fillWidth: true
            }
        }
    }

    BottomBar {
        id: bar

        anchors.bottom: parent.bottom
        width: parent.width
        leading: BigButton {
            kind: BigButton.Secondary
            iconName: "x"
            text: "Cancelar"
        }
        trailing: BigButton {
            kind: BigButton.Secondary
            iconName: "refresh-cw"
            text: "Já paguei"
        }
    }
}
