"""What stands around a callback: the customer's other contacts, the person's next ones, a refused command.

Nothing is said of one customer before it is known of them: until the server has answered, "checking" stands
where a number would. Looking at a customer for a moment asks the server, which is recorded there; walking
past does not.
"""

import asyncio

from PySide6.QtCore import QObject, Signal

from occ_contract.callbacks import HistoryItem
from occ_contract.sms import CustomerText
from occ_desktop.domain.failures import CacheFailure, Failure, LoggedOut
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui.pacing import AtMostEvery
from occ_desktop.views.callbacks.panel.facts import FactsMaker, Known, Line
from occ_desktop.views.callbacks.panel.view import PanelView
from occ_desktop.views.callbacks.standing import PresentStanding
from occ_desktop.views.parts.texting_door import TextingDoor

_DWELL_SECONDS = 0.7
_LOOK_MS = 300
_QUEUE = 6


class Around(QObject):
    """`refused(object)`: the refused `Command` of the callback in view, None when there is none;
    `texted(object)`: the texts (`CustomerText`) its customer got, as far as is known.
    """

    refused = Signal(object)
    texted = Signal(object)

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        standing: PresentStanding,
        facts: FactsMaker,
        view: PanelView,
        door: TextingDoor,
    ) -> None:
        super().__init__(view)
        self._services = services
        self._tasks = tasks
        self._standing = standing
        self._facts = facts
        self._view = view
        self._door = door
        self._id: str | None = None
        self._here: tuple[HistoryItem, ...] = ()  # what is known on this machine
        self._whole: tuple[HistoryItem, ...] | None = None  # what the server told of this customer
        self._texts: dict[str, CustomerText] = {}  # of this machine, whole and live
        self._told_texts: dict[str, CustomerText] = {}  # what the server told, colleagues' too
        self._known = Known.CHECKING
        self._queue: tuple[Line, ...] = ()
        self._left = 0
        self._look_soon = AtMostEvery(_LOOK_MS, self)
        self._look_soon.due.connect(self._on_look_due)

    def begin(self, callback_id: str | None) -> None:
        """Go on to another callback: nothing is known around it yet."""
        self._tasks.cancel("panel.history")
        self._id, self._here, self._whole, self._known = callback_id, (), None, Known.CHECKING
        self._texts, self._told_texts = {}, {}
        self.refused.emit(None)
        self._show_history()
        self._show_queue()

    def look(self) -> None:
        """Read anew what this machine knows around the callback in view, soon: changes come in flocks."""
        self._look_soon.ask()

    def _on_look_due(self) -> None:
        self._tasks.start(self._look_again, name="panel.around", policy=Policy.AGAIN)

    async def open(self, callback_id: str) -> None:
        """Read what this machine knows, then, if the person stays, ask the server."""
        await self._look(callback_id)
        if callback_id == self._id:
            self._tasks.start(lambda: self._ask(callback_id), name="panel.history", policy=Policy.LATEST)

    async def _look_again(self) -> None:
        if self._id is not None:
            await self._look(self._id)

    async def _look(self, callback_id: str) -> None:
        try:
            found = await self._services.customer.around(callback_id)
        except Failure:
            return  # the list says what is wrong with the cache
        if callback_id != self._id:
            return
        self._here, self._texts = found.history.items, {text.id: text for text in found.texts}
        self._queue, self._left = self._facts.queue(found.line), found.outstanding
        self._show_history()
        self._tell_texts()
        self._show_queue()
        self.refused.emit(found.refused)

    async def _ask(self, callback_id: str) -> None:
        await asyncio.sleep(_DWELL_SECONDS)
        if callback_id != self._id:
            return
        try:
            history = await self._services.customer.whole(callback_id)
            texts = await self._services.customer.whole_texts(callback_id)
        except (CacheFailure, LoggedOut):
            return  # the list says what is wrong with the cache
        if callback_id == self._id:
            self._whole = history.items if history is not None else None
            self._told_texts = {text.id: text for text in texts}
            self._known = Known.WHOLE if history is not None else Known.HERE
            self._show_history()
            self._tell_texts()

    def _tell_texts(self) -> None:
        self.texted.emit(tuple({**self._told_texts, **self._texts}.values()))

    def _show_history(self) -> None:
        """Show what the server told of this customer, if it did, with what is known here laid over it."""
        items = {(item.kind, item.id): item for item in (*(self._whole or ()), *self._here)}
        texts = {**self._told_texts, **self._texts}
        opened = self._texts if self._door.shows_texts else {}
        offline = self._known is Known.CHECKING and not self._standing.online
        known = Known.HERE if offline and self._id is not None else self._known
        self._view.show_history(self._facts.history(items.values(), texts.values(), opened), known)

    def _show_queue(self) -> None:
        others = tuple(line for line in self._queue if line.target != self._id)
        left = self._left - (len(self._queue) - len(others))
        self._view.show_queue(others[:_QUEUE], left, beside_this=len(others) < len(self._queue))
