pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Kiosk
import Vez.Look
import Vez.Parts

// The groups that the law serves first. Nothing has to be proved here.
Sheet {
    id: root

    required property ReviewViewModel viewModel

    readonly property int columns: parent !== null && parent.width > parent.height ? 2 : 1

    objectName: "priority"
    title: qsTr("Atendimento prioritário")
    width: parent === null ? 0 : parent.width > parent.height ? 0.86 * parent.width : parent.width

    foot: BigButton {
        objectName: "priorityDone"
        text: qsTr("Pronto")
        onClicked: root.close()
        Layout.fillWidth: true
    }

    Prose {
        text: qsTr("Por lei, estes grupos vêm primeiro,\ncom quem os acompanha. Sem comprovante.")
        color: Theme.muted
        Layout.fillWidth: true
    }

    GridLayout {
        columns: root.columns
        columnSpacing: Theme.medium
        rowSpacing: Theme.small
        uniformCellWidths: true
        Layout.fillWidth: true

        Repeater {
            model: root.viewModel.groups

            OptionRow {
                required property string key
                required property string name

                objectName: "group-" + key
                text: name
                onClicked: root.viewModel.choosePriority(key)
                Layout.fillWidth: true
                Layout.fillHeight: true
            }
        }
    }
}
