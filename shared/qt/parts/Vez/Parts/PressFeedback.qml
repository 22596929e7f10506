import QtQuick
import Vez.Look

// A veil that answers a finger at once and fades when it leaves.
Rectangle {
    id: root

    required property bool pressed

    anchors.fill: parent
    color: Theme.veil
    opacity: pressed ? 1 : 0
    Accessible.ignored: true

    Behavior on opacity {
        enabled: !root.pressed && !Theme.isStill
        NumberAnimation {
            duration: Theme.calm
        }
    }
}
