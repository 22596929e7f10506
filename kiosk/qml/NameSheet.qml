pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Kiosk
import Vez.Look
import Vez.Parts

// A first name for the call; nobody has to give one.
Sheet {
    id: root

    required property ReviewViewModel viewModel

    objectName: "name"
    title: qsTr("Como chamamos você?")
    width: parent === null ? 0 : parent.width > parent.height ? 0.8 * parent.width : parent.width

    Prose {
        text: qsTr("Só o primeiro nome, se quiser. Sem nome, chamamos pela senha.")
        color: Theme.muted
        Layout.fillWidth: true
    }

    RowLayout {
        spacing: Theme.medium
        Layout.fillWidth: true

        EntryField {
            objectName: "firstName"
            name: qsTr("Nome")
            text: root.viewModel.firstName
            placeholderText: qsTr("Seu nome")
            focus: true
            onTextEdited: root.viewModel.writeName(text)
            onAccepted: root.close()
            Layout.fillWidth: true
            Layout.fillHeight: true
        }

        BigButton {
            objectName: "nameDone"
            text: root.viewModel.firstName === "" ? qsTr("Pular") : qsTr("Pronto")
            onClicked: root.close()
            Layout.preferredWidth: 0.25 * root.width
        }
    }

    Item {
        implicitHeight: keys.implicitHeight
        Layout.fillWidth: true

        Keyboard {
            id: keys

            width: parent.width
            prefix: "letter-"
            isUpper: root.viewModel.isNameUpper
            onTyped: letter => root.viewModel.typeName(letter)
            onErased: root.viewModel.eraseName()
        }
    }
}
