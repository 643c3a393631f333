"""What was saved from a damaged local copy and what was not: told to the person, who may have to redo it."""

import msgspec


class Tally(msgspec.Struct, frozen=True):
    """How many of one kind came over, and how many did not (None: the file no longer tells)."""

    kept: int = 0
    lost: int | None = 0


class Rescue(msgspec.Struct, frozen=True):
    """One repair. ``file`` is the name under which the damaged file stays.

    ``outbox`` counts commands not yet sent, ``drafts`` unfinished notes, ``preferences`` choices of this
    account, ``notices`` those of which it is known whether they were read. ``foreign``: the file was another
    account's, so nothing of it came over.
    """

    file: str
    outbox: Tally = Tally()
    drafts: Tally = Tally()
    preferences: Tally = Tally()
    notices: Tally = Tally()
    foreign: bool = False

    @property
    def whole(self) -> bool:
        """Tell whether everything the person had made came over."""
        return all(tally.lost == 0 for tally in (self.outbox, self.drafts, self.preferences, self.notices))
