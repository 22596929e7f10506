"""The print page's view model: papers that only a person can judge, second tries, the test page."""

from PySide6.QtCore import QObject, Signal

from panel.desk.session import Session
from panel.model.notices import done, refused
from panel.model.paper_page import PaperInputs, PaperProps, derive_paper_page
from panel.model.papers import PaperRow
from panel.ports import Resolved
from shared.kernel.ids import PrintJobId
from shared.people.model import Operator
from shared.printing.model import PrintJob


class PaperDesk(QObject):
    """`changed` when anything of the page moved."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._chosen: PrintJobId | None = None
        self._props: PaperProps | None = None
        session.snapshotChanged.connect(self._derive)
        session.busyChanged.connect(self._derive)
        session.ticked.connect(self._derive)
        session.operatorChanged.connect(self._on_operator)

    @property
    def props(self) -> PaperProps | None:
        """None until somebody has signed in and something was read."""
        return self._props

    def choose(self, job_id: PrintJobId | None) -> None:
        self._chosen = job_id
        self._derive()

    def judge(self, row: PaperRow, *, came_out: bool) -> None:
        """Say what became of an uncertain paper."""
        papers, by = self._session.shop.papers, self._by()
        text = f"{row.label}: o papel saiu." if came_out else f"{row.label}: vai ser impresso de novo."
        self._session.run(
            "judge",
            lambda: papers.resolve_uncertain(row.job_id, by, came_out=came_out),
            lambda outcome: self._told(outcome, text),
        )

    def print_again(self, row: PaperRow) -> None:
        """Try a failed paper again."""
        papers, by = self._session.shop.papers, self._by()
        self._session.run(
            "printAgain",
            lambda: papers.retry(row.job_id, by),
            lambda outcome: self._told(outcome, f"{row.label}: voltou para a impressora."),
        )

    def print_test(self) -> None:
        """Ask for a test page."""
        papers, by = self._session.shop.papers, self._by()
        self._session.run(
            "printTest",
            lambda: papers.print_test(by),
            lambda outcome: self._told(outcome, "Página de teste mandada para a impressora."),
        )

    def _told(self, outcome: Resolved, text: str) -> None:
        self._session.say(done(text) if isinstance(outcome, PrintJob) else refused(outcome, self._session.rules))

    def _by(self) -> Operator:
        by = self._session.operator
        assert by is not None, "nobody acts before signing in"
        return by

    def _on_operator(self) -> None:
        self._chosen = None
        self._derive()

    def _derive(self) -> None:
        session = self._session
        if session.operator is None or session.snapshot is None:
            self._props = None
        else:
            inputs = PaperInputs(session.snapshot, session.operator, session.now(), self._chosen, session.is_busy)
            self._props = derive_paper_page(inputs, session.rules)
        self.changed.emit()
