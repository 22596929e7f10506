pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look
import Vez.Parts

// The visit's label, as large as its place.
Card {
    id: root

    required property string label
    property string caption: qsTr("Sua senha")
    property bool isOver: false

    padding: Theme.large
    spacing: Theme.small

    Item {
        Layout.fillHeight: true
    }

    Words {
        text: root.caption
        font: Theme.title
        color: Theme.muted
        horizontalAlignment: Text.AlignHCenter
        Layout.fillWidth: true
    }

    LabelNumber {
        objectName: "label"
        text: root.label
        tallest: Math.max(20, 0.22 * Math.min(root.width, 1.6 * root.height) / Theme.mm)
        color: root.isOver ? Theme.muted : Theme.accent
        Layout.fillWidth: true
    }

    Item {
        Layout.fillHeight: true
    }
}
