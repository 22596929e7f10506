pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Kiosk
import Vez.Parts

// The other ways to pay for an order that is being paid.
Sheet {
    id: root

    required property WaysViewModel ways

    objectName: "ways"
    title: qsTr("Pagar de outro jeito")

    Repeater {
        model: root.ways.rows

        WayCard {
            ways: root.ways
            onClicked: root.close()
            Layout.fillWidth: true
        }
    }
}
