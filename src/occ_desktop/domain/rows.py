"""A callback as a list shows it: the server's row with this person's pending work laid over it."""

from datetime import datetime

import msgspec

from occ_contract.callbacks import Callback, CallbackStatus
from occ_desktop.domain.commands import CommandKind, CommandState


class CallbackRow(msgspec.Struct, frozen=True):
    """``callback`` already shows what pending commands will make of it.

    ``pending`` names the oldest unsent or unconfirmed command on it, ``pending_state`` where that stands and
    ``pending_at`` when the person did it (UTC).
    """

    callback: Callback
    pending: CommandKind | None = None
    pending_state: CommandState | None = None
    pending_at: datetime | None = None

    @property
    def id(self) -> str:
        """Return the callback's id."""
        return self.callback.id

    @property
    def conflicted(self) -> bool:
        """Tell whether the server refused the pending command and a person must decide."""
        return self.pending_state is CommandState.REFUSED

    @property
    def status(self) -> CallbackStatus:
        """Return the status as shown."""
        return self.callback.status
