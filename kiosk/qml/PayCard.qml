pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Vez.Look
import Vez.Parts

// One way to pay, as large as its place; a compact one lies down. `reason` says why it cannot be used now.
T.AbstractButton {
    id: root

    required property string iconName
    required property string detail
    required property string reason
    required property bool isMain
    property bool isCompact: false

    readonly property bool isFilled: isMain && !isCompact && enabled
    readonly property color tone: isFilled ? Theme.accentInk : enabled ? Theme.ink : Theme.muted

    implicitWidth: Theme.cardMin
    implicitHeight: Math.max(isCompact ? Theme.control : 2 * Theme.control, implicitContentHeight + topPadding + bottomPadding)
    padding: Theme.medium
    topPadding: isCompact ? Theme.small : Theme.medium
    bottomPadding: topPadding
    leftPadding: (isCompact ? 1 : 1.2) * Theme.medium
    rightPadding: leftPadding
    focusPolicy: Qt.StrongFocus
    z: visualFocus ? 1 : 0

    Accessible.role: Accessible.Button
    Accessible.name: text + ". " + (reason === "" ? detail : reason)
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    contentItem: GridLayout {
        columnSpacing: root.isCompact && root.width < 1.6 * Theme.cardMin ? Theme.small : Theme.medium
        rowSpacing: root.isCompact ? 0 : Theme.tight

        Icon {
            name: root.iconName
            tone: root.isFilled || !root.isCompact || !root.enabled ? root.tone : Theme.accent
            size: (root.isCompact ? 1.2 : 1.5) * Theme.icon
            Layout.row: 0
            Layout.column: 0
            Layout.rowSpan: root.isCompact ? 2 : 1
            Layout.alignment: root.isCompact ? Qt.AlignVCenter : Qt.AlignTop
        }

        Icon {
            name: root.isCompact ? "chevron-right" : "arrow-right"
            tone: root.isCompact ? Theme.muted : root.tone
            opacity: root.enabled ? 1 : 0
            visible: !root.isCompact || root.width > 1.6 * Theme.cardMin
            Layout.row: 0
            Layout.column: root.isCompact ? 2 : 1
            Layout.rowSpan: root.isCompact ? 2 : 1
            Layout.alignment: (root.isCompact ? Qt.AlignVCenter : Qt.AlignTop) | Qt.AlignRight
        }

        Item {
            visible: !root.isCompact
            Layout.fillHeight: true
            Layout.row: 1
            Layout.column: 0
            Layout.columnSpan: 2
        }

        Words {
            text: root.text
            font: root.isCompact ? Theme.strong : Theme.title
            color: root.tone
            Accessible.ignored: true
            Layout.row: root.isCompact ? 0 : 2
            Layout.column: root.isCompact ? 1 : 0
            Layout.columnSpan: root.isCompact ? 1 : 2
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignBottom
        }

        Words {
            text: root.reason === "" ? root.detail : root.reason
            font: Theme.caption
            color: root.isFilled ? Theme.accentInk : root.reason === "" ? Theme.muted : Theme.danger
            Accessible.ignored: true
            Layout.row: root.isCompact ? 1 : 3
            Layout.column: root.isCompact ? 1 : 0
            Layout.columnSpan: root.isCompact ? 1 : 2
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop
        }
    }

    background: Rectangle {
        radius: root.isCompact ? Theme.radius : Theme.radiusLarge
        color: root.isFilled ? Theme.accent : root.enabled ? Theme.surface : Theme.well
        border.width: root.isFilled ? 0 : Theme.stroke
        border.color: !root.enabled ? Theme.hairline : root.isCompact ? Theme.outline : Theme.ink

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
