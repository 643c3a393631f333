"""What kind of thing changed: published once per transaction, screens decide what to refresh."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce

from occ_contract.sync import Entity


@dataclass(frozen=True)
class ChangeSet:
    """Ids that changed per entity; ``everything`` after a rebuild. ``gone`` ones left this person's view.

    ``withdrawn`` are those of ``gone`` that were this person's own outstanding ones.
    """

    ids: dict[Entity, frozenset[str]] = field(default_factory=dict)
    gone: dict[Entity, frozenset[str]] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()
    everything: bool = False
    outbox: bool = False
    local: bool = False  # made by this person's own command, not by the feed

    def touches(self, entity: Entity) -> bool:
        """Tell whether rows of ``entity`` may look different now."""
        return self.everything or bool(self.ids.get(entity)) or bool(self.gone.get(entity))


def merged(changes: Iterable[ChangeSet]) -> ChangeSet:
    """Return one change set that tells everything these tell."""
    return reduce(_both, changes, ChangeSet())


def _both(first: ChangeSet, second: ChangeSet) -> ChangeSet:
    return ChangeSet(
        ids=_united(first.ids, second.ids),
        gone=_united(first.gone, second.gone),
        withdrawn=first.withdrawn | second.withdrawn,
        everything=first.everything or second.everything,
        outbox=first.outbox or second.outbox,
        local=first.local or second.local,
    )


def _united(
    first: dict[Entity, frozenset[str]], second: dict[Entity, frozenset[str]]
) -> dict[Entity, frozenset[str]]:
    return {e: first.get(e, frozenset()) | second.get(e, frozenset()) for e in {**first, **second}}
