pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Vez.Look

// One service to choose. `text` is its name; the card stands where it is narrow and lies down where it is wide.
T.AbstractButton {
    id: root

    required property string iconName
    required property string price
    property string description: ""
    property string minutes: ""
    property string waiting: ""
    property bool isChosen: false
    property string unavailableReason: ""

    readonly property bool isAvailable: unavailableReason === ""
    readonly property bool isLying: width >= 1.5 * Theme.cardMin
    readonly property bool isWide: width >= 2.2 * Theme.cardMin
    readonly property string facts: [minutes, waiting].filter(fact => fact !== "").join(" · ")

    implicitWidth: Theme.cardMin
    implicitHeight: Math.max(Theme.touch, implicitContentHeight + topPadding + bottomPadding)
    padding: 1.2 * Theme.medium
    enabled: isAvailable
    focusPolicy: Qt.StrongFocus
    z: visualFocus ? 1 : 0

    Accessible.role: Accessible.CheckBox
    Accessible.name: [text, description, price, facts, unavailableReason].filter(part => part !== "").join(", ")
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
            Layout.row: 0
            Layout.column: 0
            Layout.rowSpan: root.isLying && !root.isWide ? 2 : 1
            Layout.alignment: Qt.AlignVCenter
        }

        ColumnLayout {
            spacing: Theme.hair
            Layout.row: root.isLying ? 0 : 1
            Layout.column: root.isLying ? 1 : 0
            Layout.columnSpan: root.isLying ? 1 : 2
            Layout.fillWidth: true
            Layout.fillHeight: false
            Layout.alignment: Qt.AlignVCenter

            Words {
                text: root.text
                font: Theme.title
                color: root.isAvailable ? Theme.ink : Theme.muted
                Accessible.ignored: true
                Layout.fillWidth: true
            }

            Words {
                text: root.description
                font: Theme.caption
                color: Theme.muted
                visible: text !== ""
                Accessible.ignored: true
                Layout.fillWidth: true
            }
        }

        Item {
            visible: !root.isLying
            Layout.row: 2
            Layout.column: 0
            Layout.fillHeight: true
        }

        ColumnLayout {
            spacing: Theme.hair
            Layout.row: root.isWide ? 0 : root.isLying ? 1 : 3
            Layout.column: root.isWide ? 2 : root.isLying ? 1 : 0
            Layout.columnSpan: root.isLying ? 1 : 2
            Layout.fillWidth: !root.isWide
            Layout.fillHeight: false
            Layout.maximumWidth: root.isWide ? 0.4 * root.width : -1
            Layout.alignment: Qt.AlignVCenter

            Words {
                text: root.price
                font: Theme.figures
                color: root.isAvailable ? Theme.accent : Theme.muted
                horizontalAlignment: root.isWide ? Text.AlignRight : Text.AlignLeft
                Accessible.ignored: true
                Layout.fillWidth: true
            }

            Words {
                text: root.isAvailable ? root.facts : root.unavailableReason
                font: Theme.caption
                color: root.isAvailable ? Theme.muted : Theme.danger
                horizontalAlignment: root.isWide ? Text.AlignRight : Text.AlignLeft
                visible: text !== ""
                Accessible.ignored: true
                Layout.fillWidth: true
            }
        }

        CheckMark {
            checked: root.isChosen
            opacity: root.isAvailable ? 1 : 0
            Layout.row: 0
            Layout.column: root.isWide ? 3 : root.isLying ? 2 : 1
            Layout.rowSpan: root.isLying && !root.isWide ? 2 : 1
            Layout.alignment: root.isLying ? Qt.AlignVCenter : Qt.AlignTop | Qt.AlignRight
        }
    }

    background: Rectangle {
        radius: Theme.radius
        color: !root.isAvailable ? Theme.page : root.isChosen ? Theme.tint : Theme.surface
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
