"""All view models of the totem together."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.totem import Totem
from kiosk.viewmodels.attention import AttentionViewModel
from kiosk.viewmodels.counter import CounterViewModel
from kiosk.viewmodels.payer import PayerViewModel
from kiosk.viewmodels.payment import PaymentViewModel
from kiosk.viewmodels.review import ReviewViewModel
from kiosk.viewmodels.services import ServicesViewModel
from kiosk.viewmodels.shell import ShellViewModel
from kiosk.viewmodels.ticket import TicketViewModel
from kiosk.viewmodels.ways import WaysViewModel
from kiosk.viewmodels.welcome import WelcomeViewModel


@dataclass(frozen=True, slots=True)
class ViewModels:
    """`shell` is folded last: a page is up to date before it is shown, and holds nothing of an earlier customer."""

    welcome: WelcomeViewModel
    services: ServicesViewModel
    review: ReviewViewModel
    ways: WaysViewModel
    payer: PayerViewModel
    payment: PaymentViewModel
    counter: CounterViewModel
    ticket: TicketViewModel
    attention: AttentionViewModel
    shell: ShellViewModel

    def fold(self) -> None:
        """Show the scene in all of them."""
        for each in (self.welcome, self.services, self.review, self.ways, self.payer, self.payment, self.counter):
            each.fold()
        for last in (self.ticket, self.attention, self.shell):
            last.fold()


def view_models(totem: Totem) -> ViewModels:
    """One of each, following the totem."""
    made = ViewModels(
        WelcomeViewModel(totem),
        ServicesViewModel(totem),
        ReviewViewModel(totem),
        WaysViewModel(totem),
        PayerViewModel(totem),
        PaymentViewModel(totem),
        CounterViewModel(totem),
        TicketViewModel(totem),
        AttentionViewModel(totem),
        ShellViewModel(totem),
    )
    totem.changed.connect(made.fold)
    made.fold()
    return made
