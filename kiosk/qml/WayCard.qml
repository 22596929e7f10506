pragma ComponentBehavior: Bound

import QtQuick
import Vez.Kiosk

// One row of the ways to pay.
PayCard {
    id: root

    required property WaysViewModel ways
    required property string key
    required property bool canChoose
    required text
    property bool isLarge: false

    objectName: "pay" + key.charAt(0).toUpperCase() + key.slice(1)
    isCompact: !isLarge
    enabled: canChoose
    onClicked: ways.pay(key)
}
