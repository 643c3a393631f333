"""The pictures of the template in the form: opened, shrunk and sent in the background, shown, put in order.

Lays out nothing. One that is still on its way when the person goes elsewhere is handed on late, or stands
there again for who comes back before it.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from occ_contract.ids import new_id
from occ_desktop.domain.failures import Failure
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.texting_images import PreparedImage
from occ_desktop.ui import failure_text
from occ_desktop.views.sms_templates.wording import TemplateWords
from occ_desktop.views.texting_parts.picture_tile import ShownPicture

_UNKNOWN_SHARE = -1.0  # of a picture on its way: nobody knows how far


@dataclass(frozen=True)
class _Entry:
    """``image_id``: None while the server has not taken it."""

    shown: ShownPicture
    image_id: str | None


class Pictures:
    """``changed()`` when the person added, removed or moved one; ``show(pictures)`` for the strip;
    ``late(subject, service id, image id)`` for one that came when another template was in the form.
    """

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        words: TemplateWords,
        show: Callable[[tuple[ShownPicture, ...]], None],
        changed: Callable[[], None],
        late: Callable[[str, str, str], Coroutine[Any, Any, None]],
    ) -> None:
        self._images = services.texting.images
        self._tasks = tasks
        self._words = words
        self._show = show
        self._changed = changed
        self._late = late
        self._subject = self._service = ""
        self._generation = 0
        self._entries: tuple[_Entry, ...] = ()
        self._left: dict[str, tuple[_Entry, ...]] = {}  # subject -> what is on its way to it, out of the form

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the pictures the server has, in order."""
        return tuple(entry.image_id for entry in self._entries if entry.image_id is not None)

    @property
    def waiting(self) -> bool:
        """Tell whether one is on its way, or could not be added."""
        return any(entry.image_id is None for entry in self._entries)

    @property
    def images(self) -> tuple[QImage, ...]:
        """Return them as they look, those that are here."""
        return tuple(entry.shown.image for entry in self._entries if entry.shown.image is not None)

    def begin(self, subject: str, service_id: str, image_ids: Sequence[str]) -> None:
        """Show the pictures of another template, or of the same one anew: none is on its way to it then."""
        self._generation += 1
        self._subject, self._service = subject, service_id
        self._entries = self._left.pop(subject, ())
        self._tell()
        self.follow(image_ids)

    def leave(self) -> None:
        """Show none: the template goes out of the form. What is on its way to it will be its own yet."""
        if waiting := tuple(e for e in self._entries if e.image_id is None and not e.shown.error):
            self._left[self._subject] = waiting
        self._generation += 1
        self._subject, self._service, self._entries = "", "", ()
        self._tell()

    def follow(self, image_ids: Sequence[str]) -> None:
        """Show these of the same template; one on its way stays."""
        if tuple(image_ids) == self.ids:
            return
        known = {entry.image_id: entry for entry in self._entries}
        waiting = [entry for entry in self._entries if entry.image_id is None]
        self._entries = (*(known.get(one) or self._unseen(one) for one in image_ids), *waiting)
        self._tell()
        missing = [one for one in image_ids if one not in known]
        if missing:
            self._start(self._load(missing, self._generation))

    def add(self, files: Sequence[Path]) -> None:
        """Add pictures of files."""
        for path in files:
            self._begin_one(path.name, partial(self._images.open, path))

    def paste(self, picture: object) -> None:
        """Add a picture that has no file."""
        if isinstance(picture, bytes):
            name = self._words.pasted()
            self._begin_one(name, lambda: self._images.prepare(picture, name))

    def remove(self, picture_id: str) -> None:
        """Take a picture out; one on its way is not added any more."""
        self._entries = tuple(entry for entry in self._entries if entry.shown.id != picture_id)
        self._tell()
        self._changed()

    def move(self, picture_id: str, place: int) -> None:
        """Put a picture at a place, from 0."""
        moved = next((entry for entry in self._entries if entry.shown.id == picture_id), None)
        if moved is not None:
            others = [entry for entry in self._entries if entry is not moved]
            others.insert(place, moved)
            self._entries = tuple(others)
            self._tell()
            self._changed()

    # one picture

    def _begin_one(self, name: str, prepare: Callable[[], Coroutine[Any, Any, PreparedImage]]) -> None:
        shown = ShownPicture(new_id(), name, None, self._words.preparing(), _UNKNOWN_SHARE)
        self._entries = (*self._entries, _Entry(shown, None))
        self._tell()
        self._start(self._take(shown, prepare, self._subject, self._service))

    async def _take(
        self,
        shown: ShownPicture,
        prepare: Callable[[], Coroutine[Any, Any, PreparedImage]],
        subject: str,
        service_id: str,
    ) -> None:
        try:
            prepared = await prepare()
            image = await asyncio.to_thread(_decoded, prepared.jpeg)
            shown = replace(shown, name=prepared.name, image=image, note=self._words.sending())
            self._put(shown)
            taken = await self._images.upload(service_id, prepared)
        except Failure as failure:
            self._put(replace(shown, progress=None, note="", error=failure_text.sentence(failure)))
            self._arrived(subject, shown.id)
            return
        if self._put(replace(shown, progress=None, note=self._words.made(prepared)), taken.id):
            self._changed()
        elif self._arrived(subject, shown.id):
            await self._late(subject, service_id, taken.id)

    def _arrived(self, subject: str, picture_id: str) -> bool:
        """Take a picture off those on their way to a template out of the form; tell whether it was one."""
        waiting = self._left.get(subject, ())
        self._left[subject] = tuple(entry for entry in waiting if entry.shown.id != picture_id)
        return len(self._left[subject]) < len(waiting)

    async def _load(self, image_ids: Sequence[str], generation: int) -> None:
        for image_id in image_ids:
            if generation != self._generation:
                return
            blank = self._unseen(image_id).shown
            try:
                image = await asyncio.to_thread(_decoded, await self._images.jpeg(image_id))
            except Failure as failure:
                self._put(replace(blank, progress=None, note=self._words.not_here(failure)), image_id)
            else:
                self._put(replace(blank, progress=None, image=image), image_id)

    def _unseen(self, image_id: str) -> _Entry:
        return _Entry(ShownPicture(image_id, "", None, "", _UNKNOWN_SHARE), image_id)

    def _put(self, shown: ShownPicture, image_id: str | None = None) -> bool:
        """Show a picture further on; tell whether it is still wanted here."""
        if not any(entry.shown.id == shown.id for entry in self._entries):
            return False
        self._entries = tuple(
            _Entry(shown, image_id) if entry.shown.id == shown.id else entry for entry in self._entries
        )
        self._tell()
        return True

    def _tell(self) -> None:
        self._show(tuple(entry.shown for entry in self._entries))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.start(work, name=f"picture-{new_id()}", policy=Policy.DROP)


def _decoded(jpeg: bytes) -> QImage:
    """Return a picture to be painted. Blocking; for a thread."""
    return QImage.fromData(jpeg)
