"""Which places there are, under which part of the rail they stand, and who may enter them. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from occ_desktop.services.rights import Room as CallbackTab
from occ_desktop.ui.frame import Place
from occ_desktop.ui.marking import QT_TRANSLATE_NOOP


class Section(StrEnum):
    """Parts of the rail, in order from the top; settings stand at the bottom."""

    CALLBACKS = "callbacks"
    OUTBOX = "outbox"
    SETTINGS = "settings"


@dataclass(frozen=True)
class _Entry:
    section: Section
    label: str
    tab: CallbackTab | None = None  # the right that opens it; None: everybody


_PLACES: dict[Place, _Entry] = {
    Place.CALLBACK_LIST: _Entry(
        Section.CALLBACKS, QT_TRANSLATE_NOOP("Places", "Callback list"), CallbackTab.CALLBACKS
    ),
    Place.ASSIGNMENT: _Entry(
        Section.CALLBACKS, QT_TRANSLATE_NOOP("Places", "Assignment"), CallbackTab.ASSIGNMENT
    ),
    Place.CANCELLATION: _Entry(
        Section.CALLBACKS, QT_TRANSLATE_NOOP("Places", "Cancel assignment"), CallbackTab.CANCELLATION
    ),
    Place.STATISTICS: _Entry(Section.CALLBACKS, QT_TRANSLATE_NOOP("Places", "Statistics"), CallbackTab.STATS),
    Place.OUTBOX: _Entry(Section.OUTBOX, QT_TRANSLATE_NOOP("Places", "To send")),
    Place.SETTINGS: _Entry(Section.SETTINGS, QT_TRANSLATE_NOOP("Places", "Settings")),
}

_SECTIONS: dict[Section, tuple[str, str]] = {
    Section.CALLBACKS: (QT_TRANSLATE_NOOP("Places", "Calls"), "phone-incoming"),
    Section.OUTBOX: (QT_TRANSLATE_NOOP("Places", "To send"), "paper-plane-tilt"),
    Section.SETTINGS: (QT_TRANSLATE_NOOP("Places", "Settings"), "gear-six"),
}


def section_of(place: Place) -> Section:
    """Return where in the rail a place stands."""
    return _PLACES[place].section


def label_of(place: Place) -> str:
    """Return a place's translated name."""
    return QCoreApplication.translate("Places", _PLACES[place].label)


def section_label(section: Section) -> str:
    """Return a rail entry's translated name."""
    return QCoreApplication.translate("Places", _SECTIONS[section][0])


def section_glyph(section: Section) -> str:
    """Return a rail entry's glyph; it has a ``-fill`` sibling."""
    return _SECTIONS[section][1]


def open_places(tabs: tuple[CallbackTab, ...], built: frozenset[Place]) -> tuple[Place, ...]:
    """Return the places a person with these tabs may enter, of those that have a room, in order."""
    return tuple(
        place
        for place, entry in _PLACES.items()
        if place in built and (entry.tab is None or entry.tab in tabs)
    )
