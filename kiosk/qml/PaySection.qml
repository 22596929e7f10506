pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Kiosk
import Vez.Look
import Vez.Parts

// The ways to pay: the first that works large, one other beside it as tall, or several in a calm list.
ColumnLayout {
    id: root

    required property WaysViewModel ways

    readonly property int others: ways.count - 1
    readonly property bool isList: others > 1

    spacing: Theme.medium

    Words {
        text: qsTr("Como você quer pagar?")
        font: Theme.title
        Layout.fillWidth: true
    }

    GridLayout {
        columnSpacing: Theme.medium
        rowSpacing: Theme.small
        Layout.fillWidth: true
        Layout.fillHeight: true

        Repeater {
            model: root.ways.rows

            WayCard {
                required property int index

                ways: root.ways
                isLarge: index === 0 || !root.isList
                Layout.row: index === 0 || !root.isList ? 0 : index - 1
                Layout.column: Math.min(index, 1)
                Layout.rowSpan: index === 0 ? Math.max(1, root.others) : 1
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 1
                Layout.horizontalStretchFactor: !root.isList ? 1 : index === 0 ? 47 : 53
            }
        }
    }
}
