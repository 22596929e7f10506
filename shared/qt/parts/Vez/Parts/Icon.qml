pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import Vez.Look

// A Lucide icon by name, drawn at device pixels in one colour.
Item {
    id: root

    required property string name
    property color tone: Theme.ink
    property real size: Theme.icon

    readonly property int devicePixels: Math.round(size * Screen.devicePixelRatio)

    implicitWidth: Math.round(size)
    implicitHeight: Math.round(size)
    Accessible.ignored: true

    Image {
        anchors.fill: parent
        source: root.name === "" ? "" : "image://icon/" + root.name + "/" + root.tone.toString().slice(-6)
        sourceSize: Qt.size(root.devicePixels, root.devicePixels)
        fillMode: Image.PreserveAspectFit
        Accessible.ignored: true
    }
}
