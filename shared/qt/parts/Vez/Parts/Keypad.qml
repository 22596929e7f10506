pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look

// Digits for CPF, phone, label or PIN. It only says what was touched.
GridLayout {
    id: root

    property string prefix: "key"

    signal typed(string digit)
    signal erased
    signal cleared

    columns: 3
    columnSpacing: Theme.small
    rowSpacing: Theme.small

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9"]

        KeyButton {
            required property string modelData

            objectName: root.prefix + modelData
            text: modelData
            onClicked: root.typed(modelData)
            Layout.fillWidth: true
            Layout.fillHeight: true
        }
    }

    KeyButton {
        objectName: root.prefix + "Clear"
        iconName: "x"
        name: qsTr("Apagar tudo")
        isQuiet: true
        onClicked: root.cleared()
        Layout.fillWidth: true
        Layout.fillHeight: true
    }

    KeyButton {
        objectName: root.prefix + "0"
        text: "0"
        onClicked: root.typed("0")
        Layout.fillWidth: true
        Layout.fillHeight: true
    }

    KeyButton {
        objectName: root.prefix + "Erase"
        iconName: "delete"
        name: qsTr("Apagar o último")
        isQuiet: true
        onClicked: root.erased()
        Layout.fillWidth: true
        Layout.fillHeight: true
    }
}
