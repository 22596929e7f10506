pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import Vez.Look

// A QR code as large as its card allows: whole device pixels per module, quiet zone, white in every theme.
Rectangle {
    id: root

    required property string payload
    required property string name

    readonly property real ratio: Screen.devicePixelRatio
    readonly property bool isShown: image.status === Image.Ready && image.implicitWidth > 1

    implicitWidth: 90 * Theme.mm
    implicitHeight: implicitWidth
    radius: Theme.radiusLarge
    color: "white"
    border.width: Theme.hair
    border.color: Theme.hairline
    Accessible.role: Accessible.Graphic
    Accessible.name: name

    Image {
        id: image

        readonly property int space: Math.floor((Math.min(root.width, root.height) - 2 * Theme.small) * root.ratio)

        x: Math.round((root.width - width) / 2)
        y: Math.round((root.height - height) / 2)
        width: implicitWidth / root.ratio
        height: implicitHeight / root.ratio
        source: root.payload === "" || space <= 0 ? "" : "image://qr/" + encodeURIComponent(root.payload)
        sourceSize: Qt.size(space, space)
        smooth: false
        Accessible.ignored: true
    }
}
