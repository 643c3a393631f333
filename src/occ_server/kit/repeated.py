"""What fails again and again is said once a minute, and how often: logs must not fill a full disk.

It knows no failure; what counts as the same is its caller's to say.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from occ_contract.ids import new_id
from occ_server.kit.clock import Clock

SAID_EVERY = timedelta(minutes=1)
REMEMBERED = 200


@dataclass
class Spell:
    """Failures of one kind within a minute, and the number under which the log has them."""

    began: datetime
    number: str
    before: int = 0  # how many of the spell before went unsaid
    unsaid: int = 0

    @property
    def words(self) -> str:
        """Return what the log adds for those it did not have."""
        return f" ({self.before} more since it was last said)" if self.before else ""


class Repeated:
    """Knows what was said within the last minute."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._spells: dict[str, Spell] = {}

    def met(self, kind: str) -> tuple[Spell, bool]:
        """Take in one more of a kind; return its spell, and whether it is to be said."""
        now = self._clock.now()
        spell = self._spells.get(kind)
        if spell is not None and now - spell.began < SAID_EVERY:
            spell.unsaid += 1
            return spell, False
        if len(self._spells) >= REMEMBERED:
            self._spells.clear()
        begun = Spell(now, new_id()[-12:], 0 if spell is None else spell.unsaid)
        self._spells[kind] = begun
        return begun, True
