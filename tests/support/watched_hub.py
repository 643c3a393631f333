"""A hub that lets a test act in the moment between a change and its telling."""

import asyncio
from collections.abc import Iterable

from occ_server.live.hub import Hub


class WatchedHub(Hub):
    """Tells when the pusher has asked which keys are worth reading."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()

    def held_keys(self, keys: Iterable[str]) -> list[str]:
        found = super().held_keys(keys)
        self.asked.set()
        return found
