"""The sign-in page's view model: choose a name, type a PIN; mistakes cost time."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from panel.desk.session import Session
from panel.model.sign_in import PIN_DIGITS_MAX, SignInProps, SignInState, derive_sign_in
from panel.ports import Lane
from shared.kernel.ids import OperatorId
from shared.people.model import Operator, SignedIn, SignInLocked, SignInOutcome, WrongPin
from shared.qt.crash import environment_sentence


class SignInDesk(QObject):
    """`changed` when anything of the page moved. Checking a PIN takes a while and runs on the database lane."""

    changed = Signal()

    def __init__(self, session: Session, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._lane = lane
        self._state = SignInState()
        session.ticked.connect(self.changed)
        session.operatorChanged.connect(self._on_operator)

    @property
    def props(self) -> SignInProps:
        return derive_sign_in(self._state, self._session.shop.clock.monotonic())

    def seconds_left(self) -> float:
        """How long mistakes still keep the chosen person from trying."""
        return max(self._state.locked_until - self._session.shop.clock.monotonic(), 0.0)

    def load(self) -> None:
        """Read who may sign in."""
        self._lane.submit(self._session.shop.operators.list, self._take_people, self._failed)

    def choose(self, operator_id: OperatorId) -> None:
        if not self._state.is_checking:
            is_same = operator_id == self._state.chosen
            locked_until = self._state.locked_until if is_same else 0.0
            self._set(replace(self._state, chosen=operator_id, digits="", was_wrong=False, locked_until=locked_until))

    def type_digit(self, digit: str) -> None:
        """Add one digit, `0` to `9`."""
        if self.props.can_type and len(self._state.digits) < PIN_DIGITS_MAX:
            self._set(replace(self._state, digits=self._state.digits + digit, was_wrong=False, trouble=""))

    def erase(self) -> None:
        """Take the last digit back."""
        if self.props.can_type:
            self._set(replace(self._state, digits=self._state.digits[:-1]))

    def enter(self) -> None:
        """Try the PIN that was typed."""
        chosen, digits = self._state.chosen, self._state.digits
        if not self.props.can_enter or chosen is None:
            return
        self._set(replace(self._state, digits="", is_checking=True, trouble=""))
        operators = self._session.shop.operators
        self._lane.submit(lambda: operators.sign_in(chosen, digits), self._answered, self._failed)

    def _answered(self, outcome: SignInOutcome) -> None:
        match outcome:
            case SignedIn(operator):
                self._set(replace(self._state, is_checking=False, was_wrong=False))
                self._session.sit_down(operator)
            case WrongPin(seconds) | SignInLocked(seconds):
                until = self._session.shop.clock.monotonic() + seconds
                self._set(replace(self._state, is_checking=False, was_wrong=True, locked_until=until))

    def _take_people(self, people: tuple[Operator, ...]) -> None:
        is_known = any(each.id == self._state.chosen for each in people)
        chosen = self._state.chosen if is_known else people[0].id if len(people) == 1 else None
        self._set(replace(self._state, people=people, chosen=chosen, trouble=""))

    def _failed(self, error: Exception) -> None:
        sentence = environment_sentence(error)
        self._set(replace(self._state, is_checking=False, trouble=sentence or ""))
        if sentence is None:
            raise error

    def _on_operator(self) -> None:
        if self._session.operator is None:
            self._set(replace(self._state, chosen=None, digits="", was_wrong=False, locked_until=0.0))
            self.load()

    def _set(self, state: SignInState) -> None:
        self._state = state
        self.changed.emit()
