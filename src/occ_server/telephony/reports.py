"""What an adapter hears of its PBX, kept in order until its one reader has dealt with it."""

import asyncio
from collections.abc import AsyncIterator

from occ_server.telephony.adapter import CtiEvent


class Reports(asyncio.Queue[CtiEvent | None]):
    """The events of one time in office; None ends them. ``join`` waits until the reader dealt with all."""

    async def read(self) -> AsyncIterator[CtiEvent]:
        """Yield them as they come; one counts as dealt with when the next is asked for."""
        while True:
            event = await self.get()
            try:
                if event is None:
                    return
                yield event
            finally:
                self.task_done()
