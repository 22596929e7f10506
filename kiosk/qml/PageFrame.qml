pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look
import Vez.Parts

// A light page: what it asks at the top, its body in the middle, its bar at the bottom. It comes in softly.
FocusScope {
    id: root

    property string title: ""
    property string subtitle: ""
    property string aside: ""
    default property alias body: body.data
    property Item bar: null

    readonly property bool isTall: height > width
    property real gap: Theme.large

    Accessible.role: Accessible.Pane
    Accessible.name: title

    onVisibleChanged: if (visible && !Theme.isStill)
        arrival.restart()

    NumberAnimation {
        id: arrival

        target: root
        property: "opacity"
        from: 0
        to: 1
        duration: Theme.calm
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.page
    }

    PageHeader {
        id: header

        width: root.width
        height: visible ? implicitHeight : Theme.margin
        title: root.title
        subtitle: root.subtitle
        visible: root.title !== ""

        Words {
            text: root.aside
            color: Theme.muted
            visible: text !== ""
            Layout.topMargin: Theme.headline.pixelSize - Theme.body.pixelSize
        }
    }

    Item {
        id: body

        anchors.top: header.bottom
        anchors.bottom: bottom.top
        anchors.bottomMargin: root.bar === null ? Theme.margin : root.gap
        x: Theme.margin
        width: root.width - 2 * Theme.margin
    }

    Item {
        id: bottom

        anchors.bottom: parent.bottom
        width: root.width
        height: root.bar === null ? 0 : root.bar.implicitHeight
        data: root.bar === null ? [] : [root.bar]
    }
}
