"""The pictures of the text: read and shrunk off this thread, handed to the server, shown in their strip.

One that is on its way or failed stands in the strip, but not in the text.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from occ_contract.ids import new_id
from occ_desktop.domain.failures import Failure, Unreachable
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.texting_images import ImageChange, PreparedImage, TextingImages
from occ_desktop.ui import failure_text
from occ_desktop.views.texting_parts.picture_strip import PictureStrip
from occ_desktop.views.texting_parts.picture_tile import ShownPicture

Changed = Callable[[tuple[str, ...]], None]
_SMALLER = frozenset({ImageChange.SHRUNK, ImageChange.COMPRESSED})


class Album(QObject):
    """``service`` is whose pictures they are; ``changed(ids)``: others; ``shown()``: they look otherwise."""

    def __init__(
        self,
        images: TextingImages,
        tasks: TaskOwner,
        strip: PictureStrip,
        service: Callable[[], str],
        changed: Changed,
        shown: Callable[[], None],
    ) -> None:
        super().__init__(strip)
        self._images = images
        self._tasks = tasks
        self._strip = strip
        self._service = service
        self._changed = changed
        self._shown = shown
        self._entries: list[ShownPicture] = []
        strip.files_dropped.connect(self._on_files)
        strip.picture_pasted.connect(self._on_pasted)
        strip.removed.connect(self._on_removed)
        strip.moved.connect(self._on_moved)

    @property
    def pictures(self) -> tuple[QImage, ...]:
        """Return those that are there, in order."""
        return tuple(one.image for one in self._entries if one.image is not None and self._is_in(one))

    @property
    def under_way(self) -> bool:
        """Tell whether one is being read or uploaded, or failed: the text is not what one sees."""
        return any(not self._is_in(one) for one in self._entries)

    def show(self, ids: tuple[str, ...]) -> None:
        """Show the pictures of a text; those not here are fetched."""
        if ids == self._ids():
            return
        known = {one.id: one for one in self._entries}
        self._entries = [known.get(one) or ShownPicture(one, "", progress=-1.0) for one in ids]
        for one in ids:
            if one not in known or known[one].image is None:
                self._tasks.start(self._fetch(one), name=f"picture-{one}")
        self._show()

    def begin(self) -> None:
        """Another text begins: what is still on its way to the one before is not its own."""
        self._entries = [one for one in self._entries if self._is_in(one)]
        self._show()

    def add(self, paths: list[Path]) -> None:
        """Take pictures from files."""
        for path in paths:
            self._take(path.name, lambda path=path: self._images.open(path))  # type: ignore[misc]

    def _on_files(self, paths: list[Path]) -> None:
        self.add(paths)

    def _on_pasted(self, raw: object) -> None:
        if isinstance(raw, bytes):
            name = self.tr("pasted picture")
            self._take(name, lambda: self._images.prepare(raw, f"{name}.jpg"))

    def _take(self, name: str, prepare: Callable[[], Awaitable[PreparedImage]]) -> None:
        entry = ShownPicture(f"new-{new_id()}", name, progress=-1.0)
        self._entries.append(entry)
        self._show()
        self._tasks.start(self._upload(entry, prepare), name="upload", policy=Policy.QUEUE)

    async def _upload(self, entry: ShownPicture, prepare: Callable[[], Awaitable[PreparedImage]]) -> None:
        service = self._service()
        try:
            made = await prepare()
            taken = await self._images.upload(service, made)
        except Failure as failure:
            self._replace(entry.id, replace(entry, progress=None, error=self._why(failure)))
            return
        if entry.id in {one.id for one in self._entries}:  # the text it was for still stands there
            image = QImage.fromData(made.jpeg)
            self._replace(entry.id, ShownPicture(taken.id, made.name, image, self._note(made)))
            self._changed(self._ids())

    async def _fetch(self, image_id: str) -> None:
        try:
            jpeg = await self._images.jpeg(image_id)
        except Failure as failure:
            if isinstance(failure, Unreachable):  # it is the server's already: only the look is missing
                self._replace(image_id, ShownPicture(image_id, self.tr("Picture"), note=self.tr("offline")))
            else:
                self._replace(image_id, ShownPicture(image_id, "", error=self._why(failure)))
            return
        image = QImage.fromData(jpeg)
        size = self._size(image.width(), image.height(), len(jpeg))
        self._replace(image_id, ShownPicture(image_id, self.tr("Picture"), image, size))

    def _replace(self, entry_id: str, by: ShownPicture) -> None:
        self._entries = [by if one.id == entry_id else one for one in self._entries]
        self._show()

    def _on_removed(self, entry_id: str) -> None:
        self._entries = [one for one in self._entries if one.id != entry_id]
        self._show()
        self._changed(self._ids())

    def _on_moved(self, entry_id: str, place: int) -> None:
        moved = next((one for one in self._entries if one.id == entry_id), None)
        if moved is not None:
            rest = [one for one in self._entries if one is not moved]
            self._entries = [*rest[:place], moved, *rest[place:]]
            self._show()
            self._changed(self._ids())

    def _ids(self) -> tuple[str, ...]:
        return tuple(one.id for one in self._entries if self._is_in(one))

    @staticmethod
    def _is_in(one: ShownPicture) -> bool:
        return not one.id.startswith("new-")

    def _show(self) -> None:
        self._strip.show_pictures(self._entries)
        self._shown()

    def _note(self, made: PreparedImage) -> str:
        size = self._size(made.width, made.height, len(made.jpeg))
        if made.changes & _SMALLER:
            return self.tr("{size} · made smaller").format(size=size)
        return size

    def _size(self, width: int, height: int, count: int) -> str:
        text = self.tr("{width} × {height}, {kilobytes} KB")
        return text.format(width=width, height=height, kilobytes=max(1, round(count / 1024)))

    @staticmethod
    def _why(failure: Failure) -> str:
        return failure_text.sentence(failure)
