"""Puts the sample catalogues into the database: pictures, categories, templates with their versions.

In bulk, as the history is written: their entries in the feed come with the unit of work, after everything
else, so that a desk that is filled gets them first.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from occ_contract.sync import Entity
from occ_server.demo.history import Crew, id_at
from occ_server.demo.texts.catalogues import CATALOGUES
from occ_server.demo.texts.drawings import drawn
from occ_server.demo.texts.scripts import Bay, Script, scripts_of
from occ_server.kit.db import insert_into
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.tables import categories, image_contents, images, template_versions, templates
from occ_server.visibility.scopes import sms_key

Row = dict[str, Any]
MADE_BEFORE = timedelta(days=118)
REVISED_BEFORE = timedelta(days=24)
_VERSIONED = ("type", "name", "description", "sender", "subject", "body", "image_ids")


class Shelver:
    """Fills one organisation's shelves, inside one transaction."""

    def __init__(self, uow: UnitOfWork, organisation_id: str, rng: random.Random) -> None:
        self._uow = uow
        self._organisation_id = organisation_id
        self._rng = rng
        self._moment = uow.now - MADE_BEFORE
        self._revised = uow.now - REVISED_BEFORE
        self._categories: list[Row] = []
        self._templates: list[Row] = []
        self._versions: list[Row] = []

    async def is_empty(self) -> bool:
        """Tell whether there is no category yet, not even a deleted one."""
        query = select(categories.c.id).where(categories.c.organisation_id == self._organisation_id).limit(1)
        return (await self._uow.conn.execute(query)).first() is None

    async def fill(self, crews: Sequence[Crew]) -> None:
        """Write the catalogue of each service; its supervisors made it."""
        for crew, bays in zip(crews, CATALOGUES, strict=True):
            pictures = await self._pictures(crew, bays)
            self._first_level(crew, bays, pictures)
        conn = self._uow.conn
        await conn.execute(insert(categories), [row for row in self._categories if row["parent_id"] is None])
        await conn.execute(insert(categories), [row for row in self._categories if row["parent_id"]])
        await conn.execute(insert(templates), self._templates)
        await conn.execute(insert(template_versions), self._versions)
        for entity, rows in (
            (Entity.SMS_CATEGORY, self._categories),
            (Entity.SMS_TEMPLATE, self._templates),
        ):
            self._uow.make(entity, [row["id"] for row in rows])
            for row in rows:
                keys = {sms_key(row["service_id"])}
                self._uow.touch(entity, row["id"], keys, self._organisation_id)

    def _next(self) -> tuple[str, datetime]:
        """Return an id and a moment: one thing after the other is made."""
        self._moment += timedelta(seconds=self._rng.uniform(40, 400))
        return id_at(self._rng, self._moment), self._moment

    def _own(self, crew: Crew) -> Row:
        return {"organisation_id": self._organisation_id, "service_id": crew.service_id}

    async def _pictures(self, crew: Crew, bays: Sequence[Bay]) -> dict[str, str]:
        """Store the pictures a catalogue shows; return their ids by their words."""
        words = dict.fromkeys(word for script in scripts_of(bays) for word in script.pictures)
        found: dict[str, str] = {}
        for word in words:
            picture = drawn(word)
            found[word], moment = self._next()
            content = insert_into(self._uow.conn, image_contents).values(
                organisation_id=self._organisation_id, sha256=picture.sha256, content=picture.content
            )
            await self._uow.conn.execute(content.on_conflict_do_nothing())
            row = self._own(crew) | {
                "id": found[word],
                "name": f"{word}.jpg",
                "sha256": picture.sha256,
                "bytes": len(picture.content),
                "width": picture.width,
                "height": picture.height,
                "created_at": moment,
                "created_by": crew.assigners[0],
                "kept_at": moment,
            }
            await self._uow.conn.execute(insert(images).values(row))
        return found

    def _first_level(self, crew: Crew, bays: Sequence[Bay], pictures: dict[str, str]) -> None:
        for place, bay in enumerate(bays):
            bay_id = self._category(crew, bay.name, None, place, enabled=bay.enabled)
            for below, shelf in enumerate(bay.shelves):
                shelf_id = self._category(crew, shelf.name, bay_id, below, enabled=shelf.enabled)
                for position, script in enumerate(shelf.scripts):
                    shown = [pictures[word] for word in script.pictures]
                    self._template(crew, script, shelf_id, position, shown)

    def _category(self, crew: Crew, name: str, parent: str | None, position: int, *, enabled: bool) -> str:
        row_id, moment = self._next()
        row = {"id": row_id, "parent_id": parent, "name": name, "enabled": enabled, "position": position}
        self._categories.append(self._own(crew) | row | {"created_at": moment})
        return row_id

    def _template(
        self, crew: Crew, script: Script, category_id: str, position: int, shown: list[str]
    ) -> None:
        row_id, _ = self._next()
        kept = list(self._kept(crew, script, shown))
        self._versions += [
            {"template_id": row_id, "organisation_id": self._organisation_id} | v for v in kept
        ]
        around = {
            "id": row_id,
            "category_id": category_id,
            "position": position,
            "enabled": script.enabled,
            "editable": script.editable,
            "no_answer": script.no_answer,
        }
        self._templates.append(self._own(crew) | around | kept[-1])

    def _kept(self, crew: Crew, script: Script, shown: list[str]) -> Iterator[Row]:
        """Yield a template's versions, oldest first."""
        contents: Row = {name: getattr(script, name) for name in _VERSIONED if name != "image_ids"}
        contents["image_ids"] = shown
        bodies = [script.before, script.body] if script.before else [script.body]
        moments = (self._moment, self._revised)
        for version, body in enumerate(bodies, 1):
            changed = {"changed_at": moments[version - 1], "changed_by": crew.assigners[-version % 2]}
            yield contents | {"body": body, "version": version} | changed
