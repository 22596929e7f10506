pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import Vez.Look

// The totem when its station cannot be opened. It tries again by itself.
Window {
    id: root

    required property string sentence
    property bool isClosable: false

    title: qsTr("Vez: totem")
    color: Theme.page
    onClosing: close => close.accepted = root.isClosable

    PageFrame {
        id: frame

        anchors.fill: parent

        TroubleNotice {
            anchors.fill: parent
            isTall: frame.isTall
            iconName: "triangle-alert"
            title: qsTr("Este totem precisa de ajuda")
            text: qsTr("Nada foi cobrado. O totem abre sozinho quando isto for resolvido.")
            person: qsTr("O balcão continua atendendo. Mostre esta tela a um atendente.")
            detail: root.sentence
        }
    }
}
