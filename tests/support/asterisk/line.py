"""An adapter at work and what it reports, for tests: ask it to dial, and wait for what becomes of that."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from occ_contract.cti import CallState
from occ_contract.ids import new_id
from occ_server.telephony.adapter import CallProgress, CtiEvent, LinkChanged
from occ_server.telephony.asterisk.adapter import Asterisk
from support.waiting import until


class Line:
    """``heard`` is what the adapter reported so far."""

    def __init__(self, adapter: Asterisk) -> None:
        self.adapter = adapter
        self.heard: list[CtiEvent] = []

    @classmethod
    @asynccontextmanager
    async def open(cls, adapter: Asterisk) -> AsyncIterator["Line"]:
        """Have it work while the block runs."""
        line = cls(adapter)
        await adapter.start()
        listening = asyncio.create_task(line._listen())
        try:
            yield line
        finally:
            await adapter.stop()
            await listening

    async def dial(self, extension: str, customer: str) -> str:
        """Have an agent call a customer (by what the customer does, see ``configuration``)."""
        call = new_id()
        assert await self.adapter.originate(call, extension, f"0101234000{customer}") == call
        return call

    def states(self, call: str) -> list[CallState]:
        """Return what was reported of a call, in order."""
        return [event.state for event in self._of(call)]

    async def reached(self, call: str, state: CallState) -> CallProgress:
        """Wait until a call reached a state and return that report."""
        await until(lambda: state in self.states(call), why=f"for {state}: {self.heard}")
        return next(event for event in self._of(call) if event.state is state)

    async def over(self, call: str) -> CallProgress:
        """Wait until a call is over."""
        return await self.reached(call, CallState.ENDED)

    async def linked(self, *words: bool) -> None:
        """Wait until the link came and went like this since the start."""
        await until(lambda: self._links() == list(words), why=f"for {words}: {self.heard}")

    def _of(self, call: str) -> list[CallProgress]:
        return [event for event in self.heard if isinstance(event, CallProgress) and event.call_id == call]

    def _links(self) -> list[bool]:
        return [event.connected for event in self.heard if isinstance(event, LinkChanged)]

    async def _listen(self) -> None:
        async for event in self.adapter.events():
            self.heard.append(event)
