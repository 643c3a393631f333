"""From the press to the answer: look, ask, send once; and what stands open when no answer came.

Nothing is sent without the server's own look before it, and nothing again before an open answer is known.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from occ_desktop.domain.failures import CacheFailure, Failure, LoggedOut, Refused
from occ_desktop.domain.text_drafts import Unsettled
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.views.sms_sending.composing import Wrong, request_of
from occ_desktop.views.sms_sending.confirmation import Asked
from occ_desktop.views.sms_sending.sent import Sent
from occ_desktop.views.sms_sending.wording import refusals
from occ_desktop.views.sms_sending.writing import Writing
from occ_desktop.views.texting_parts.pictures import Pictures

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
        pictures: Pictures,
        ask: Ask,
        refused: Callable[[Sequence[Wrong]], None],
        failed: Callable[[str], None],
        sent: Callable[[Sent], None],
    ) -> None:
        self._services = services
        self._tasks = tasks
        self._view = view
        self._writing = writing
        self._pictures = pictures
        self._ask = ask
        self._refused = refused
        self._failed = failed
        self._sent = sent
        self._awaited: set[str] = set()  # the texts whose answer is waited for here
        self._looked: tuple[str, Unsettled | None] = (writing.subject, None)  # of which text, what is open

    @property
    def pending(self) -> Unsettled | None:
        """Return the open sending of the text in the form, None also while that was not looked up yet."""
        subject, pending = self._looked
        return pending if subject == self._writing.subject else None

    def send(self, template_name: str) -> None:
        """Send what is written, after a look at the server and a question. A second press is none."""
        if self.pending is None:
            self._tasks.start(lambda: self._send(template_name), name="send")

    def settle(self) -> None:
        """Ask the server again for the sending whose answer is not known."""
        self._tasks.start(self._settle, name="send")

    def look_soon(self) -> None:
        """Look beside everything else: the next press need not wait for it."""
        self._tasks.start(self.look, name="look", policy=Policy.AGAIN)

    async def look(self) -> None:
        """Show whether the answer to a sending of this subject is open.

        One that another window of this person began is under way still: its answer is waited for here, since
        there is nobody left to hear it.
        """
        texting, subject = self._services.texting.sending, self._writing.subject
        try:
            pending = await texting.unsettled(subject)
            others = [one for one in await texting.unsettled_subjects() if one != subject]
        except LoggedOut:
            return
        except CacheFailure as failure:
            self._failed(self._view.words.failure(failure))
            return
        if subject != self._writing.subject:
            return  # another text came up, and is looked at itself
        self._looked = (subject, pending)
        busy = texting.busy(subject)  # its answer takes away what stands there
        if pending is not None and busy and subject not in self._awaited:
            self.settle()
        if pending is not None and not busy:
            self._view.show_unsettled(len(pending.request.recipients))
        else:
            self._view.show_unsettled(0, next(iter(others), ""), waited_for=busy)

    async def _send(self, template_name: str) -> None:
        writing = self._writing
        subject, written = writing.subject, writing.text
        request = request_of(written, writing.to)
        left_out = len(writing.to.duplicates) + len(writing.to.rejects)
        self._failed("")
        writing.keep()
        agreed = False
        try:
            with self._view.at_work():
                preview = await self._services.texting.sending.preview(request)
            asked = Asked(request, preview, template_name, left_out, self._pictures.images)
            agreed = subject == writing.subject and await self._ask(asked)
            if agreed:
                with self._view.at_work(), self._awaiting(subject):
                    accepted = await self._services.texting.sending.send(request, subject)
                self._sent(Sent(accepted, request, written, subject))
        except Failure as failure:
            if agreed or subject == writing.subject:  # who went on before being asked knows that nothing went
                self._show(failure, subject)
        self.look_soon()

    async def _settle(self) -> None:
        pending, subject = self.pending, self._writing.subject
        if pending is None:
            return
        written = self._writing.text
        try:
            with self._view.at_work(), self._awaiting(subject):
                accepted = await self._services.texting.sending.settle(subject)
            if accepted is not None:  # else another window settled it, and shows what came of it
                self._sent(Sent(accepted, pending.request, written, subject))
        except Failure as failure:
            self._show(failure, subject)
        self.look_soon()

    @contextmanager
    def _awaiting(self, subject: str) -> Iterator[None]:
        self._awaited.add(subject)
        try:
            yield
        finally:
            self._awaited.discard(subject)

    def _show(self, failure: Failure, subject: str) -> None:
        if isinstance(failure, LoggedOut):
            return  # the window says so and goes
        if isinstance(failure, Refused) and subject == self._writing.subject:
            self._refused(refusals(failure))
        else:
            self._failed(self._view.words.failure(failure))
