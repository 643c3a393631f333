"""What was typed into the forms of this room and not saved: kept as drafts, and known by subject.

A subject is the id of a template or category, or one for each service's new template and new category.
"""

from collections.abc import Callable
from typing import TypeVar

import msgspec

from occ_desktop.domain.drafts import DraftKind
from occ_desktop.domain.text_drafts import NEW, NEW_CATEGORY, from_draft, to_draft
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui import failure_text

T = TypeVar("T", bound=msgspec.Struct)
_KIND = DraftKind.SMS_TEMPLATE


def new_template(service_id: str) -> str:
    """Return the subject of a service's template that was not made yet."""
    return f"{NEW}-{service_id}"


def new_category(service_id: str) -> str:
    """Return the subject of a service's category that was not made yet."""
    return f"{NEW_CATEGORY}-{service_id}"


class _Service(msgspec.Struct, frozen=True):
    service_id: str = ""


class Unsaved:
    """``told()`` when other subjects have unsaved texts; ``failed(sentence)`` when one could not be kept."""

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        told: Callable[[], None],
        failed: Callable[[str], None],
    ) -> None:
        self._drafts = services.drafts
        self._tasks = tasks
        self._told = told
        self._failed = failed
        self._services: dict[str, str] = {}  # subject -> the service it is of

    @property
    def subjects(self) -> frozenset[str]:
        """Return what has unsaved texts."""
        return frozenset(self._services)

    def of_service(self, service_id: str) -> frozenset[str]:
        """Return what has unsaved texts in a service."""
        return frozenset(subject for subject, its in self._services.items() if its == service_id)

    async def load(self) -> None:
        """Learn what was left behind. :raises CacheFailure: it is not known."""
        found = await self._drafts.typed(_KIND)
        services = {s: from_draft(draft, _Service) for s, draft in found.items()}
        self._services = {s: of.service_id for s, of in services.items() if of is not None}
        self._told()

    async def read(self, subject: str, into: type[T]) -> T | None:
        """Return what was typed for a subject. :raises CacheFailure: it is not known."""
        return from_draft(await self._drafts.read(_KIND, subject), into)

    async def saved(self, subject: str, service_id: str, sent: msgspec.Struct) -> None:
        """Forget what was typed for a subject that is not in its form, now that it was saved; what was typed
        after the press says more, and waits on. :raises CacheFailure: it is not known.
        """
        if await self.read(subject, type(sent)) == sent:
            self.keep(subject, service_id, None)

    def keep(self, subject: str, service_id: str, written: msgspec.Struct | None) -> None:
        """Keep what is typed, also when the room goes now; None forgets it."""
        before = self.subjects
        if written is None:
            self._services.pop(subject, None)
        else:
            self._services[subject] = service_id
        kept = self._drafts.keep_soon(_KIND, subject, None if written is None else to_draft(written))

        async def answered() -> None:
            failure = await kept
            if failure is not None:
                self._failed(failure_text.sentence(failure))

        self._tasks.start(answered, name="kept", policy=Policy.QUEUE)
        if self.subjects != before:
            self._told()
