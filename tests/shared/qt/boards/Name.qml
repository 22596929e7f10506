pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look
import Vez.Parts

Rectangle {
    id: root

    color: Theme.page

    PageHeader {
        id: header

        width: parent.width
        title: "Como chamamos você?"
        subtitle: "Se preferir, pule: chamamos pela senha."
    }

    ColumnLayout {
        anchors.top: header.bottom
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        spacing: Theme.large

        EntryField {
            name: "Nome"
            text: "Conceição"
            focus: true
            Layout.fillWidth: true
        }

        Keyboard {
            Layout.fillWidth: true
        }
    }

    BottomBar {
        anchors.bottom: parent.bottom
        width: parent.width
        leading: BigButton {
            kind: BigButton.Secondary
            iconName: "arrow-left"
            text: "Voltar"
        }
        trailing: BigButton {
            text: "Pular"
            kind: BigButton.Quiet
        }
    }
}
