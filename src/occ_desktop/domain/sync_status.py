"""How the cache stands to the server: what the banner, the status bar and the offline checks look at."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SyncState(StrEnum):
    """Where the synchronisation stands."""

    IDLE = "idle"  # everything the server had is here
    SYNCING = "syncing"
    FIRST_FILL = "first_fill"  # rows are usable as they come
    OFFLINE = "offline"
    STOPPED = "stopped"


@dataclass(frozen=True)
class SyncStatus:
    """One published state. ``last_synced_at`` and ``next_try_at`` are UTC by the server's clock.

    ``done`` and ``total`` count rows of a first fill or a rebuild (``total`` None: not known). ``reason``,
    while OFFLINE, is an ``UnreachableReason``, an error code, or a cache failure's reason. ``pending``
    commands are under way, ``refused`` ones wait for the person. ``server_offset`` is the server's clock
    minus ours, seconds.
    """

    state: SyncState = SyncState.STOPPED
    last_synced_at: datetime | None = None
    done: int = 0
    total: int | None = None
    next_try_at: datetime | None = None
    reason: str | None = None
    pending: int = 0
    refused: int = 0
    server_offset: float = 0.0
    live: bool = False  # the event stream is open; otherwise the feed is polled


def fills_first(status: SyncStatus | None) -> bool:
    """Tell whether the first rows are known to be on their way: an empty list says nothing then."""
    if status is None:
        return False
    return status.state is SyncState.FIRST_FILL or (
        status.state is SyncState.SYNCING and status.last_synced_at is None
    )


def reachable(status: SyncStatus | None, before: bool = True) -> bool:
    """Tell whether the server is believed to be there; a try under way changes nothing of what was known."""
    if status is None or status.state is SyncState.SYNCING:
        return before
    return status.state in {SyncState.IDLE, SyncState.FIRST_FILL}
