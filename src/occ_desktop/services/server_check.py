"""Who a server is, asked before any password is sent to it. It knows no session."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import msgspec

from occ_desktop.domain.server_time import ServerTime
from occ_desktop.remote.link import Health
from occ_desktop.services.server_address import normalise_server


class ServerStatus(msgspec.Struct, frozen=True):
    """What a server said of itself; ``clock_skew``: its clock minus ours, seconds."""

    url: str
    version: str
    minimum_client: str
    round_trip_ms: int
    server_time: datetime
    clock_skew: float
    encrypted: bool


async def check_server(
    url: str, health: Callable[[str], Awaitable[Health]], clock: ServerTime
) -> ServerStatus:
    """Ask the server at an address as a person types it; ``health`` asks one at a normalised address.

    :raises Unreachable: with its reason (address, insecure, connection, certificate, timeout, protocol).
    :raises Refused: ``client_too_old``.
    """
    server = normalise_server(url)
    started = clock.monotonic()
    said = await health(server)
    trip = clock.monotonic() - started
    return ServerStatus(
        url=server,
        version=said.version,
        minimum_client=said.minimum_client,
        round_trip_ms=round(trip * 1000),
        server_time=said.time,
        clock_skew=(said.time - clock.local_now()).total_seconds() + trip / 2,
        encrypted=server.startswith("https://"),
    )
