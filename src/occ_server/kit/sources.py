"""What the feed needs to know of each kind of row: where its ``seq`` lives and how its body is built."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sync import Entity

LoadBodies = Callable[[AsyncConnection, str, Sequence[str]], Awaitable[Mapping[str, msgspec.Struct]]]
Cut = Callable[[Any, frozenset[str]], msgspec.Struct]
LoadKeys = Callable[[AsyncConnection, str, Sequence[str]], Awaitable[Mapping[str, frozenset[str]]]]


@dataclass(frozen=True)
class FeedSource:
    """One kind of row in the feed.

    ``table`` has the columns named by ``id_column``, ``organisation_id`` and ``seq``.
    ``load_bodies(conn, organisation_id, ids)`` returns the present Structs of that organisation (a missing
    id: there is no such row in it). ``load_keys(conn, organisation_id, ids)`` computes the present visibility
    keys, before the counter is locked, for rows touched with ``keys=None``. ``first_fill`` limits what a new
    cache gets to rows whose ``created_at`` is that young (notices); such rows are outside the checksums.
    ``cut(body, keys)`` returns what a holder of these keys may read of a body.
    """

    entity: Entity
    table: Table
    load_bodies: LoadBodies
    load_keys: LoadKeys | None = None
    first_fill: timedelta | None = None
    cut: Cut | None = None
    id_column: str = "id"
