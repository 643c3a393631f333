"""발송: keeps what is written and may be chosen, has it judged, hands it to who sends. Lays nothing out."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from occ_contract.sms import SmsTemplate, TextType
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.drafts import DraftKind
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.sync_status import SyncStatus, fills_first, reachable
from occ_desktop.domain.text_drafts import NEW, WrittenText, to_draft
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.coalesce import Coalesced
from occ_desktop.services.container import Services
from occ_desktop.services.events import DirectoryChanged
from occ_desktop.ui.frame import Frame, Place
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.sms_sending import composing
from occ_desktop.views.sms_sending.beginning import Beginning, about_customer, beginning
from occ_desktop.views.sms_sending.carrying import CarriedText
from occ_desktop.views.sms_sending.catalogue import Catalogue, read_catalogue
from occ_desktop.views.sms_sending.importing import Choose, Importing
from occ_desktop.views.sms_sending.judging import Judging
from occ_desktop.views.sms_sending.sending import Ask, Sending
from occ_desktop.views.sms_sending.sent import Sent, SentLine
from occ_desktop.views.sms_sending.writing import Writing
from occ_desktop.views.texting_parts.pictures import Pictures

if TYPE_CHECKING:
    from occ_desktop.views.sms_sending.view import SendingView

_CATALOGUE = (Entity.SMS_TEMPLATE, Entity.SMS_CATEGORY, Entity.SMS_SENDER, Entity.SMS_LINK)
Replace = Callable[[str], Awaitable[bool]]  # the template's name: whether it may take the place of the text


class SendingPresenter:
    """``ask`` shows the confirmation, ``ask_replace`` whether a template may replace what was written."""

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        frame: Frame,
        view: "SendingView",
        gate: InFront,
        *,
        ask: Ask,
        ask_replace: Replace,
        choose_file: Choose,
    ) -> None:
        self._services = services
        self._tasks = tasks
        self._frame = frame
        self._view = view
        self._gate = gate
        self._ask_replace = ask_replace
        self._online = reachable(services.workplace.status)
        self._filling = fills_first(services.workplace.status)
        self.catalogue = Catalogue()
        self.writing = Writing(services, self._on_written, view)
        strip, images = view.form.pictures, services.texting.images
        self.pictures = Pictures(images, tasks, strip, self._on_pictures, self._show_preview)
        self.judging = Judging(services, view, self.writing, self.pictures)
        self.line = SentLine(services, tasks, frame, view.outcome, view.words, self._restore)
        judged = (self.judging.refuse, self.judging.fail)
        self.sending = Sending(
            services, tasks, view, self.writing, self.pictures, ask, *judged, self._on_sent
        )
        self.importing = Importing(
            services.texting.recipients,
            tasks,
            view.form.recipients,
            self.writing,
            choose_file,
            self.judging.say_of_file,
        )
        self._wanted_template = ""
        self._resuming: CarriedText | None = None
        self._read_soon = gate.reading("catalogue", Coalesced(tasks, "catalogue", self._read))
        subscribe = services.bus.subscribe
        self._leave = (
            subscribe(ChangeSet, self._on_change),
            subscribe(SyncStatus, self._on_status),
            subscribe(DirectoryChanged, lambda _event: self._offer_services()),
        )

    # Coming and going

    def open(self, arguments: dict[str, str]) -> None:
        """Begin with what the person came for; without arguments go on where they were."""
        begun = beginning(arguments, self._first_service(arguments.get("service", "")))
        if begun is None and self._resuming is not None:
            return  # on its way, in the same queue
        if begun is None and self.writing.loaded:
            self._offer_services()
            self._read_soon()
            self.sending.look_soon()
            return
        wanted = begun or Beginning(NEW, WrittenText(service_id=self._first_service("")))
        self._tasks.start(self._open(wanted), name="open", policy=Policy.QUEUE)

    def open_new(self) -> None:
        """Write another text, about nobody yet."""
        self.open_subject(NEW)

    def open_subject(self, subject: str) -> None:
        """Go on with what was written under a subject."""
        begun = Beginning(subject, WrittenText(service_id=self._first_service("")))
        self._tasks.start(self._open(begun), name="open", policy=Policy.QUEUE)

    def carried(self) -> CarriedText | None:
        """Return what another window goes on with; None: nothing was taken up here yet."""
        if self._resuming is not None or not self.writing.loaded:
            return self._resuming
        writing, busy = self.writing, self._services.texting.sending.busy(self.writing.subject)
        return CarriedText(writing.subject, writing.text, writing.file, self.line.sent, on_its_way=busy)

    def resume(self, carried: CarriedText) -> None:
        """Go on with what another window wrote."""
        self._resuming = carried
        self._tasks.start(self._resume(carried), name="open", policy=Policy.QUEUE)

    def keep(self) -> None:
        """Keep what is written now."""
        self.writing.keep()

    def closed(self) -> None:
        """Keep it and hear nothing any more."""
        self.writing.keep()
        for leave in self._leave:
            leave()

    def tick(self) -> None:
        """The server's clock went on: a reservation may be too early now, a text gone for good."""
        self.line.tick()
        self.judging.tick()

    async def _resume(self, carried: CarriedText) -> None:
        text, typed = carried.text, carried.text.typed if carried.subject != NEW else ""
        about = WrittenText(service_id=text.service_id, typed=typed, callback_id=text.callback_id)
        await self._open(Beginning(carried.subject, about))
        if carried.on_its_way:
            await self._forget_what_arrived(about)
        else:
            self.writing.put(text)
            if carried.file is not None:
                self.writing.take_file(carried.file)
        if carried.sent is not None:
            self.line.show(carried.sent)
        if self._resuming is carried:
            self._resuming = None

    async def _forget_what_arrived(self, about: WrittenText) -> None:
        """Begin anew if the server had the text before its answer could be waited for here."""
        if self.sending.pending is None:
            kept = await self._services.drafts.read(DraftKind.SMS, self.writing.subject)
            if kept is None and self.writing.loaded:
                self.writing.begin_anew(about)

    async def _open(self, begun: Beginning) -> None:
        try:
            if begun.subject != self.writing.subject or not self.writing.loaded:
                self._view.form.setEnabled(False)  # what is typed now would belong to nothing yet
                begin = await self._about_customer(begun.text)
                self.judging.forget()
                await self.writing.open(begun.subject, begin)
                self._begin_pictures()
                self._view.form.setEnabled(True)
                self._view.focus_first()
            await self._show_about()
            self._wanted_template = begun.template
            self._offer_services()
            await self._read()
            await self.sending.look()
        except Failure as failure:
            self._view.form.setEnabled(self.writing.loaded)  # what stood there before can be gone on with
            self.judging.fail(self._view.words.failure(failure))

    async def _about_customer(self, text: WrittenText) -> WrittenText:
        row = await self._services.search.row(text.callback_id) if text.callback_id is not None else None
        return about_customer(text, row.callback.name or "") if row is not None else text

    async def _show_about(self) -> None:
        text, phone = self.writing.text, self.writing.text.typed if self.writing.subject != NEW else ""
        name, back = "", text.callback_id is not None and self._frame.leads_to(Place.CALLBACK_LIST)
        if text.callback_id is not None and (row := await self._services.search.row(text.callback_id)):
            name, phone = row.callback.name or "", row.callback.phone
        self._view.show_about(phone, name, back)

    def _services_offered(self) -> list[tuple[str, str]]:
        allowed = set(self._services.session.rights.sending_services())
        return [(s.id, s.name) for s in self._services.directory.services() if s.id in allowed]

    def _first_service(self, wanted: str) -> str:
        offered = [service_id for service_id, _name in self._services_offered()]
        return wanted if wanted in offered else next(iter(offered), "")

    def _offer_services(self) -> None:
        offered, present = self._services_offered(), self.writing.text.service_id
        if offered and present not in dict(offered):
            self.choose_service(offered[0][0])  # the right to send there has ended
        self._view.offer_services(offered, self.writing.text.service_id)

    # What may be chosen

    async def _read(self) -> None:
        service = self.writing.text.service_id
        found = await read_catalogue(self._services.texting, service)
        if service != self.writing.text.service_id:
            return  # another was chosen meanwhile, and is read itself
        self.catalogue = found
        self._view.tree.show_branches(found.branches, self.writing.text.template_id, awaited=self._filling)
        clock = self._services.clock
        self._view.trouble.show_state(
            found.link, found.senders or None, clock.now(), self._services.session.zone
        )
        wanted = self._wanted_template
        if (is_there := found.template(wanted) is not None) or not self._filling:
            self._wanted_template = ""
        if is_there:
            await self._take(wanted)
            self._view.focus_first()
        self._follow_template()
        if not self.writing.text.sender and found.numbers:
            self.writing.change(sender=found.numbers[0])
        self._on_written(False)

    def _follow_template(self) -> None:
        """A locked text is what its template says now; one's own stays as one wrote it."""
        template, text = self.template, self.writing.text
        if template is not None and not template.editable:
            self.writing.put(composing.from_template(text, template, self.catalogue.numbers))

    @property
    def template(self) -> SmsTemplate | None:
        """Return the template the text is made from, None: none, or it may not be sent from any more."""
        return self.catalogue.template(self.writing.text.template_id)

    # What the person does

    def choose_service(self, service_id: str) -> None:
        """Send in another service; the text stays."""
        self.writing.put(composing.in_service(self.writing.text, service_id))
        self._begin_pictures()
        self._read_soon()

    def choose_template(self, template_id: str) -> None:
        """Take a template; what was written by hand goes only with the person's word."""
        self._wanted_template = ""
        self._tasks.start(self._take(template_id), name="take", policy=Policy.LATEST)

    async def _take(self, template_id: str) -> None:
        """Take a template as it stands once the person has said so, into the text as it stands then."""
        subject, template = self.writing.subject, self.catalogue.template(template_id)
        if template is None:
            return
        if not composing.untouched(self.writing.text, self.template):
            agreed = await self._ask_replace(template.name) and subject == self.writing.subject
            template = self.catalogue.template(template_id) if agreed else None
        if template is not None:
            self.writing.put(composing.from_template(self.writing.text, template, self.catalogue.numbers))
        self._view.tree.show_chosen(self.writing.text.template_id)

    def drop_template(self) -> None:
        """Go on without one; a text that may not be changed stays behind."""
        text = composing.without_template(self.writing.text)
        template = self.template
        if template is not None and not template.editable:
            text = composing.emptied(text)
        self.writing.put(text)
        self._view.tree.show_chosen(None)

    def choose_kind(self, kind: str) -> None:
        """Send it as SMS or MMS."""
        text = self.writing.text
        if kind == TextType.MMS.value:
            template = self.template
            subject = template.name if template is not None else self._service_name()
            self.writing.put(composing.as_long(text, subject))
        else:
            self.writing.put(composing.as_short(text))

    def make_long(self) -> None:
        """Send it as MMS, since it is too long for an SMS."""
        self.choose_kind(TextType.MMS.value)

    def _service_name(self) -> str:
        return self._services.directory.service_name(self.writing.text.service_id)

    def choose_sender(self, number: str) -> None:
        """Send from another number."""
        self.writing.change(sender=number)

    def on_text(self) -> None:
        """Take in what was written."""
        editor = self._view.form.text
        long = self.writing.text.type is TextType.MMS
        self.writing.change(body=editor.body, subject=editor.title if long else self.writing.text.subject)

    def on_typed(self) -> None:
        """Take in the recipients that were typed."""
        self.writing.change(typed=self._view.form.recipients.text)

    def on_value(self, name: str, value: str) -> None:
        """Take in what stands for a placeholder with those who were typed."""
        self.writing.change(values={**self.writing.text.values, name: value})

    def on_time(self) -> None:
        """Take in when it is to go."""
        self.writing.change(reserve_at=self._view.form.reservation.value)

    def on_unless(self, checked: bool) -> None:
        """Hold it, or not, when the callback is completed before."""
        self.writing.change(unless_completed=checked)

    def send(self) -> None:
        """Send, unless something is wrong: then that is said where it stands."""
        self._view.form.recipients.name_all()
        if self.judging.may_send():
            template = self.template
            self.sending.send(template.name if template is not None else "")

    def to_callback(self) -> None:
        """Go back to the callback this text is about, else to that of the last one that was sent."""
        self.line.go_back(self.writing.text.callback_id or "")

    # What happens

    def _on_pictures(self) -> None:
        self.writing.change(image_ids=self.pictures.ids)

    def _begin_pictures(self) -> None:
        """Show the pictures of the text that is in the form now; one on its way to another is given up."""
        text = self.writing.text
        self.pictures.begin(self.writing.subject, text.service_id, text.image_ids)

    def _on_sent(self, sent: Sent) -> None:
        self.judging.forget()
        if sent.subject == self.writing.subject:
            text = self.writing.text
            self.writing.begin_anew(WrittenText(service_id=text.service_id, sender=text.sender))
            self._begin_pictures()
            self._view.tree.show_chosen(None)
        self.line.show(sent)
        if sent.subject != NEW and sent.subject == self.writing.subject:
            self.open_new()

    async def _restore(self, sent: Sent) -> None:
        """Have a text that was taken back stand where it was written, unless something else does by now."""
        if sent.subject == self.writing.subject:
            if self.writing.blank:
                self.writing.put(sent.written)
                self._read_soon()
        elif await self._services.drafts.read(DraftKind.SMS, sent.subject) is None:
            self._services.drafts.keep_soon(DraftKind.SMS, sent.subject, to_draft(sent.written))
            if self.writing.blank:
                self.open_subject(sent.subject)

    def _on_written(self, others: bool) -> None:
        """Show what is written now; ``others``: it may go to other people."""
        self.judging.show_text(self.catalogue, self.template, others=others)
        if self.writing.text.image_ids != self.pictures.ids:
            self._begin_pictures()
        self._show_preview()

    def _show_preview(self) -> None:
        self._view.side.show_text(self.writing.text, self.writing.to, self.pictures.images)

    def _on_change(self, change: ChangeSet) -> None:
        if any(change.touches(entity) for entity in _CATALOGUE):
            self._read_soon()
        self.line.on_change(change)

    def _on_status(self, status: SyncStatus) -> None:
        if (filling := fills_first(status)) != self._filling:
            self._filling = filling
            self._read_soon()
        online = reachable(status, self._online)
        if online != self._online:
            self._online = online
            self.judging.show_online(online)
