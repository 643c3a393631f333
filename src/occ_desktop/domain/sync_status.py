"""How the cache stands to the server: what the banner, the status bar and the offline checks look at."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SyncState(StrEnum):
    """Where the synchronisation stands."""

    IDLE = "idle"  # everything the server had is here
    SYNCING = "syncing"
    FIRST_FILL = "first_fill"  # rows are usable as they come
    BUSY = "busy"  # the server is there, and asked to be left alone until ``next_try_at``
    OFFLINE = "offline"
    STOPPED = "stopped"


@dataclass(frozen=True)
class SyncStatus:
    """One published state. Its moments are UTC by the server's clock.

    ``last_synced_at``: everything the server had then is here. ``changed_at``: the newest change came then;
    None: nothing changed since this program began. ``live``: the event stream is open and speaks, otherwise
    the feed is polled. ``late``: a heartbeat is missing, and nothing was heard since. ``was_away``: the try
    that is under way while SYNCING follows one that found no server.

    ``done`` and ``total`` count rows of a first fill or a rebuild (``total`` None: not known). ``reason``,
    while OFFLINE or BUSY, is an ``UnreachableReason``, an error code, or a cache failure's reason, and
    ``about`` the setting, folder or file it names. ``hindered``, while OFFLINE: what is in the way is on this
    machine (a full disk, a folder nobody may write), so that nothing can be taken in though the server may be
    asked. ``pending`` commands are under way, ``held`` of them for a newer version of this program,
    ``refused`` ones wait for the person. ``server_offset`` is the server's clock minus ours, seconds.
    """

    state: SyncState = SyncState.STOPPED
    last_synced_at: datetime | None = None
    done: int = 0
    total: int | None = None
    next_try_at: datetime | None = None
    reason: str | None = None
    about: str = ""
    pending: int = 0
    refused: int = 0
    held: int = 0
    server_offset: float = 0.0
    live: bool = False
    late: bool = False
    changed_at: datetime | None = None
    was_away: bool = False
    hindered: bool = False

    @property
    def server_away(self) -> bool:
        """Tell whether asking the server for something at once is known to be in vain."""
        return self.state is SyncState.STOPPED or (self.state is SyncState.OFFLINE and not self.hindered)

    @property
    def sendable(self) -> int:
        """Return how many commands this version will send by itself."""
        return self.pending - self.held

    @property
    def away(self) -> bool:
        """Tell whether the server is not there as far as is known; a try under way changes nothing of it."""
        return self.state in {SyncState.OFFLINE, SyncState.STOPPED} or (
            self.state is SyncState.SYNCING and self.was_away
        )


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
    return not status.server_away
