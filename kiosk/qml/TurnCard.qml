pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look
import Vez.Parts

// How one service of a ticket stands: its place, large, and what that means in time or way.
Rectangle {
    id: root

    required property string name
    required property string iconName
    required property string status
    required property string detail
    required property bool isCalled
    required property bool isOver

    implicitWidth: Theme.cardMin
    implicitHeight: row.implicitHeight + 2 * Theme.medium
    radius: Theme.radius
    color: isCalled ? Theme.tint : isOver ? Theme.well : Theme.surface
    border.width: isCalled ? Theme.boldStroke : Theme.isHighContrast ? Theme.stroke : Theme.hair
    border.color: isCalled ? Theme.accent : Theme.isHighContrast ? Theme.outline : Theme.hairline
    Accessible.role: Accessible.ListItem
    Accessible.name: [name, status, detail].filter(part => part !== "").join(", ")

    RowLayout {
        id: row

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.medium
        width: root.width - 2 * Theme.medium
        spacing: Theme.medium

        IconDisc {
            name: root.iconName
            isStrong: root.isCalled
            isFaint: root.isOver
        }

        ColumnLayout {
            spacing: Theme.hair
            Layout.fillWidth: true

            Words {
                text: root.name
                font: Theme.strong
                color: root.isOver ? Theme.muted : Theme.ink
                Accessible.ignored: true
                Layout.fillWidth: true
            }

            Words {
                text: root.detail
                font: Theme.caption
                color: root.isCalled ? Theme.ink : Theme.muted
                visible: text !== ""
                Accessible.ignored: true
                Layout.fillWidth: true
            }
        }

        Words {
            text: root.status
            font: Theme.title
            color: root.isOver ? Theme.muted : Theme.accent
            horizontalAlignment: Text.AlignRight
            Accessible.ignored: true
            Layout.maximumWidth: 0.42 * root.width
        }
    }
}
