pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import Vez.Kiosk
import Vez.Look

// The totem's one window: the page that the shell names, and the question whether anybody is still there.
Window {
    id: root

    required property ShellViewModel shell
    required property WelcomeViewModel welcome
    required property ServicesViewModel services
    required property ReviewViewModel review
    required property WaysViewModel ways
    required property PayerViewModel payer
    required property PaymentViewModel payment
    required property CounterViewModel counter
    required property TicketViewModel ticket
    required property AttentionViewModel attention
    property bool isClosable: false

    readonly property string leavingIn: shell.isLeaving ? shell.timeLeft : ""

    // Every page is made once, in the background, and kept: a tap shows it at once, and nothing grows with customers.
    component Place: Loader {
        required property string page

        readonly property bool isShown: root.shell.page === page

        anchors.fill: parent
        asynchronous: !isShown
        visible: isShown
        focus: isShown
    }

    title: qsTr("Vez: totem")
    color: Theme.page
    onClosing: close => close.accepted = root.isClosable

    Place {
        page: "welcome"
        sourceComponent: WelcomePage {
            viewModel: root.welcome
        }
    }

    Place {
        page: "services"
        sourceComponent: ServicesPage {
            viewModel: root.services
        }
    }

    Place {
        page: "review"
        sourceComponent: ReviewPage {
            viewModel: root.review
            ways: root.ways
        }
    }

    Place {
        page: "payment"
        sourceComponent: PaymentPage {
            viewModel: root.payment
            ways: root.ways
            leavingIn: root.leavingIn
        }
    }

    Place {
        page: "counter"
        sourceComponent: CounterPage {
            viewModel: root.counter
            ways: root.ways
            leavingIn: root.leavingIn
        }
    }

    Place {
        page: "ticket"
        sourceComponent: TicketPage {
            viewModel: root.ticket
            leavingIn: root.leavingIn
        }
    }

    Place {
        page: "attention"
        sourceComponent: AttentionPage {
            viewModel: root.attention
            leavingIn: root.leavingIn
        }
    }

    Loader {
        asynchronous: root.payer.asks === ""
        sourceComponent: PayerSheets {
            viewModel: root.payer
        }
    }

    IdleSheet {
        viewModel: root.shell
    }
}
