"""The template room as the frame knows it: wires layout and presenter, its questions and its keys."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui import dialogs, moments
from occ_desktop.ui.frame import Frame, Place
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.parts.keys import RoomKeys, key_map
from occ_desktop.views.parts.list_states import RETRY
from occ_desktop.views.sms_templates.presenter import TemplatesPresenter
from occ_desktop.views.sms_templates.view import TemplatesView
from occ_desktop.views.sms_templates.wording import MAKE, TemplateWords
from occ_desktop.views.texting_parts.picture_strip import choose_pictures


class SmsTemplatesRoom(QWidget):
    """템플릿 관리, for whoever keeps templates; where they only send, to be looked at."""

    def __init__(
        self, services: Services, tasks: TaskOwner, frame: Frame, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._frame = frame
        self._tasks = tasks.child("sms_templates", parent=self)
        self._words = TemplateWords(self)
        self.view = TemplatesView(self)
        self._gate = InFront()
        self.presenter = TemplatesPresenter(
            services,
            self._tasks,
            self.view,
            self._gate,
            self._words,
            self._ask,
            self._moment,
            self._on_count,
        )
        self._in_front = self._begun = False
        self._count = 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._connect()
        self._keys = self._answer_keys()

    def _connect(self) -> None:
        view, presenter = self.view, self.presenter
        panel, tree = view.panel, view.panel.tree
        panel.searched.connect(presenter.search)
        panel.service_chosen.connect(presenter.choose_service)
        panel.new_template_wanted.connect(presenter.make_template)
        panel.new_category_wanted.connect(presenter.make_category)
        panel.delete_wanted.connect(presenter.deleting.checked)
        panel.resume_wanted.connect(presenter.resume)
        tree.chosen.connect(presenter.choose)
        tree.entered.connect(self._into_form)
        tree.step_wanted.connect(presenter.step)
        tree.lines.move_wanted.connect(presenter.drop)
        view.category.below_wanted.connect(presenter.make_below)
        view.category.delete_wanted.connect(presenter.deleting.open_category)
        view.template.revert_wanted.connect(presenter.give_up)
        view.template.delete_wanted.connect(self._on_delete)
        view.template.form.pictures.choose_asked.connect(self._on_choose)
        view.state_wanted.connect(self._on_state)

    def _answer_keys(self) -> RoomKeys:
        actions: dict[str, Callable[[], object]] = {
            "conditions": self._to_search,
            "template-new": self.presenter.make_template,
            "template-save": self._save,
            "discard": self._on_delete_key,
        }
        return RoomKeys(self, Place.SMS_TEMPLATES, key_map(self._services.preferences.value.keys), actions)

    # Room

    def entered(self, arguments: dict[str, str]) -> None:
        """Come to the front; ``id`` stands on a template or category."""
        self._in_front = True
        self._frame.set_keys(self._keys.hints())
        if (wanted := arguments.get("id")) is not None:
            self.view.panel.tree.stand_on(wanted)
        self._gate.enter()
        if not self._begun:
            self._begun = True
            self.presenter.begin()
        elif wanted is not None:
            self.presenter.choose(wanted)
        self._on_count(self._count)
        self.view.panel.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def left(self) -> None:
        """Another room is in front: what was typed is kept, and stands there when one comes back."""
        self._in_front = False
        self.presenter.keep()
        self._gate.leave()

    def closed(self) -> None:
        """Keep what was typed, and stop."""
        self.presenter.closed()
        self._tasks.cancel_all(close=True)

    def carried(self) -> tuple[str, str | None, str]:
        """Return service, line and search; what was typed is kept as a draft and comes along by itself."""
        self.presenter.keep()
        return self.presenter.service, self.view.panel.tree.wanted, self.view.panel.search.text()

    def resume(self, carried: object) -> None:
        """Take that up in this window."""
        match carried:
            case (str() as service, str() | None as line, str() as words):
                self.presenter.service = service
                self.view.panel.search.setText(words)
                self.view.panel.tree.stand_on(line)

    # What is asked and said

    def _zone(self) -> ZoneInfo:
        return self._services.session.zone

    def _moment(self, moment: datetime) -> str:
        return moments.short(moment, self._services.clock.now(), self._zone())

    async def _ask(self, title: str, text: str, verb: str, note: str) -> bool:
        return await dialogs.confirm(
            self, title, text, accept=verb, kind="danger-solid", reject=self._words.keep(), note=note
        )

    def _on_count(self, count: int) -> None:
        self._count = count
        if self._in_front:
            self._frame.set_position(self.tr("%n template(s)", "", count) if count else "")

    # What the person does

    def _to_search(self) -> None:
        self.view.panel.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.view.panel.search.selectAll()

    def _into_form(self) -> None:
        page = self.view.page
        if page is self.view.template:
            self.view.template.form.name.setFocus(Qt.FocusReason.TabFocusReason)
        elif page is self.view.category:
            self.view.category.name.setFocus(Qt.FocusReason.TabFocusReason)

    def _save(self) -> None:
        page = self.view.page
        if page is self.view.template:
            self.view.template.save.click()
        elif page is self.view.category:
            self.view.category.save.click()

    def _on_delete(self) -> None:
        template = self.presenter.template.template
        if template is not None:
            self.presenter.deleting.templates(frozenset({template.id}))

    def _on_delete_key(self) -> None:
        if self.view.panel.tree.hasFocus():
            self.presenter.deleting.current()

    def _on_state(self, action: str) -> None:
        if action == MAKE:
            self.presenter.make_category()
        elif action == RETRY:
            self.presenter.read()

    def _on_choose(self) -> None:
        self._tasks.start(self._choose, name="choose", policy=Policy.DROP)

    async def _choose(self) -> None:
        found = await choose_pictures(self, self.view.template.form.pictures)
        self.presenter.template.pictures.add(found)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._in_front:
            self._frame.set_keys(self._keys.hints())
