"""Keeps one template in its form: what is typed against what stands at the server. Lays out nothing.

What is typed is a draft from the first pause on. A colleague's newer version beside it is a conflict that the
person decides; nothing is laid over anything unseen.
"""

from collections.abc import Callable
from datetime import datetime

import msgspec
from PySide6.QtCore import Qt

from occ_contract.errors import ErrorCode
from occ_contract.sms import MOST_IMAGES, SmsTemplate
from occ_desktop.domain.failures import Failure, Refused
from occ_desktop.domain.text_drafts import WrittenTemplate
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.texting_templates import Branch
from occ_desktop.ui import failure_text
from occ_desktop.views.sms_templates.editing import (
    change_of,
    conflicts,
    faults,
    new_of,
    rebased,
    refused_fields,
    says_more,
    untouched,
    written_of,
)
from occ_desktop.views.sms_templates.lines import path_of, second_level, templates_of
from occ_desktop.views.sms_templates.template_page import TemplatePage
from occ_desktop.views.sms_templates.unsaved import Unsaved, new_template
from occ_desktop.views.sms_templates.wording import ANEW, MINE, THEIRS, TemplateWords
from occ_desktop.views.texting_parts.pictures import Pictures


class TemplateDesk:
    """``saved(id)`` when a template was made or changed; ``moment`` writes a time as people read it."""

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        page: TemplatePage,
        unsaved: Unsaved,
        words: TemplateWords,
        moment: Callable[[datetime], str],
        saved: Callable[[str], None],
    ) -> None:
        self._services = services
        self._tasks = tasks
        self._page = page
        self._unsaved = unsaved
        self._words = words
        self._moment = moment
        self._saved = saved
        strip, images = page.form.pictures, services.texting.images
        self.pictures = Pictures(images, tasks, strip, self._on_pictures, self._show_pictures, self._add_late)
        self._subject: str | None = None
        self._template: SmsTemplate | None = None  # as it stands; None: to be made, or deleted
        self._tree: tuple[Branch, ...] = ()
        self._ready = False  # the form is filled, so what stands there means something
        self._saving = False
        self._kept_at = ""
        self._fresh = False  # made here, and not in the tree yet
        self._trouble = ""  # why it could not be saved, until the person goes on
        self._refused_by = ""  # who changed it, told by a refusal before the feed brought what
        self.keep_allowed = False
        page.changed.connect(self._on_typed)
        page.kept.connect(self.keep)
        page.decided.connect(self.decide)
        page.save_wanted.connect(self.save)

    @property
    def subject(self) -> str | None:
        """Return the id of the template in the form, or the subject of a new one."""
        return self._subject

    @property
    def template(self) -> SmsTemplate | None:
        """Return the template in the form as it stands at the server."""
        return self._template

    @property
    def written(self) -> WrittenTemplate:
        """Return what stands in the form, its pictures included."""
        return msgspec.structs.replace(self._page.form.written, image_ids=self.pictures.ids)

    @property
    def changed(self) -> bool:
        """Tell whether there is something to save."""
        return self._ready and says_more(self.written, self._template)

    # going to a template and away from it

    def open(self, template: SmsTemplate, tree: tuple[Branch, ...]) -> None:
        """Show a template, with what was typed for it before."""
        self.leave()
        self._begin(template.id, template, tree, written_of(template))

    def make(self, service_id: str, category_id: str, tree: tuple[Branch, ...]) -> None:
        """Begin a new template, or go on with the one that was begun."""
        self.leave()
        blank = WrittenTemplate(service_id=service_id, category_id=category_id)
        self._begin(new_template(service_id), None, tree, blank)

    def resume(self, subject: str, service_id: str, tree: tuple[Branch, ...]) -> None:
        """Go on with what was typed for a template that is no longer there."""
        self.leave()
        self._begin(subject, None, tree, WrittenTemplate(service_id=service_id))

    def _begin(
        self, subject: str, own: SmsTemplate | None, tree: tuple[Branch, ...], first: WrittenTemplate
    ) -> None:
        self._subject, self._template, self._tree = subject, own, tree
        self._ready, self._fresh, self._kept_at = False, False, ""
        self._trouble = self._refused_by = ""
        self._page.setEnabled(False)  # what were typed now would be lost with what comes
        self._page.show_card(None)
        self._tasks.start(lambda: self._fill(subject, first), name="template", policy=Policy.LATEST)

    async def _fill(self, subject: str, first: WrittenTemplate) -> None:
        kept, failure = None, None
        try:
            senders = await self._services.texting.templates.senders(first.service_id, usable=False)
            kept = await self._unsaved.read(subject, WrittenTemplate)
        except Failure as found:
            senders, failure = (), found
        if self._subject != subject:
            return
        written = first if kept is None else msgspec.structs.replace(kept, service_id=first.service_id)
        form = self._page.form
        form.offer_categories(second_level(self._tree))
        form.show_written(written)
        form.offer_senders(senders)
        self.pictures.begin(subject, first.service_id, written.image_ids)
        self._ready = True
        self._page.setEnabled(True)
        if self._template is None and self.keep_allowed:
            form.name.setFocus(Qt.FocusReason.OtherFocusReason)  # what is typed next is a name
        self._page.show_preview()
        self._allow()
        if kept is not None and self._template is not None:
            form.keep_along(rebased(written, None, self._template))
        self._show_all()
        if failure is not None:
            self._trouble = failure_text.sentence(failure)
            self._show_standing()

    def leave(self) -> None:
        """Keep what was typed; the form means nothing afterwards."""
        if self._subject is None:
            return
        self.keep()
        self.pictures.leave()
        self._subject, self._template, self._ready = None, None, False

    def keep(self) -> None:
        """Keep what stands there, or forget it where it says nothing new."""
        if self._subject is None or not self._ready:
            return
        self._page.hold()
        written = self.written
        worth = written if says_more(written, self._template) else None
        if worth is None and self._subject not in self._unsaved.subjects:
            return
        self._unsaved.keep(self._subject, written.service_id, worth)
        self._kept_at = "" if worth is None else self._moment(self._services.clock.now())
        self._show_standing()

    def allow(self, *, keep: bool) -> None:
        """Take in whether the person may change templates here."""
        self.keep_allowed = keep
        if not keep:
            self.keep()
        self._allow()

    def _allow(self) -> None:
        self._page.form.set_read_only(not self.keep_allowed, self._words.why_locked())
        self._show_standing()

    # what comes from elsewhere

    def follow(self, tree: tuple[Branch, ...]) -> bool:
        """Take in the tree as it is now. Tell whether there is still something to show."""
        self._tree = tree
        if not self._ready or self._saving:
            return True
        self._page.form.offer_categories(second_level(tree))
        before = self._template
        now = next((one for one in templates_of(tree) if one.id == self._subject), None)
        self._fresh = self._fresh and now is None
        if self._fresh or (now is not None and before is not None and now.seq < before.seq):
            return True  # the tree is older than the answer to what was saved
        if now is None and before is not None and not says_more(self.written, self._template):
            return False
        self._take(before, now)
        return True

    def renew_senders(self) -> None:
        """Offer the sender numbers as they are now."""
        self._tasks.start(self._renew_senders, name="senders", policy=Policy.AGAIN)

    async def _renew_senders(self) -> None:
        if self._ready:
            subject, service = self._subject, self.written.service_id
            senders = await self._services.texting.templates.senders(service, usable=False)
            if self._ready and subject == self._subject:
                self._page.form.offer_senders(senders)

    def _take(self, before: SmsTemplate | None, now: SmsTemplate | None) -> None:
        """Show what stands at the server now beside what is typed."""
        if now is not None and now != before:
            written = self.written
            self._template = now
            if before is not None and untouched(written, before):
                self._show(written_of(now))
            else:
                self._page.form.keep_along(rebased(written, before, now))
            self._refused_by = ""
        elif now is None:
            self._template = None
        self._show_all()

    # saving and deciding

    def save(self) -> None:
        """Make or change the template; a second press changes nothing."""
        self._tasks.start(self._save, name="save-template", policy=Policy.DROP)

    async def _save(self) -> None:
        subject, own, written = self._subject, self._template, self.written
        if subject is None or not self._ready or not self.keep_allowed:
            return
        if own is not None and conflicts(written, own):
            self._show_all()
            return
        found = [(f.field, self._words.fault(f.field, f.code, f.params)) for f in faults(written)]
        if self.pictures.waiting:
            found.append(("image_ids", self._words.picture_waits()))
        if found:
            self._page.show_faults(found)
            return
        self._trouble = ""
        self.keep()
        self._saving = True
        try:
            with self._page.save.working():
                answer = await self._send(own, written)
        except Failure as failure:
            self._saving = False
            self.follow(self._tree)
            self._tell(subject, failure)
            return
        self._saving = False
        await self._take_saved(subject, written, answer)
        self.follow(self._tree)

    async def _send(self, own: SmsTemplate | None, written: WrittenTemplate) -> SmsTemplate:
        templates = self._services.texting.templates
        if own is None:
            return await templates.create_template(new_of(written))
        return await templates.change_template(own.id, change_of(written, own))

    async def _take_saved(self, subject: str, sent: WrittenTemplate, answer: SmsTemplate) -> None:
        if self._subject != subject:
            await self._unsaved.saved(subject, sent.service_id, sent)
            return
        now = self.written
        self._unsaved.keep(subject, sent.service_id, None)
        self._fresh = subject != answer.id
        self._subject, self._template = answer.id, answer
        if now == sent:
            self._show(written_of(answer))
        else:
            self._page.form.keep_along(msgspec.structs.replace(now, base=answer.version))
        self._kept_at = ""
        self.keep()
        self._show_all()
        self._saved(answer.id)

    def _tell(self, subject: str, failure: Failure) -> None:
        if self._subject != subject:
            return
        refused = failure if isinstance(failure, Refused) else None
        if refused is not None and refused.code is ErrorCode.TEMPLATE_CONFLICT:
            self._refused_by = str(refused.params.get("by_name") or "")
            self.follow(self._tree)
            self._services.workplace.desk.sync.nudge()
            return
        if refused is not None and (named := refused_fields(refused.params)):
            found = [(f.field, self._words.fault(f.field, f.code, f.params)) for f in named]
            self._page.show_faults(found)
        self._trouble = self._words.not_saved(failure)
        self._show_standing()

    def decide(self, action: str) -> None:
        """Do what the person decided on the card."""
        now = self._template
        if action == MINE and now is not None:
            self._page.form.keep_along(msgspec.structs.replace(self.written, base=now.version))
            self._show_all()
            self.save()
        elif action == THEIRS and now is not None:
            self.revert()
        elif action == ANEW:
            self.save()

    def revert(self) -> None:
        """Show what stands at the server; for a new one: give it up."""
        subject, own = self._subject, self._template
        if subject is None:
            return
        self._trouble = ""
        if own is not None:
            self.pictures.begin(subject, own.service_id, own.image_ids)
            self._show(written_of(own))
            self.keep()
            self._show_all()
        else:
            self._unsaved.keep(subject, self.written.service_id, None)
            self.pictures.begin("", "", ())
            self._subject, self._ready = None, False

    # showing

    def _show(self, written: WrittenTemplate) -> None:
        self._page.form.show_written(written)
        self.pictures.follow(written.image_ids)
        self._page.show_images(self.pictures.images)

    def _show_pictures(self) -> None:
        self._page.show_images(self.pictures.images)

    def _on_typed(self) -> None:
        self._trouble = ""
        self._show_standing()

    def _on_pictures(self) -> None:
        self._page.form.fields["image_ids"].set_error(None)
        self._page.touch()

    async def _add_late(self, subject: str, service_id: str, image_id: str) -> None:
        """Keep a picture with the template it was given to, which is not in the form any more."""
        written = await self._unsaved.read(subject, WrittenTemplate)
        if written is None:
            own = await self._services.texting.templates.template(subject)
            written = WrittenTemplate(service_id=service_id) if own is None else written_of(own)
        if subject != self._subject and len(written.image_ids) < MOST_IMAGES:
            ids = (*written.image_ids, image_id)
            self._unsaved.keep(subject, service_id, msgspec.structs.replace(written, image_ids=ids))

    def _show_all(self) -> None:
        own, written = self._template, self.written
        self._page.show_head(own.name if own else "", self._path(written))
        self._show_card(written)
        self._show_standing()

    def _path(self, written: WrittenTemplate) -> str:
        category = self._template.category_id if self._template else written.category_id
        return " › ".join(one.name for one in path_of(self._tree, category))

    def _show_card(self, written: WrittenTemplate) -> None:
        own, words = self._template, self._words
        if own is not None and conflicts(written, own):
            by = self._services.directory.name(own.changed_by)
            self._page.show_card(words.conflict(by), words.theirs(written, own), words.choices())
        elif self._refused_by:
            self._page.show_card(words.conflict(self._refused_by))
        elif own is None and self._subject != new_template(written.service_id):
            self._page.show_card(words.gone(), (), words.anew())
        else:
            self._page.show_card(None)

    def _show_standing(self) -> None:
        if not self._ready:
            return
        own, changed, text = self._template, says_more(self.written, self._template), ""
        if changed:
            text = self._words.unsaved(self._kept_at)
        elif own is not None:
            when = self._moment(own.changed_at) if own.changed_at else ""
            text = self._words.saved(self._services.directory.name(own.changed_by), when)
        self._page.show_standing(text, changed=changed, new=own is None, keep=self.keep_allowed)
        if self._trouble:
            self._page.show_line(self._trouble, wrong=True)
