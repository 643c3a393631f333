"""Deleting checked templates, and a category with all below it: asked first, with the count."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from occ_desktop.domain.failures import Failure
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.texting_templates import Branch
from occ_desktop.views.sms_templates.lines import templates_of
from occ_desktop.views.sms_templates.wording import TemplateWords

if TYPE_CHECKING:
    from occ_desktop.views.sms_templates.presenter import TemplatesPresenter
    from occ_desktop.views.sms_templates.tree_panel import TreePanel

Ask = Callable[[str, str, str, str], Awaitable[bool]]  # title, text, the verb, a note: whether to go on


class Deleting:
    """What goes is what was checked when the person pressed; what they typed for it goes with it."""

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        presenter: "TemplatesPresenter",
        panel: "TreePanel",
        words: TemplateWords,
        ask: Ask,
    ) -> None:
        self._templates = services.texting.templates
        self._tasks = tasks
        self._presenter = presenter
        self._panel = panel
        self._words = words
        self._ask = ask

    def checked(self) -> None:
        """Ask, with their count, then delete the checked templates."""
        self.templates(self._panel.tree.lines.checked)

    def current(self) -> None:
        """Delete key: the checked templates, else the line one stands on."""
        line = self._panel.tree.current
        if self._panel.tree.lines.checked:
            self.checked()
        elif line is not None and line.template is not None:
            self.templates(frozenset({line.id}))
        elif line is not None:
            self.category(line.id)

    def templates(self, ids: frozenset[str]) -> None:
        """Ask, then delete these templates."""
        if ids and self._presenter.keeps:
            self._tasks.start(lambda: self._delete(ids), name="delete", policy=Policy.DROP)

    def open_category(self) -> None:
        """Ask, then delete the category in the form."""
        own = self._presenter.category.own
        if own is not None:
            self.category(own.id)

    def category(self, category_id: str) -> None:
        """Ask, with what is below, then delete a category."""
        tree = self._presenter.tree
        branch = next((b for f in tree for b in (f, *f.children) if b.category.id == category_id), None)
        if branch is not None and self._presenter.keeps:
            self._tasks.start(lambda: self._delete_category(branch), name="delete", policy=Policy.DROP)

    async def _delete(self, ids: frozenset[str]) -> None:
        names = [one.name for one in templates_of(self._presenter.tree) if one.id in ids]
        words = self._words
        asked = words.delete_title(len(ids)), words.delete_names(names)
        if not await self._ask(*asked, words.delete_button(len(ids)), words.delete_note()):
            return
        try:
            with self._panel.delete.working():
                await self._templates.delete_templates(tuple(ids))
        except Failure as failure:
            self._panel.show_trouble(words.not_done(failure))
            return
        self._panel.tree.lines.check(frozenset())
        self._presenter.forget(ids)

    async def _delete_category(self, branch: Branch) -> None:
        words, category = self._words, branch.category
        asked = words.delete_category_title(category.name), words.delete_category_text(branch)
        if not await self._ask(*asked, words.delete_category_button(branch), words.delete_note()):
            return
        try:
            await self._templates.delete_category(category.id)
        except Failure as failure:
            self._panel.show_trouble(words.not_done(failure))
            return
        below = {child.category.id for child in branch.children}
        theirs = {one.id for one in templates_of((branch,))}
        self._presenter.forget(frozenset({category.id, *below, *theirs}))
