"""What kind of thing changed: published once per transaction, screens decide what to refresh."""

from dataclasses import dataclass, field

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
