"""What a stream begins with: each part of the server that sends events says what a desk needs first."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncConnection

from occ_server.live.hub import Subscription

Frame = Callable[[], bytes | None]
Greeting = Callable[[AsyncConnection, Subscription, frozenset[str]], Awaitable[Frame]]
"""``greeting(conn, subscription, keys)`` reads what it needs in the snapshot of the keys, and returns what
makes the first frame. That is called without a pause after the stream's keys became known, so that no event
falls between the two.
"""
