pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Vez.Kiosk
import Vez.Look
import Vez.Parts

// Nobody is here: the whole page is one button.
T.AbstractButton {
    id: root

    required property WelcomeViewModel viewModel

    readonly property bool isTall: height > width
    readonly property real unit: Math.min(width, height)
    readonly property int headlinePx: Math.max(Theme.display.pixelSize, Math.round(0.098 * unit))

    objectName: "start"
    text: qsTr("Toque para começar")
    focus: true
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()
    onClicked: viewModel.start()

    background: Rectangle {
        gradient: Gradient {
            GradientStop {
                position: 0
                color: Theme.night
            }

            GradientStop {
                position: 1
                color: Theme.nightDeep
            }
        }
    }

    contentItem: Item {
        Words {
            id: shop

            x: Theme.margin
            y: Theme.margin
            width: parent.width - 2 * Theme.margin
            text: root.viewModel.shopName
            font: Theme.title
            color: Theme.nightMuted
            horizontalAlignment: root.isTall ? Text.AlignHCenter : Text.AlignLeft
        }

        GridLayout {
            anchors.top: shop.bottom
            anchors.bottom: steps.top
            anchors.topMargin: Theme.large
            anchors.bottomMargin: Theme.huge
            x: Theme.margin
            width: parent.width - 2 * Theme.margin
            columns: root.isTall ? 1 : 2
            columnSpacing: Theme.huge
            rowSpacing: Theme.huge

            Motif {
                Layout.row: 0
                Layout.column: root.isTall ? 0 : 1
                Layout.fillWidth: root.isTall
                Layout.fillHeight: true
                Layout.preferredWidth: 0.62 * root.unit
                Layout.maximumHeight: 0.8 * root.unit
            }

            ColumnLayout {
                spacing: Theme.large
                Layout.row: root.isTall ? 1 : 0
                Layout.column: 0
                Layout.fillWidth: true

                Words {
                    text: qsTr("A sua vez\ncomeça aqui")
                    font.family: Theme.display.family
                    font.weight: Font.ExtraBold
                    font.letterSpacing: -0.025 * root.headlinePx
                    font.pixelSize: root.headlinePx
                    color: Theme.nightInk
                    lineHeight: 1.04
                    horizontalAlignment: root.isTall ? Text.AlignHCenter : Text.AlignLeft
                    Layout.fillWidth: true
                }

                Words {
                    text: qsTr("Leva menos de um minuto.")
                    font.family: Theme.title.family
                    font.pixelSize: Theme.title.pixelSize
                    color: Theme.nightMuted
                    horizontalAlignment: root.isTall ? Text.AlignHCenter : Text.AlignLeft
                    Layout.fillWidth: true
                }

                Rectangle {
                    implicitWidth: call.implicitWidth + 2 * Theme.margin
                    implicitHeight: Math.max(1.35 * Theme.control, call.implicitHeight + 2 * Theme.large)
                    radius: height / 2
                    color: Theme.nightButton
                    Layout.topMargin: Theme.medium
                    Layout.alignment: root.isTall ? Qt.AlignHCenter : Qt.AlignLeft
                    Layout.maximumWidth: parent.width

                    PressFeedback {
                        pressed: root.down
                        radius: parent.radius
                    }

                    FocusRing {
                        shown: root.visualFocus
                        corner: parent.radius
                    }

                    RowLayout {
                        id: call

                        anchors.centerIn: parent
                        spacing: Theme.medium

                        Words {
                            text: root.text
                            font: Theme.headline
                            color: Theme.nightButtonInk
                            wrapMode: Text.NoWrap
                        }
                    }
                }
            }
        }

        RowLayout {
            id: steps

            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.margin
            x: Theme.margin
            width: parent.width - 2 * Theme.margin
            spacing: Theme.medium
            uniformCellSizes: true

            Step {
                iconName: "list"
                text: qsTr("Escolha")
            }

            Step {
                iconName: "qr-code"
                text: qsTr("Pague")
            }

            Step {
                iconName: "ticket"
                text: qsTr("Pegue a senha")
            }
        }
    }

    component Step: GridLayout {
        id: step

        required property string iconName
        required property string text

        columns: root.isTall ? 1 : 2
        rowSpacing: Theme.small
        columnSpacing: Theme.medium
        Layout.fillWidth: true
        Layout.alignment: Qt.AlignTop

        Rectangle {
            implicitWidth: 1.9 * Theme.icon
            implicitHeight: implicitWidth
            radius: height / 2
            color: Theme.nightSurface
            Layout.alignment: root.isTall ? Qt.AlignHCenter : Qt.AlignVCenter

            Icon {
                anchors.centerIn: parent
                name: step.iconName
                tone: Theme.nightMuted
                size: 0.95 * Theme.icon
            }
        }

        Words {
            text: step.text
            font: Theme.caption
            color: Theme.nightMuted
            horizontalAlignment: root.isTall ? Text.AlignHCenter : Text.AlignLeft
            Layout.fillWidth: true
        }
    }
}
