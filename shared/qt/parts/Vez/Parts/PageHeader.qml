pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look

// The top of a page: what this page asks, and round buttons on the right (its children).
Item {
    id: root

    required property string title
    property string subtitle: ""
    default property alias buttons: buttons.data

    function announce() {
        if (visible && title !== "")
            Accessible.announce(Accessible.name);
    }

    implicitHeight: row.implicitHeight + Theme.huge + Theme.large
    implicitWidth: row.implicitWidth + 2 * Theme.margin
    onTitleChanged: announce()
    onVisibleChanged: announce()
    Component.onCompleted: announce()
    Accessible.role: Accessible.Heading
    Accessible.name: subtitle === "" ? title : title + ". " + subtitle

    RowLayout {
        id: row

        x: Theme.margin
        y: Theme.huge
        width: root.width - 2 * Theme.margin
        spacing: Theme.medium

        ColumnLayout {
            spacing: Theme.tight
            Layout.fillWidth: true

            Words {
                text: root.title
                font: Theme.headline
                Accessible.ignored: true
                Layout.fillWidth: true
            }

            Words {
                text: root.subtitle
                font: Theme.body
                color: Theme.muted
                visible: text !== ""
                Accessible.ignored: true
                Layout.fillWidth: true
            }
        }

        RowLayout {
            id: buttons

            spacing: Theme.small
            Layout.alignment: Qt.AlignTop
        }
    }
}
