import QtQuick
import Vez.Look
import Vez.Parts

// Says that the page will go by itself, and how to keep it.
Words {
    id: root

    required property string leavingIn

    text: qsTr("Fecha em %1\nToque para ficar").arg(leavingIn)
    font: Theme.caption
    color: Theme.muted
    horizontalAlignment: Text.AlignHCenter
    visible: leavingIn !== ""
}
