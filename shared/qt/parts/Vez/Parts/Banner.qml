pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look

// What happened and what to do, in plain words, with at most one action.
Rectangle {
    id: root

    enum Kind {
        Info,
        Warning,
        Error,
        Success
    }

    required property string text
    property string title: ""
    property int kind: Banner.Info
    property string iconName: ["info", "triangle-alert", "circle-alert", "circle-check"][kind]
    property string actionText: ""
    property string actionName: objectName + "Action"

    signal acted

    function announce() {
        if (visible && text !== "")
            Accessible.announce(Accessible.name, kind === Banner.Error ? Accessible.Assertive : Accessible.Polite);
    }

    readonly property color tone: [Theme.tintInk, Theme.warning, Theme.danger, Theme.success][kind]
    readonly property bool isStacked: actionText !== "" && width < 2 * Theme.cardMin

    implicitWidth: Theme.cardMin
    implicitHeight: grid.implicitHeight + 2 * Theme.medium
    radius: Theme.radius
    color: [Theme.tint, Theme.warningTint, Theme.dangerTint, Theme.successTint][kind]
    border.width: Theme.isHighContrast ? Theme.stroke : 0
    border.color: tone
    onTextChanged: announce()
    onVisibleChanged: announce()
    Component.onCompleted: announce()
    Accessible.role: Accessible.AlertMessage
    Accessible.name: title === "" ? text : title + ". " + text

    GridLayout {
        id: grid

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.medium
        width: root.width - 2 * Theme.medium
        columnSpacing: Theme.medium
        rowSpacing: Theme.medium

        Icon {
            name: root.iconName
            tone: root.tone
            Layout.alignment: root.actionText === "" || root.isStacked ? Qt.AlignTop : Qt.AlignVCenter
        }

        ColumnLayout {
            spacing: Theme.hair
            Layout.fillWidth: true

            Words {
                text: root.title
                font: Theme.strong
                visible: text !== ""
                Accessible.ignored: true
                Layout.fillWidth: true
            }

            Prose {
                text: root.text
                Accessible.ignored: true
                Layout.fillWidth: true
            }
        }

        BigButton {
            objectName: root.actionName
            kind: BigButton.Secondary
            text: root.actionText
            visible: root.actionText !== ""
            onClicked: root.acted()
            Layout.row: root.isStacked ? 1 : 0
            Layout.column: root.isStacked ? 1 : 2
            Layout.fillWidth: root.isStacked
            Layout.maximumWidth: root.isStacked ? -1 : 0.4 * grid.width
        }
    }
}
