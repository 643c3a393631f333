"""Many callbacks with their places in the feed, written the way the demo's history is."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from benchmarks import sample
from benchmarks.server_side import Hall
from occ_contract.callbacks import Attempt, AttemptResult, Callback, CallbackStatus
from occ_contract.cti import CallState
from occ_contract.ids import new_id
from occ_server.demo.history import History
from occ_server.demo.load import Loader
from occ_server.kit.chunks import chunks


async def fill(
    here: Hall, service: str, count: int, agents: Sequence[str], status: CallbackStatus | None = None
) -> list[str]:
    """Write ``count`` of a service, oldest first, in the sample's states unless all have one.

    Return their ids.
    """
    made = [_callback(c, service, agents, status) for c in sample.callbacks(count)]
    for some in chunks(made, 20_000):
        async with here.database.write() as uow:
            await Loader(uow.conn, here.world.organisation_id).load(History(callbacks=some, tickets=[]))
    conn = await here.bare()
    await conn.set_autocommit(True)
    await conn.execute("VACUUM ANALYZE")
    await conn.close()
    return [callback.id for callback in made]


def _callback(c: Callback, service: str, agents: Sequence[str], status: CallbackStatus | None) -> Callback:
    """Return a sample callback as one of this service and these agents; what is completed had one call."""
    new = msgspec.structs.replace(c, id=new_id(), service_id=service, attempts=0)
    if status is not None or not agents:
        status = status or CallbackStatus.RECEIVED
        return msgspec.structs.replace(
            new, status=status, assignee_id=None, assigner_id=None, assigned_at=None, completed_at=None
        )
    if c.assignee_id is None:
        return new
    agent = agents[sample.AGENTS.index(c.assignee_id) % len(agents)]
    calls = (_call(c, agent),) if c.status is CallbackStatus.COMPLETED else ()
    return msgspec.structs.replace(
        new, assignee_id=agent, assigner_id=agents[0], calls=calls, attempts=len(calls)
    )


def _call(c: Callback, agent: str) -> Attempt:
    began = c.received_at + timedelta(minutes=20)
    return Attempt(
        id=new_id(),
        agent_id=agent,
        started_at=began,
        state=CallState.ENDED,
        result=AttemptResult.CONNECTED,
        answered_at=began + timedelta(seconds=12),
        ended_at=began + timedelta(minutes=3),
        ring_seconds=12,
        talk_seconds=168,
    )
