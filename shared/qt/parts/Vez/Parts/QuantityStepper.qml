pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look

// A number between two buttons. It only asks: `stepped(by)`; whoever holds the number changes it.
Item {
    id: root

    required property int value
    required property string name
    property int from: 0
    property int to: 99

    signal stepped(int by)

    implicitWidth: row.implicitWidth
    implicitHeight: row.implicitHeight
    Accessible.role: Accessible.SpinBox
    Accessible.name: qsTr("%1: %2").arg(name).arg(value)

    RowLayout {
        id: row

        anchors.fill: parent
        spacing: Theme.small

        IconButton {
            objectName: root.objectName + "Minus"
            iconName: "minus"
            text: qsTr("Menos %1").arg(root.name)
            enabled: root.value > root.from
            onClicked: root.stepped(-1)
        }

        Words {
            text: root.value
            font: Theme.figures
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
            Layout.fillWidth: true
            Layout.minimumWidth: Theme.icon * 1.6
        }

        IconButton {
            objectName: root.objectName + "Plus"
            iconName: "plus"
            text: qsTr("Mais %1").arg(root.name)
            enabled: root.value < root.to
            onClicked: root.stepped(1)
        }
    }
}
