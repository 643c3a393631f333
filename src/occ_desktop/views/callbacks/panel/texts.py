"""From the callback in view to a text: what is offered, and going where it is written with what is known.

After a call nobody answered, and as long as no text went since, the text the service keeps for that is what
the key sends. Which callback is in view, and what texts its customer got, it is told.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from occ_contract.callbacks import Attempt, AttemptResult
from occ_contract.cti import CallState
from occ_contract.sms import CustomerText, MessageStatus, SmsTemplate
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui import moments
from occ_desktop.views.callbacks.panel.text_offer import TextOffer
from occ_desktop.views.callbacks.standing import PresentStanding
from occ_desktop.views.parts.texting_door import TextingDoor

_FRESH = timedelta(hours=24)  # who was called longer ago is called again rather than texted about it
_NOT_SENT = frozenset({MessageStatus.FAILED, MessageStatus.CANCELLED})


def unanswered(row: CallbackRow, texts: Iterable[CustomerText], now: datetime) -> Attempt | None:
    """Return the last call on a row, if nobody answered it and no text went since, None otherwise."""
    last = row.callback.calls[-1] if row.callback.calls else None
    if last is None or last.state is not CallState.ENDED or last.result is not AttemptResult.NO_ANSWER:
        return None
    if now - last.started_at > _FRESH:
        return None
    texted = any(text.at >= last.started_at and text.status not in _NOT_SENT for text in texts)
    return None if texted else last


class PanelTexts(QObject):
    """Shows in `offer` what can be sent for the callback in view."""

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        standing: PresentStanding,
        door: TextingDoor,
        zone: Callable[[], ZoneInfo],
        offer: TextOffer,
    ) -> None:
        super().__init__(offer)
        self._services = services
        self._tasks = tasks
        self._standing = standing
        self._door = door
        self._zone = zone
        self._offer = offer
        self._row: CallbackRow | None = None
        self._texts: tuple[CustomerText, ...] | None = None  # None: not known yet
        self._template: SmsTemplate | None = None
        self._looked_in = ""  # the service whose template is known
        offer.pressed.connect(self.send)
        offer.template_pressed.connect(self.press)

    @property
    def template(self) -> SmsTemplate | None:
        """Return what the key would send: the text for who did not answer, None for one of one's own."""
        row, texts = self._row, self._texts
        if row is None or texts is None or row.callback.service_id != self._looked_in:
            return None
        return self._template if unanswered(row, texts, self._services.clock.now()) else None

    def begin(self) -> None:
        """Go on to another callback: nothing is known of its customer's texts yet."""
        self._row, self._texts = None, None
        self._offer.show_nothing()

    def follow(self, row: CallbackRow) -> None:
        """Take in the row in view as it stands now."""
        self._row = row
        self._show()

    def take(self, texts: tuple[CustomerText, ...]) -> None:
        """Take in the texts the customer in view got, as far as is known."""
        self._texts = texts
        self._show()

    def hear(self, change: ChangeSet) -> None:
        """Take in that templates changed."""
        if change.touches(Entity.SMS_TEMPLATE) or change.touches(Entity.SMS_CATEGORY):
            self._looked_in = ""
            self._show()

    def press(self) -> None:
        """Write the text that is next: after a call nobody answered that of the service for it."""
        template = self.template
        self._go(template.id if template is not None else "")

    def send(self) -> None:
        """Write a text of one's own."""
        self._go("")

    def _go(self, template_id: str) -> None:
        row = self._row
        if row is not None and row.callback.service_id in self._standing.now.texts:
            self._door.send(row.callback.phone, row.callback.service_id, row.id, template_id)

    def _show(self) -> None:
        row = self._row
        if row is None or row.callback.service_id not in self._standing.now.texts:
            self._offer.show_nothing()
            return
        service_id = row.callback.service_id
        if service_id != self._looked_in:
            self._tasks.start(partial(self._look, service_id), name="panel.no-answer", policy=Policy.LATEST)
        template, called = self.template, row.callback.calls
        if template is None or not called:
            self._offer.show_offer()
            return
        at = moments.short(called[-1].started_at, self._services.clock.now(), self._zone())
        self._offer.show_offer(at, template.name)

    async def _look(self, service_id: str) -> None:
        try:
            template = await self._services.texting.templates.no_answer(service_id)
        except Failure:
            return  # the list says what is wrong with the cache
        self._template, self._looked_in = template, service_id
        self._show()
