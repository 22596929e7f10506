"""The queue page's view model: what is shown and chosen, and every action on turns."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from panel.desk.deeds import CancelQuestion, Deed, Outcome, cancelling, deed_for
from panel.desk.session import Session
from panel.model.actions import Action, Availability
from panel.model.calling import AskFirst, CallNow, CallPlan, Machine
from panel.model.equipment import MachineFilter
from panel.model.notices import Notice, NoticeLevel, Witness, done, refused
from panel.model.queues import QueueRow, Shown
from panel.model.serving import Choice, ServingInputs, ServingMoment, ServingProps, derive_serving, shown_or_everyone
from panel.model.snapshot import TicketReading
from shared.catalog.model import Equipment, EquipmentOutcome, EquipmentStatus
from shared.kernel.ids import EquipmentId
from shared.people.model import Operator
from shared.printing.model import PrintJob
from shared.visits.model import FINAL_TURNS, Visit
from shared.visits.refusals import StateRefusal
from shared.visits.serving import TurnRef


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the core said, and the visit as it stands where somebody else may have been faster."""

    outcome: Outcome
    seen: Visit | None


class ServingDesk(QObject):
    """`changed` when anything of the page moved; `asked` with an AskFirst or CancelQuestion that needs an answer."""

    changed = Signal()
    asked = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._moment: ServingMoment | None = None
        self._choice = Choice()
        self._wish: Action | None = None
        self._went_well = False
        session.snapshotChanged.connect(self._on_snapshot)
        session.operatorChanged.connect(self._on_operator)
        session.busyChanged.connect(self._on_busy)
        session.ticked.connect(self._derive)

    @property
    def props(self) -> ServingProps | None:
        """None until somebody has signed in and something was read."""
        return self._moment.props if self._moment else None

    def show_queue(self, shown: Shown) -> None:
        self._session.turn_elsewhere()
        self._look(replace(self._choice, shown=shown))

    def show_machines(self, machines: MachineFilter) -> None:
        self._look(replace(self._choice, machines=machines))

    def choose(self, turn: TurnRef | None) -> None:
        """Make the actions and the ticket be about this turn."""
        choice = self._choice
        if turn == choice.chosen:
            return
        is_same_visit = turn is not None and choice.ticket is not None and choice.ticket.visit_id == turn.visit_id
        self._look(replace(choice, chosen=turn, ticket=choice.ticket if is_same_visit else None))
        self._read_ticket()

    def point_at(self, machine: EquipmentId | None, turn: TurnRef | None) -> None:
        """Choose a machine on the board, and whoever is on it."""
        self._session.turn_elsewhere()
        self._look(replace(self._choice, machine=machine))
        self.choose(turn)

    def do(self, action: Action) -> None:
        """Carry out an action if it can be done now; otherwise its button has said why not."""
        moment, by = self._moment, self._session.operator
        if moment is None or by is None:
            return
        can = moment.props.actions[action]
        if not can.is_enabled:
            self._cannot_do(action, can)
            return
        chosen = moment.props.chosen
        if action is Action.CALL_NEXT:
            self._carry_out(moment.following.plan if moment.following else None)
        elif action is Action.CALL_CHOSEN:
            self._carry_out(moment.plan)
        elif chosen is not None and action is Action.CANCEL:
            self.asked.emit(CancelQuestion(chosen, self._open_services()))
        elif chosen is not None and (deed := deed_for(action, chosen, self._session.shop, by)) is not None:
            self._run(deed, chosen.turn)

    def call(self, row: QueueRow, machine: Machine, reason: str | None = None) -> None:
        """Call somebody onto a machine; `reason` is why although they are elsewhere."""
        serving, by = self._session.shop.serving, self._by()
        deed = Deed(
            Action.CALL_NEXT,
            lambda: serving.call(row.turn, machine.equipment_id, by, reason),
            f"{row.label} chamado para {machine.name}.",
        )
        self._run(deed, row.turn)

    def cancel(self, question: CancelQuestion, reason: str, *, is_whole_ticket: bool) -> None:
        """End one service, or the whole ticket, for good."""
        deed = cancelling(question, reason, self._session.shop, self._by(), is_whole_ticket=is_whole_ticket)
        self._run(deed, question.chosen.turn)

    def add_note(self, text: str) -> None:
        """Write something down about the chosen visit."""
        turn, by, serving = self._choice.chosen, self._by(), self._session.shop.serving
        if turn is not None and text.strip():
            self._run(Deed("note", lambda: serving.add_note(turn.visit_id, text, by), "Nota gravada."), turn)

    def set_status(self, machine: EquipmentId, status: EquipmentStatus) -> None:
        """Say that a machine is available, being cleaned, or out of order."""
        catalogue, by = self._session.shop.catalogue, self._by()
        self._session.run("status", lambda: catalogue.set_equipment_status(machine, status, by.id), self._status_set)

    def _cannot_do(self, action: Action, can: Availability) -> None:
        """A key whose button is disabled says why; one that came too soon is remembered until its turn."""
        if not can.is_passing:
            self._session.say(Notice(NoticeLevel.REFUSED, can.why))
        elif action not in self._session.settling:
            self._wish = action

    def _carry_out(self, plan: CallPlan | None) -> None:
        if isinstance(plan, CallNow):
            self.call(plan.row, plan.machine)
        elif isinstance(plan, AskFirst):
            self.asked.emit(plan)

    def _run(self, deed: Deed, turn: TurnRef) -> None:
        self._went_well = False
        self._session.run(deed.name, lambda: self._ask_core(deed.work, turn), lambda told: self._told(told, deed, turn))

    def _ask_core(self, work: Callable[[], Outcome], turn: TurnRef) -> _Answer:
        outcome = work()
        if not isinstance(outcome, StateRefusal):
            return _Answer(outcome, None)
        seen = self._session.shop.board.visit(turn.visit_id)
        return _Answer(outcome, seen if isinstance(seen, Visit) else None)

    def _told(self, answer: _Answer, deed: Deed, turn: TurnRef) -> None:
        if isinstance(answer.outcome, Visit | PrintJob):
            self._went_well = True
            self._session.say(done(deed.text))
            if self._session.operator is not None:
                self.choose(turn)
        else:
            self._session.say(refused(answer.outcome, self._session.rules, self._witness(answer.seen, turn)))
        self._read_ticket()

    def _status_set(self, outcome: EquipmentOutcome) -> None:
        if not isinstance(outcome, Equipment):
            self._session.say(refused(outcome, self._session.rules))

    def _witness(self, seen: Visit | None, turn: TurnRef) -> Witness:
        snapshot = self._session.snapshot
        if snapshot is None:
            return Witness(seen, turn)
        machines = {view.equipment.id: view.equipment.name for view in snapshot.equipment}
        return Witness(seen, turn, snapshot.operators, machines)

    def _open_services(self) -> tuple[str, ...]:
        visit = self._choice.ticket.visit if self._choice.ticket else None
        return (
            tuple(turn.name for turn in visit.turns if turn.state not in FINAL_TURNS)
            if isinstance(visit, Visit)
            else ()
        )

    def _by(self) -> Operator:
        by = self._session.operator
        assert by is not None, "nobody acts before signing in"
        return by

    def _on_operator(self) -> None:
        self._look(Choice())

    def _on_busy(self) -> None:
        self._derive()
        if self._wish is None or self._session.is_busy:
            return
        wish, self._wish = self._wish, None
        if self._went_well:
            self.do(wish)

    def _on_snapshot(self) -> None:
        self._read_ticket()
        self._derive()

    def _read_ticket(self) -> None:
        if self._choice.chosen is not None:
            visit_id = self._choice.chosen.visit_id
            self._session.read(lambda reader: reader.ticket(visit_id), self._take_ticket)

    def _take_ticket(self, reading: TicketReading) -> None:
        if self._choice.chosen is not None and reading.visit_id == self._choice.chosen.visit_id:
            self._look(replace(self._choice, ticket=reading))

    def _look(self, choice: Choice) -> None:
        self._choice = choice
        self._derive()

    def _derive(self) -> None:
        session = self._session
        if session.operator is None or session.snapshot is None:
            self._moment = None
        else:
            self._choice = replace(self._choice, shown=shown_or_everyone(self._choice.shown, session.snapshot))
            inputs = ServingInputs(
                snapshot=session.snapshot,
                by=session.operator,
                now=session.now(),
                choice=self._choice,
                is_busy=session.is_busy,
                blocked=frozenset(action for action in Action if action in session.settling),
            )
            self._moment = derive_serving(inputs, session.rules)
        self.changed.emit()
