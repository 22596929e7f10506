pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look
import Vez.Parts

// What stops everything, how to get a person, and what to tell them.
StageNotice {
    id: root

    required property string person
    required property string detail

    Banner {
        iconName: "hand-helping"
        text: root.person
        Layout.fillWidth: true
        Layout.topMargin: Theme.medium
    }

    Words {
        objectName: "attentionDetail"
        text: qsTr("Para a equipe: %1").arg(root.detail)
        font: Theme.caption
        color: Theme.muted
        horizontalAlignment: root.alignment
        visible: root.detail !== ""
        Layout.fillWidth: true
    }
}
