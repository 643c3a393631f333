"""The windows of the person who is logged in: the main one, and further ones that hold rooms of their own.

The main window stands for the program: tray, native notices, sound, ending. A further one (a room on the
second monitor) is closed without ending anything. All are closed in one order, and another language makes
each anew where it stood. The further ones a person left open stand again at their next log-in, with the main
one in front.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from occ_desktop.bootstrap.first_screen import FirstScreen
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.events import SessionChanged
from occ_desktop.ui.frame import Place, Target
from occ_desktop.ui.tray import Tray, bring_to_front
from occ_desktop.views.parts.rooms import ROOMS, open_rooms
from occ_desktop.views.shell.doors import Doors
from occ_desktop.views.shell.room_host import RoomFactory
from occ_desktop.views.shell.window import ShellWindow

_FIRST = Target(Place.CALLBACK_LIST)
_OFFSET = 40  # pixels a new window stands beside the main one, so that both are seen


class Windows(QObject):
    """``ended()``: the person closed the main window for good; ``logout_chosen(bool)``: asked for in any of
    them, True: erase the local copy. ``doors`` and ``rooms`` are asked anew for each window.
    """

    ended = Signal()
    logout_chosen = Signal(bool)

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        tray: Tray,
        doors: Callable[[], Doors],
        rooms: Callable[[], Mapping[Place, RoomFactory]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._tasks = tasks
        self._tray = tray
        self._doors = doors
        self._rooms = rooms
        self.main: ShellWindow | None = None
        self._further: dict[frozenset[Place], ShellWindow] = {}
        self._off: Callable[[], None] | None = None

    @property
    def further(self) -> tuple[ShellWindow, ...]:
        """Return the windows beside the main one, in the order they were opened."""
        return tuple(self._further.values())

    def open(self) -> ShellWindow:
        """Open the main window, with every room."""
        self.drop()
        self._off = self._services.bus.subscribe(SessionChanged, self._on_session)
        window = self._open_main(_FIRST, {})
        reopen = partial(self._reopen_further, window)
        self._tasks.start(reopen, name="further-windows", policy=Policy.LATEST)
        return window

    def open_further(self, places: Iterable[Place]) -> ShellWindow:
        """Open a window that holds these rooms alone, or bring the one that does to the front."""
        held = frozenset(places)
        if held in self._further:
            bring_to_front(self._further[held])
            return self._further[held]
        window = self._open_further(held, None, {})
        if self.main is not None and window.pos() == self.main.pos():
            window.move(self.main.x() + _OFFSET, self.main.y() + _OFFSET)
        window.activateWindow()
        self._keep([*self._kept(), held])
        return window

    def renew(self) -> None:
        """Make every window anew, in another language, where the person stood and with what they chose."""
        if self.main is None:
            return
        active = [held for held, window in self._further.items() if window.isActiveWindow()]
        stood = [(held, window.place, window.carried) for held, window in self._further.items()]
        place, carried, hidden = self.main.place, self.main.carried, self.main.isHidden()
        self._end()
        made = self._open_main(Target(place) if place is not None else _FIRST, carried, hidden=hidden)
        for held, place, carried in stood:
            self._open_further(held, place, carried)
        (self._further[active[0]] if active else made).activateWindow()

    def finish(self, *, seen: bool = False) -> None:
        """Have every room keep what was typed and take no more input; the windows still exist.

        ``seen``: they stay on the screen until they are dropped. Hidden before, a field that loses its focus
        would begin work that nobody ends.
        """
        windows = self._windows()
        for window in windows:
            window.finish()
        for window in windows:
            window.setVisible(seen and window.isVisible())

    def drop(self) -> None:
        """Close every window for good. Nothing happens when there is none."""
        if self._off is not None:
            self._off()
            self._off = None
        self._end()

    def _end(self) -> None:
        windows = self._windows()
        self.finish()
        self.main, self._further = None, {}
        for window in windows:
            window.deleteLater()

    def _windows(self) -> tuple[ShellWindow, ...]:
        """Return all, the main one last: what the others still lead to is there until then."""
        return (*self.further, *((self.main,) if self.main is not None else ()))

    def _open_main(
        self, start: Target, carried: Mapping[Place, object], *, hidden: bool = False
    ) -> ShellWindow:
        doors = replace(self._doors(), own_window=lambda place: self.open_further({place}))
        window = self.main = ShellWindow(
            self._services,
            self._tasks,
            self._rooms(),
            tray=self._tray,
            doors=doors,
            start=start,
            carried=carried,
        )
        window.closing.connect(self.ended)
        window.logout_chosen.connect(self.logout_chosen)
        if not hidden:
            window.show()
        return window

    def _open_further(
        self, held: frozenset[Place], place: Place | None, carried: Mapping[Place, object]
    ) -> ShellWindow:
        first = next(room.place for room in ROOMS if room.place in held)
        window = self._further[held] = ShellWindow(
            self._services,
            self._tasks,
            {where: made for where, made in self._rooms().items() if where in held},
            doors=replace(self._doors(), elsewhere=self._go_to_main),
            start=Target(place or first),
            carried=carried,
        )
        window.closing.connect(lambda: self._on_closing(held))
        window.logout_chosen.connect(self.logout_chosen)
        window.show()
        return window

    async def _reopen_further(self, main: ShellWindow) -> None:
        """Open what the person left open, as far as they may enter it; the main window comes first."""
        first = FirstScreen()
        first.follow(main)
        await first.shown()
        if main is not self.main or main.isHidden():
            return
        for held in self._kept():
            allowed = open_rooms(self._services.session.rooms(), held)
            if allowed and held not in self._further:
                self._open_further(held, None, {})
        if self._further:
            main.activateWindow()

    def _kept(self) -> list[frozenset[Place]]:
        """Return the rooms of each further window the person left open; rooms of a newer version are not."""
        me = self._services.session.me
        kept = self._services.preferences.further_windows(me.id) if me is not None else ()
        known = {place.value: place for place in Place}
        found = (frozenset(known[name] for name in names if name in known) for names in kept)
        return [held for held in found if held]

    def _keep(self, windows: Iterable[frozenset[Place]]) -> None:
        """Remember these further windows; what the person may not enter for now is among them."""
        me = self._services.session.me
        if me is not None:
            names = dict.fromkeys(tuple(sorted(place.value for place in held)) for held in windows)
            self._services.preferences.keep_further_windows(me.id, tuple(names))

    def _go_to_main(self, target: Target) -> None:
        if self.main is not None:
            bring_to_front(self.main)
            self.main.navigate(target)

    def _on_closing(self, held: frozenset[Place]) -> None:
        """The person closed it; one that goes with its right was taken out of the set before."""
        window = self._further.pop(held, None)
        if window is not None:
            self._keep([kept for kept in self._kept() if kept != held])
            window.finish()
            window.deleteLater()

    def _on_session(self, _event: SessionChanged) -> None:
        """A window whose rooms the person may no longer enter goes, until they may again."""
        if self._services.session.me is not None:
            for held, window in tuple(self._further.items()):
                if not window.places:
                    del self._further[held]
                    window.leave()
                    window.finish()
                    window.deleteLater()
