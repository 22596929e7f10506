pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Vez.Look
import Vez.Parts

// One way to pay, as large as its place. `reason` says why it cannot be used now.
T.AbstractButton {
    id: root

    required property string iconName
    property string detail: ""
    property string reason: ""
    property bool isMain: false

    readonly property bool isFilled: isMain && enabled
    readonly property color tone: isFilled ? Theme.accentInk : enabled ? Theme.ink : Theme.muted

    implicitWidth: Theme.cardMin
    implicitHeight: Math.max(2 * Theme.control, implicitContentHeight + topPadding + bottomPadding)
    padding: Theme.medium
    leftPadding: 1.2 * Theme.medium
    rightPadding: leftPadding
    focusPolicy: Qt.StrongFocus
    z: visualFocus ? 1 : 0

    Accessible.role: Accessible.Button
    Accessible.name: text + ". " + (reason === "" ? detail : reason)
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    contentItem: GridLayout {
        columns: 2
        columnSpacing: Theme.medium
        rowSpacing: Theme.tight

        Icon {
            name: root.iconName
            tone: root.tone
            size: 1.5 * Theme.icon
            Layout.alignment: Qt.AlignTop
        }

        Icon {
            name: "arrow-right"
            tone: root.tone
            opacity: root.enabled ? 1 : 0
            Layout.alignment: Qt.AlignTop | Qt.AlignRight
        }

        Item {
            Layout.fillHeight: true
            Layout.columnSpan: 2
        }

        Words {
            text: root.text
            font: Theme.title
            color: root.tone
            Accessible.ignored: true
            Layout.columnSpan: 2
            Layout.fillWidth: true
        }

        Words {
            text: root.reason === "" ? root.detail : root.reason
            font: Theme.caption
            color: root.isFilled ? Theme.accentInk : root.reason === "" ? Theme.muted : Theme.danger
            Accessible.ignored: true
            Layout.columnSpan: 2
            Layout.fillWidth: true
        }
    }

    background: Rectangle {
        radius: Theme.radiusLarge
        color: root.isFilled ? Theme.accent : root.enabled ? Theme.surface : Theme.well
        border.width: root.isFilled ? 0 : Theme.stroke
        border.color: root.enabled ? Theme.ink : Theme.hairline

        PressFeedback {
            pressed: root.down
            radius: parent.radius
        }

        FocusRing {
            shown: root.visualFocus
            corner: parent.radius
        }
    }
}
