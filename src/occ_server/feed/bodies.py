"""Feed rows become changes for one viewer: the last line before anything leaves the house.

Whatever led to a row, its body is handed out only under a key that the viewer holds in this snapshot. Bodies
are encoded once for all viewers of a process that ask in the same breath (see ``Encoded``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sync import Change, Entity
from occ_server.feed.rows import FeedRow
from occ_server.feed.stamping import standing_keys
from occ_server.kit.chunks import chunks
from occ_server.kit.sources import FeedSource

ROWS_AT_ONCE = 2000  # a desk's page: three statements
At = tuple[Entity, str]


@dataclass
class Encoded:
    """The rows of some stretch of the feed as one snapshot has them: keys they stand under, and bodies."""

    sources: Mapping[Entity, FeedSource]
    newest: dict[At, int] = field(default_factory=dict)
    touched: dict[At, set[str]] = field(default_factory=dict)
    standing: dict[At, frozenset[str]] = field(default_factory=dict)
    bodies: dict[At, msgspec.Struct] = field(default_factory=dict)
    _texts: dict[tuple[At, frozenset[str] | None], msgspec.Raw] = field(default_factory=dict)

    @classmethod
    async def load(
        cls,
        conn: AsyncConnection,
        sources: Mapping[Entity, FeedSource],
        organisation_id: str,
        rows: Iterable[FeedRow],
        standing: Mapping[At, frozenset[str]] | None = None,
    ) -> "Encoded":
        """Read what these rows are now. ``standing``: the keys they stand under, if this snapshot told."""
        found = cls(sources)
        for row in rows:
            at = (row.entity, row.id)
            found.newest[at] = max(row.seq, found.newest.get(at, 0))
            found.touched.setdefault(at, set()).add(row.key)
        for entity in sorted({entity for entity, _ in found.newest}):
            if entity not in sources:
                continue
            for part in chunks([i for e, i in found.newest if e is entity], ROWS_AT_ONCE):
                if standing is None:
                    for entity_id, keys in (await standing_keys(conn, entity, part)).items():
                        found.standing[entity, entity_id] = frozenset(keys)
                else:
                    found.standing |= {at: standing[at] for i in part if (at := (entity, i)) in standing}
                wanted = [i for i in part if (entity, i) in found.standing]
                if wanted:
                    bodies = await sources[entity].load_bodies(conn, organisation_id, wanted)
                    found.bodies |= {(entity, i): body for i, body in bodies.items()}
        return found

    def changes(self, keys: frozenset[str], ats: Iterable[At] | None = None) -> list[Change]:
        """Return these rows (all without ``ats``) as a holder of these keys may see them."""
        return [
            change
            for at in (self.newest if ats is None else ats)
            if (change := self.change(at, keys)) is not None
        ]

    def change(self, at: At, keys: frozenset[str]) -> Change | None:
        """Return one row for a holder of these keys; None when it is none of theirs."""
        entity, entity_id = at
        seen = self.standing.get(at, frozenset()) & keys
        body = self.bodies.get(at)
        if seen and body is not None:
            raw = self._text(at, body, keys)
            return Change(
                entity=entity, id=entity_id, seq=self.newest[at], keys=tuple(sorted(seen)), body=raw
            )
        if not seen and self.touched[at] & keys:
            return Change(entity=entity, id=entity_id, seq=self.newest[at], gone=True)
        return None

    def _text(self, at: At, body: msgspec.Struct, keys: frozenset[str]) -> msgspec.Raw:
        cut = self.sources[at[0]].cut
        place = (at, None if cut is None else keys)
        if place not in self._texts:
            shown = body if cut is None else cut(body, keys)
            self._texts[place] = msgspec.Raw(msgspec.json.encode(shown))
        return self._texts[place]


def only_young(encoded: Encoded, earliest: Mapping[Entity, object], rows: Sequence[FeedRow]) -> list[At]:
    """Return the rows of a first fill without those that are older than their kind is worth telling."""
    kept: dict[At, None] = {}
    for row in rows:
        at = (row.entity, row.id)
        created = getattr(encoded.bodies.get(at), "created_at", None)
        floor = earliest.get(row.entity)
        if floor is None or (created is not None and created >= floor):
            kept[at] = None
    return list(kept)
