"""The virtual printer's inside: receive buffer, real-time answers, and the mechanism that works through the buffer."""

from __future__ import annotations

import re

from shared.kernel.clock import Clock
from shared.printing.virtual.commands import Command, Name, next_command
from shared.printing.virtual.condition import HEALTHY, Condition
from shared.printing.virtual.paper import Mechanism
from shared.printing.virtual.roll import Roll

ANSWERS_MAX_BYTES = 128
"""Epson keeps this much of what the host does not read, and drops the rest."""

REALTIME_REQUEST = re.compile(rb"\x10\x04([\x01-\x04])", re.DOTALL)
FIXED_BITS = 0x12
OFFLINE, COVER_OPEN, PAPER_STOP, ERROR = 0x08, 0x04, 0x20, 0x40
UNRECOVERABLE = 0x20
NEAR_END, PAPER_END = 0x0C, 0x60
ROLL_NEAR_END = 0x03
PORT_PAPER_EMPTY, PORT_SELECTED, PORT_NO_ERROR = 0x20, 0x10, 0x08


class Firmware:
    """One printer between two power cycles. Bytes go in by `accept`, answers come out of `answers`."""

    def __init__(self, clock: Clock, roll: Roll, *, has_cutter: bool) -> None:
        self._clock = clock
        self._roll = roll
        self._mechanism = Mechanism(has_cutter=has_cutter)
        self._waiting = bytearray()
        self._command = bytearray()
        self._worked_at = clock.monotonic()
        self._credit = 0.0
        self._printed = 0
        self.accepted = 0
        self._paper_ends_at: int | None = None
        self._condition = HEALTHY
        self.answers = bytearray()

    @property
    def condition(self) -> Condition:
        return self._condition

    @condition.setter
    def condition(self, condition: Condition) -> None:
        self.work()
        ends_after = condition.paper_ends_after
        self._paper_ends_at = None if ends_after is None else self._printed + ends_after
        self._condition = condition

    @property
    def is_paper_out(self) -> bool:
        return self._paper_ends_at is not None and self._printed >= self._paper_ends_at

    @property
    def is_stopped(self) -> bool:
        return self.is_paper_out or self._condition.is_cover_open or self._condition.has_error

    def accept(self, data: bytes) -> int:
        """Take what the receive buffer has room for; returns how much. Real-time requests are answered on arrival."""
        self.work()
        if REALTIME_REQUEST.fullmatch(data):
            return self._take_request(data)
        taken = 0
        while taken < len(data) and (room := self._room()) > 0:
            part = data[taken : taken + room]
            self._waiting += part
            taken += len(part)
            self.work()
        self.accepted += taken
        self._answer_requests(data[:taken])
        return taken

    def work(self) -> None:
        """Print what there was time for since the last call."""
        now = self._clock.monotonic()
        count = self._printable(now - self._worked_at)
        self._worked_at = now
        chunk = bytes(self._waiting[:count])
        del self._waiting[:count]
        self._printed += count
        if chunk:
            self._roll.put(chunk)
            self._print(chunk)

    def reset(self) -> None:
        """Clear the buffers, as power on or the printer class's SOFT_RESET does."""
        unfinished = self._mechanism.unfinished
        if unfinished is not None:
            self._roll.draw(unfinished)
        if unfinished is not None or self._command:
            self._roll.begin()
        self._waiting.clear()
        self._command.clear()
        self.answers.clear()
        self._mechanism.reset()

    def port_status(self) -> int:
        """The printer class's GET_PORT_STATUS."""
        paper = PORT_PAPER_EMPTY if self.is_paper_out or self._condition.is_cover_open else 0
        selected = 0 if self.is_stopped else PORT_SELECTED
        return paper | selected | (0 if self._condition.has_error else PORT_NO_ERROR)

    def _room(self) -> int:
        return self._condition.buffer_bytes - len(self._waiting)

    def _take_request(self, request: bytes) -> int:
        if self._room() < len(request):
            return 0
        self._answer_requests(request)
        return len(request)

    def _answer_requests(self, data: bytes) -> None:
        for request in REALTIME_REQUEST.finditer(data):
            self._answer(bytes([self._realtime_status(request[1][0])]))

    def _printable(self, seconds: float) -> int:
        count = len(self._waiting)
        if self._condition.is_cover_open or self._condition.has_error:
            return 0
        if self._paper_ends_at is not None:
            count = max(0, min(count, self._paper_ends_at - self._printed))
        rate = self._condition.bytes_per_second
        if rate is None:
            return count
        self._credit = self._credit + seconds * rate if self._waiting else 0.0
        count = min(count, int(self._credit))
        self._credit -= count
        return count

    def _print(self, chunk: bytes) -> None:
        self._command += chunk
        while (command := next_command(bytes(self._command))) is not None:
            del self._command[: command.size]
            self._reply(command)
            paper = self._mechanism.apply(command)
            if paper is not None:
                self._roll.draw(paper)

    def _reply(self, command: Command) -> None:
        if command.name is Name.PROCESS_ID:
            self._answer(b"7\x22" + command.args[2:] + b"\x00")
        elif command.name is Name.STATUS:
            self._answer(bytes([ROLL_NEAR_END if self._condition.is_paper_low else 0]))

    def _answer(self, answer: bytes) -> None:
        if not self._condition.is_mute and len(self.answers) + len(answer) <= ANSWERS_MAX_BYTES:
            self.answers += answer

    def _realtime_status(self, about: int) -> int:
        condition = self._condition
        match about:
            case 1:
                bits = OFFLINE if self.is_stopped else 0
            case 2:
                bits = (
                    (COVER_OPEN if condition.is_cover_open else 0)
                    | (PAPER_STOP if self.is_paper_out else 0)
                    | (ERROR if condition.has_error else 0)
                )
            case 3:
                bits = UNRECOVERABLE if condition.has_error else 0
            case _:
                no_paper = self.is_paper_out or condition.is_cover_open  # an open cover lifts the paper off its sensor
                bits = (PAPER_END if no_paper else 0) | (NEAR_END if condition.is_paper_low else 0)
        return FIXED_BITS | bits
