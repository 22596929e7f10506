pragma ComponentBehavior: Bound

import QtQuick
import Vez.Look
import Vez.Parts

// A hand that taps now and then, and the wave it makes: touch here. Between two taps nothing is drawn.
Item {
    id: root

    readonly property real side: Math.min(width, height)
    readonly property real core: 0.44 * side

    Accessible.ignored: true

    Repeater {
        model: 3

        Rectangle {
            required property int index

            anchors.centerIn: parent
            width: root.core + (root.side - root.core) * (index + 1) / 3
            height: width
            radius: width / 2
            color: "transparent"
            border.width: Theme.stroke
            border.color: Theme.nightMuted
            opacity: 0.4 - 0.12 * index
        }
    }

    Rectangle {
        id: wave

        anchors.centerIn: parent
        width: root.core
        height: width
        radius: width / 2
        color: "transparent"
        border.width: Theme.boldStroke
        border.color: Theme.nightAccent
        opacity: 0
    }

    Rectangle {
        anchors.centerIn: parent
        width: root.core
        height: root.core
        radius: root.core / 2
        color: Theme.nightSurface

        Icon {
            id: hand

            anchors.centerIn: parent
            name: "pointer"
            tone: Theme.nightAccent
            size: 0.5 * root.core
        }
    }

    Timer {
        interval: 1.5 * Theme.breath
        running: root.visible && !Theme.isStill
        repeat: true
        triggeredOnStart: true
        onTriggered: tap.restart()
    }

    SequentialAnimation {
        id: tap

        NumberAnimation {
            target: hand
            property: "anchors.verticalCenterOffset"
            from: 0
            to: 0.05 * root.core
            duration: Theme.quick
            easing.type: Easing.OutQuad
        }

        ParallelAnimation {
            NumberAnimation {
                target: hand
                property: "anchors.verticalCenterOffset"
                to: 0
                duration: Theme.calm
                easing.type: Easing.OutQuad
            }

            NumberAnimation {
                target: wave
                property: "width"
                from: root.core
                to: root.side
                duration: 2 * Theme.slow
                easing.type: Easing.OutCubic
            }

            NumberAnimation {
                target: wave
                property: "opacity"
                from: 0.8
                to: 0
                duration: 2 * Theme.slow
                easing.type: Easing.OutQuad
            }
        }
    }
}
