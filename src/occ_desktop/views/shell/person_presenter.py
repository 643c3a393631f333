"""Who one is: the button in the top bar, its menu, and the question before logging out. Knows no room."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.preferences import Language, ThemeChoice
from occ_desktop.ui.frame import Place, Target
from occ_desktop.ui.vocabulary import name_of
from occ_desktop.views.parts.rooms import declared
from occ_desktop.views.shell.doors import Doors
from occ_desktop.views.shell.logout import ask_logout
from occ_desktop.views.shell.person_button import PersonButton
from occ_desktop.views.shell.person_menu import PersonMenu


class PersonPresenter(QObject):
    """Signals: ``chosen(Target)``: a place to go to; ``keys_chosen()``: the key sheet is wanted;
    ``logout_chosen(bool)``: the person wants to log out, True: erase the local copy. ``place`` is what the
    window has in front.
    """

    chosen = Signal(object)
    keys_chosen = Signal()
    logout_chosen = Signal(bool)

    def __init__(
        self,
        button: PersonButton,
        services: Services,
        tasks: TaskOwner,
        doors: Doors,
        place: Callable[[], Place | None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._button = button
        self._services = services
        self._tasks = tasks
        self._doors = doors
        self._place = place
        self._window = window
        button.clicked.connect(self.open_menu)

    def refresh(self) -> None:
        """Show who it is now."""
        session = self._services.session
        if session.me is not None:
            role = "role.supervisor" if session.is_supervisor() else "role.agent"
            self._button.show_person(session.me.name, name_of(role))

    def open_menu(self) -> None:
        """Show the menu below the button; returns at once."""
        me = self._services.session.me
        if me is None:
            return
        who = self.tr("{organisation}, account {username}")
        menu = PersonMenu(
            who.format(organisation=me.organisation_name, username=me.username),
            self._services.preferences.value,
            self._doors.extras,
            self._window,
        )
        change, go = self._services.preferences.change, self.chosen.emit
        menu.language_chosen.connect(lambda code: change(language=Language(code)))
        menu.theme_chosen.connect(lambda code: change(theme=ThemeChoice(code)))
        menu.settings_chosen.connect(lambda: go(Target(Place.SETTINGS)))
        menu.about_chosen.connect(lambda: go(Target(Place.SETTINGS, {"section": "about"})))
        menu.keys_chosen.connect(self.keys_chosen)
        if (own_window := self._doors.own_window) is not None and (place := self._place()) is not None:
            menu.offer_window(declared(place).label)
            menu.window_chosen.connect(partial(own_window, place))
        menu.extra_chosen.connect(self._doors.on_extra)
        menu.logout_chosen.connect(self.ask_logout)
        menu.popup_under(self._button)

    def ask_logout(self) -> None:
        """Ask whether and how to log out. Returns at once."""
        self._tasks.start(self._ask_logout, name="ask-logout")

    async def _ask_logout(self) -> None:
        erase = await ask_logout(self._window, self._services.workplace.status)
        if erase is not None:
            self.logout_chosen.emit(erase)
