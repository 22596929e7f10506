pragma ComponentBehavior: Bound

import QtQuick
import Vez.Look
import Vez.Parts

// A hand in slowly widening rings: touch here.
Item {
    id: root

    readonly property real core: 0.44 * Math.min(width, height)

    Accessible.ignored: true

    Repeater {
        model: 3

        Rectangle {
            id: ring

            required property int index

            readonly property real reach: root.core + (Math.min(root.width, root.height) - root.core) * (index + 1) / 3

            anchors.centerIn: parent
            width: reach
            height: reach
            radius: reach / 2
            color: "transparent"
            border.width: Theme.stroke
            border.color: Theme.nightMuted
            opacity: 0.42 - 0.12 * index

            SequentialAnimation on opacity {
                running: root.visible && !Theme.isStill
                loops: Animation.Infinite

                PauseAnimation {
                    duration: 0.08 * Theme.breath * ring.index
                }

                NumberAnimation {
                    to: 0.7 - 0.16 * ring.index
                    duration: Theme.breath / 3
                    easing.type: Easing.InOutSine
                }

                NumberAnimation {
                    to: 0.3 - 0.1 * ring.index
                    duration: Theme.breath / 3
                    easing.type: Easing.InOutSine
                }

                PauseAnimation {
                    duration: 0.08 * Theme.breath * (4 - ring.index)
                }
            }
        }
    }

    Rectangle {
        anchors.centerIn: parent
        width: root.core
        height: root.core
        radius: root.core / 2
        color: Theme.nightSurface

        Icon {
            anchors.centerIn: parent
            name: "pointer"
            tone: Theme.nightAccent
            size: 0.5 * root.core
        }
    }
}
