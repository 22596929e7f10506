pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Kiosk
import Vez.Look
import Vez.Parts

// What can be taken along: quantities, and what is left where that is little.
Sheet {
    id: root

    required property ReviewViewModel viewModel

    objectName: "extras"
    title: qsTr("Quer levar algo junto?")
    width: parent === null ? 0 : isTall ? parent.width : 0.66 * parent.width

    foot: BigButton {
        objectName: "extrasDone"
        text: root.viewModel.extrasSummary === "" ? qsTr("Não, obrigado") : qsTr("Pronto")
        onClicked: root.close()
        Layout.fillWidth: true
    }

    Repeater {
        model: root.viewModel.extras

        LineCard {
            id: line

            required property string key
            required property string name
            required property string price
            required property string stock
            required property int quantity
            required property int most
            required iconName

            text: name
            detail: stock === "" ? price : price + " · " + stock
            isStrong: quantity > 0
            Layout.fillWidth: true

            QuantityStepper {
                objectName: "extra-" + line.key
                name: line.name
                value: line.quantity
                to: line.most
                onStepped: by => root.viewModel.changeExtra(line.key, by)
            }
        }
    }
}
