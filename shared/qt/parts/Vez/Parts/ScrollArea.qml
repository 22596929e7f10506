pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Window
import Vez.Look

// A column (its children) that scrolls by finger where it is too tall, shows that there is more, follows the keyboard
// focus, and begins at its top each time it is shown.
FocusScope {
    id: root

    default property alias body: column.data
    property alias spacing: column.spacing
    property color ground: Theme.page
    property real edge: 0

    readonly property bool hasMoreBelow: flick.contentY + flick.height < flick.contentHeight - Theme.small
    readonly property Item focused: Window.activeFocusItem

    function place(item: Item): rect {
        for (let up = item; up !== null; up = up.parent) {
            if (up === column)
                return item.mapToItem(column, 0, 0, item.width, item.height);
        }
        return Qt.rect(0, 0, 0, 0);
    }

    implicitWidth: column.implicitWidth
    implicitHeight: column.implicitHeight + 2 * edge

    onVisibleChanged: flick.contentY = 0

    onFocusedChanged: {
        const seen = place(focused);
        if (seen.height > 0) {
            const lowest = seen.y + seen.height + Theme.large + edge - flick.height;
            const highest = seen.y - Theme.large;
            flick.contentY = Math.max(0, Math.min(Math.max(flick.contentY, lowest), highest));
        }
    }

    Flickable {
        id: flick

        anchors.fill: parent
        clip: true
        contentWidth: width
        contentHeight: column.height + 2 * root.edge
        boundsBehavior: Flickable.StopAtBounds
        interactive: contentHeight > height

        ColumnLayout {
            id: column

            y: root.edge
            width: flick.width
            height: Math.max(implicitHeight, flick.height - 2 * root.edge)
            spacing: Theme.medium
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1.8 * Theme.icon
        visible: root.hasMoreBelow
        gradient: Gradient {
            GradientStop {
                position: 0
                color: Qt.alpha(root.ground, 0)
            }

            GradientStop {
                position: 0.8
                color: root.ground
            }
        }

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.hair
            width: 1.4 * Theme.icon
            height: width
            radius: height / 2
            color: Theme.tint

            Icon {
                anchors.centerIn: parent
                name: "chevron-down"
                tone: Theme.tintInk
            }
        }
    }
}
