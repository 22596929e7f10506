pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look

// Letters for a name, with the accents of Portuguese and Spanish in sight. It only says what was touched.
ColumnLayout {
    id: root

    property string prefix: "key"
    property bool isUpper: false

    signal typed(string letter)
    signal erased

    readonly property list<string> rows: ["áâãéêíóôõú", "qwertyuiop", "asdfghjklç", "zxcvbnmñ-'"]

    spacing: Theme.tight

    Repeater {
        model: root.rows

        RowLayout {
            id: keys

            required property string modelData

            spacing: Theme.tight
            uniformCellSizes: true

            Repeater {
                model: keys.modelData.split("")

                KeyButton {
                    required property string modelData

                    objectName: root.prefix + modelData
                    text: root.isUpper ? modelData.toUpperCase() : modelData
                    onClicked: root.typed(text)
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                }
            }
        }
    }

    RowLayout {
        spacing: Theme.tight

        KeyButton {
            objectName: root.prefix + "Space"
            iconName: "space"
            name: qsTr("Espaço")
            isQuiet: true
            onClicked: root.typed(" ")
            Layout.fillWidth: true
            Layout.fillHeight: true
        }

        KeyButton {
            objectName: root.prefix + "Erase"
            iconName: "delete"
            name: qsTr("Apagar o último")
            isQuiet: true
            onClicked: root.erased()
            Layout.preferredWidth: 0.25 * root.width
            Layout.fillHeight: true
        }
    }
}
