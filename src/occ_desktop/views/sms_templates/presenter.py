"""Keeps tree and middle of the template room in step with the cache. Lays out nothing."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from occ_contract.people import Service
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.sync_status import SyncStatus, fills_first, reachable
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.events import DirectoryChanged, SessionChanged
from occ_desktop.services.texting_templates import Branch
from occ_desktop.ui.failure_text import sentence
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.parts.list_states import unreadable
from occ_desktop.views.sms_templates.category_desk import CategoryDesk
from occ_desktop.views.sms_templates.deleting import Ask, Deleting
from occ_desktop.views.sms_templates.lines import Line, line_of, lines_of, path_of, second_level, templates_of
from occ_desktop.views.sms_templates.reordering import Reordering
from occ_desktop.views.sms_templates.template_desk import TemplateDesk
from occ_desktop.views.sms_templates.unsaved import Unsaved, new_category
from occ_desktop.views.sms_templates.wording import TemplateWords

if TYPE_CHECKING:
    from occ_desktop.views.sms_templates.view import TemplatesView


class TemplatesPresenter:
    """``ask`` before anything is deleted or given up; ``moment`` writes a time as people read it."""

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        view: "TemplatesView",
        gate: InFront,
        words: TemplateWords,
        ask: Ask,
        moment: Callable[[datetime], str],
        told: Callable[[int], None],
    ) -> None:
        self._services = services
        self._tasks = tasks
        self._view = view
        self._gate = gate
        self._words = words
        self._ask = ask
        self._told = told
        self.read_once = False
        self._online = True
        self.service = ""
        self.tree: tuple[Branch, ...] = ()
        self.unsaved = Unsaved(services, tasks, self._show_lines, view.panel.show_trouble)
        self.category = CategoryDesk(services, tasks, view.category, self.unsaved, words, self._on_saved)
        self.template = TemplateDesk(
            services, tasks, view.template, self.unsaved, words, moment, self._on_saved
        )
        self.order = Reordering(services, tasks, self._take, self.read, self._trouble)
        self.deleting = Deleting(services, tasks, self, view.panel, words, ask)
        self._leave = (
            services.bus.subscribe(ChangeSet, self._on_change),
            services.bus.subscribe(DirectoryChanged, lambda _event: self._follow_rights()),
            services.bus.subscribe(SessionChanged, lambda _event: self._follow_rights()),
            services.bus.subscribe(SyncStatus, self._on_status),
        )
        if services.workplace.status is not None:
            self._on_status(services.workplace.status)

    def closed(self) -> None:
        """Keep what was typed and take the subscriptions off."""
        self.leave()
        for off in self._leave:
            off()

    # what is listed

    @property
    def offered(self) -> tuple[Service, ...]:
        """Return the services whose templates the person may look at."""
        mine = self._services.session.rights.texting_services()
        return tuple(one for one in self._services.directory.services() if one.id in mine)

    @property
    def keeps(self) -> bool:
        """Tell whether the person may change the templates of the service shown."""
        return self.service in self._services.session.rights.template_services()

    def begin(self) -> None:
        """Show the room for the first time."""
        self._tasks.start(self._begin, name="begin", policy=Policy.DROP)

    async def _begin(self) -> None:
        try:
            await self.unsaved.load()
        except Failure as failure:
            self._view.panel.show_trouble(sentence(failure))
        self._follow_rights()

    def choose_service(self, service_id: str) -> None:
        """Show the templates of another service."""
        if service_id == self.service:
            return
        self.leave()
        self.service, self.tree, self.read_once = service_id, (), False
        self.order.forget()
        self._view.panel.tree.lines.check(frozenset())
        self._view.panel.tree.stand_on(None)
        self._follow_rights()

    def _follow_rights(self) -> None:
        offered = self.offered
        ids = [one.id for one in offered]
        if self.service not in ids and ids:
            kept = [one for one in ids if one in self._services.session.rights.template_services()]
            self.service = (kept or ids)[0]
        self._view.panel.offer_services(offered, self.service)
        note = "" if self.keeps else self._words.read_only()
        if self.keeps and not self._online:
            note = self._words.offline()
        self._view.panel.allow(keep=self.keeps, note=note)
        self.category.allow(keep=self.keeps)
        self.template.allow(keep=self.keeps)
        self.read()

    def read(self) -> None:
        """Read the tree anew, in front now, else when the room comes there."""
        self._gate.do("tree", lambda: self._tasks.start(self._read, name="tree", policy=Policy.AGAIN))

    async def _read(self) -> None:
        service = self.service
        try:
            tree = await self._services.texting.templates.tree(service)
        except Failure as failure:
            if not self.read_once:
                self._view.show_state(unreadable(failure))
            return
        if service == self.service and self.order.done_in(tree):
            self.read_once = True
            self._take(tree)

    def _take(self, tree: tuple[Branch, ...]) -> None:
        """Show a tree as it is now, or as it will be."""
        self.tree = tree
        self._show_lines()
        self._told(len(list(templates_of(tree))))
        wanted = self._view.panel.tree.wanted
        if self.category.subject is not None:
            if not self.category.follow(tree):
                self._close()
        elif self.template.subject is not None:
            if not self.template.follow(tree):
                self._close()
        elif wanted is not None and self._view.panel.tree.current is not None:
            self.choose(wanted)
        else:
            self._show_nothing()

    def _show_lines(self) -> None:
        drafted = self.unsaved.of_service(self.service)
        panel = self._view.panel
        templates = [one.id for one in templates_of(self.tree)]
        panel.show_lines(lines_of(self.tree, panel.search.text(), drafted), templates)
        panel.show_begun(bool(self._left_over) and self.keeps)

    def search(self, _words: str) -> None:
        """List what has these words."""
        self._show_lines()

    # what stands in the middle

    def choose(self, line_id: object) -> None:
        """Show the template or category one stands on."""
        if line_id in {self.category.subject, self.template.subject} and line_id is not None:
            return
        self._view.panel.show_trouble("")
        template = next((one for one in templates_of(self.tree) if one.id == line_id), None)
        category = next((c for c in path_of(self.tree, str(line_id)) if c.id == line_id), None)
        if template is not None:
            self.category.leave()
            self.template.open(template, self.tree)
            self._view.show_template()
        elif category is not None:
            self.template.leave()
            self.category.open(category, self.tree)
            self._view.show_category()
        else:
            self._close()

    def _close(self) -> None:
        self.leave()
        self._show_nothing()

    def leave(self) -> None:
        """Keep what was typed, and show neither."""
        self.category.leave()
        self.template.leave()

    def keep(self) -> None:
        """Keep what was typed, and go on showing it."""
        self.category.keep()
        self.template.keep()

    def _show_nothing(self) -> None:
        if not self.read_once or fills_first(self._services.workplace.status):
            self._view.show_state(self._words.loading())
        elif not self.tree:
            self._view.show_state(self._words.nothing_yet(keep=self.keeps))
        else:
            count = sum(branch.count for branch in self.tree)
            self._view.show_state(self._words.none_chosen(count, keep=self.keeps))

    # making

    def make_template(self) -> None:
        """Begin a template in the category one stands on or in; without one, a category comes first."""
        if not self.keeps:
            return
        homes = [second.id for _first, second in second_level(self.tree)]
        if not homes:
            first = self.tree[0].category.id if self.tree else None
            self._make_category(first)
            self._view.panel.show_trouble(self._words.category_first(any_first=first is not None))
            return
        self.category.leave()
        self.template.make(self.service, self._home(homes), self.tree)
        self._view.panel.tree.stand_on(None)
        self._view.show_template()

    def _home(self, homes: list[str]) -> str:
        line = self._view.panel.tree.current
        if line is None:
            return homes[0]
        if line.template is not None:
            return line.template.category_id
        if line.id in homes:
            return line.id
        below = [second.id for first, second in second_level(self.tree) if first.id == line.id]
        return (below or homes)[0]

    def make_category(self) -> None:
        """Begin a category of the first level."""
        self._make_category(None)

    def make_below(self) -> None:
        """Begin what stands below the category in the form."""
        own = self.category.own
        if own is not None and own.parent_id is None:
            self._make_category(own.id)
        elif own is not None:
            self.make_template()

    def _make_category(self, parent_id: str | None) -> None:
        if not self.keeps:
            return
        self.template.leave()
        self.category.make(self.service, parent_id, self.tree)
        self._view.panel.tree.stand_on(None)
        self._view.show_category()
        self._view.category.name.setFocus()

    @property
    def _left_over(self) -> tuple[str, ...]:
        """Return the subjects of unsaved texts that no line leads to, but the one in the form."""
        known = {one.id for one in templates_of(self.tree)}
        known |= {c.id for b in self.tree for c in (b.category, *(d.category for d in b.children))}
        known |= {str(self.template.subject), str(self.category.subject)}
        return tuple(sorted(self.unsaved.can_be_made(self.service) - known))

    def resume(self) -> None:
        """Go on with what was begun and not saved, and has no line in the tree."""
        left = self._left_over
        if not left:
            return
        self._view.panel.tree.stand_on(None)
        if left[0] == new_category(self.service):
            self._make_category(None)
            return
        self.category.leave()
        self.template.resume(left[0], self.service, self.tree)
        self._view.show_template()

    def _on_saved(self, line_id: str) -> None:
        self._view.panel.show_trouble("")
        self._view.panel.tree.stand_on(line_id)
        self.read()

    def give_up(self) -> None:
        """Ask, then show the template as it was saved last, or give the new one up."""
        self._tasks.start(self._give_up, name="give-up", policy=Policy.DROP)

    async def _give_up(self) -> None:
        words, subject = self._words, self.template.subject
        new = self.template.template is None
        title, text = words.discard_title(), words.discard_text(new=new)
        if not await self._ask(title, text, words.discard(), "") or self.template.subject != subject:
            return
        self.template.revert()
        if new:
            self._close()

    # moving

    def step(self, line_id: str, step: int) -> None:
        """Move a line one place up (-1) or down (1)."""
        line = self._movable(line_id)
        if line is not None:
            self.order.step(self.tree, line, step)

    def drop(self, line_id: str, under: str | None, row: int) -> None:
        """Move a line below a category, before a row of it (below 0: to the end)."""
        line = self._movable(line_id)
        if line is not None:
            self.order.drop(self.tree, line, under, row)

    def _movable(self, line_id: str) -> Line | None:
        """Return a line that may be moved now; while one searches, the places between are not in sight."""
        self._view.panel.show_trouble("")
        if not self.keeps:
            return None
        if self._view.panel.search.text().strip():
            self._view.panel.show_trouble(self._words.no_moves())
            return None
        return line_of(lines_of(self.tree), line_id)

    # what a deletion leaves

    def forget(self, ids: frozenset[str]) -> None:
        """Show nothing of what the person deleted; what was typed for it is given up with it."""
        if {self.template.subject, self.category.subject} & ids:
            self._close()
        for subject in ids & self.unsaved.subjects:
            self.unsaved.keep(subject, self.service, None)
        self.read()

    def _trouble(self, failure: Failure) -> None:
        self._view.panel.show_trouble(self._words.not_done(failure))

    # what the bus reports

    def _on_change(self, change: ChangeSet) -> None:
        if change.everything:
            self.order.forget()
        if change.touches(Entity.SMS_CATEGORY) or change.touches(Entity.SMS_TEMPLATE):
            self.read()
        if change.touches(Entity.SMS_SENDER):
            self._gate.do("senders", self.template.renew_senders)

    def _on_status(self, status: SyncStatus) -> None:
        online = reachable(status, self._online)
        if online != self._online:
            self._online = online
            self._follow_rights()
