pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Vez.Look
import Vez.Parts

// One service to choose: what it is, what it costs, how long it takes and how long one waits. Where it is narrow the
// price stands below the name, where it is wide beside it.
T.AbstractButton {
    id: root

    required property string iconName
    required property string description
    required property string price
    required property string minutes
    required property string waiting
    required property bool isChosen
    required property string unavailableReason

    readonly property bool isAvailable: unavailableReason === ""
    readonly property bool isWide: width >= 1.6 * Theme.cardMin

    implicitWidth: Theme.cardMin
    implicitHeight: Math.max(Theme.touch, implicitContentHeight + topPadding + bottomPadding)
    padding: Theme.medium
    leftPadding: 1.2 * Theme.medium
    rightPadding: 1.2 * Theme.medium
    enabled: isAvailable
    focusPolicy: Qt.StrongFocus
    z: visualFocus ? 1 : 0

    Accessible.role: Accessible.CheckBox
    Accessible.name: [text, description, price, minutes, waiting, unavailableReason].filter(part => part !== "").join(", ")
    Accessible.checkable: true
    Accessible.checked: isChosen
    Accessible.onToggleAction: click()
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    contentItem: GridLayout {
        columnSpacing: Theme.medium
        rowSpacing: Theme.small

        IconDisc {
            name: root.iconName
            isStrong: root.isChosen
            isFaint: !root.isAvailable
            size: (root.isWide ? 2.2 : 1.5) * Theme.icon
            Layout.row: 0
            Layout.column: 0
            Layout.rowSpan: root.isWide ? 2 : 1
            Layout.alignment: root.isWide ? Qt.AlignVCenter : Qt.AlignTop
        }

        Words {
            text: root.text
            font: Theme.title
            color: root.isAvailable ? Theme.ink : Theme.muted
            Accessible.ignored: true
            Layout.row: 0
            Layout.column: 1
            Layout.columnSpan: root.isWide ? 1 : 2
            Layout.fillWidth: true
            Layout.alignment: root.isWide ? Qt.AlignBottom : Qt.AlignVCenter
        }

        Words {
            text: root.description
            font: Theme.caption
            color: Theme.muted
            Accessible.ignored: true
            Layout.row: 1
            Layout.column: root.isWide ? 1 : 0
            Layout.columnSpan: root.isWide ? 1 : 3
            Layout.fillWidth: true
            Layout.fillHeight: !root.isWide
            Layout.alignment: Qt.AlignTop
        }

        Words {
            text: root.price
            font: Theme.figures
            color: root.isAvailable ? Theme.accent : Theme.muted
            horizontalAlignment: root.isWide ? Text.AlignRight : Text.AlignLeft
            Accessible.ignored: true
            Layout.row: root.isWide ? 0 : 2
            Layout.column: root.isWide ? 2 : 0
            Layout.columnSpan: root.isWide ? 1 : 2
            Layout.fillWidth: !root.isWide
            Layout.alignment: root.isWide ? Qt.AlignRight | Qt.AlignBottom : Qt.AlignBottom
        }

        Words {
            text: root.isAvailable ? root.minutes + " · " + root.waiting : root.unavailableReason
            font: Theme.caption
            color: root.isAvailable ? Theme.muted : Theme.danger
            horizontalAlignment: root.isWide ? Text.AlignRight : Text.AlignLeft
            Accessible.ignored: true
            Layout.row: root.isWide ? 1 : 3
            Layout.column: root.isWide ? 2 : 0
            Layout.columnSpan: root.isWide ? 1 : 3
            Layout.fillWidth: !root.isWide
            Layout.maximumWidth: root.isWide ? 0.4 * root.width : -1
            Layout.alignment: root.isWide ? Qt.AlignRight | Qt.AlignTop : Qt.AlignBottom
        }

        CheckMark {
            checked: root.isChosen
            opacity: root.isAvailable ? 1 : 0
            Layout.row: root.isWide ? 0 : 2
            Layout.column: root.isWide ? 3 : 2
            Layout.rowSpan: root.isWide ? 2 : 1
            Layout.alignment: root.isWide ? Qt.AlignVCenter : Qt.AlignRight | Qt.AlignBottom
        }
    }

    background: Rectangle {
        radius: Theme.radius
        color: !root.isAvailable ? Theme.well : root.isChosen ? Theme.tint : Theme.surface
        border.width: root.isChosen ? Theme.boldStroke : Theme.stroke
        border.color: root.isChosen ? Theme.accent : root.isAvailable ? Theme.outline : Theme.hairline

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
