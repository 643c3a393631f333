"""One event stream (text/event-stream): what its subscription is sent, and heartbeats between."""

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import msgspec

from occ_server.kit.clock import Clock
from occ_server.live.hub import Subscription


@dataclass(frozen=True)
class Pace:
    """How often a stream speaks, in seconds.

    ``heartbeat``: of silence before a heartbeat. ``between_pokes``: at least between two looks at the feed.
    ``between_states``: at least between two differences of live state. ``spread``: within which desks
    are told of a new epoch, and begin to gather everything anew: not all in the same second.
    """

    heartbeat: float = 10.0
    between_pokes: float = 0.05
    between_states: float = 0.5
    spread: float = 30.0


Greet = Callable[[Subscription], Awaitable[bool]]
"""Reads what a desk holds and sends what it needs to begin; False when its session is over."""


def event(name: str, body: object) -> bytes:
    """Return one event as it stands on the wire."""
    return framed(name, msgspec.json.encode(body))


def framed(name: str, text: bytes) -> bytes:
    """Return one event whose body is encoded already."""
    return b"event: " + name.encode() + b"\ndata: " + text + b"\n\n"


async def events(clock: Clock, subscription: Subscription, pace: Pace, greet: Greet) -> AsyncIterator[bytes]:
    """Yield what the subscription is sent, and heartbeats; end with the session.

    ``greet`` is asked at the beginning and whenever the person's rights or the epoch changed.
    """
    while not subscription.ended:
        if subscription.keys is None:
            if subscription.new_epoch:
                subscription.new_epoch = False
                await subscription.ending(random.uniform(0, pace.spread))  # noqa: S311 - noise, no secret
            if not await greet(subscription):
                return
            subscription.new_epoch = False  # one that began meanwhile: it was greeted with that
        frames = await subscription.frames(pace.heartbeat)
        if frames:
            yield b"".join(frames)
        elif subscription.keys is not None and not subscription.ended:
            yield event("heartbeat", {"time": clock.now()})
