pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Vez.Look

// The button of the totem: at least a finger tall, wraps its words rather than cutting them.
T.AbstractButton {
    id: root

    enum Kind {
        Primary,
        Secondary,
        Quiet,
        Danger,
        Night
    }

    property int kind: BigButton.Primary
    property string iconName: ""
    property bool isIconTrailing: false

    readonly property bool isFilled: kind !== BigButton.Secondary && kind !== BigButton.Quiet
    readonly property bool isPill: kind === BigButton.Night
    readonly property color fill: !enabled && isFilled ? Theme.disabled : [Theme.accent, Theme.surface, "transparent", Theme.danger, Theme.nightButton][kind]
    readonly property color tone: enabled ? [Theme.accentInk, Theme.ink, Theme.accent, Theme.dangerInk, Theme.nightButtonInk][kind] : isFilled ? Theme.disabledInk : Theme.muted

    implicitWidth: Math.max(Theme.control, implicitContentWidth + leftPadding + rightPadding)
    implicitHeight: Math.max(Theme.control, implicitContentHeight + topPadding + bottomPadding)
    leftPadding: isPill ? Theme.margin : Theme.large
    rightPadding: leftPadding
    topPadding: isPill ? Theme.large : Theme.small
    bottomPadding: topPadding
    focusPolicy: Qt.StrongFocus
    font: isPill ? Theme.field : Theme.button
    z: visualFocus ? 1 : 0

    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    contentItem: Item {
        implicitWidth: row.implicitWidth
        implicitHeight: row.implicitHeight

        RowLayout {
            id: row

            anchors.centerIn: parent
            width: Math.min(implicitWidth, parent.width)
            spacing: Theme.small
            layoutDirection: root.isIconTrailing ? Qt.RightToLeft : Qt.LeftToRight

            Icon {
                name: root.iconName
                tone: root.tone
                size: root.isPill ? 1.25 * Theme.icon : Theme.icon
                visible: root.iconName !== ""
            }

            Words {
                text: root.text
                font: root.font
                color: root.tone
                horizontalAlignment: Text.AlignHCenter
                Accessible.ignored: true
                Layout.fillWidth: true
            }
        }
    }

    background: Rectangle {
        radius: root.isPill ? height / 2 : Theme.radius
        color: root.fill
        border.width: root.kind === BigButton.Secondary ? Theme.stroke : 0
        border.color: root.enabled ? Theme.ink : Theme.outline

        PressFeedback {
            pressed: root.down
            radius: parent.radius
        }

        FocusRing {
            shown: root.visualFocus
            tone: root.kind === BigButton.Night ? Theme.nightAccent : Theme.focus
            corner: parent.radius
        }
    }
}
