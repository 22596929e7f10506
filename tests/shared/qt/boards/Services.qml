pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look
import Vez.Parts

Rectangle {
    id: root

    readonly property int columns: Math.max(1, Math.floor((width - 2 * Theme.margin + Theme.medium) / (Theme.cardMin + Theme.medium)))

    color: Theme.page

    ListModel {
        id: services

        ListElement { name: "Crioterapia"; about: "Corpo inteiro a −110 °C"; iconName: "snowflake"; price: "R$ 180,00"; minutes: "3 min"; waiting: "2 na fila"; chosen: true; reason: "" }
        ListElement { name: "Bota de compressão"; about: "Drenagem das pernas"; iconName: "footprints"; price: "R$ 90,00"; minutes: "30 min"; waiting: "sem espera"; chosen: true; reason: "" }
        ListElement { name: "Sauna infravermelho"; about: "Cabine individual"; iconName: "flame"; price: "R$ 120,00"; minutes: "30 min"; waiting: "1 na fila"; chosen: false; reason: "" }
        ListElement { name: "Banho de gelo"; about: "Imersão a 5 °C"; iconName: "waves"; price: "R$ 75,00"; minutes: "10 min"; waiting: "4 na fila"; chosen: false; reason: "" }
        ListElement { name: "Luz vermelha"; about: "Fotobiomodulação"; iconName: "zap"; price: "R$ 80,00"; minutes: "15 min"; waiting: "sem espera"; chosen: false; reason: "" }
        ListElement { name: "Câmara hiperbárica"; about: "Oxigênio a 1,3 ATA"; iconName: "wind"; price: "R$ 250,00"; minutes: "60 min"; waiting: ""; chosen: false; reason: "Em manutenção hoje" }
        ListElement { name: "Hidratação oral"; about: "Isotônico da casa"; iconName: "droplets"; price: "R$ 25,00"; minutes: "5 min"; waiting: "sem espera"; chosen: false; reason: "" }
        ListElement { name: "Massagem percussiva"; about: "Com profissional"; iconName: "heart-pulse"; price: "R$ 1.110,00"; minutes: "20 min"; waiting: "3 na fila"; chosen: false; reason: "" }
    }

    PageHeader {
        id: header

        width: parent.width
        title: "O que vai ser hoje?"
        subtitle: "Escolha um ou mais serviços"

        IconButton {
            iconName: "globe"
            text: "Idioma"
        }

        IconButton {
            iconName: "accessibility"
            text: "Acessibilidade"
        }
    }

    ScrollArea {
        anchors.top: header.bottom
        anchors.bottom: bar.top
        x: Theme.margin - edge
        width: parent.width - 2 * x
        edge: 2 * Theme.boldStroke

        GridLayout {
            columns: root.columns
            columnSpacing: Theme.medium
            rowSpacing: Theme.medium
            uniformCellWidths: true
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.leftMargin: 2 * Theme.boldStroke
            Layout.rightMargin: 2 * Theme.boldStroke
            Layout.bottomMargin: Theme.large
            Layout.maximumHeight: 1.3 * implicitHeight
            Layout.alignment: Qt.AlignTop

            Repeater {
                model: services

                ServiceCard {
                    required property var model

                    text: model.name
                    description: model.about
                    iconName: model.iconName
                    price: model.price
                    minutes: model.minutes
                    waiting: model.waiting
                    isChosen: model.chosen
                    unavailableReason: model.reason
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                }
            }
        }
    }

    BottomBar {
        id: bar

        anchors.bottom: parent.bottom
        width: parent.width
        caption: "2 serviços"
        amount: "R$ 270,00"
        leading: BigButton {
            kind: BigButton.Secondary
            iconName: "x"
            text: "Cancelar"
        }
        trailing: BigButton {
            iconName: "arrow-right"
            isIconTrailing: true
            text: "Continuar"
            Layout.fillWidth: true
        }
    }
}
