pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Vez.Look

// A sheet over the page: at the bottom where the screen is tall, in the middle where it is wide. Escape and the
// button close it; `isClosable: false` leaves only its own buttons. What is in `foot` never scrolls away.
T.Popup {
    id: root

    required property string title
    property bool isClosable: true
    property string closeName: objectName + "Close"
    default property alias body: area.body
    property alias foot: feet.data

    readonly property bool isTall: parent !== null && parent.height > parent.width

    parent: T.Overlay.overlay
    width: parent === null ? 0 : isTall ? parent.width : Math.min(parent.width - 2 * Theme.margin, Math.max(2.2 * Theme.cardMin, 0.55 * parent.width))
    height: parent === null ? 0 : Math.min(implicitHeight, parent.height - 2 * Theme.margin)
    x: parent === null ? 0 : Math.round((parent.width - width) / 2)
    y: parent === null ? 0 : isTall ? parent.height - height : Math.round((parent.height - height) / 2)
    implicitHeight: implicitContentHeight + topPadding + bottomPadding
    padding: isTall ? Theme.margin : Theme.huge
    modal: true
    dim: true
    focus: true
    closePolicy: isClosable ? T.Popup.CloseOnEscape : T.Popup.NoAutoClose

    T.Overlay.modal: Rectangle {
        color: Theme.scrim
    }

    enter: Transition {
        NumberAnimation {
            property: "opacity"
            from: 0
            to: 1
            duration: Theme.calm
        }
    }

    exit: Transition {
        NumberAnimation {
            property: "opacity"
            to: 0
            duration: Theme.quick
        }
    }

    background: Rectangle {
        radius: Theme.radiusLarge
        bottomLeftRadius: root.isTall ? 0 : radius
        bottomRightRadius: root.isTall ? 0 : radius
        color: Theme.page
        border.width: Theme.isHighContrast ? Theme.stroke : 0
        border.color: Theme.outline
    }

    contentItem: ColumnLayout {
        spacing: Theme.large
        Accessible.role: Accessible.Dialog
        Accessible.name: root.title

        RowLayout {
            spacing: Theme.medium

            Words {
                text: root.title
                font: Theme.headline
                Layout.fillWidth: true
            }

            IconButton {
                objectName: root.closeName
                iconName: "x"
                text: qsTr("Fechar")
                visible: root.isClosable
                onClicked: root.close()
                Layout.alignment: Qt.AlignTop
            }
        }

        ScrollArea {
            id: area

            edge: 2 * Theme.boldStroke
            Layout.fillWidth: true
            Layout.fillHeight: true
        }

        ColumnLayout {
            id: feet

            spacing: Theme.medium
            visible: children.length > 0
            Layout.fillWidth: true
        }
    }
}
