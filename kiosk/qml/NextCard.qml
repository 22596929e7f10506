pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Vez.Look
import Vez.Parts

// What happens once it is paid.
Card {
    id: root

    color: Theme.page
    padding: Theme.large
    spacing: Theme.medium

    Words {
        text: qsTr("Depois de pagar")
        font: Theme.title
        Layout.fillWidth: true
    }

    NumberedSteps {
        steps: [qsTr("Sua senha é impressa e aparece aqui."), qsTr("Chamamos por ela, serviço por serviço."), qsTr("Vá até o lugar que a chamada disser.")]
        Layout.fillWidth: true
    }
}
