"""A USB receipt printer that is not there: plugged and unplugged, its transfers, its time."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter
from usb.core import USBError, USBTimeoutError

from shared.kernel.clock import Clock
from shared.printing.patience import Pause
from shared.printing.virtual.condition import HEALTHY, Condition
from shared.printing.virtual.descriptors import LANGUAGES, Identity, string_descriptor
from shared.printing.virtual.firmware import Firmware
from shared.printing.virtual.paper import Paper
from shared.printing.virtual.roll import Roll, read_roll

WIDTH_DOTS = 576
STEP_SECONDS = 0.05
CONDITION_FILE = "condition.json"
_CONDITION = TypeAdapter(Condition)

GET_DESCRIPTOR, GET_DEVICE_ID, GET_PORT_STATUS, SOFT_RESET = (0x80, 6), (0xA1, 0), (0xA1, 1), (0x21, 2)


class VirtualUsbDevice:
    """The printer. Attach it to a VirtualUsbBus, which pyusb takes for its backend.

    What it printed is in `folder`: bytes at once, a picture for every finished paper. A file `condition.json` there
    (``{"paper_ends_after": 0}``) says what is the matter with it, also to a printer in another process.
    """

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        pause: Pause,
        identity: Identity | None = None,
        *,
        port_numbers: tuple[int, ...] = (1,),
        dots: int = WIDTH_DOTS,
        has_cutter: bool = True,
        draws: bool = True,
    ) -> None:
        self.identity = identity or Identity()
        self.port_numbers = port_numbers
        self.is_plugged = True
        self.session = 1
        self.openings = 0
        self._folder = folder
        self._has_cutter = has_cutter
        self._pause = pause
        self._firmware = Firmware(clock, Roll(folder, dots, has_cutter=has_cutter, draws=draws), has_cutter=has_cutter)
        self._unplugs_at: int | None = None
        self._heeded_ns = 0

    @property
    def condition(self) -> Condition:
        return self._firmware.condition

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Everything that ever came out, unfinished papers too."""
        return read_roll(self._folder, has_cutter=self._has_cutter)

    def becomes(self, condition: Condition = HEALTHY) -> None:
        """Set what is the matter with it; without an argument, nothing is."""
        self._firmware.condition = condition
        after = condition.unplugs_after
        self._unplugs_at = None if after is None else self._firmware.accepted + after

    def says(self, data: bytes) -> None:
        """Put bytes where the host will read them, asked for or not."""
        self._firmware.answers += data

    def unplug(self) -> None:
        """Pull the cable: power and every open handle are gone."""
        self.is_plugged = False
        self._firmware.reset()

    def plug(self, port_numbers: tuple[int, ...] | None = None) -> None:
        """Plug it in again, perhaps elsewhere; it powers up healthy."""
        self.port_numbers = port_numbers or self.port_numbers
        self.session += 1
        self.is_plugged = True
        self.becomes(replace(self.condition, unplugs_after=None))

    def write(self, data: bytes, timeout_ms: int) -> int:
        """A bulk transfer to the printer, as libusb does it: short without an error when time runs out."""
        self._heed()
        if self.condition.is_stalled:
            raise pipe_error()
        allowed = data if self._unplugs_at is None else data[: max(0, self._unplugs_at - self._firmware.accepted)]
        taken = self._firmware.accept(allowed)
        for seconds in _steps(timeout_ms):
            if taken == len(allowed) or self._waits(seconds):
                break
            taken += self._firmware.accept(allowed[taken:])
        if self._unplugs_at is not None and self._firmware.accepted >= self._unplugs_at:
            self.unplug()
            if len(allowed) < len(data):
                raise gone()
        if taken == 0:
            raise timed_out()
        return taken

    def read(self, count: int, timeout_ms: int) -> bytes:
        """A bulk transfer from the printer."""
        self._heed()
        self._firmware.work()
        for seconds in _steps(timeout_ms):
            if self._firmware.answers or self._waits(seconds):
                break
            self._firmware.work()
        answer = bytes(self._firmware.answers[:count])
        del self._firmware.answers[:count]
        if not answer:
            raise timed_out()
        return answer

    def control(self, kind: int, request: int, value: int, data: bytes) -> bytes:
        """A control transfer; what comes back for those that ask."""
        self._heed()
        match (kind, request):
            case _ if (kind, request) == GET_DESCRIPTOR and value >> 8 == 3:
                return self._string(value & 0xFF)
            case _ if (kind, request) == GET_PORT_STATUS and self.condition.has_port_status:
                self._firmware.work()
                return bytes([self._firmware.port_status()])
            case _ if (kind, request) == GET_DEVICE_ID:
                said = f"MFG:{self.identity.maker};CMD:ESC/POS;MDL:{self.identity.model};".encode()
                return (len(said) + 2).to_bytes(2, "big") + said
            case _ if (kind, request) == SOFT_RESET:
                self._firmware.reset()
                return data
            case _:
                raise pipe_error()

    def _heed(self) -> None:
        """Become what the condition file says, when it has changed."""
        file = self._folder / CONDITION_FILE
        try:
            changed_ns = file.stat().st_mtime_ns
        except FileNotFoundError:
            return
        if changed_ns != self._heeded_ns:
            self._heeded_ns = changed_ns
            self.becomes(_CONDITION.validate_json(file.read_bytes()))

    def _waits(self, seconds: float) -> bool:
        """Let time pass inside a transfer; True when the program closes. Raises USBError when the cable is pulled."""
        session = self.session
        is_closing = self._pause.wait(seconds)
        if not self.is_plugged or self.session != session:
            raise gone()
        return is_closing

    def _string(self, index: int) -> bytes:
        if index == 0:
            return LANGUAGES
        strings = (self.identity.maker, self.identity.model, self.identity.serial)
        return string_descriptor(strings[index - 1])


def _steps(timeout_ms: int) -> list[float]:
    """The waits that make up a timeout."""
    seconds = timeout_ms / 1000
    count = max(1, math.ceil(seconds / STEP_SECONDS))
    return [seconds / count] * count


def timed_out() -> USBTimeoutError:
    return USBTimeoutError("Operation timed out", -7, 110)


def gone() -> USBError:
    return USBError("No such device (it may have been disconnected)", -4, 19)


def pipe_error() -> USBError:
    return USBError("Pipe error", -9, 32)


def busy() -> USBError:
    return USBError("Resource busy", -6, 16)


def forbidden() -> USBError:
    return USBError("Access denied (insufficient permissions)", -3, 13)
