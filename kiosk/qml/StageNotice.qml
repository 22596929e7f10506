pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look
import Vez.Parts

// A page that says one thing: a mark, what happened, what happens now; its children stand below.
Item {
    id: root

    required property string iconName
    required property string title
    required property string text
    required property bool isTall
    property bool isBusy: false
    default property alias body: column.data

    readonly property real markSide: 0.27 * Math.min(width, 1.4 * height)
    readonly property int alignment: isTall ? Text.AlignHCenter : Text.AlignLeft

    GridLayout {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: root.isTall ? -0.04 * root.height : 0
        width: Math.min(root.width, 36 * Theme.icon)
        columns: root.isTall ? 1 : 2
        columnSpacing: 1.5 * Theme.margin
        rowSpacing: Theme.huge

        Rectangle {
            implicitWidth: root.markSide
            implicitHeight: root.markSide
            radius: height / 2
            color: Theme.tint
            Layout.alignment: root.isTall ? Qt.AlignHCenter : Qt.AlignTop

            BusyMark {
                anchors.centerIn: parent
                running: root.isBusy
                tone: Theme.tintInk
                size: 0.44 * parent.width
            }

            Icon {
                anchors.centerIn: parent
                name: root.iconName
                tone: Theme.tintInk
                size: 0.46 * parent.width
                visible: !root.isBusy
            }
        }

        ColumnLayout {
            id: column

            spacing: Theme.large
            Layout.fillWidth: true

            Words {
                objectName: "noticeTitle"
                text: root.title
                font: Theme.headline
                lineHeight: 1.08
                horizontalAlignment: root.alignment
                Accessible.role: Accessible.AlertMessage
                Accessible.name: text + ". " + root.text
                Layout.fillWidth: true
            }

            Prose {
                text: root.text
                font.family: Theme.title.family
                font.pixelSize: Theme.title.pixelSize
                color: Theme.muted
                horizontalAlignment: root.alignment
                Accessible.ignored: true
                Layout.fillWidth: true
            }
        }
    }
}
