pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look
import Vez.Parts

// What to do, in order.
ColumnLayout {
    id: root

    required property list<string> steps

    spacing: Theme.small

    Repeater {
        model: root.steps

        RowLayout {
            id: step

            required property int index
            required property string modelData

            spacing: Theme.medium
            Layout.fillWidth: true

            Rectangle {
                implicitWidth: 1.5 * Theme.icon
                implicitHeight: implicitWidth
                radius: height / 2
                color: Theme.tint
                Layout.alignment: Qt.AlignTop

                Words {
                    anchors.centerIn: parent
                    text: step.index + 1
                    font: Theme.strong
                    color: Theme.tintInk
                }
            }

            Words {
                text: step.modelData
                Layout.fillWidth: true
                Layout.alignment: Qt.AlignVCenter
            }
        }
    }
}
