"""Keeps one category in its form: what is typed against what stands there. Lays out nothing."""

from collections.abc import Callable

import msgspec

from occ_contract.errors import ErrorCode
from occ_contract.sms import CATEGORY_NAME_LIMIT, NewSmsCategory, SmsCategory, SmsCategoryChange
from occ_desktop.domain.failures import Failure, Refused
from occ_desktop.domain.text_drafts import WrittenCategory
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.texting_templates import Branch
from occ_desktop.ui import failure_text, sentences
from occ_desktop.views.sms_templates.category_page import CategoryPage
from occ_desktop.views.sms_templates.editing import refused_fields
from occ_desktop.views.sms_templates.lines import path_of
from occ_desktop.views.sms_templates.unsaved import Unsaved, new_category
from occ_desktop.views.sms_templates.wording import TemplateWords


def written_of(category: SmsCategory) -> WrittenCategory:
    """Return a category as its form has it before anybody types."""
    return WrittenCategory(
        service_id=category.service_id,
        name=category.name,
        enabled=category.enabled,
        parent_id=category.parent_id,
    )


class CategoryDesk:
    """``saved(id)`` when a category was made or changed, to go on with it."""

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        page: CategoryPage,
        unsaved: Unsaved,
        words: TemplateWords,
        saved: Callable[[str], None],
    ) -> None:
        self._templates = services.texting.templates
        self._tasks = tasks
        self._page = page
        self._unsaved = unsaved
        self._words = words
        self._saved = saved
        self._subject: str | None = None
        self._own: SmsCategory | None = None
        self._tree: tuple[Branch, ...] = ()
        self._ready = False  # the form is filled, so what stands there means something
        self._fresh = False  # made here, and not in the tree yet
        self.keep_allowed = False
        page.changed.connect(self._show_standing)
        page.kept.connect(self.keep)
        page.save_wanted.connect(self.save)
        page.revert_wanted.connect(self.revert)

    @property
    def subject(self) -> str | None:
        """Return the id of the category in the form, or the subject of a new one."""
        return self._subject

    @property
    def own(self) -> SmsCategory | None:
        """Return the category in the form, None for one to be made."""
        return self._own

    def open(self, category: SmsCategory, tree: tuple[Branch, ...]) -> None:
        """Show a category, with what was typed for it before."""
        self.leave()
        self._begin(category.id, category, tree, written_of(category))

    def make(self, service_id: str, parent_id: str | None, tree: tuple[Branch, ...]) -> None:
        """Begin a new category, or go on with the one that was begun."""
        self.leave()
        blank = WrittenCategory(service_id=service_id, parent_id=parent_id)
        self._begin(new_category(service_id), None, tree, blank)

    def _begin(
        self, subject: str, own: SmsCategory | None, tree: tuple[Branch, ...], first: WrittenCategory
    ) -> None:
        self._subject, self._own, self._tree, self._fresh = subject, own, tree, False
        self._show(first)
        self._ready = subject not in self._unsaved.subjects
        self._page.setEnabled(self._ready)  # what were typed now would be lost with what comes
        if not self._ready:
            self._tasks.start(lambda: self._bring_back(subject, first), name="category", policy=Policy.LATEST)

    async def _bring_back(self, subject: str, first: WrittenCategory) -> None:
        try:
            kept = await self._unsaved.read(subject, WrittenCategory)
        except Failure as failure:
            kept = None
            self._page.show_error(failure_text.sentence(failure))
        if self._subject == subject:
            if kept is not None:
                self._show(msgspec.structs.replace(kept, service_id=first.service_id))
            self._ready = True
            self._page.setEnabled(True)

    def follow(self, tree: tuple[Branch, ...]) -> bool:
        """Take in the tree as it is now; what nobody touched follows it. Tell whether it still stands."""
        self._tree = tree
        own = self._own
        if own is None:
            return True
        now = next((c for c in path_of(tree, own.id) if c.id == own.id), None)
        self._fresh = self._fresh and now is None
        if self._fresh or (now is not None and now.seq < own.seq):
            return True  # the tree is older than the answer to what was saved
        if now is None:
            return False
        written, before = self._page.written, written_of(own)
        self._own = now
        theirs = written_of(now)
        followed = {
            name: getattr(theirs, name)
            for name in ("name", "enabled", "parent_id")
            if getattr(written, name) == getattr(before, name)
        }
        after = msgspec.structs.replace(written, **followed)
        if after != written or now != own:
            self._show(after)
        else:
            self._show_facts()
        return True

    def leave(self) -> None:
        """Keep what was typed; the form shows nothing of meaning afterwards."""
        self.keep()
        self._subject = self._own = None

    def keep(self) -> None:
        """Keep what stands there, or forget it where it says nothing new."""
        if self._subject is None or not self._ready:
            return
        self._page.hold()
        written = self._page.written
        worth = written if self._changed(written) else None
        if worth is not None or self._subject in self._unsaved.subjects:
            self._unsaved.keep(self._subject, written.service_id, worth)

    def revert(self) -> None:
        """Show what stands at the server."""
        if self._own is not None:
            self._show(written_of(self._own))
            self.keep()

    def save(self) -> None:
        """Make or change the category; a second press changes nothing."""
        self._tasks.start(self._save, name="save-category", policy=Policy.DROP)

    async def _save(self) -> None:
        subject, own, written = self._subject, self._own, self._page.written
        if subject is None:
            return
        name = " ".join(written.name.split())
        if not name or len(name) > CATEGORY_NAME_LIMIT:
            code = ErrorCode.TOO_LONG if name else ErrorCode.REQUIRED
            self._page.show_fault(
                sentences.for_code(code, {"limit": CATEGORY_NAME_LIMIT, "length": len(name)})
            )
            return
        self._page.hold()
        try:
            with self._page.save.working():
                answer = await self._send(own, written)
        except Failure as failure:
            self._tell(subject, failure)
            return
        if self._subject != subject:
            await self._unsaved.saved(subject, written.service_id, written)
            return
        self._unsaved.keep(subject, written.service_id, None)
        self._fresh = subject != answer.id
        self._subject, self._own = answer.id, answer
        now = self._page.written
        self._show(written_of(answer) if now == written else now)
        self._saved(answer.id)

    async def _send(self, own: SmsCategory | None, written: WrittenCategory) -> SmsCategory:
        if own is None:
            new = NewSmsCategory(
                service_id=written.service_id,
                name=written.name,
                enabled=written.enabled,
                parent_id=written.parent_id,
            )
            return await self._templates.create_category(new)
        before = written_of(own)
        changed = {
            name: getattr(written, name)
            for name in ("name", "enabled", "parent_id")
            if getattr(written, name) != getattr(before, name)
        }
        return await self._templates.change_category(own.id, SmsCategoryChange(**changed))

    def _tell(self, subject: str, failure: Failure) -> None:
        if self._subject != subject:
            return
        faults = refused_fields(failure.params) if isinstance(failure, Refused) else ()
        named = next((fault for fault in faults if fault.field == "name"), None)
        if named is not None:
            self._page.show_fault(self._words.category_fault(named.code, named.params))
        else:
            self._page.show_error(self._words.not_saved(failure))
        self.keep()

    def _changed(self, written: WrittenCategory) -> bool:
        if self._own is None:
            return bool(written.name.strip())
        return written != written_of(self._own)

    def _show(self, written: WrittenCategory) -> None:
        firsts = [branch.category for branch in self._tree]
        self._page.show_category(written, self._own, firsts)
        self._show_facts()
        self._show_standing()

    def _show_facts(self) -> None:
        facts = "" if self._own is None else self._words.facts(self._tree, self._own)
        self._page.show_facts(facts)

    def _show_standing(self) -> None:
        self._page.show_standing(changed=self._changed(self._page.written), keep=self.keep_allowed)

    def allow(self, *, keep: bool) -> None:
        """Take in whether the person may change categories."""
        self.keep_allowed = keep
        if not keep:
            self.keep()
        self._show_standing()
