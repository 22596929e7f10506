"""An open USB printer: finding it, its two pipes and its control requests. pyusb is spoken here and nowhere else."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import libusb_package
import usb.core
import usb.util

from shared.printing.model import Trouble

PRINTER_CLASS = 7
WRITE_MS = 500
CONTROL_MS = 300
READ_BYTES = 512
STALE_READ_MS = 10
STALE_READS_MAX = 8
GET_PORT_STATUS = (0xA1, 1)
SOFT_RESET = (0x21, 2)


@dataclass(frozen=True, slots=True)
class UsbSelector:
    """Which printer: every field that is given must match. Two equal ones differ by serial, or else by port."""

    vendor: int | None = None
    product: int | None = None
    serial: str | None = None
    port_numbers: tuple[int, ...] | None = None


class LinkLost(Exception):
    """The device stopped taking part; the link must be closed. How much of the last write arrived is not known."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Pipes:
    """Where a printer takes bytes and, if it speaks, where it answers."""

    configuration: int
    interface: int
    alternate: int
    out: int
    back: int | None


class UsbLink:
    """One opened printer. Its methods raise LinkLost when the device is gone."""

    def __init__(self, device: Any, pipes: Pipes) -> None:
        self._device = device
        self._pipes = pipes

    def write(self, data: bytes) -> int:
        """Send at most WRITE_MS long; returns how many bytes were accepted, which may be fewer, or 0."""
        try:
            with _lost_on_error():
                return int(self._device.write(self._pipes.out, data, WRITE_MS))
        except usb.core.USBTimeoutError:
            return 0

    def read(self, timeout_ms: int) -> bytes:
        """What the printer says within `timeout_ms`; nothing from a mute or one-way printer."""
        if self._pipes.back is None:
            return b""
        try:
            with _lost_on_error():
                return bytes(self._device.read(self._pipes.back, READ_BYTES, timeout_ms))
        except usb.core.USBTimeoutError:
            return b""

    def discard_stale(self) -> None:
        """Throw away what the printer said before anybody asked."""
        for _ in range(STALE_READS_MAX):
            if not self.read(STALE_READ_MS):
                return

    def port_status(self) -> int | None:
        """The printer class's one status byte, which works while the pipe is blocked; None where it is not built in."""
        kind, request = GET_PORT_STATUS
        try:
            answer = self._device.ctrl_transfer(kind, request, 0, self._where, 1, CONTROL_MS)
        except usb.core.USBError as error:
            if error.errno in (errno.ENODEV, errno.EIO):
                raise LinkLost(Trouble.DISCONNECTED) from error
            return None
        return int(answer[0]) if len(answer) else None

    def clear(self) -> None:
        """Make the printer forget what it received and did not print; printers that cannot are left as they are."""
        kind, request = SOFT_RESET
        try:
            self._device.ctrl_transfer(kind, request, 0, self._where, b"", CONTROL_MS)
        except usb.core.USBError as error:
            if error.errno in (errno.ENODEV, errno.EIO):
                raise LinkLost(Trouble.DISCONNECTED) from error

    def close(self) -> None:
        """Let go of the device; it may be gone already."""
        usb.util.dispose_resources(self._device)

    @property
    def _where(self) -> int:
        return self._pipes.interface << 8 | self._pipes.alternate


def open_link(which: UsbSelector, backend: Any | None) -> UsbLink | Trouble:
    """Find and open the printer, and clear what an earlier owner may have left in it."""
    backend = backend or libusb_package.get_libusb1_backend()
    if backend is None:
        return Trouble.NO_DRIVER
    try:
        found = _find(which, backend)
        return Trouble.ABSENT if found is None else _open(*found)
    except usb.core.USBError as error:
        return _trouble(error)
    except NotImplementedError:
        return Trouble.NO_DRIVER  # libusb on Windows, where the printer has another driver than WinUSB


def _open(device: Any, pipes: Pipes) -> UsbLink | Trouble:
    link = UsbLink(device, pipes)
    is_open = False
    try:
        _take(device, pipes)
        link.clear()
        is_open = True
    except LinkLost as lost:
        return lost.trouble
    finally:
        if not is_open:
            link.close()
    return link


def _find(which: UsbSelector, backend: Any) -> tuple[Any, Pipes] | None:
    for device in usb.core.find(find_all=True, backend=backend):
        pipes = _pipes(device) if _matches(device, which) else None
        if pipes is not None and which.serial in (None, _serial(device, which)):
            return device, pipes
    return None


def _matches(device: Any, which: UsbSelector) -> bool:
    """By descriptors alone: nothing is opened."""
    wanted = (
        (which.vendor, device.idVendor),
        (which.product, device.idProduct),
        (which.port_numbers, device.port_numbers),
    )
    return all(want is None or want == have for want, have in wanted)


def _serial(device: Any, which: UsbSelector) -> str | None:
    """The serial number, for which the device must be opened; it is released again."""
    if which.serial is None:
        return None
    try:
        serial = device.serial_number
    except (usb.core.USBError, ValueError):
        return None  # unreadable: without permission, or a printer without strings
    usb.util.dispose_resources(device)
    return None if serial is None else str(serial)


def _pipes(device: Any) -> Pipes | None:
    try:
        interfaces = [interface for configuration in device for interface in configuration]
    except usb.core.USBError:
        return None
    for interface in interfaces:
        if interface.bInterfaceClass != PRINTER_CLASS:
            continue
        bulk = [
            end.bEndpointAddress
            for end in interface
            if usb.util.endpoint_type(end.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        ]
        out = next((each for each in bulk if usb.util.endpoint_direction(each) == usb.util.ENDPOINT_OUT), None)
        back = next((each for each in bulk if usb.util.endpoint_direction(each) == usb.util.ENDPOINT_IN), None)
        if out is not None:
            value = device[interface.configuration].bConfigurationValue
            return Pipes(value, interface.bInterfaceNumber, interface.bAlternateSetting, out, back)
    return None


def _take(device: Any, pipes: Pipes) -> None:
    """Free the printer from the kernel's driver and claim it. Raises USBError: 13 no permission, 16 busy."""
    _detach_kernel_driver(device, pipes.interface)
    if _configuration(device) != pipes.configuration:
        device.set_configuration(pipes.configuration)
    usb.util.claim_interface(device, pipes.interface)
    if pipes.alternate:
        device.set_interface_altsetting(pipes.interface, pipes.alternate)


def _detach_kernel_driver(device: Any, interface: int) -> None:
    try:
        if device.is_kernel_driver_active(interface):
            device.detach_kernel_driver(interface)
    except NotImplementedError:
        return  # Windows and macOS have nothing to detach


def _configuration(device: Any) -> int | None:
    try:
        return int(device.get_active_configuration().bConfigurationValue)
    except usb.core.USBError as error:
        if error.errno is not None:
            raise
        return None  # pyusb's word for a device that was never configured


@contextmanager
def _lost_on_error() -> Iterator[None]:
    try:
        yield
    except usb.core.USBTimeoutError:
        raise
    except usb.core.USBError as error:
        raise LinkLost(_trouble(error)) from error


def _trouble(error: usb.core.USBError) -> Trouble:
    match error.errno:
        case errno.EACCES | errno.EPERM:
            return Trouble.NO_PERMISSION
        case errno.EBUSY:
            return Trouble.BUSY
        case errno.EPIPE:
            return Trouble.ERROR
        case _:
            return Trouble.DISCONNECTED
