"""What the server asks of a PBX and what a PBX tells the server.

One adapter is the only PBX client of an installation; everything else speaks to this interface. An adapter
knows extensions and calls; it must not know callbacks, people's rights or the database.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from occ_contract.callbacks import AttemptResult
from occ_contract.cti import CallState, CtiState


@dataclass(frozen=True, slots=True, kw_only=True)
class CallProgress:
    """A call reached ``state`` at ``at`` (UTC); an ended one says how it ended and how long it took.

    ``call_id`` is ours, ``pbx_call_id`` the PBX's name of it (empty: it has none).
    """

    call_id: str
    pbx_call_id: str
    state: CallState
    at: datetime
    result: AttemptResult | None = None
    ring_seconds: int | None = None
    talk_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChanged:
    """The connection to the PBX came up or went away at ``at`` (UTC)."""

    connected: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatReported:
    """The PBX offers an agent calls (READY) or not (BREAK) since ``at`` (UTC), other than it was told."""

    agent_id: str
    state: CtiState
    at: datetime


CtiEvent = CallProgress | LinkChanged | SeatReported


class PbxUnavailable(Exception):
    """The PBX cannot be reached or refused the request; nothing was dialled."""


class CtiAdapter(Protocol):
    """A PBX. All methods may raise :class:`PbxUnavailable`; none waits for a call to progress."""

    async def start(self) -> None:
        """Connect; events flow from here on."""

    async def stop(self) -> None:
        """Disconnect and end :meth:`events`."""

    async def login(self, extension: str, agent_id: str) -> None:
        """Tie an agent to an extension."""

    async def logout(self, agent_id: str) -> None:
        """Release the agent's extension; not being logged in is no error."""

    async def set_state(self, agent_id: str, state: CtiState) -> None:
        """Tell the PBX whether the agent takes calls."""

    async def originate(self, call_id: str, extension: str, phone: str) -> str:
        """Ring ``phone`` (digits) for the agent on ``extension`` and return the PBX's name of the call.

        The PBX is told before the first wait: who asks has just made sure that it is theirs to ask, which is
        true for this moment alone. Where it cannot be told at once, it is not told at all.
        """

    async def find(self, call_id: str) -> str | None:
        """Return the PBX's name of the call it dialled, or was told to, by our id; None when it has none."""

    async def hangup(self, pbx_call_id: str) -> None:
        """End a call; one that is already gone is no error. The end itself arrives as an event."""

    def is_live(self, pbx_call_id: str) -> bool:
        """Tell whether the PBX still has the call."""

    def events(self) -> AsyncIterator[CtiEvent]:
        """Yield events in the order they happened, until :meth:`stop`; for exactly one reader."""
