"""The last sending as long as its line stands: how its texts fare, and taking a single one back."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from occ_contract.sms import MessageStatus, NewSmsRequest, SmsRequestAccepted
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.text_drafts import WrittenText
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.coalesce import Coalesced
from occ_desktop.services.container import Services
from occ_desktop.ui.frame import Frame, Place, Target
from occ_desktop.ui.texting_words import look_code
from occ_desktop.ui.vocabulary import name_of
from occ_desktop.views.parts.followed_rows import changed
from occ_desktop.views.sms_sending.outcome import OutcomeLine
from occ_desktop.views.sms_sending.wording import SendingWords

_AMISS = frozenset({"sms.failed", "sms.held", "sms.checking"})  # somebody should look


@dataclass(frozen=True)
class Sent:
    """A sending the server took; ``written`` is the text as it stood in the form, under ``subject``."""

    accepted: SmsRequestAccepted
    request: NewSmsRequest
    written: WrittenText
    subject: str


class SentLine(QObject):
    """``restore(sent)`` puts a text that was taken back into the form again."""

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        frame: Frame,
        line: OutcomeLine,
        words: SendingWords,
        restore: Callable[[Sent], Awaitable[None]],
    ) -> None:
        super().__init__(line)
        self._services = services
        self._tasks = tasks
        self._frame = frame
        self._line = line
        self._words = words
        self._restore = restore
        self.sent: Sent | None = None
        self._about = ""
        self._read = Coalesced(tasks, "sent", self._count)
        line.recall_wanted.connect(self.recall)
        line.back_wanted.connect(self._on_back)
        line.history_wanted.connect(self._on_history)
        line.dismissed.connect(self._on_dismissed)

    def show(self, sent: Sent) -> None:
        """Show this one from now on."""
        self.sent = sent
        self._about = sent.written.callback_id or ""
        self._say(self.tr("handed to the server"))
        self._line.offer_recall(sent.accepted.recallable_until, self._services.clock.now())
        self._read()

    def on_change(self, change: ChangeSet) -> None:
        """Look again when its texts may stand otherwise; those of others are no news of them."""
        if self.sent is None:
            return
        its = {message.id for message in self.sent.accepted.messages}
        if change.everything or its & changed(change, Entity.SMS_MESSAGE):
            self._read()

    def tick(self) -> None:
        """The server's clock went on."""
        self._line.tick(self._services.clock.now())

    def recall(self) -> None:
        """Take the single text back."""
        if self.sent is not None and not self._line.recall.busy:
            self._tasks.start(self._recall(self.sent), name="recall")

    def go_back(self, callback_id: str = "") -> None:
        """Go to the callback named, else to the one a text sent here was about last; without one stay."""
        if (wanted := callback_id or self._about) and self._frame.leads_to(Place.CALLBACK_LIST):
            self._frame.navigate(Target(Place.CALLBACK_LIST, {"id": wanted}))

    def _on_back(self) -> None:
        self.go_back()

    @property
    def _leads_back(self) -> bool:
        about = self.sent.written.callback_id if self.sent is not None else None
        return about is not None and self._frame.leads_to(Place.CALLBACK_LIST)

    async def _recall(self, sent: Sent) -> None:
        self._line.recall.set_busy(True)
        try:
            await self._services.texting.history.cancel(sent.accepted.messages[0].id)
        except Failure as failure:
            self._show(self._title(sent), self._words.failure(failure), "warning")
            return
        finally:
            self._line.recall.set_busy(False)
            self.tick()
        if self.sent is sent:  # else the line is another one's by now, with a way back of its own
            self.sent = None
            self._line.offer_recall(None, self._services.clock.now())
            self._show(self.tr("Taken back"), self.tr("The text was not sent."), "notice")
        await self._restore(sent)

    async def _count(self) -> None:
        sent = self.sent
        if sent is None:
            return
        rows = await self._services.texting.history.of_request(sent.accepted.id)
        if sent is not self.sent or not rows:
            return
        counts = Counter(look_code(row.message) for row in rows)
        parts = [f"{name_of(one)} {count:,}" for one, count in counts.most_common()]
        tone = "warning" if counts.keys() & _AMISS else "good"
        self._say(" · ".join(parts), tone)
        if all(row.message.status is not MessageStatus.PROCESSING for row in rows):
            self._line.offer_recall(None, self._services.clock.now())

    def _say(self, text: str, tone: str = "good") -> None:
        if self.sent is not None:
            self._show(self._title(self.sent), text, tone)

    def _show(self, title: str, text: str, tone: str) -> None:
        history = self._frame.leads_to(Place.SMS_HISTORY)
        self._line.show_sent(title, text, tone=tone, history=history, callback=self._leads_back)

    def _title(self, sent: Sent) -> str:
        count, at = len(sent.accepted.messages), sent.request.reserve_at
        if at is None:
            return self.tr("Sent to %Ln recipient(s)", "", count)
        title = self.tr("Reserved for %Ln recipient(s) at {time}", "", count)
        return title.format(time=self._words.moment(at))

    def _on_history(self) -> None:
        if self.sent is not None and self._frame.leads_to(Place.SMS_HISTORY):
            self._frame.navigate(Target(Place.SMS_HISTORY, {"request": self.sent.accepted.id}))

    def _on_dismissed(self) -> None:
        self.sent = None
