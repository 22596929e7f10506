pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Vez.Look

// One key of a keypad or keyboard; takes no focus from the field when touched.
T.AbstractButton {
    id: root

    property string iconName: ""
    property string name: text
    property bool isQuiet: false

    implicitWidth: Theme.touch
    implicitHeight: Math.max(Theme.control, 1.6 * Theme.field.pixelSize)
    focusPolicy: Qt.TabFocus
    z: visualFocus ? 1 : 0
    autoRepeat: false
    font: Theme.field

    Accessible.role: Accessible.Button
    Accessible.name: name
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    contentItem: Item {
        Words {
            anchors.centerIn: parent
            text: root.text
            font: root.font
            visible: root.iconName === ""
            Accessible.ignored: true
        }

        Icon {
            anchors.centerIn: parent
            name: root.iconName
            visible: root.iconName !== ""
        }
    }

    background: Rectangle {
        radius: Theme.radiusSmall
        color: root.isQuiet ? Theme.well : Theme.surface
        border.width: Theme.stroke
        border.color: Theme.outline

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
