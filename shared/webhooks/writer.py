"""Keeps what arrives, many events in one commit: while one commit is under way, what comes waits for the next.

So a disk that takes ten milliseconds for a commit takes hundreds of events a second, and each caller is answered only
after the commit that holds its event.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from shared.logs import get_log
from shared.store.failures import StoreFailure
from shared.webhooks.service import Arrived, Inbox

WAITING_MAX = 2_000
"""Events that wait for a commit; the provider sends again what is turned away."""
BATCH_MAX = 200

_log = get_log("webhooks")


@dataclass(frozen=True, slots=True)
class Kept:
    """Committed: it outlives a power cut."""


@dataclass(frozen=True, slots=True)
class NotKept:
    """Not committed: the provider has to send it again."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    arrived: Sequence[Arrived]
    answer: asyncio.Future[Kept | NotKept]


class Writer:
    """Belongs to one event loop. `then` is called after each commit."""

    def __init__(self, inbox: Inbox, then: Callable[[], object]) -> None:
        self._inbox = inbox
        self._then = then
        self._thread = ThreadPoolExecutor(1, "webhook-writer")
        self._waiting: deque[_Waiting] = deque()
        self._count = 0
        self._writing: asyncio.Task[None] | None = None
        self._is_failing = False

    async def keep(self, arrived: Sequence[Arrived]) -> Kept | NotKept:
        """Returns when these are on the disk, or cannot be."""
        if self._count + len(arrived) > WAITING_MAX:
            return NotKept()
        loop = asyncio.get_running_loop()
        waiting = _Waiting(arrived, loop.create_future())
        self._waiting.append(waiting)
        self._count += len(arrived)
        if self._writing is None or self._writing.done():
            self._writing = loop.create_task(self._write())
        return await waiting.answer

    def close(self) -> None:
        """Finish the commit that is under way. Called after the event loop has ended."""
        self._thread.shutdown()

    async def _write(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch = self._next_batch()
            answers = await loop.run_in_executor(self._thread, self._receive, batch)
            for each, said in zip(batch, answers, strict=True):
                if not each.answer.done():  # a caller that went away took its question along
                    each.answer.set_result(said)
            if any(isinstance(said, Kept) for said in answers):
                self._then()

    def _next_batch(self) -> list[_Waiting]:
        batch: list[_Waiting] = []
        size = 0
        while self._waiting and (not batch or size + len(self._waiting[0].arrived) <= BATCH_MAX):
            batch.append(self._waiting.popleft())
            size += len(batch[-1].arrived)
        self._count -= size
        return batch

    def _receive(self, batch: Sequence[_Waiting]) -> list[Kept | NotKept]:
        """All in one commit; when one of them breaks it, each in its own, so that only that one is turned away."""
        try:
            self._inbox.receive([each for one in batch for each in one.arrived])
        except StoreFailure as failure:
            if not self._is_failing:
                _log.error("webhooks cannot be kept", said=str(failure))
            self._is_failing = True
            return [NotKept()] * len(batch)
        except Exception:  # whatever is wrong with one event, the others are kept
            if len(batch) == 1:
                _log.exception("webhook could not be kept")
                return [NotKept()]
            return [answer for each in batch for answer in self._receive([each])]
        if self._is_failing:
            _log.info("webhooks are kept again")
        self._is_failing = False
        return [Kept()] * len(batch)
