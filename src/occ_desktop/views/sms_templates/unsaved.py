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


class _Place(msgspec.Struct, frozen=True):
    """Where what was typed belongs; a category of its own is in none."""

    service_id: str = ""
    category_id: str | None = None


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
        self._places: dict[str, _Place] = {}  # by subject

    @property
    def subjects(self) -> frozenset[str]:
        """Return what has unsaved texts."""
        return frozenset(self._places)

    def of_service(self, service_id: str) -> frozenset[str]:
        """Return what has unsaved texts in a service."""
        return frozenset(subject for subject, its in self._places.items() if its.service_id == service_id)

    def can_be_made(self, service_id: str) -> frozenset[str]:
        """Return what of it can be gone on with where nothing stands: all but a category that is gone."""
        return frozenset(
            subject
            for subject in self.of_service(service_id)
            if subject == new_category(service_id) or self._places[subject].category_id is not None
        )

    async def load(self) -> None:
        """Learn what was left behind. :raises CacheFailure: it is not known."""
        found = await self._drafts.typed(_KIND)
        places = {subject: from_draft(draft, _Place) for subject, draft in found.items()}
        self._places = {subject: place for subject, place in places.items() if place is not None}
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
            self._places.pop(subject, None)
        else:
            self._places[subject] = _Place(service_id, getattr(written, "category_id", None))
        kept = self._drafts.keep_soon(_KIND, subject, None if written is None else to_draft(written))

        async def answered() -> None:
            failure = await kept
            if failure is not None:
                self._failed(failure_text.sentence(failure))

        self._tasks.start(answered, name="kept", policy=Policy.QUEUE)
        if self.subjects != before:
            self._told()
