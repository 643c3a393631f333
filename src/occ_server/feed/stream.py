"""One event stream (text/event-stream): pokes and heartbeats. A poke carries no data."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import msgspec

from occ_contract.sync import Poke
from occ_server.feed.hub import Hub
from occ_server.kit.clock import Clock


@dataclass(frozen=True)
class Pace:
    """How often a stream speaks: seconds of silence before a heartbeat, and at least between two pokes."""

    heartbeat: float = 10.0
    between_pokes: float = 0.1


def event(name: str, body: object) -> bytes:
    """Return one event as it stands on the wire."""
    return b"event: " + name.encode() + b"\ndata: " + msgspec.json.encode(body) + b"\n\n"


async def events(
    hub: Hub,
    clock: Clock,
    organisation_id: str,
    session_id: str,
    pace: Pace,
    is_open: Callable[[], Awaitable[bool]],
) -> AsyncIterator[bytes]:
    """Yield a poke at once, one whenever the sequence moves, and heartbeats between; end with the session.

    ``is_open`` is asked once, after subscribing: an end of the session before that was not heard.

    :raises ApiError: 503 while the server shuts down.
    """
    with hub.subscribed(organisation_id, session_id) as subscription:
        if not await is_open():
            return
        while not subscription.ended:
            yield event("poke", Poke(epoch=hub.epoch, seq=hub.head(organisation_id)))
            await subscription.ending(pace.between_pokes)
            while not await subscription.news(pace.heartbeat):
                yield event("heartbeat", {"time": clock.now()})
