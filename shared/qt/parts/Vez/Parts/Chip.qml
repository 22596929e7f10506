pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look

// A short fact on a tinted ground; not touched.
Rectangle {
    id: root

    enum Kind {
        Plain,
        Accent,
        Warm,
        Warning,
        Danger,
        Success
    }

    required property string text
    property string iconName: ""
    property int kind: Chip.Plain

    readonly property color tone: [Theme.ink, Theme.tintInk, Theme.warm, Theme.warning, Theme.danger, Theme.success][kind]

    implicitWidth: row.implicitWidth + 2 * Theme.medium
    implicitHeight: row.implicitHeight + 1.5 * Theme.small
    radius: Math.min(height / 2, Theme.radiusLarge)
    color: [Theme.well, Theme.tint, Theme.warmTint, Theme.warningTint, Theme.dangerTint, Theme.successTint][kind]
    Accessible.role: Accessible.StaticText
    Accessible.name: text

    RowLayout {
        id: row

        anchors.centerIn: parent
        width: Math.min(implicitWidth, parent.width - 2 * Theme.medium)
        spacing: 0.8 * Theme.small

        Icon {
            name: root.iconName
            tone: root.tone
            size: 0.75 * Theme.icon
            visible: root.iconName !== ""
        }

        Words {
            text: root.text
            font: Theme.caption
            color: root.tone
            Accessible.ignored: true
            Layout.fillWidth: true
        }
    }
}
