import QtQuick
import Vez.Look

// An icon on a tinted disc.
Rectangle {
    id: root

    required property string name
    property bool isStrong: false
    property bool isFaint: false
    property real size: Math.max(Theme.touch, 1.75 * Theme.icon)

    implicitWidth: size
    implicitHeight: size
    radius: size / 2
    color: isStrong ? Theme.accent : isFaint ? "transparent" : Theme.tint
    border.width: isFaint ? Theme.stroke : 0
    border.color: Theme.hairline
    Accessible.ignored: true

    Icon {
        anchors.centerIn: parent
        name: root.name
        tone: root.isStrong ? Theme.accentInk : root.isFaint ? Theme.muted : Theme.tintInk
        size: 0.5 * root.size
    }
}
