pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look

// Time that is left, as words and as a bar. `remaining` is the part of the whole, from 1 to 0.
Item {
    id: root

    required property real remaining
    required property string text
    property bool isUrgent: false

    readonly property color tone: isUrgent ? Theme.warm : Theme.accent

    implicitWidth: words.implicitWidth
    implicitHeight: column.implicitHeight
    Accessible.role: Accessible.ProgressBar
    Accessible.name: text

    ColumnLayout {
        id: column

        width: root.width
        spacing: Theme.small

        RowLayout {
            id: words

            spacing: Theme.small

            Icon {
                name: "clock"
                tone: root.tone
            }

            Words {
                text: root.text
                font: Theme.figures
                color: root.tone
                Accessible.ignored: true
                Layout.fillWidth: true
            }
        }

        Rectangle {
            radius: height / 2
            color: Theme.well
            border.width: Theme.isHighContrast ? Theme.hair : 0
            border.color: Theme.outline
            Layout.fillWidth: true
            Layout.preferredHeight: 1.2 * Theme.small

            Rectangle {
                width: Math.max(parent.height, parent.width * Math.min(1, Math.max(0, root.remaining)))
                height: parent.height
                radius: height / 2
                color: root.tone
                visible: root.remaining > 0
            }
        }
    }
}
