pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Vez.Look

// A round button that shows only an icon; `text` is what a screen reader says.
T.AbstractButton {
    id: root

    required property string iconName
    property color tone: enabled ? Theme.ink : Theme.disabledInk

    implicitWidth: Theme.touch
    implicitHeight: Theme.touch
    focusPolicy: Qt.StrongFocus
    z: visualFocus ? 1 : 0

    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            name: root.iconName
            tone: root.tone
            size: Math.min(Theme.icon, 0.62 * root.height)
        }
    }

    background: Rectangle {
        radius: height / 2
        color: root.enabled ? Theme.surface : Theme.disabled
        border.width: Theme.stroke
        border.color: root.enabled ? Theme.outline : "transparent"

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
