pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look
import Vez.Parts

Rectangle {
    id: root

    gradient: Gradient {
        GradientStop {
            position: 0
            color: Theme.night
        }

        GradientStop {
            position: 1
            color: Theme.nightDeep
        }
    }

    ColumnLayout {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.margin
        spacing: Theme.large

        Icon {
            name: "snowflake"
            tone: Theme.nightMuted
            size: 50 * Theme.mm
            Layout.alignment: Qt.AlignHCenter
        }

        Prose {
            text: "Recuperação começa aqui"
            font: Theme.display
            color: Theme.nightInk
            horizontalAlignment: Text.AlignHCenter
            Layout.fillWidth: true
        }

        Prose {
            text: "Escolha, pague com Pix e pegue sua senha"
            font: Theme.title
            color: Theme.nightMuted
            horizontalAlignment: Text.AlignHCenter
            Layout.fillWidth: true
        }

        BigButton {
            kind: BigButton.Night
            iconName: "hand"
            text: "Toque para começar"
            Layout.topMargin: Theme.huge
            Layout.fillWidth: true
            Layout.maximumWidth: implicitWidth
            Layout.alignment: Qt.AlignHCenter
        }
    }
}
