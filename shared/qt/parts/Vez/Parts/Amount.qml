pragma ComponentBehavior: Bound

import QtQuick
import Vez.Look

// A sum with a few words over it.
Item {
    id: root

    required property string amount
    property string caption: ""
    property int horizontalAlignment: Text.AlignLeft

    implicitWidth: Math.max(words.implicitWidth, figures.implicitWidth)
    implicitHeight: column.implicitHeight
    Accessible.role: Accessible.StaticText
    Accessible.name: caption === "" ? amount : caption + ": " + amount

    Column {
        id: column

        width: root.width

        Words {
            id: words

            width: parent.width
            text: root.caption
            font: Theme.caption
            color: Theme.muted
            horizontalAlignment: root.horizontalAlignment
            visible: text !== ""
            Accessible.ignored: true
        }

        Words {
            id: figures

            width: parent.width
            text: root.amount
            font: Theme.total
            horizontalAlignment: root.horizontalAlignment
            Accessible.ignored: true
        }
    }
}
