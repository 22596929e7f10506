pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look
import Vez.Parts

// A name: for the call nobody has to give one, for the bank somebody who pays has to.
Sheet {
    id: root

    required property string written
    required property bool isUpper
    property string why: qsTr("Só o primeiro nome, se quiser. Sem nome, chamamos pela senha.")
    property bool isNeeded: false

    signal changed(string name)
    signal done

    objectName: "name"
    title: qsTr("Como chamamos você?")
    width: parent === null ? 0 : parent.width > parent.height ? 0.8 * parent.width : parent.width

    Prose {
        text: root.why
        color: Theme.muted
        Layout.fillWidth: true
    }

    RowLayout {
        spacing: Theme.medium
        Layout.fillWidth: true

        EntryField {
            objectName: "firstName"
            name: qsTr("Nome")
            text: root.written
            placeholderText: qsTr("Seu nome")
            focus: true
            onTextEdited: root.changed(text)
            onAccepted: root.done()
            Layout.fillWidth: true
            Layout.fillHeight: true
        }

        BigButton {
            objectName: "nameDone"
            text: root.isNeeded ? qsTr("Continuar") : root.written === "" ? qsTr("Pular") : qsTr("Pronto")
            enabled: !root.isNeeded || root.written.trim() !== ""
            onClicked: root.done()
            Layout.preferredWidth: Math.max(implicitWidth, 0.25 * root.width)
        }
    }

    Item {
        implicitHeight: keys.implicitHeight
        Layout.fillWidth: true

        Keyboard {
            id: keys

            width: parent.width
            prefix: "letter-"
            isUpper: root.isUpper
            onTyped: letter => root.changed(root.written + letter)
            onErased: root.changed(root.written.slice(0, -1))
        }
    }
}
