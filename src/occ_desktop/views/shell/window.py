"""The main window: the frame around the rooms of a person who is logged in."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.events import PreferencesChanged, SessionChanged, SessionEnding, SessionState
from occ_desktop.ui.frame import KeyHint, Place, Target
from occ_desktop.ui.messages import Messages
from occ_desktop.ui.second_hand import SecondHand
from occ_desktop.ui.tables.table_view import TableView
from occ_desktop.ui.tray import Tray
from occ_desktop.ui.widgets.nav_rail import RailItem
from occ_desktop.ui.widgets.room_tabs import RoomTab
from occ_desktop.ui.windows import RememberedWindow
from occ_desktop.views.parts.rooms import ROOMS, DeclaredRoom, Section, declared, open_rooms
from occ_desktop.views.parts.texting_door import TextingDoor
from occ_desktop.views.shell.badges import Badges
from occ_desktop.views.shell.clock_notice import ClockNotice
from occ_desktop.views.shell.cti_bar import SETTABLE
from occ_desktop.views.shell.cti_presenter import CtiPresenter
from occ_desktop.views.shell.doors import Doors
from occ_desktop.views.shell.find_presenter import FindPresenter
from occ_desktop.views.shell.machine_presenter import MachinePresenter
from occ_desktop.views.shell.notice_presenter import NoticePresenter
from occ_desktop.views.shell.person_presenter import PersonPresenter
from occ_desktop.views.shell.places_kept import KeptPlaces
from occ_desktop.views.shell.presence import Presence
from occ_desktop.views.shell.room_host import RoomFactory, RoomHost
from occ_desktop.views.shell.sync_presenter import OUTBOX, POSITION, SyncPresenter
from occ_desktop.views.shell.view import ShellView
from occ_desktop.views.shell.window_keys import WindowKeys

_FIRST = Target(Place.CALLBACK_LIST)
NO_RIGHT = "no-right"


class ShellWindow(RememberedWindow):
    """A window with rooms; implements `ui.frame.Frame`.

    ``rooms`` maps places to room classes or factories ``(services, tasks, frame, parent)``; a place without
    one is not offered. Somebody must be logged in (`services.session.me`). ``tray`` makes it the main window,
    which alone tells what happens; it outlives the window. ``start`` is what one sees first, ``carried`` what
    the rooms of an earlier window left to those of this.

    Signals: ``closing()``: the person ends the program, or `leave()` was called; the window is hidden, its
    rooms still stand until `finish()`. ``went_to_tray()``. ``logout_chosen(bool)``: the person asked for
    it, True: erase the local copy; the caller logs out and closes this window with `finish()` + `leave()`.
    A changed language needs a new window (`PreferencesChanged` names ``language``).
    """

    logout_chosen = Signal(bool)

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        rooms: Mapping[Place, RoomFactory],
        *,
        doors: Doors,
        tray: Tray | None = None,
        start: Target = _FIRST,
        carried: Mapping[Place, object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._services = services
        self._tray = tray
        kept = "-".join(("shell", *(sorted(rooms) if tray is None else ())))
        places = KeptPlaces(services.preferences)
        super().__init__(kept, places, hide_instead=self._goes_to_tray, parent=parent)
        self.setObjectName("shell")
        self._tasks = tasks.child("shell", parent=self)
        self._doors = doors
        self._zone = services.session.zone
        self._last: dict[Section, Place] = {}
        self._finished = False
        self._before_cti: QWidget | None = None
        self.messages = Messages(self)
        self.host = RoomHost(services, self._tasks, self, rooms, self)
        self.view = ShellView(self.host, self.messages, self)
        self._make_presenters()
        self.keys = self._answer_keys()
        self._build()
        self._connect()
        self.host.resume(carried or {})
        self._apply_rights()
        self.navigate(start)

    @property
    def place(self) -> Place | None:
        """The place in front, to be given as ``start`` to the window of another language."""
        return self.host.place

    @property
    def carried(self) -> dict[Place, object]:
        """What the rooms take along, to be given as ``carried`` to the window of another language."""
        return self.host.carried()

    @property
    def places(self) -> tuple[Place, ...]:
        """The places this person may enter now."""
        return tuple(room.place for room in self._open_rooms())

    def _open_rooms(self) -> tuple[DeclaredRoom, ...]:
        return open_rooms(self._services.session.rooms(), self.host.built)

    def navigate(self, target: Target) -> None:
        """Open a place; one the person may not enter opens the first they may."""
        places = self.places
        if not places or self._finished:
            return
        place, arguments = target.place, target.arguments
        if place not in self.host.built and self._doors.elsewhere is not None:
            self._doors.elsewhere(target)
            return
        if place not in places:
            place, arguments = places[0], {}
        section = declared(place).section
        self._last[section] = place
        tabs = [p for p in places if declared(p).section is section]
        self._show_tabs(tabs)
        self.view.rail.choose(section.value)
        self.view.tabs.choose(place.value)
        self.keys.stand_back(place)
        self.host.enter(place, dict(arguments))

    def leads_to(self, place: Place) -> bool:
        """Tell whether a place is one this window shows the person, or that another window would."""
        named = [room for room in ROOMS if room.place is place]
        if self._doors.elsewhere is None:
            named = [room for room in named if room.place in self.host.built]
        rights = self._services.session.rooms()
        return any(room.right is None or room.right in rights for room in named)

    def set_position(self, text: str) -> None:
        """Show where in its list the room stands."""
        self.view.status.show_item(POSITION, text)

    def set_keys(self, hints: Sequence[KeyHint]) -> None:
        """Show the room's own keys, then those that work everywhere."""
        shown = [(hint.keys, hint.label) for hint in (*hints, *self.keys.hints())]
        self.view.status.show_keys(shown)

    def register_history(self) -> None:
        """Open the history registration for no callback."""
        self._doors.history(self)

    def press(self, key_id: str) -> object:
        """Answer a key of the line that was pressed in a dialog."""
        return self.keys.keyboard.press(key_id)

    def log_in_to_cti(self) -> None:
        """Open the telephony log-in; afterwards the focus is where it was, so that the next key may dial."""
        self.activateWindow()
        before = self.focusWidget()
        if self.cti.ask_extension():
            self._before_cti = before

    def finish(self) -> None:
        """Close the rooms and stop listening; the last thing before `leave()`. Safe to call twice."""
        if self._finished:
            return
        self._finished = True
        for dialog in self.findChildren(QDialog):
            dialog.close()  # each keeps what was typed into it
        self._beat.stop()
        self.host.close_rooms()
        for part in (
            self.sync,
            self.machine,
            self.clock,
            self.cti,
            self.notices,
            self.badges,
            *((self.presence,) if self.presence is not None else ()),
        ):
            part.close()
        for off in self._offs:
            off()
        self._tasks.cancel_all(close=True)

    def _make_presenters(self) -> None:
        view, services, tasks = self.view, self._services, self._tasks
        self.sync = SyncPresenter(view.status, self.messages, services, self._zone)
        self.machine = MachinePresenter(self.messages, services, tasks)
        self.clock = ClockNotice(self.messages, services)
        self.cti = CtiPresenter(view.top.cti, services, tasks, self._zone, leads=self._tray is not None)
        door = TextingDoor(self, lambda: services.session.rights)
        self.find_box = FindPresenter(view.top.finder, services, tasks, self._zone, self._open_rooms, door)
        self.notices = NoticePresenter(view.top.bell, services, tasks, self._zone)
        doors = self._doors
        self.person = PersonPresenter(view.top.person, services, tasks, doors, lambda: self.place, self)
        self.badges = Badges(view.rail, view.tabs, services, tasks)
        self.presence: Presence | None = None
        if self._tray is not None:
            speaking = (self._tray, self, self.messages, services, tasks, self._zone, self._doors.chime)
            self.presence = Presence(*speaking, self.badges, self.notices.toggle)

    def _build(self) -> None:
        self.setCentralWidget(self.view)
        self.setMinimumSize(1024, 600)
        self.set_keys(())
        self._beat = SecondHand(self._services.clock.now, self)

    def _connect(self) -> None:
        view = self.view
        view.rail.chosen.connect(self._on_section)
        view.tabs.chosen.connect(self._on_tab)
        view.status.item_clicked.connect(self._on_status_item)
        self.person.chosen.connect(self.navigate)
        self.person.keys_chosen.connect(self._on_keys)
        self.person.logout_chosen.connect(self.logout_chosen)
        self.find_box.chosen.connect(self.navigate)
        self.notices.chosen.connect(self.navigate)
        if self.presence is not None:
            self.presence.chosen.connect(self.navigate)
            self.presence.quit_chosen.connect(self.leave)
            self.went_to_tray.connect(self.presence.explain_tray)
        self.cti.ready.connect(self._on_cti_ready)
        self.cti.callback_chosen.connect(self._on_callback_of_call)
        self._beat.beat.connect(self._on_beat)
        subscribe = self._services.bus.subscribe
        self._offs = (
            subscribe(SessionChanged, self._on_session),
            subscribe(SessionEnding, lambda _event: self.finish()),
            subscribe(PreferencesChanged, self._on_preferences),
        )

    def _answer_keys(self) -> WindowKeys:
        actions: dict[str, Callable[[], object]] = {
            "find": self.find_box.open,
            "notices": self.notices.toggle,
            "next-tab": self.view.tabs.choose_next,
            "help": self._on_keys,
            "hang-up": self.cti.hang_up,
            "history": self.register_history,
        }
        for number, state in enumerate(SETTABLE, 1):
            actions[f"cti-{number}"] = partial(self.cti.choose_state, state)
        made = WindowKeys(self, self._services.preferences, actions, self._on_section)
        self.view.top.show_keys(made.follow_preferences())
        return made

    def _apply_rights(self) -> None:
        me = self._services.session.me
        if me is None:
            return
        places = self.places
        sections = dict.fromkeys(declared(place).section for place in places)
        self.view.rail.set_items(
            [RailItem(s.value, s.label, s.glyph, at_bottom=s is Section.SETTINGS) for s in sections]
        )
        self.view.rail.setVisible(len(sections) > 1)  # a window of one part needs no way to others
        self.person.refresh()
        self.view.top.fit()
        title = self.tr("{name} – Online Contact Center").format(name=me.name)
        alone = [declared(place).label for place in places] if len(places) == 1 else []
        self.setWindowTitle(" · ".join((*alone, title)))
        self.host.keep_only(places)
        present = self.host.place
        if present is None and self._last and places:
            self.navigate(Target(places[0]))
        elif present is not None:
            self._show_tabs([p for p in places if declared(p).section is declared(present).section])
        self.badges.refresh()
        self._say_what_is_missing(places)

    def _say_what_is_missing(self, places: Sequence[Place]) -> None:
        """Say why a window shows nothing to work on; a further one of such a room was meant to."""
        if self._tray is None or any(declared(place).right is not None for place in places):
            self.messages.clear_banner(NO_RIGHT)
            return
        self.messages.banner(
            NO_RIGHT,
            self.tr("This account may not work on callbacks."),
            self.tr("Ask your administrator for the telephone right. What you did before is still sent."),
            glyph="warning-fill",
        )

    def _show_tabs(self, places: Sequence[Place]) -> None:
        tabs = self.view.tabs
        if tuple(place.value for place in places) != tabs.tabs:
            tabs.set_tabs([RoomTab(place.value, declared(place).label) for place in places])
            self.badges.show()
        tabs.setVisible(len(places) > 1)

    def _goes_to_tray(self) -> bool:
        return self.presence is not None and self.presence.goes_to_tray

    def _on_section(self, value: str) -> None:
        section = Section(value)
        known = self._last.get(section)
        first = next((place for place in self.places if declared(place).section is section), None)
        if first is not None:
            self.navigate(Target(known if known in self.places and known is not None else first))

    def _on_tab(self, value: str) -> None:
        self.navigate(Target(Place(value)))

    def _on_status_item(self, item: str) -> None:
        if item == OUTBOX:
            self.navigate(Target(Place.OUTBOX))

    def _on_callback_of_call(self, callback_id: str) -> None:
        self.navigate(Target(Place.CALLBACK_LIST, {"id": callback_id}))

    def _on_cti_ready(self) -> None:
        """Go on where the work is: where it was, else the list, so that the next key may be 연결."""
        before, self._before_cti = self._before_cti, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        shown = [table for table in self.host.findChildren(TableView) if table.isVisible()]
        (shown[0] if shown else self.host).setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_logout(self) -> None:
        """Ask whether and how to log out."""
        self.person.ask_logout()

    def _on_keys(self) -> None:
        self._doors.keys(self)

    def _on_session(self, event: SessionChanged) -> None:
        if event.state in {SessionState.ACTIVE, SessionState.OFFLINE_RESUMED}:
            self._apply_rights()

    def _on_preferences(self, event: PreferencesChanged) -> None:
        """Row height is one choice for all tables: those that stand open follow it. So do the keys."""
        if "keys" in event.names:
            self.view.top.show_keys(self.keys.follow_preferences())
        if "density" in event.names:
            for table in self.host.findChildren(TableView):
                table.renew_density()

    def _on_beat(self) -> None:
        self.sync.tick()
        self.cti.tick()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._beat.start()
        self._on_beat()
        if self.focusWidget() is None:
            self.host.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._beat.stop()
