"""Templates and sender numbers: read from the cache, also offline; changing them needs the server."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from occ_contract.sms import (
    NewSmsCategory,
    NewSmsTemplate,
    SenderNumber,
    SmsCategory,
    SmsCategoryChange,
    SmsTemplate,
    SmsTemplateChange,
)
from occ_desktop.services.ports import Clock
from occ_desktop.services.single_flight import SingleFlight
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import texting as stored

T = TypeVar("T")
_KEEP_KEY_SECONDS = 600.0


@dataclass(frozen=True)
class Branch:
    """A category with what stands under it, in order: categories of the second level, or templates."""

    category: SmsCategory
    children: "tuple[Branch, ...]" = ()
    templates: tuple[SmsTemplate, ...] = ()

    @property
    def count(self) -> int:
        """Return how many templates stand under it: what its deletion deletes."""
        return len(self.templates) + sum(child.count for child in self.children)


def tree_of(
    categories: tuple[SmsCategory, ...], templates: tuple[SmsTemplate, ...], *, selectable: bool = False
) -> tuple[Branch, ...]:
    """Return the tree of rows in their order; ``selectable``: without what is switched off or empty."""

    below: dict[str | None, list[SmsCategory]] = {}
    for category in categories:
        below.setdefault(category.parent_id, []).append(category)
    under: dict[str, list[SmsTemplate]] = {}
    for one in templates:
        under.setdefault(one.category_id, []).append(one)

    def branches(parent: str | None) -> tuple[Branch, ...]:
        found = []
        for category in below.get(parent, ()):
            if selectable and not category.enabled:
                continue
            its = tuple(t for t in under.get(category.id, ()) if t.enabled or not selectable)
            branch = Branch(category, branches(category.id), its)
            if branch.count or not selectable:
                found.append(branch)
        return tuple(found)

    return branches(None)


class TextingTemplates:
    """Reading raises `CacheFailure`, `LoggedOut`; changing raises `Refused` and `Unreachable` (``offline``).

    A press that timed out means the same command for ten minutes. What changed comes back by the feed.
    """

    def __init__(self, workplace: Workplace, clock: Clock) -> None:
        self._place = workplace
        self._flights: SingleFlight[Any] = SingleFlight(clock, _KEEP_KEY_SECONDS)

    async def tree(self, service_id: str) -> tuple[Branch, ...]:
        """Return every category and template of a service."""
        return await self._tree(service_id, selectable=False)

    async def selectable(self, service_id: str) -> tuple[Branch, ...]:
        """Return what a sender chooses from: a category that is off hides all below."""
        return await self._tree(service_id, selectable=True)

    async def template(self, template_id: str) -> SmsTemplate | None:
        """Return one template, None when it is not (any more) there."""
        return await self._place.cache.read(stored.template, template_id)

    async def no_answer(self, service_id: str) -> SmsTemplate | None:
        """Return what the service writes to customers nobody reached, None: nothing, or switched off."""
        for first in await self.selectable(service_id):
            for second in first.children:
                for template in second.templates:
                    if template.no_answer:
                        return template
        return None

    async def senders(self, service_id: str, *, usable: bool = True) -> tuple[SenderNumber, ...]:
        """Return the sender numbers of a service; ``usable``: only those that may be sent from."""
        found = await self._place.cache.read(stored.senders)
        return tuple(one for one in found if one.service_id == service_id and (one.usable or not usable))

    async def create_category(self, new: NewSmsCategory) -> SmsCategory:
        """Make a category.

        :raises Refused: ``category_level``, ``required``, ``too_long``.
        """
        api = self._place.online().texting
        return await self._run(new, lambda key: api.create_category(new, key=key))

    async def change_category(self, category_id: str, change: SmsCategoryChange) -> SmsCategory:
        """Rename, switch or move a category."""
        api = self._place.online().texting
        return await self._run(
            change, lambda key: api.change_category(category_id, change, key=key), category_id
        )

    async def delete_category(self, category_id: str) -> None:
        """Delete a category with all below; ask before, with `Branch.count`."""
        api = self._place.online().texting
        await self._run(None, lambda key: api.delete_category(category_id, key=key), category_id)

    async def create_template(self, new: NewSmsTemplate) -> SmsTemplate:
        """Make a template."""
        api = self._place.online().texting
        return await self._run(new, lambda key: api.create_template(new, key=key))

    async def change_template(self, template_id: str, change: SmsTemplateChange) -> SmsTemplate:
        """Change a template.

        :raises Refused: ``template_conflict`` (by_id, by_name, version).
        """
        api = self._place.online().texting
        return await self._run(
            change, lambda key: api.change_template(template_id, change, key=key), template_id
        )

    async def delete_templates(self, template_ids: tuple[str, ...]) -> None:
        """Delete templates together; they stay readable in the history."""
        api, ids = self._place.online().texting, tuple(sorted(template_ids))
        await self._run(None, lambda key: api.delete_templates(ids, key=key), *ids)

    async def _tree(self, service_id: str, *, selectable: bool) -> tuple[Branch, ...]:
        cache = self._place.cache
        categories = [c for c in await cache.read(stored.categories) if c.service_id == service_id]
        templates = [t for t in await cache.read(stored.templates) if t.service_id == service_id]
        return tree_of(tuple(categories), tuple(templates), selectable=selectable)

    async def _run(
        self, body: msgspec.Struct | None, send: Callable[[str], Coroutine[Any, Any, T]], *ids: str
    ) -> T:
        subject = (type(body).__name__, msgspec.json.encode(body), *ids)
        answer: T = await self._flights.run(subject, send)
        self._place.desk.sync.nudge()
        return answer
