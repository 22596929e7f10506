"""The control of the simulator, below ``/_control/``: pay, refund, break, look. Bodies and answers are JSON.

`provider` names the dialect that is meant, in the body of a command and in the query of a view; asaas when missing.

Commands (POST): ``pay``, ``refund``, ``refunds``, ``change``, ``play``, ``say``, ``key``, ``settings`` are those of
`Dialect`; ``faults`` takes a `faults.Fault` of the requests that come in, ``flaws`` a `notices.Flaw` of the notices
that go out, ``deliveries`` what `PostOffice.tune` says and ``queue`` (`id`, `stopped`) one subscriber's queue;
``clock`` takes `seconds`, ``calm`` (no more faults and flaws) and ``reset`` nothing. Views (GET): ``charges``,
``ledger``, ``requests``, ``deliveries``, ``clock``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.payments.json_text import JsonValue, read_json
from shared.payments.simulator.answers import Json, Refusal, json_response
from shared.payments.simulator.clock import ShiftedClock
from shared.payments.simulator.dialect import Dialect, Fields
from shared.payments.simulator.faults import Fault, FaultPlan
from shared.payments.simulator.notices import Flaw
from shared.payments.simulator.post import PostOffice

ADVANCE_MAX = timedelta(days=400)
DEFAULT = "asaas"

Command = Callable[[Fields], Json | Refusal]
View = Callable[[Dialect], Json]


class Control:
    """What a test or a person at a demonstration may do to the accounts."""

    def __init__(self, dialects: Sequence[Dialect], plan: FaultPlan, clock: ShiftedClock, post: PostOffice) -> None:
        self._dialects = {each.name: each for each in dialects}
        self._plan = plan
        self._clock = clock
        self._post = post

    def routes(self) -> list[Route]:
        commands: dict[str, Command] = {
            "pay": lambda fields: self._dialect(fields).pay(fields),
            "refund": lambda fields: self._dialect(fields).refund(fields),
            "refunds": lambda fields: self._dialect(fields).settle_refunds(fields),
            "change": lambda fields: self._dialect(fields).change(fields),
            "play": lambda fields: self._dialect(fields).play(fields),
            "say": lambda fields: self._dialect(fields).say(fields),
            "key": lambda fields: self._dialect(fields).accept_key(accepted=fields.get("accepted") is True),
            "settings": lambda fields: self._dialect(fields).set_settings(fields),
            "faults": self.add_fault,
            "flaws": self.add_flaw,
            "deliveries": self._post.tune,
            "queue": self.stop_queue,
            "clock": self.advance,
            "calm": self.calm,
            "reset": self.reset,
        }
        views: dict[str, View] = {
            "charges": lambda dialect: dialect.charges(),
            "ledger": lambda dialect: dialect.ledger(),
            "requests": self.requests,
            "deliveries": lambda dialect: self._post.words(dialect.name),
            "clock": lambda _dialect: self.time(),
        }
        return [
            *(Route(f"/_control/{name}", _command(each), methods=["POST"]) for name, each in commands.items()),
            *(Route(f"/_control/{name}", self._view(each), methods=["GET"]) for name, each in views.items()),
        ]

    def add_fault(self, fields: Fields) -> Json:
        """A Fault of one provider, field by field."""
        fault = Fault.read({**fields, "provider": self._dialect(fields).name})
        self._plan.add(fault)
        return {"kind": fault.kind.value, "times": fault.times}

    def add_flaw(self, fields: Fields) -> Json:
        """A Flaw of one provider's notices, field by field."""
        flaw = Flaw.read({**fields, "provider": self._dialect(fields).name})
        self._post.add_flaw(flaw)
        return {"kind": flaw.kind.value, "times": flaw.times}

    def stop_queue(self, fields: Fields) -> Json:
        """`id` of a subscriber, and whether its queue is `stopped`."""
        name, stopped = str(fields.get("id")), fields.get("stopped") is True
        self._post.stop(name, stopped=stopped)
        return {"id": name, "stopped": stopped}

    def advance(self, fields: Fields) -> Json:
        """`seconds` by which the providers' clock moves on; negative sets it back."""
        by = timedelta(seconds=float(str(fields["seconds"])))
        if abs(by) > ADVANCE_MAX:
            raise ValueError(f"the clock moves by {ADVANCE_MAX.days} days at most")
        self._clock.advance(by)
        return self.time()

    def calm(self, _fields: Fields) -> Json:
        """Whatever was still to go wrong does not; what is under way is."""
        self._plan.faults.clear()
        self._post.calm()
        return {}

    def reset(self, _fields: Fields) -> Json:
        """Forget everything: charges, faults, settings, the clock."""
        self._clock.reset()
        self._plan.clear()
        self._post.forget()
        for dialect in self._dialects.values():
            dialect.reset()
        return {}

    def requests(self, dialect: Dialect) -> Json:
        """The requests that came in since the last reset, oldest first."""
        seen: list[JsonValue] = [
            {"method": each.method, "path": each.path, "fault": each.fault.value if each.fault else None}
            for each in self._plan.seen
            if each.provider == dialect.name
        ]
        return {"requests": seen}

    def time(self) -> Json:
        """The providers' clock."""
        return {"now": self._clock.now().isoformat()}

    def _dialect(self, fields: Mapping[str, object]) -> Dialect:
        name = str(fields.get("provider", DEFAULT))
        if name not in self._dialects:
            raise LookupError(f"no provider here is called {name}")
        return self._dialects[name]

    def _view(self, view: View) -> Callable[[Request], object]:
        async def answer(request: Request) -> Response:
            try:
                dialect = self._dialect(request.query_params)
            except LookupError as error:
                return _refused(_misunderstood(str(error)))
            dialect.tick()
            return json_response(view(dialect))

        return answer


def _command(command: Command) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        try:
            fields = read_json(await request.body() or b"{}")
            outcome = command(fields) if isinstance(fields, dict) else _misunderstood("the body must be a JSON object")
        except (ValueError, LookupError, ArithmeticError) as error:
            outcome = _misunderstood(str(error))
        return _refused(outcome) if isinstance(outcome, Refusal) else json_response(outcome)

    return answer


def _misunderstood(why: str) -> Refusal:
    return Refusal.because("invalid_control", why)


def _refused(refusal: Refusal) -> Response:
    errors: list[JsonValue] = [{"code": each.code, "description": each.description} for each in refusal.errors]
    return json_response({"errors": errors}, refusal.status)
