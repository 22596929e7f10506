"""`vez webhooks` that dies between the commit and the answer: `python -c "from … import main; main()" webhooks …`."""

from __future__ import annotations

import os

from shared import cli
from shared.webhooks.writer import Kept, NotKept, Writer

DEAD = 42


def main() -> None:
    """Run the command; the first event that is committed ends the process."""

    class Dying(Writer):
        async def keep(self, arrived: object) -> Kept | NotKept:
            await super().keep(arrived)  # type: ignore[arg-type]
            os._exit(DEAD)

    import shared.webhooks.writer

    shared.webhooks.writer.Writer = Dying  # type: ignore[misc]
    cli.main()
