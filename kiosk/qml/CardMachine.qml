pragma ComponentBehavior: Bound

import QtQuick
import Vez.Look

// A card machine that asks for the amount, and a card on its way to it.
Item {
    id: root

    required property string amount

    readonly property real unit: Math.min(0.94 * width, 1.06 * height)
    readonly property real gap: 0.035 * unit

    implicitWidth: 90 * Theme.mm
    implicitHeight: implicitWidth
    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("A maquininha mostra %1").arg(amount)

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusLarge
        color: Theme.tint
    }

    Rectangle {
        id: machine

        anchors.verticalCenter: parent.verticalCenter
        x: Math.round((root.width - 0.8 * root.unit) / 2)
        width: 0.46 * root.unit
        height: 0.82 * root.unit
        radius: 0.045 * root.unit
        color: Theme.night

        Rectangle {
            id: glass

            x: root.gap
            y: root.gap
            width: parent.width - 2 * root.gap
            height: 0.36 * parent.height
            radius: 0.02 * root.unit
            color: Theme.nightSurface

            Text {
                anchors.fill: parent
                anchors.margins: root.gap
                text: root.amount
                textFormat: Text.PlainText
                font.family: Theme.total.family
                font.weight: Font.ExtraBold
                font.pixelSize: Math.max(Theme.caption.pixelSize, Math.round(0.075 * root.unit))
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 8
                color: Theme.nightInk
                horizontalAlignment: Text.AlignHCenter
                verticalAlignment: Text.AlignVCenter
                Accessible.ignored: true
            }
        }

        Grid {
            anchors.top: glass.bottom
            anchors.topMargin: 1.4 * root.gap
            anchors.horizontalCenter: parent.horizontalCenter
            columns: 3
            columnSpacing: root.gap
            rowSpacing: 0.8 * root.gap

            Repeater {
                model: 12

                Rectangle {
                    required property int index

                    width: (glass.width - 2 * root.gap) / 3
                    height: (0.82 * root.unit - glass.height - 6.8 * root.gap) / 4
                    radius: 0.35 * height
                    color: index === 9 ? Theme.danger : index === 11 ? Theme.nightAccent : Theme.nightSurface
                }
            }
        }
    }

    Rectangle {
        id: card

        property real nearer: 0

        anchors.verticalCenter: machine.verticalCenter
        anchors.verticalCenterOffset: 0.1 * root.unit
        x: machine.x + machine.width - 0.04 * root.unit - nearer
        width: 0.4 * root.unit
        height: 0.26 * root.unit
        radius: 0.03 * root.unit
        color: Theme.accent
        border.width: Theme.boldStroke
        border.color: Theme.tint

        Rectangle {
            x: 0.1 * parent.width
            y: 0.24 * parent.height
            width: 0.17 * parent.width
            height: 0.22 * parent.height
            radius: 0.2 * height
            color: Theme.accentInk
            opacity: 0.85
        }

        Rectangle {
            x: 0.1 * parent.width
            y: 0.7 * parent.height
            width: 0.5 * parent.width
            height: 0.09 * parent.height
            radius: height / 2
            color: Theme.accentInk
            opacity: 0.6
        }

        SequentialAnimation on nearer {
            running: root.visible && !Theme.isStill
            loops: Animation.Infinite

            NumberAnimation {
                from: 0
                to: 0.07 * root.unit
                duration: 2 * Theme.slow
                easing.type: Easing.InOutSine
            }

            PauseAnimation {
                duration: Theme.breath / 4
            }

            NumberAnimation {
                to: 0
                duration: 2 * Theme.slow
                easing.type: Easing.InOutSine
            }

            PauseAnimation {
                duration: Theme.breath / 4
            }
        }
    }
}
