pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Vez.Look

// A large field. A hardware keyboard types into it; the on-screen keys change the text that it is bound to.
T.TextField {
    id: root

    required property string name
    property string error: ""

    readonly property bool hasError: error !== ""

    implicitWidth: 100 * Theme.mm
    implicitHeight: Math.max(Theme.control, contentHeight + 2 * Theme.small) + bottomInset
    leftPadding: Theme.medium
    rightPadding: Theme.medium
    topPadding: Theme.small
    bottomPadding: Theme.small + bottomInset
    bottomInset: hasError ? complaint.height + Theme.small : 0
    verticalAlignment: TextInput.AlignVCenter
    font: Theme.field
    color: Theme.ink
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    selectByMouse: false
    inputMethodHints: Qt.ImhNoPredictiveText

    Accessible.role: Accessible.EditableText
    Accessible.name: hasError ? name + ". " + error : name

    cursorDelegate: Rectangle {
        width: Theme.boldStroke
        color: Theme.accent
        visible: root.activeFocus
    }

    Words {
        x: root.leftPadding
        y: root.topPadding
        width: root.width - root.leftPadding - root.rightPadding
        height: root.height - root.topPadding - root.bottomPadding
        text: root.placeholderText
        font: Theme.body
        color: Theme.muted
        verticalAlignment: Text.AlignVCenter
        horizontalAlignment: root.horizontalAlignment
        visible: root.length === 0
        Accessible.ignored: true
    }

    Row {
        id: complaint

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Theme.small
        visible: root.hasError

        Icon {
            id: mark

            name: "circle-alert"
            tone: Theme.danger
            size: 0.75 * Theme.icon
            anchors.verticalCenter: parent.verticalCenter
        }

        Words {
            width: parent.width - mark.width - parent.spacing
            text: root.error
            font: Theme.caption
            color: Theme.danger
            Accessible.ignored: true
        }
    }

    background: Rectangle {
        radius: Theme.radius
        color: Theme.surface
        border.width: root.hasError || root.activeFocus ? Theme.boldStroke : Theme.stroke
        border.color: root.hasError ? Theme.danger : root.activeFocus ? Theme.accent : Theme.outline
    }
}
