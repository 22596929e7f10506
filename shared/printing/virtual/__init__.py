"""A printer that is not there: a USB device behind pyusb that keeps what it printed as bytes and pictures."""
