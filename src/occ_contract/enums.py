"""The base of every closed vocabulary on the wire.

A newer peer may send a word this side does not know yet; it decodes to ``UNKNOWN`` instead of failing, so a
client one version behind keeps showing everything else.
"""

from enum import StrEnum
from typing import Self


class WireEnum(StrEnum):
    """A string enum whose unknown values decode to its member ``UNKNOWN`` (value ``"unknown"``)."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if isinstance(value, str):
            return cls.__members__.get("UNKNOWN")
        return None
