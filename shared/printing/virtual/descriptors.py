"""The USB descriptors of a virtual printer, with the fields that pyusb reads (USB 2.0, chapter 9)."""

from __future__ import annotations

from dataclasses import dataclass

PRINTER_CLASS, PRINTER_SUBCLASS, BIDIRECTIONAL = 7, 1, 2
ENDPOINT_OUT, ENDPOINT_IN = 0x03, 0x84
BULK = 0x02
PACKET_BYTES = 64
FULL_SPEED = 2
ENGLISH = 0x0409


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the printer says it is. The default ids are pid.codes' test ids, which no product has."""

    vendor: int = 0x1209
    product: int = 0x0001
    serial: str = "VIRTUAL-1"
    maker: str = "Vez"
    model: str = "Impressora virtual"


@dataclass(frozen=True, slots=True)
class DeviceDescriptor:
    idVendor: int  # noqa: N815 - the USB standard's names
    idProduct: int  # noqa: N815
    bus: int
    address: int
    port_number: int
    port_numbers: tuple[int, ...]
    iSerialNumber: int  # noqa: N815
    bLength: int = 18  # noqa: N815
    bDescriptorType: int = 1  # noqa: N815
    bcdUSB: int = 0x0200  # noqa: N815
    bDeviceClass: int = 0  # noqa: N815
    bDeviceSubClass: int = 0  # noqa: N815
    bDeviceProtocol: int = 0  # noqa: N815
    bMaxPacketSize0: int = PACKET_BYTES  # noqa: N815
    bcdDevice: int = 0x0100  # noqa: N815
    iManufacturer: int = 1  # noqa: N815
    iProduct: int = 2  # noqa: N815
    bNumConfigurations: int = 1  # noqa: N815
    speed: int = FULL_SPEED


@dataclass(frozen=True, slots=True)
class ConfigurationDescriptor:
    bLength: int = 9  # noqa: N815
    bDescriptorType: int = 2  # noqa: N815
    wTotalLength: int = 32  # noqa: N815
    bNumInterfaces: int = 1  # noqa: N815
    bConfigurationValue: int = 1  # noqa: N815
    iConfiguration: int = 0  # noqa: N815
    bmAttributes: int = 0xC0  # noqa: N815
    bMaxPower: int = 1  # noqa: N815
    extra_descriptors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class InterfaceDescriptor:
    bLength: int = 9  # noqa: N815
    bDescriptorType: int = 4  # noqa: N815
    bInterfaceNumber: int = 0  # noqa: N815
    bAlternateSetting: int = 0  # noqa: N815
    bNumEndpoints: int = 2  # noqa: N815
    bInterfaceClass: int = PRINTER_CLASS  # noqa: N815
    bInterfaceSubClass: int = PRINTER_SUBCLASS  # noqa: N815
    bInterfaceProtocol: int = BIDIRECTIONAL  # noqa: N815
    iInterface: int = 0  # noqa: N815
    extra_descriptors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class EndpointDescriptor:
    bEndpointAddress: int  # noqa: N815
    bLength: int = 7  # noqa: N815
    bDescriptorType: int = 5  # noqa: N815
    bmAttributes: int = BULK  # noqa: N815
    wMaxPacketSize: int = PACKET_BYTES  # noqa: N815
    bInterval: int = 0  # noqa: N815
    bRefresh: int = 0  # noqa: N815
    bSynchAddress: int = 0  # noqa: N815
    extra_descriptors: tuple[int, ...] = ()


ENDPOINTS = (EndpointDescriptor(ENDPOINT_OUT), EndpointDescriptor(ENDPOINT_IN))


def string_descriptor(text: str) -> bytes:
    """`text` as GET_DESCRIPTOR(STRING) answers it."""
    content = text.encode("utf-16-le")
    return bytes([len(content) + 2, 3]) + content


LANGUAGES = bytes([4, 3]) + ENGLISH.to_bytes(2, "little")
