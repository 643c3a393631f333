"""What the history needs besides its rows: templates that still stand, senders seen, services in trouble.

Read from the cache, kept fresh from the feed while the room is in front; it shows nothing itself.
"""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from occ_contract.sms import SenderNumber, SmsLink
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.coalesce import Coalesced
from occ_desktop.services.container import Services
from occ_desktop.services.texting_templates import Branch
from occ_desktop.views.parts.in_front import InFront


class Background(QObject):
    """`choices_changed()`: senders or templates; `templates_changed()`: which stand; `links_changed()`."""

    choices_changed = Signal()
    templates_changed = Signal()
    links_changed = Signal()

    def __init__(
        self, services: Services, tasks: TaskOwner, gate: InFront, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self.senders: tuple[str, ...] = ()
        self.templates: dict[str, str] = {}  # names of all that texts were made from, by id
        self.links: tuple[SmsLink, ...] = ()
        self.numbers: dict[str, tuple[SenderNumber, ...]] = {}  # all sender numbers, by service
        self._standing: frozenset[str] = frozenset()
        read_choices = Coalesced(tasks, "history.choices", self._read_choices)
        read_links = Coalesced(tasks, "history.links", self._read_links)
        self._choices_soon = gate.reading("choices", read_choices)
        self._links_soon = gate.reading("links", read_links)
        self._off = services.bus.subscribe(ChangeSet, self._on_change)

    def read(self) -> None:
        """Read all of it: the room comes to the front."""
        self._choices_soon()
        self._links_soon()

    def close(self) -> None:
        """Hear nothing any more."""
        self._off()

    def withdrawn(self, template_id: str) -> bool:
        """Tell whether a template stands no more, as far as that was read."""
        return bool(self._standing) and template_id not in self._standing

    def _on_change(self, change: ChangeSet) -> None:
        if any(change.touches(e) for e in (Entity.SMS_TEMPLATE, Entity.SMS_MESSAGE, Entity.SMS_SENDER)):
            self._choices_soon()
        if change.touches(Entity.SMS_LINK) or change.touches(Entity.SMS_SENDER):
            self._links_soon()

    async def _read_choices(self) -> None:
        texting, rights = self._services.texting, self._services.session.rights
        senders = await texting.history.seen_senders()
        named = await texting.history.seen_templates()
        standing: set[str] = set()
        for service in rights.sending_services():
            standing |= set(_templates(await texting.templates.tree(service)))
        if (senders, named) != (self.senders, self.templates):
            self.senders, self.templates = senders, named
            self.choices_changed.emit()
        if standing != self._standing:
            self._standing = frozenset(standing)
            self.templates_changed.emit()

    async def _read_links(self) -> None:
        texting, mine = self._services.texting, self._services.session.rights.sending_services()
        links = tuple(link for link in await texting.link.all() if link.service_id in mine and link.carrier)
        numbers = {
            link.service_id: await texting.templates.senders(link.service_id, usable=False) for link in links
        }
        if (links, numbers) != (self.links, self.numbers):
            self.links, self.numbers = links, numbers
            self.links_changed.emit()


def _templates(branches: Iterable[Branch]) -> Iterable[str]:
    for branch in branches:
        yield from (template.id for template in branch.templates)
        yield from _templates(branch.children)
