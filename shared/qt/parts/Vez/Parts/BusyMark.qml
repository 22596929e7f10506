import QtQuick
import Vez.Look

// Something is under way. It turns, or stands still where motion is reduced.
Icon {
    id: root

    required property bool running

    name: Theme.isStill ? "hourglass" : "loader-circle"
    tone: Theme.accent
    visible: running

    RotationAnimation on rotation {
        running: root.running && root.visible && !Theme.isStill
        from: 0
        to: 360
        duration: 1200
        loops: Animation.Infinite
    }
}
