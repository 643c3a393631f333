"""Whether this computer's clock is right, as far as a running session tells; that it is not is said once."""

from occ_desktop.domain.sync_status import SyncStatus
from occ_desktop.services.bus import Bus

LIMIT_SECONDS = 60.0


class ClockCheck:
    """Everything goes by the server's time, but other programs and the person go by the clock on the wall."""

    def __init__(self, bus: Bus) -> None:
        self._ahead = 0.0
        self._said = False
        bus.subscribe(SyncStatus, self._on_status)

    @property
    def to_tell(self) -> float | None:
        """Return by how many seconds this clock is ahead of the server's (behind: negative).

        None while it is right within a minute, and once it was said.
        """
        return self._ahead if abs(self._ahead) > LIMIT_SECONDS and not self._said else None

    def said(self) -> None:
        """Take in that the person has read it; it is not said again till the program starts anew."""
        self._said = True

    def _on_status(self, status: SyncStatus) -> None:
        self._ahead = -status.server_offset
