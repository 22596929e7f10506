"""The post office of the house: sends what providers tell by themselves, over real HTTP, and repeats it as each does.

All of it is in memory. The waits between attempts are those of the provider times `factor`, which the control sets: 1
is real life, 0 repeats at once. Source of the rules: docs.asaas.com and mercadopago.com.br/developers (webhooks).
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import httpx

from shared.kernel.clock import Clock
from shared.payments.json_text import JsonValue, write_json
from shared.payments.simulator.answers import Json
from shared.payments.simulator.boxes import Box, Delivery, State
from shared.payments.simulator.notices import Flaw, Manner, Notice, Subscriber, ways

KEPT_MAX = 2_000
WAITING_MAX = 10_000
EARLY_MAX_SECONDS = 10.0
BEAT_SECONDS = 0.2
PROBE_SECONDS = 5.0
# A TLS line that the other side ends while we close it raises ssl.SSLError, an OSError, past httpx.
UNSENT = (httpx.HTTPError, httpx.InvalidURL, UnicodeError, OSError)
FACTOR_MAX = 1_000.0
TIMEOUT_MAX_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Papers:
    """Files in PEM: the certificate with its key that the house shows, and who signs those of its subscribers."""

    certificate: Path
    authority: Path


class PostOffice:
    """Only the server's one thread touches it. `beat` is called now and then, once there is a subscriber."""

    def __init__(self, clock: Clock, papers: Papers | None = None) -> None:
        self._clock = clock
        self._papers = papers
        self._tls: ssl.SSLContext | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._beating: asyncio.Task[None] | None = None
        self.beat: Callable[[], None] = lambda: None
        self._boxes: dict[str, Box] = {}
        self.forget()

    def forget(self) -> None:
        """No subscribers, nothing under way, the waits of real life."""
        for task in (*self._tasks, *([self._beating] if self._beating else [])):
            task.cancel()
        self._tasks.clear()
        self._beating = None
        self._boxes = {}
        self._kept: deque[Delivery] = deque(maxlen=KEPT_MAX)
        self._flaws: list[Flaw] = []
        self._early: list[Delivery] = []
        self._factor = 1.0
        self._timeout_seconds: float | None = None
        self._wake = asyncio.Event()

    def subscribe(self, subscriber: Subscriber) -> None:
        """From now on it is told, or at another address than before; what waits for it goes there too."""
        box = self._boxes.setdefault(subscriber.id, Box(subscriber))
        box.to = subscriber
        if self._beating is None:
            self._beating = asyncio.get_running_loop().create_task(self._beat())

    def unsubscribe(self, subscriber_id: str) -> None:
        """What waits for it is given up."""
        box = self._boxes.pop(subscriber_id, None)
        for each in (*box.waiting, *box.held) if box else ():
            each.state = State.GIVEN_UP

    def has_subscriber(self, subscriber_id: str) -> bool:
        return subscriber_id in self._boxes

    def calm(self) -> None:
        """No more flaws."""
        self._flaws.clear()

    def add_flaw(self, flaw: Flaw) -> None:
        self._flaws.append(flaw)

    def send(self, subscriber_id: str, notice: Notice) -> None:
        """Put a notice into the subscriber's box; what befalls it on the way is decided now."""
        box = self._boxes.get(subscriber_id)
        if box is None:
            return
        for way in ways(notice, self._flaw_for(box.to.provider, notice.event)):
            self._put(box, Delivery(way, box.to, self._clock.now()))

    def is_stopped(self, subscriber_id: str) -> bool:
        box = self._boxes.get(subscriber_id)
        return box is not None and box.is_stopped

    def stop(self, subscriber_id: str, *, stopped: bool) -> None:
        """Let a queue stand still, or run again from where it stood, in order."""
        box = self._boxes[subscriber_id]
        box.is_stopped = stopped
        if not stopped:
            self._serve(box)

    def tune(self, fields: Mapping[str, object]) -> Json:
        """`factor` of all waits, `timeout_seconds` (null: the provider's own), `wake`: wait no longer, `release`: what
        is held goes out.
        """
        if "factor" in fields:
            self._factor = _within(fields["factor"], FACTOR_MAX)
        if "timeout_seconds" in fields:
            wanted = fields["timeout_seconds"]
            self._timeout_seconds = None if wanted is None else _within(wanted, TIMEOUT_MAX_SECONDS)
        if fields.get("release") is True:
            for box in self._boxes.values():
                self._release(box)
        if fields.get("wake") is True:
            self._wake.set()
            self._wake = asyncio.Event()
        return {"factor": str(self._factor)}

    def words(self, provider: str) -> Json:
        """All that was sent since the last reset, oldest first, and how the queues stand."""
        sent: list[JsonValue] = [each.words() for each in self._kept if each.to.provider == provider]
        queues: list[JsonValue] = [
            {"id": each.to.id, "waiting": len(each.waiting), "held": len(each.held), "stopped": each.is_stopped}
            for each in self._boxes.values()
            if each.to.provider == provider
        ]
        return {"deliveries": sent, "queues": queues}

    def newest(self, most: int) -> list[Delivery]:
        """For the page."""
        return list(self._kept)[: -most - 1 : -1]

    async def early(self) -> None:
        """Returns once everything that is to come early has been tried."""
        waiting, self._early = self._early, []
        for each in waiting:
            with suppress(TimeoutError):
                await asyncio.wait_for(each.tried.wait(), EARLY_MAX_SECONDS)

    async def is_guarded(self, url: str) -> bool:
        """Whether the address answers the house, and refuses whoever shows no certificate."""
        stranger = ssl.create_default_context(cafile=self._papers.authority if self._papers else None)
        return await self._answers(url, self._context()) and not await self._answers(url, stranger)

    async def _answers(self, url: str, tls: ssl.SSLContext) -> bool:
        try:
            async with httpx.AsyncClient(verify=tls, trust_env=False) as client:
                await client.post(url, content=b"{}", timeout=PROBE_SECONDS)
        except UNSENT:
            return False
        return True

    def _flaw_for(self, provider: str, event: str) -> Flaw | None:
        found = next((each for each in self._flaws if each.applies_to(provider, event)), None)
        if found is None:
            return None
        place = self._flaws.index(found)
        self._flaws[place : place + 1] = [replace(found, times=found.times - 1)] if found.times > 1 else []
        return found

    def _put(self, box: Box, delivery: Delivery) -> None:
        self._kept.append(delivery)
        if delivery.way.is_dropped or len(box.waiting) >= WAITING_MAX:
            delivery.state = State.DROPPED
        elif delivery.way.is_held:
            delivery.state = State.HELD
            box.held.append(delivery)
        else:
            if delivery.way.is_early and not box.is_stopped:
                self._early.append(delivery)
            box.waiting.append(delivery)
            self._release(box)

    def _release(self, box: Box) -> None:
        for each in reversed(box.held):
            each.state = State.WAITING
            box.waiting.append(each)
        box.held.clear()
        self._serve(box)

    def _serve(self, box: Box) -> None:
        """In order: one at a time. Otherwise each by itself."""
        if box.is_stopped:
            return
        if not box.to.manner.in_order:
            for each in [each for each in box.waiting if not each.is_under_way]:
                each.is_under_way = True
                self._start(self._alone(box, each))
        elif box.waiting and not box.is_served:
            box.is_served = True
            self._start(self._in_order(box))

    def _start(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _in_order(self, box: Box) -> None:
        with suppress(OSError):
            async with self._client() as client:
                while box.waiting and not box.is_stopped:
                    first = box.waiting[0]
                    first.is_under_way = True
                    await self._deliver(client, box, first)
                    first.is_under_way = False
                    if first.state is not State.WAITING and box.waiting and box.waiting[0] is first:
                        box.waiting.popleft()
        box.is_served = False
        self._serve(box)

    async def _alone(self, box: Box, delivery: Delivery) -> None:
        with suppress(OSError):
            async with self._client() as client:
                await self._deliver(client, box, delivery)
        delivery.is_under_way = False
        if delivery.state is not State.WAITING and delivery in box.waiting:
            box.waiting.remove(delivery)

    async def _deliver(self, client: httpx.AsyncClient, box: Box, delivery: Delivery) -> None:
        """Until it is delivered, given up, too old, or the queue stands still."""
        manner = box.to.manner
        await self._pause(delivery.way.delay_seconds, 1.0)
        for wait in (0.0, *(() if delivery.way.is_forged else manner.waits)):
            await self._pause(wait, self._factor)
            if box.is_stopped or delivery.state is not State.WAITING:
                return
            if self._clock.now() - delivery.at > manner.keeps_for:
                delivery.state = State.EXPIRED
                return
            if await self._attempt(client, box.to, delivery):
                delivery.state = State.DELIVERED
                return
        if manner.stops and not delivery.way.is_forged:
            box.is_stopped = True
        else:
            delivery.state = State.GIVEN_UP

    async def _attempt(self, client: httpx.AsyncClient, to: Subscriber, delivery: Delivery) -> bool:
        notice = delivery.way.notice
        envelope = to.envelope(notice, delivery.way.is_forged)
        try:
            answer = await client.post(
                httpx.URL(envelope.url).copy_merge_params(dict(notice.query)) if notice.query else envelope.url,
                content=write_json(notice.body),
                headers={"Content-Type": "application/json", **envelope.headers},
                timeout=self._timeout(to.manner),
            )
        except UNSENT as error:
            delivery.attempts.append(type(error).__name__)
            return False
        else:
            delivery.attempts.append(str(answer.status_code))
            return answer.status_code in to.manner.accepted
        finally:
            delivery.tried.set()

    async def _pause(self, seconds: float, factor: float) -> None:
        if seconds > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), seconds * factor)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            self.beat()

    def _timeout(self, manner: Manner) -> float:
        return manner.timeout_seconds if self._timeout_seconds is None else self._timeout_seconds

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(verify=self._context(), trust_env=False)

    def _context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = ssl.create_default_context(cafile=self._papers.authority if self._papers else None)
            if self._papers:
                self._tls.load_cert_chain(self._papers.certificate)
        return self._tls


def _within(value: object, most: float) -> float:
    read = float(str(value))
    if not 0 <= read <= most:
        raise ValueError(f"must be a number from 0 to {most:.0f}")
    return read
