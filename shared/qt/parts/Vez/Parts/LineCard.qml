pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look

// One line of a list: icon, words, and on the right what its children show; they go below where it is narrow.
Rectangle {
    id: root

    required property string text
    property string detail: ""
    property string iconName: ""
    property bool isStrong: false
    default property alias trailing: trailing.data

    readonly property bool isStacked: trailing.implicitWidth > 0 && words.implicitWidth + trailing.implicitWidth + disc.implicitWidth + 4 * Theme.medium > width

    implicitWidth: Theme.cardMin
    implicitHeight: Math.max(Theme.control, grid.implicitHeight + 2 * Theme.medium)
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.isHighContrast ? Theme.stroke : Theme.hair
    border.color: Theme.isHighContrast ? Theme.outline : Theme.hairline
    Accessible.role: Accessible.ListItem
    Accessible.name: detail === "" ? text : text + ", " + detail

    GridLayout {
        id: grid

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.medium
        width: root.width - 2 * Theme.medium
        columnSpacing: Theme.medium
        rowSpacing: Theme.small

        IconDisc {
            id: disc

            name: root.iconName
            isStrong: root.isStrong
            visible: root.iconName !== ""
        }

        ColumnLayout {
            id: words

            spacing: Theme.hair
            Layout.fillWidth: true

            Words {
                text: root.text
                font: Theme.title
                Accessible.ignored: true
                Layout.fillWidth: true
            }

            Words {
                text: root.detail
                font: Theme.caption
                color: Theme.muted
                visible: text !== ""
                Accessible.ignored: true
                Layout.fillWidth: true
            }
        }

        RowLayout {
            id: trailing

            spacing: Theme.small
            Layout.fillWidth: root.isStacked
            Layout.row: root.isStacked ? 1 : 0
            Layout.column: root.isStacked ? 1 : 2
        }
    }
}
