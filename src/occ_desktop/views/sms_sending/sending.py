"""From the press to the answer: look, ask, send once; and what stands open when no answer came.

Nothing is sent without the server's own look before it, and nothing again before an open answer is known.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from occ_contract.sms import NewSmsRequest
from occ_desktop.domain.failures import CacheFailure, Failure, LoggedOut, Refused
from occ_desktop.domain.text_drafts import Unsettled, WrittenText
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.views.sms_sending.album import Album
from occ_desktop.views.sms_sending.composing import Wrong, request_of
from occ_desktop.views.sms_sending.confirmation import Asked
from occ_desktop.views.sms_sending.sent import Sent
from occ_desktop.views.sms_sending.wording import refusals
from occ_desktop.views.sms_sending.writing import Writing

if TYPE_CHECKING:
    from occ_desktop.views.sms_sending.view import SendingView

Ask = Callable[[Asked], Awaitable[bool]]


class Sending:
    """``refused(wrongs)`` shows what the server would not take, ``failed(sentence)`` why there was no answer,
    ``sent(sent)`` what was taken.
    """

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        view: "SendingView",
        writing: Writing,
        album: Album,
        ask: Ask,
        refused: Callable[[Sequence[Wrong]], None],
        failed: Callable[[str], None],
        sent: Callable[[Sent], None],
    ) -> None:
        self._services = services
        self._tasks = tasks
        self._view = view
        self._writing = writing
        self._album = album
        self._ask = ask
        self._refused = refused
        self._failed = failed
        self._sent = sent
        self.pending: Unsettled | None = None
        self._awaited = False  # an answer is waited for here

    def send(self, template_name: str) -> None:
        """Send what is written, after a look at the server and a question. A second press is none."""
        if self.pending is None:
            self._tasks.start(lambda: self._send(template_name), name="send")

    def settle(self) -> None:
        """Ask the server again for the sending whose answer is not known."""
        self._tasks.start(self._settle, name="send")

    async def look(self) -> None:
        """Show whether the answer to a sending of this subject is open.

        One that another window of this person began is under way still: its answer is waited for here, since
        there is nobody left to hear it.
        """
        texting = self._services.texting.sending
        try:
            self.pending = await texting.unsettled(self._writing.subject)
            others = [one for one in await texting.unsettled_subjects() if one != self._writing.subject]
        except LoggedOut:
            return
        except CacheFailure as failure:
            self._failed(self._view.words.failure(failure))
            return
        pending = self.pending
        if pending is not None and texting.busy(self._writing.subject):
            if not self._awaited:
                self.settle()
        elif pending is not None:
            self._view.show_unsettled(len(pending.request.recipients))
        else:
            self._view.show_unsettled(0, next(iter(others), ""))

    async def _send(self, template_name: str) -> None:
        writing = self._writing
        subject, written = writing.subject, writing.text
        request = request_of(written, writing.to)
        self._failed("")
        writing.keep()
        try:
            with self._view.at_work():
                preview = await self._services.texting.sending.preview(request)
            left_out = len(writing.to.duplicates) + len(writing.to.rejects)
            asked = Asked(request, preview, template_name, left_out, self._album.pictures)
            if await self._ask(asked):
                with self._view.at_work():
                    await self._finish(request, subject, written)
        except Failure as failure:
            self._show(failure)
        await self.look()

    async def _settle(self) -> None:
        pending, subject = self.pending, self._writing.subject
        if pending is None:
            return
        try:
            with self._view.at_work():
                await self._finish(pending.request, subject, self._writing.text)
        except Failure as failure:
            self._show(failure)
        await self.look()

    async def _finish(self, request: NewSmsRequest, subject: str, written: WrittenText) -> None:
        self._awaited = True
        try:
            accepted = await self._services.texting.sending.send(request, subject)
        finally:
            self._awaited = False
        self._sent(Sent(accepted, request, written, subject))

    def _show(self, failure: Failure) -> None:
        if isinstance(failure, LoggedOut):
            return  # the window says so and goes
        if isinstance(failure, Refused):
            self._refused(refusals(failure))
        else:
            self._failed(self._view.words.failure(failure))
