pragma ComponentBehavior: Bound

import QtQuick
import Vez.Kiosk
import Vez.Parts

// The way out of a way to pay: at once where there is one other, by a sheet where there are several.
BigButton {
    id: root

    required property WaysViewModel ways

    readonly property bool isOnly: ways.onlyKey !== ""

    signal asked

    objectName: isOnly ? ways.onlyKey + "Instead" : "otherWays"
    kind: BigButton.Secondary
    iconName: isOnly ? ways.onlyIcon : "arrow-right-left"
    text: isOnly ? ways.onlyText : qsTr("Pagar de outro jeito")
    visible: ways.canSwitch
    enabled: ways.isFree
    onClicked: isOnly ? ways.pay(ways.onlyKey) : asked()
}
