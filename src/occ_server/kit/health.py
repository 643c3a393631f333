"""How each part of this process is: reported by the parts, read by ``/healthz`` and ``/metrics``.

It judges nothing and asks nobody. A word says what is wrong in a form anybody may read: names of errors,
never an address or what a customer said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from occ_server.kit.clock import Clock


class PartState(StrEnum):
    """Well; working with trouble, or being tried again; not working."""

    OK = "ok"
    DEGRADED = "degraded"
    FAILED = "failed"


@dataclass(frozen=True)
class Part:
    """How one part is, since when (UTC), and a word about it."""

    state: PartState
    since: datetime
    word: str = ""


class Health:
    """What every part of this process last said of itself."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._parts: dict[str, Part] = {}

    def report(self, part: str, state: PartState, word: str = "") -> None:
        """Take in how a part is; ``since`` moves only with the state."""
        known = self._parts.get(part)
        since = known.since if known is not None and known.state is state else self._clock.now()
        self._parts[part] = Part(state, since, word)

    def forget(self, part: str) -> None:
        """Take out a part that was ended on purpose."""
        self._parts.pop(part, None)

    @property
    def parts(self) -> Mapping[str, Part]:
        """Return the parts by name."""
        return MappingProxyType(self._parts)

    @property
    def all_well(self) -> bool:
        """Tell whether nothing is ill."""
        return all(part.state is PartState.OK for part in self._parts.values())
