pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Kiosk
import Vez.Look
import Vez.Parts

// The order, what may be added to it, and how to pay. The ways to pay never scroll away.
PageFrame {
    id: root

    enum Sheet {
        Nothing,
        Extras,
        Name,
        Priority
    }

    required property ReviewViewModel viewModel
    required property WaysViewModel ways
    property int asked: ReviewPage.Nothing

    // Two ways fit below what is asked of the customer; more take the whole side.
    readonly property bool isListLong: !isTall && ways.count > 2

    title: qsTr("Confira e pague")
    onVisibleChanged: asked = ReviewPage.Nothing

    bar: BottomBar {
        width: root.width
        leading: BigButton {
            objectName: "backToServices"
            kind: BigButton.Secondary
            iconName: "arrow-left"
            text: qsTr("Voltar")
            enabled: !root.viewModel.isWorking
            onClicked: root.viewModel.back()
        }
        trailing: Amount {
            objectName: "total"
            caption: qsTr("Total")
            amount: root.viewModel.total
            horizontalAlignment: Text.AlignRight
        }
    }

    GridLayout {
        anchors.fill: parent
        columns: root.isTall ? 1 : 2
        columnSpacing: Theme.large
        rowSpacing: Theme.large
        uniformCellWidths: true

        ColumnLayout {
            spacing: Theme.medium
            Layout.fillWidth: true
            Layout.fillHeight: true

            ScrollArea {
                id: upper

                edge: 2 * Theme.boldStroke
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredHeight: implicitHeight
                Layout.minimumHeight: 0

                Banner {
                    objectName: "reviewNotice"
                    kind: Banner.Warning
                    text: root.viewModel.notice
                    visible: text !== ""
                    Layout.fillWidth: true
                }

                OrderCard {
                    id: order

                    viewModel: root.viewModel
                    isDense: root.isListLong
                    onExtrasAsked: root.asked = ReviewPage.Extras
                    Layout.fillWidth: true
                    Layout.fillHeight: !root.isTall
                }

                AboutYou {
                    id: about

                    viewModel: root.viewModel
                    visible: root.isTall
                    onNameAsked: root.asked = ReviewPage.Name
                    onPriorityAsked: root.asked = ReviewPage.Priority
                    Layout.fillWidth: true
                }

                NextCard {
                    visible: root.isTall && upper.height >= order.implicitHeight + about.implicitHeight + implicitHeight + Theme.huge
                    Layout.fillWidth: true
                    Layout.alignment: Qt.AlignTop
                }

                Item {
                    visible: root.isTall
                    Layout.fillHeight: true
                }
            }

            AboutYou {
                viewModel: root.viewModel
                visible: root.isListLong
                onNameAsked: root.asked = ReviewPage.Name
                onPriorityAsked: root.asked = ReviewPage.Priority
                Layout.fillWidth: true
                Layout.bottomMargin: 2 * Theme.boldStroke
            }
        }

        ColumnLayout {
            spacing: Theme.large
            Layout.fillWidth: true
            Layout.fillHeight: !root.isTall

            AboutYou {
                viewModel: root.viewModel
                visible: !root.isTall && !root.isListLong
                onNameAsked: root.asked = ReviewPage.Name
                onPriorityAsked: root.asked = ReviewPage.Priority
                Layout.fillWidth: true
                Layout.topMargin: 2 * Theme.boldStroke
            }

            PaySection {
                ways: root.ways
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredHeight: Math.max(root.isTall ? 0.19 * root.height : 0, implicitHeight)
                Layout.bottomMargin: root.isTall ? 0 : 2 * Theme.boldStroke
            }
        }
    }

    Loader {
        asynchronous: root.asked !== ReviewPage.Extras
        sourceComponent: ExtrasSheet {
            viewModel: root.viewModel
            visible: root.asked === ReviewPage.Extras
            onClosed: root.asked = ReviewPage.Nothing
        }
    }

    Loader {
        asynchronous: root.asked !== ReviewPage.Name
        sourceComponent: NameSheet {
            written: root.viewModel.firstName
            isUpper: root.viewModel.isNameUpper
            visible: root.asked === ReviewPage.Name
            onChanged: name => root.viewModel.writeName(name)
            onDone: close()
            onClosed: root.asked = ReviewPage.Nothing
        }
    }

    Loader {
        asynchronous: root.asked !== ReviewPage.Priority
        sourceComponent: PrioritySheet {
            viewModel: root.viewModel
            visible: root.asked === ReviewPage.Priority
            onClosed: root.asked = ReviewPage.Nothing
        }
    }
}
