pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look
import Vez.Parts

// It is this customer's turn: where to go, larger than everything.
Rectangle {
    id: root

    required property string label
    required property string service
    required property string to
    required property string where

    readonly property real unit: Math.min(width, 1.4 * height)
    readonly property int placePx: Math.max(Theme.display.pixelSize, Math.round(0.16 * unit))

    implicitHeight: column.implicitHeight + 2 * Theme.huge
    radius: Theme.radiusLarge
    color: Theme.accent
    Accessible.role: Accessible.AlertMessage
    Accessible.name: qsTr("%1: é a sua vez de %2. Vá para %3, %4.").arg(label).arg(service).arg(to).arg(where)

    ColumnLayout {
        id: column

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.large
        width: root.width - 2 * Theme.large
        spacing: Theme.medium

        Icon {
            name: "bell-ring"
            tone: Theme.accentInk
            size: Math.max(2 * Theme.icon, 0.12 * root.unit)
            Layout.alignment: Qt.AlignHCenter

            SequentialAnimation on rotation {
                running: root.visible && !Theme.isStill
                loops: Animation.Infinite

                NumberAnimation {
                    from: -7
                    to: 7
                    duration: Theme.slow
                    easing.type: Easing.InOutSine
                }

                NumberAnimation {
                    from: 7
                    to: -7
                    duration: Theme.slow
                    easing.type: Easing.InOutSine
                }
            }
        }

        Words {
            text: qsTr("Senha %1").arg(root.label)
            font: Theme.headline
            color: Theme.accentInk
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
            Layout.fillWidth: true
        }

        Words {
            text: qsTr("Vá para")
            font: Theme.body
            color: Theme.accentInk
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
            Layout.fillWidth: true
            Layout.topMargin: Theme.medium
        }

        Words {
            objectName: "calledTo"
            text: root.to
            font.family: Theme.display.family
            font.weight: Font.ExtraBold
            font.letterSpacing: -0.02 * root.placePx
            font.pixelSize: root.placePx
            color: Theme.accentInk
            lineHeight: 1.02
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
            Layout.fillWidth: true
        }

        Words {
            text: root.where === "" ? root.service : root.where + " · " + root.service
            font: Theme.title
            color: Theme.accentInk
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
            Layout.fillWidth: true
        }
    }
}
