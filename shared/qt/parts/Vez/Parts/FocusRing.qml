import QtQuick
import Vez.Look

// The visible keyboard focus: a ring around its parent with a gap, so that it shows on any fill.
Rectangle {
    id: root

    required property bool shown
    required property real corner
    property color tone: Theme.focus

    anchors.fill: parent
    anchors.margins: -2 * Theme.boldStroke
    radius: corner + 2 * Theme.boldStroke
    color: "transparent"
    border.width: Theme.boldStroke
    border.color: tone
    visible: shown
    Accessible.ignored: true
}
