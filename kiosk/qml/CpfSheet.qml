pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Kiosk
import Vez.Look
import Vez.Parts

// The CPF of who pays, only where the way to pay needs it. What is wrong is said while it is typed.
Sheet {
    id: root

    required property PayerViewModel viewModel

    objectName: "cpf"
    title: qsTr("Qual é o seu CPF?")
    visible: viewModel.asks === "cpf"
    width: parent === null ? 0 : isTall ? parent.width : 0.8 * parent.width
    onClosed: viewModel.stopAsking("cpf")

    GridLayout {
        columns: root.isTall ? 1 : 2
        columnSpacing: Theme.huge
        rowSpacing: Theme.medium
        uniformCellWidths: true
        Layout.fillWidth: true
        Layout.fillHeight: true

        ColumnLayout {
            spacing: Theme.medium
            Layout.fillWidth: true
            Layout.fillHeight: !root.isTall

            Prose {
                text: qsTr("O banco pede o CPF de quem paga. Ele não aparece na sua senha.")
                color: Theme.muted
                Layout.fillWidth: true
            }

            EntryField {
                objectName: "cpfField"
                name: root.viewModel.cpfComplaint === "" ? qsTr("CPF") : qsTr("CPF. %1").arg(root.viewModel.cpfComplaint)
                text: root.viewModel.cpf
                placeholderText: "000.000.000-00"
                maximumLength: 14
                inputMethodHints: Qt.ImhDigitsOnly
                focus: true
                validator: RegularExpressionValidator {
                    regularExpression: /[0-9.-]*/
                }
                onTextEdited: root.viewModel.writeCpf(text)
                onAccepted: root.viewModel.acceptCpf()
                Layout.fillWidth: true
            }

            // Its place is kept, so that no key moves away from under a finger.
            Item {
                Layout.fillWidth: true
                Layout.preferredHeight: (root.isTall ? 1.5 : 2.8) * Theme.caption.pixelSize

                RowLayout {
                    width: parent.width
                    spacing: Theme.small
                    visible: root.viewModel.cpfComplaint !== ""

                    Icon {
                        name: "circle-alert"
                        tone: Theme.danger
                        Layout.alignment: Qt.AlignTop
                    }

                    Words {
                        objectName: "cpfComplaint"
                        text: root.viewModel.cpfComplaint
                        font: Theme.caption
                        color: Theme.danger
                        Layout.fillWidth: true
                    }
                }
            }

            Item {
                visible: !root.isTall
                Layout.fillHeight: true
            }

            CpfDone {
                visible: !root.isTall
            }
        }

        Keypad {
            prefix: "digit-"
            onTyped: digit => root.viewModel.typeCpf(digit)
            onErased: root.viewModel.eraseCpf()
            onCleared: root.viewModel.writeCpf("")
            Layout.fillWidth: true
        }

        CpfDone {
            visible: root.isTall
            Layout.topMargin: Theme.small
        }
    }

    component CpfDone: BigButton {
        objectName: "cpfDone"
        text: qsTr("Continuar")
        iconName: "arrow-right"
        isIconTrailing: true
        enabled: root.viewModel.canAcceptCpf
        onClicked: root.viewModel.acceptCpf()
        Layout.fillWidth: true
    }
}
