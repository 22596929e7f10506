pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Vez.Look
import Vez.Parts

// One of several answers, of which one holds.
T.AbstractButton {
    id: root

    required property bool isChosen

    implicitWidth: Theme.cardMin
    implicitHeight: Math.max(Theme.touch, implicitContentHeight + topPadding + bottomPadding)
    leftPadding: Theme.medium
    rightPadding: Theme.medium
    topPadding: Theme.small
    bottomPadding: Theme.small
    focusPolicy: Qt.StrongFocus
    z: visualFocus ? 1 : 0

    Accessible.role: Accessible.RadioButton
    Accessible.name: text
    Accessible.checkable: true
    Accessible.checked: isChosen
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    contentItem: RowLayout {
        spacing: Theme.medium

        CheckMark {
            checked: root.isChosen
        }

        Words {
            text: root.text
            font: root.isChosen ? Theme.strong : Theme.body
            Accessible.ignored: true
            Layout.fillWidth: true
        }
    }

    background: Rectangle {
        radius: Theme.radius
        color: root.isChosen ? Theme.tint : Theme.surface
        border.width: root.isChosen ? Theme.boldStroke : Theme.stroke
        border.color: root.isChosen ? Theme.accent : Theme.outline

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
