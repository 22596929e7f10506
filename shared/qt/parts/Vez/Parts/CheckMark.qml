import QtQuick
import Vez.Look

// The round mark of a card or row: an empty ring, or filled with a check.
Rectangle {
    id: root

    required property bool checked

    implicitWidth: 1.05 * Theme.icon
    implicitHeight: implicitWidth
    radius: height / 2
    color: checked ? Theme.accent : "transparent"
    border.width: checked ? 0 : Theme.stroke
    border.color: Theme.outline
    Accessible.ignored: true

    Icon {
        anchors.centerIn: parent
        name: "check"
        tone: Theme.accentInk
        size: 0.68 * Theme.icon
        visible: root.checked
    }
}
