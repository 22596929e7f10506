pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look
import Vez.Parts

Rectangle {
    id: root

    color: Theme.page

    PageHeader {
        width: parent.width
        title: "O que vai ser hoje?"
    }

    Sheet {
        objectName: "extras"
        title: "Quer levar junto?"
        visible: true

        Repeater {
            model: ["Toalha", "Isotônico de limão", "Meia de compressão"]

            LineCard {
                id: card

                required property string modelData

                text: modelData
                detail: "R$ 12,00"
                iconName: "package"
                Layout.fillWidth: true

                QuantityStepper {
                    objectName: card.modelData
                    name: card.modelData
                    value: 1
                }
            }
        }

        BigButton {
            text: "Continuar"
            Layout.fillWidth: true
            Layout.topMargin: Theme.small
        }
    }
}
