"""Holds the rooms: built when first entered, told when in front, closed when the right to them ends."""

from collections.abc import Iterable, Mapping
from typing import Protocol, cast

from PySide6.QtWidgets import QStackedWidget, QWidget

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui.frame import Frame, Place, Room


class RoomFactory(Protocol):
    """Makes a room; room classes themselves fit. The widget returned must be a `ui.frame.Room`."""

    def __call__(
        self, services: Services, tasks: TaskOwner, frame: Frame, parent: QWidget | None = None
    ) -> QWidget:
        """Return the room's widget."""
        ...


class RoomHost(QStackedWidget):
    """One room in front. Each room gets a task owner of its own that closes with it."""

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        frame: Frame,
        factories: Mapping[Place, RoomFactory],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._tasks = tasks
        self._frame = frame
        self._factories = dict(factories)
        self._rooms: dict[Place, QWidget] = {}
        self._owners: dict[Place, TaskOwner] = {}
        self._place: Place | None = None

    @property
    def place(self) -> Place | None:
        """The place in front."""
        return self._place

    @property
    def built(self) -> frozenset[Place]:
        """Places that can be entered at all."""
        return frozenset(self._factories)

    def room(self, place: Place) -> QWidget | None:
        """The widget of a place, None before it was first entered."""
        return self._rooms.get(place)

    def enter(self, place: Place, arguments: dict[str, str]) -> None:
        """Bring a place to the front and tell it what to show."""
        before = self._place
        widget = self._rooms.get(place) or self._build(place)
        if before is not None and before is not place:
            self._as_room(before).left()
        self._place = place
        self.setCurrentWidget(widget)
        self._as_room(place).entered(arguments)

    def keep_only(self, places: Iterable[Place]) -> None:
        """Close the rooms whose right is gone."""
        for place in set(self._rooms) - set(places):
            self._close(place)

    def close_rooms(self) -> None:
        """Close all rooms; what was typed they keep themselves."""
        for place in tuple(self._rooms):
            self._close(place)

    def _build(self, place: Place) -> QWidget:
        owner = self._tasks.child(place.value)
        widget = self._factories[place](self._services, owner, self._frame, self)
        self._rooms[place] = widget
        self._owners[place] = owner
        self.addWidget(widget)
        return widget

    def _close(self, place: Place) -> None:
        self._as_room(place).closed()
        widget = self._rooms.pop(place)
        self._owners.pop(place).cancel_all(close=True)
        self.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
        if self._place is place:
            self._place = None

    def _as_room(self, place: Place) -> Room:
        return cast("Room", self._rooms[place])
