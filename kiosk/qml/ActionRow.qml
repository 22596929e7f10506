pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Vez.Look
import Vez.Parts

// One touchable line: what it is about, how it stands, and that there is more behind it.
T.AbstractButton {
    id: root

    required property string iconName
    property string detail: ""
    property bool isSet: false
    property string trailingIcon: "chevron-right"

    implicitWidth: Theme.cardMin
    implicitHeight: Math.max(1.15 * Theme.control, implicitContentHeight + topPadding + bottomPadding)
    leftPadding: Theme.medium
    rightPadding: Theme.medium
    topPadding: Theme.small
    bottomPadding: Theme.small
    focusPolicy: Qt.StrongFocus
    z: visualFocus ? 1 : 0

    Accessible.role: Accessible.Button
    Accessible.name: detail === "" ? text : text + ": " + detail
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    contentItem: RowLayout {
        spacing: Theme.medium

        IconDisc {
            name: root.iconName
            isStrong: root.isSet
        }

        ColumnLayout {
            spacing: Theme.hair
            Layout.fillWidth: true

            Words {
                text: root.text
                font: Theme.strong
                Accessible.ignored: true
                Layout.fillWidth: true
            }

            Words {
                text: root.detail
                font: Theme.caption
                color: root.isSet ? Theme.accent : Theme.muted
                visible: text !== ""
                Accessible.ignored: true
                Layout.fillWidth: true
            }
        }

        Icon {
            name: root.trailingIcon
            tone: Theme.muted
        }
    }

    background: Rectangle {
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.stroke
        border.color: root.isSet ? Theme.accent : Theme.outline

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
