"""A USB bus for pyusb with virtual printers on it, in place of libusb 1.0.

The module's name ends as pyusb's own does: libraries look at it to decide whether kernel drivers can be detached.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

from usb.backend import IBackend

from shared.printing.virtual.descriptors import (
    ENDPOINTS,
    ConfigurationDescriptor,
    DeviceDescriptor,
    EndpointDescriptor,
    InterfaceDescriptor,
)
from shared.printing.virtual.device import VirtualUsbDevice, busy, forbidden, gone

BUS = 1


@dataclass(frozen=True, slots=True)
class Attached:
    """A device as it was found on the bus; plugged in again it is another one."""

    device: VirtualUsbDevice
    address: int
    session: int


@dataclass(slots=True)
class Handle:
    """An open device."""

    attached: Attached
    claimed: set[int] = field(default_factory=set)

    @property
    def device(self) -> VirtualUsbDevice:
        """The device, if the cable is still in. Raises USBError 19."""
        device = self.attached.device
        if not device.is_plugged or device.session != self.attached.session:
            raise gone()
        return device


class VirtualUsbBus(IBackend):  # type: ignore[misc] # pyusb has no types
    """pyusb's backend: `UsbPrinter(..., backend=VirtualUsbBus(device))`."""

    def __init__(self, *devices: VirtualUsbDevice) -> None:
        self._devices = devices
        self._kernel_driver_detached: set[tuple[int, int]] = set()

    def enumerate_devices(self) -> list[Attached]:
        return [
            Attached(device, 10 * device.session + place, device.session)
            for place, device in enumerate(self._devices, start=1)
            if device.is_plugged
        ]

    def get_parent(self, dev: Attached) -> None:
        return None

    def get_device_descriptor(self, dev: Attached) -> DeviceDescriptor:
        identity, ports = dev.device.identity, dev.device.port_numbers
        return DeviceDescriptor(
            identity.vendor, identity.product, BUS, dev.address, ports[-1], ports, 3 if identity.serial else 0
        )

    def get_configuration_descriptor(self, dev: Attached, config: int) -> ConfigurationDescriptor:
        return (ConfigurationDescriptor(),)[config]

    def get_interface_descriptor(self, dev: Attached, intf: int, alt: int, config: int) -> InterfaceDescriptor:
        if intf > 0 or alt > 0:
            raise IndexError(f"no interface {intf}, alternate {alt}")
        return InterfaceDescriptor()

    def get_endpoint_descriptor(self, dev: Attached, ep: int, intf: int, alt: int, config: int) -> EndpointDescriptor:
        return ENDPOINTS[ep]

    def open_device(self, dev: Attached) -> Handle:
        handle = Handle(dev)
        if handle.device.condition.is_forbidden:
            raise forbidden()
        handle.device.openings += 1
        return handle

    def close_device(self, dev_handle: Handle) -> None:
        dev_handle.claimed.clear()

    def set_configuration(self, dev_handle: Handle, config_value: int) -> None:
        _ = dev_handle.device

    def get_configuration(self, dev_handle: Handle) -> int:
        _ = dev_handle.device
        return ConfigurationDescriptor().bConfigurationValue

    def claim_interface(self, dev_handle: Handle, intf: int) -> None:
        if dev_handle.device.condition.is_busy or not self._is_detached(dev_handle):
            raise busy()
        dev_handle.claimed.add(intf)

    def release_interface(self, dev_handle: Handle, intf: int) -> None:
        dev_handle.claimed.discard(intf)

    def bulk_write(self, dev_handle: Handle, ep: int, intf: int, data: array[int], timeout: int) -> int:
        return dev_handle.device.write(data.tobytes(), timeout)

    def bulk_read(self, dev_handle: Handle, ep: int, intf: int, buff: array[int], timeout: int) -> int:
        answer = dev_handle.device.read(len(buff), timeout)
        buff[: len(answer)] = array("B", answer)
        return len(answer)

    def ctrl_transfer(
        self,
        dev_handle: Handle,
        bmRequestType: int,  # noqa: N803 - the USB standard's names, as pyusb has them
        bRequest: int,  # noqa: N803
        wValue: int,  # noqa: N803
        wIndex: int,  # noqa: N803
        data: array[int],
        timeout: int,
    ) -> int:
        answer = dev_handle.device.control(bmRequestType, bRequest, wValue, data.tobytes())
        if bmRequestType & 0x80:
            answer = answer[: len(data)]
            data[: len(answer)] = array("B", answer)
        return len(answer)

    def clear_halt(self, dev_handle: Handle, ep: int) -> None:
        _ = dev_handle.device

    def reset_device(self, dev_handle: Handle) -> None:
        _ = dev_handle.device

    def is_kernel_driver_active(self, dev_handle: Handle, intf: int) -> bool:
        _ = dev_handle.device
        return not self._is_detached(dev_handle)

    def detach_kernel_driver(self, dev_handle: Handle, intf: int) -> None:
        attached = dev_handle.attached
        self._kernel_driver_detached.add((attached.address, attached.session))

    def attach_kernel_driver(self, dev_handle: Handle, intf: int) -> None:
        attached = dev_handle.attached
        self._kernel_driver_detached.discard((attached.address, attached.session))

    def _is_detached(self, handle: Handle) -> bool:
        return (handle.attached.address, handle.attached.session) in self._kernel_driver_detached
