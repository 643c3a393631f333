"""The last states of the colleagues, kept so that a start without a server shows them as of then."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection

from occ_contract.live import AgentState
from occ_desktop.store import own

_NAME = "colleagues"


class KeptStates(msgspec.Struct, frozen=True):
    """What was known when; ``as_of`` is UTC by the server's clock."""

    as_of: datetime
    agents: tuple[AgentState, ...]


def keep(conn: Connection, states: KeptStates) -> None:
    """Keep these instead of the former ones."""
    own.set_preference(conn, _NAME, msgspec.json.encode(states))


def kept(conn: Connection) -> KeptStates | None:
    """Return the kept ones, None when there are none that can be read."""
    raw = own.preference(conn, _NAME)
    try:
        return msgspec.json.decode(raw, type=KeptStates) if raw else None
    except msgspec.DecodeError:
        return None
