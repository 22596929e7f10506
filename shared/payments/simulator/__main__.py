"""``python -m shared.payments.simulator``: payment providers on this computer."""

from __future__ import annotations

import argparse
from datetime import timedelta
from pathlib import Path

from shared.payments.simulator.asaas.records import SIMULATOR_KEY
from shared.payments.simulator.server import serve


def main() -> None:
    parser = argparse.ArgumentParser(prog="simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 lets the system choose")
    parser.add_argument("--port-file", type=Path, help="receives the port, once it can be connected to")
    parser.add_argument("--auto-pay", type=float, metavar="SECONDS", help="pay every new Pix by itself")
    parser.add_argument("--key", default=SIMULATOR_KEY, help="the API key that is accepted")
    asked = parser.parse_args()
    after = None if asked.auto_pay is None else timedelta(seconds=asked.auto_pay)
    serve(asked.port, asked.port_file, after, asked.key)


if __name__ == "__main__":
    main()
