"""Finds callbacks in the cache while one types into the find box; works with the server away."""

import asyncio
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from occ_contract.errors import RuleError
from occ_contract.phone import search_digits, shown
from occ_contract.recipients import checked_recipient
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.filters import CallbackFilter, CallbackSort
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui import moments
from occ_desktop.ui.failure_text import sentence
from occ_desktop.ui.frame import Place, Target
from occ_desktop.ui.vocabulary import name_of
from occ_desktop.ui.widgets.popover import Popover, open_popover
from occ_desktop.views.parts.rooms import DeclaredRoom
from occ_desktop.views.parts.texting_door import TextingDoor
from occ_desktop.views.shell.find_button import FindButton
from occ_desktop.views.shell.find_panel import FindPanel, Hit

SHOWN = 8
_AFTER = 0.15  # seconds without a key before the cache is asked
_LEAST_DIGITS = 3


def conditions_of(typed: str) -> CallbackFilter | None:
    """Return what an entry looks for, over all time: a number when it holds only digits, else words.

    None while it is too short to mean anything.
    """
    text = " ".join(typed.split())
    if not text:
        return None
    digits = search_digits(text)
    if digits and not any(c.isalpha() for c in text):
        return CallbackFilter(phone=digits) if len(digits) >= _LEAST_DIGITS else None
    return CallbackFilter(text=text)


def whole_number(typed: str) -> str:
    """Return the digits of a number typed whole, as a text can be sent to; empty for anything else."""
    digits = "" if any(c.isalpha() for c in typed) else search_digits(typed)
    try:
        return checked_recipient(digits)
    except RuleError:
        return ""


class FindPresenter(QObject):
    """`chosen` carries the `Target` to go to."""

    chosen = Signal(object)

    def __init__(
        self,
        button: FindButton,
        services: Services,
        tasks: TaskOwner,
        zone: ZoneInfo,
        rooms: Callable[[], Sequence[DeclaredRoom]],
        door: TextingDoor,
    ) -> None:
        super().__init__(button)
        self._button = button
        self._services = services
        self._tasks = tasks
        self._zone = zone
        self._rooms = rooms
        self._door = door
        self._found: dict[str, CallbackRow] = {}
        self._panel: Popover | None = None
        button.clicked.connect(self.open)

    def open(self) -> None:
        """Open the panel; a second press does nothing."""
        if self._panel is not None:
            return
        content = FindPanel()
        content.edited.connect(self._on_edited)
        content.hit_chosen.connect(self._on_hit)
        content.all_chosen.connect(self._on_all)
        content.room_chosen.connect(self._on_room)
        content.text_chosen.connect(self._on_text)
        content.number_chosen.connect(self._on_number)
        self._panel = open_popover(self._button, content, align_right=True)
        self._panel.closed.connect(self._on_closed)

    @property
    def content(self) -> FindPanel | None:
        """The open panel's content, None while it is closed."""
        found = self._panel.content if self._panel is not None else None
        return found if isinstance(found, FindPanel) else None

    def _on_edited(self, typed: str) -> None:
        if self.content is not None and self._panel is not None:
            self.content.show_rooms(self._rooms_called(typed))
            self.content.show_number(whole_number(typed) if self._door.services() else "")
            self._panel.relayout()
        self._tasks.start(self._find(typed), name="find", policy=Policy.LATEST)

    async def _find(self, typed: str) -> None:
        await asyncio.sleep(_AFTER)
        wanted = conditions_of(typed)
        if wanted is None:
            self._show((), 0, self.tr("Type at least three digits, or a word.") if typed.strip() else "")
            return
        search = self._services.search
        try:
            total = await search.count(wanted)
            rows = await search.page(wanted, CallbackSort(), 0, SHOWN)
        except Failure as failure:
            self._show((), 0, sentence(failure))
            return
        self._found = {row.id: row for row in rows}
        note = "" if rows else self.tr("Nothing of “{entry}” is kept here.").format(entry=typed.strip())
        self._show(tuple(map(self._hit, rows)), total, note)

    def _show(self, hits: tuple[Hit, ...], total: int, note: str) -> None:
        content = self.content
        if content is not None and self._panel is not None:
            content.show_hits(hits, total, note)
            self._panel.relayout()

    def _hit(self, row: CallbackRow) -> Hit:
        callback = row.callback
        received = moments.short(callback.received_at, self._services.session.server_now(), self._zone)
        where = self._services.directory.service_name(callback.service_id)
        parts = (received, where, callback.route_name or "", callback.message or "")
        code = f"callback.{callback.status.value}"
        return Hit(
            row.id,
            callback.name or "",
            shown(callback.phone),
            " · ".join(part for part in parts if part),
            code,
            name_of(code),
            callback.service_id in self._door.services(),
        )

    def _on_hit(self, callback_id: str) -> None:
        self._leave(Target(Place.CALLBACK_LIST, {"id": callback_id}))

    def _rooms_called(self, typed: str) -> list[tuple[str, str]]:
        """Return the rooms whose name holds what is typed, by place and name."""
        word = typed.strip().casefold()
        return [(r.place.value, r.label) for r in self._rooms() if word and word in r.label.casefold()]

    def _on_room(self, place: str) -> None:
        self._leave(Target(Place(place)))

    def _on_text(self, callback_id: str) -> None:
        row = self._found.get(callback_id)
        if row is not None:
            self._close()
            self._door.send(row.callback.phone, row.callback.service_id, row.id)

    def _on_number(self, digits: str) -> None:
        self._close()
        self._door.send(digits)

    def _on_all(self, typed: str) -> None:
        self._leave(Target(Place.CALLBACK_LIST, {"search": typed.strip()}))

    def _leave(self, target: Target) -> None:
        self._close()
        self.chosen.emit(target)

    def _close(self) -> None:
        if self._panel is not None:
            self._panel.close_panel(restore_focus=False)

    def _on_closed(self) -> None:
        self._panel = None
        self._tasks.cancel("find")
