"""The pictures of the text in the form: opened, shrunk and sent in the background, shown, put in order.

Lays out nothing. One that is still on its way when another text comes into the form is handed on late, or
stands there again for who comes back before it.
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
from occ_desktop.services.texting_images import PreparedImage, TextingImages
from occ_desktop.ui import failure_text
from occ_desktop.views.texting_parts.picture_strip import PictureStrip
from occ_desktop.views.texting_parts.picture_tile import ShownPicture
from occ_desktop.views.texting_parts.picture_words import PictureWords

_UNKNOWN_SHARE = -1.0  # of a picture on its way: nobody knows how far
Late = Callable[[str, str, str], Coroutine[Any, Any, None]]


@dataclass(frozen=True)
class _Entry:
    """``image_id``: None while the server has not taken it."""

    shown: ShownPicture
    image_id: str | None


class Pictures:
    """``changed()`` when the person added, removed or moved one; ``shown()`` when they look otherwise.

    ``late(subject, service id, image id)`` for one that came when another text was in the form; without it,
    one that is on its way then is given up.
    """

    def __init__(
        self,
        images: TextingImages,
        tasks: TaskOwner,
        strip: PictureStrip,
        changed: Callable[[], None],
        shown: Callable[[], None],
        late: Late | None = None,
    ) -> None:
        self._images = images
        self._tasks = tasks
        self._strip = strip
        self._words = PictureWords(strip)
        self._changed = changed
        self._shown = shown
        self._late = late
        self._subject = self._service = ""
        self._generation = 0
        self._entries: tuple[_Entry, ...] = ()
        self._left: dict[str, tuple[_Entry, ...]] = {}  # subject -> what is on its way to it, out of the form
        strip.files_dropped.connect(self.add)
        strip.picture_pasted.connect(self.paste)
        strip.removed.connect(self.remove)
        strip.moved.connect(self.move)

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the pictures the server has, in order."""
        return tuple(entry.image_id for entry in self._entries if entry.image_id is not None)

    @property
    def waiting(self) -> bool:
        """Tell whether one is on its way, or could not be added: the text is not what one sees."""
        return any(entry.image_id is None for entry in self._entries)

    @property
    def images(self) -> tuple[QImage, ...]:
        """Return them as they look, those that are here."""
        return tuple(entry.shown.image for entry in self._entries if entry.shown.image is not None)

    def begin(self, subject: str, service_id: str, image_ids: Sequence[str]) -> None:
        """Show the pictures of another text, or of the same one anew: none is on its way to it then."""
        self._generation += 1
        self._subject, self._service = subject, service_id
        known = {entry.image_id: entry for entry in self._entries if entry.shown.image is not None}
        self._show(image_ids, known, self._left.pop(subject, ()))

    def follow(self, image_ids: Sequence[str]) -> None:
        """Show these of the same text; one on its way stays."""
        if tuple(image_ids) != self.ids:
            known = {entry.image_id: entry for entry in self._entries}
            self._show(image_ids, known, tuple(entry for entry in self._entries if entry.image_id is None))

    def leave(self) -> None:
        """Show none: the text goes out of the form. What is on its way to it will be its own yet."""
        waiting = tuple(entry for entry in self._entries if entry.image_id is None and not entry.shown.error)
        if waiting and self._late is not None:
            self._left[self._subject] = waiting
        self._generation += 1
        self._subject, self._service, self._entries = "", "", ()
        self._tell()

    def add(self, files: Sequence[Path]) -> None:
        """Add pictures of files."""
        for path in files:
            self._begin_one(path.name, partial(self._images.open, path))

    def paste(self, picture: object) -> None:
        """Add a picture that has no file."""
        if isinstance(picture, bytes):
            name = self._words.pasted()
            self._begin_one(name, partial(self._images.prepare, picture, name))

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
        elif self._arrived(subject, shown.id) and self._late is not None:
            await self._late(subject, service_id, taken.id)

    def _arrived(self, subject: str, picture_id: str) -> bool:
        """Take a picture off those on their way to a text out of the form; tell whether it was one."""
        waiting = self._left.pop(subject, ())
        if rest := tuple(entry for entry in waiting if entry.shown.id != picture_id):
            self._left[subject] = rest
        return len(rest) < len(waiting)

    async def _load(self, image_ids: Sequence[str], generation: int) -> None:
        for image_id in image_ids:
            if generation != self._generation:
                return
            blank = replace(self._unseen(image_id).shown, progress=None)
            try:
                jpeg = await self._images.jpeg(image_id)
                image = await asyncio.to_thread(_decoded, jpeg)
            except Failure as failure:
                self._put(replace(blank, note=self._words.not_here(failure)), image_id)
            else:
                note = self._words.here(image.width(), image.height(), len(jpeg))
                self._put(replace(blank, image=image, note=note), image_id)

    def _unseen(self, image_id: str) -> _Entry:
        return _Entry(ShownPicture(image_id, self._words.name(), None, "", _UNKNOWN_SHARE), image_id)

    def _show(
        self, image_ids: Sequence[str], known: dict[str | None, _Entry], waiting: tuple[_Entry, ...]
    ) -> None:
        self._entries = (*(known.get(one) or self._unseen(one) for one in image_ids), *waiting)
        self._tell()
        missing = [one for one in image_ids if one not in known]
        if missing:
            self._start(self._load(missing, self._generation))

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
        self._strip.show_pictures(tuple(entry.shown for entry in self._entries))
        self._shown()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.start(work, name=f"picture-{new_id()}", policy=Policy.DROP)


def _decoded(jpeg: bytes) -> QImage:
    """Return a picture to be painted. Blocking; for a thread."""
    return QImage.fromData(jpeg)
