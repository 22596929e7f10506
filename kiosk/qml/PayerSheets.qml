pragma ComponentBehavior: Bound

import QtQuick
import Vez.Kiosk

// What is asked before the chosen way to pay can be used, one sheet after the other, over whatever page it was chosen on.
Item {
    id: root

    required property PayerViewModel viewModel

    InstallmentsSheet {
        viewModel: root.viewModel
    }

    CpfSheet {
        viewModel: root.viewModel
    }

    NameSheet {
        objectName: "payerName"
        title: qsTr("Qual é o seu nome?")
        why: qsTr("O banco pede o nome de quem paga. É por ele que chamamos você.")
        isNeeded: true
        written: root.viewModel.firstName
        isUpper: root.viewModel.isNameUpper
        visible: root.viewModel.asks === "name"
        onChanged: name => root.viewModel.writeName(name)
        onDone: root.viewModel.acceptName()
        onClosed: root.viewModel.stopAsking("name")
    }
}
