pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look

// The bottom of a page: back or cancel, what it costs, and the way on. Goes into two rows where one is too narrow.
Rectangle {
    id: root

    property string caption: ""
    property string amount: ""
    property bool isTrailingWide: isStacked
    property alias leading: leading.data
    property alias trailing: trailing.data

    readonly property bool hasAmount: amount !== ""
    readonly property bool isStacked: hasAmount && leading.implicitWidth + trailing.implicitWidth + sum.implicitWidth + 2 * Theme.large + 2 * Theme.margin > width

    implicitHeight: grid.implicitHeight + 2 * Theme.large
    color: Theme.surface

    Rectangle {
        width: parent.width
        height: Theme.hair
        color: Theme.hairline
    }

    GridLayout {
        id: grid

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.margin
        width: root.width - 2 * Theme.margin
        columnSpacing: Theme.large
        rowSpacing: Theme.medium

        Amount {
            id: sum

            amount: root.amount
            caption: root.caption
            horizontalAlignment: root.isStacked ? Text.AlignLeft : Text.AlignRight
            visible: root.hasAmount
            Layout.fillWidth: true
            Layout.row: 0
            Layout.column: root.isStacked ? 0 : 1
            Layout.columnSpan: root.isStacked ? 2 : 1
        }

        Item {
            visible: !root.hasAmount && !root.isTrailingWide
            Layout.fillWidth: true
            Layout.row: 0
            Layout.column: 1
        }

        RowLayout {
            id: leading

            spacing: Theme.medium
            Layout.fillWidth: false
            Layout.row: root.isStacked ? 1 : 0
            Layout.column: 0
        }

        RowLayout {
            id: trailing

            spacing: Theme.medium
            Layout.fillWidth: root.isTrailingWide
            Layout.row: root.isStacked ? 1 : 0
            Layout.column: root.isStacked ? 1 : 2
        }
    }
}
