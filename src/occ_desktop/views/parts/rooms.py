"""Every room of the client, said once: where it stands, who may enter it, what makes it. Rail and tabs, the
keys to the parts of the rail and what the find box offers are made from it. Pure; it names rooms, it imports
none.
"""

from enum import StrEnum

import msgspec
from PySide6.QtCore import QCoreApplication

from occ_desktop.services.rights import Room as Tab
from occ_desktop.ui.frame import Place
from occ_desktop.ui.marking import QT_TRANSLATE_NOOP


class Section(StrEnum):
    """Parts of the rail, in order from the top; settings stand at the bottom."""

    CALLBACKS = "callbacks"
    TEXTING = "texting"
    OUTBOX = "outbox"
    SETTINGS = "settings"

    @property
    def label(self) -> str:
        """Return its translated name."""
        return QCoreApplication.translate("Places", _SECTIONS[self][0])

    @property
    def glyph(self) -> str:
        """Return its glyph; it has a ``-fill`` sibling."""
        return _SECTIONS[self][1]


_SECTIONS: dict[Section, tuple[str, str]] = {
    Section.CALLBACKS: (QT_TRANSLATE_NOOP("Places", "Calls"), "phone-incoming"),
    Section.TEXTING: (QT_TRANSLATE_NOOP("Places", "Texts"), "chat-text"),
    Section.OUTBOX: (QT_TRANSLATE_NOOP("Places", "To send"), "paper-plane-tilt"),
    Section.SETTINGS: (QT_TRANSLATE_NOOP("Places", "Settings"), "gear-six"),
}


class DeclaredRoom(msgspec.Struct, frozen=True):
    """``made_by`` is "module:class", imported when the room is first entered; ``right`` opens it (None: all).

    Its keys and status words are those `keys.DECLARED` names for its place.
    """

    place: Place
    section: Section
    name: str
    made_by: str
    right: Tab | None = None

    @property
    def label(self) -> str:
        """Return its translated name."""
        return QCoreApplication.translate("Places", self.name)


ROOMS: tuple[DeclaredRoom, ...] = (
    DeclaredRoom(
        Place.CALLBACK_LIST,
        Section.CALLBACKS,
        QT_TRANSLATE_NOOP("Places", "Callback list"),
        "occ_desktop.views.callbacks.room:CallbacksRoom",
        Tab.CALLBACKS,
    ),
    DeclaredRoom(
        Place.ASSIGNMENT,
        Section.CALLBACKS,
        QT_TRANSLATE_NOOP("Places", "Assignment"),
        "occ_desktop.views.assignment.room:AssignmentRoom",
        Tab.ASSIGNMENT,
    ),
    DeclaredRoom(
        Place.CANCELLATION,
        Section.CALLBACKS,
        QT_TRANSLATE_NOOP("Places", "Cancel assignment"),
        "occ_desktop.views.cancellation.room:CancellationRoom",
        Tab.CANCELLATION,
    ),
    DeclaredRoom(
        Place.STATISTICS,
        Section.CALLBACKS,
        QT_TRANSLATE_NOOP("Places", "Statistics"),
        "occ_desktop.views.stats.room:StatsRoom",
        Tab.STATS,
    ),
    DeclaredRoom(
        Place.SMS_SENDING,
        Section.TEXTING,
        QT_TRANSLATE_NOOP("Places", "Send"),
        "occ_desktop.views.sms_sending.room:SmsSendingRoom",
        Tab.SMS_SENDING,
    ),
    DeclaredRoom(
        Place.SMS_HISTORY,
        Section.TEXTING,
        QT_TRANSLATE_NOOP("Places", "Sending history"),
        "occ_desktop.views.sms_history.room:SmsHistoryRoom",
        Tab.SMS_HISTORY,
    ),
    DeclaredRoom(
        Place.SMS_TEMPLATES,
        Section.TEXTING,
        QT_TRANSLATE_NOOP("Places", "Templates"),
        "occ_desktop.views.sms_templates.room:SmsTemplatesRoom",
        Tab.SMS_TEMPLATES,
    ),
    DeclaredRoom(
        Place.OUTBOX,
        Section.OUTBOX,
        QT_TRANSLATE_NOOP("Places", "To send"),
        "occ_desktop.views.outbox.room:OutboxRoom",
    ),
    DeclaredRoom(
        Place.SETTINGS,
        Section.SETTINGS,
        QT_TRANSLATE_NOOP("Places", "Settings"),
        "occ_desktop.views.settings.room:SettingsRoom",
    ),
)


def declared(place: Place) -> DeclaredRoom:
    """Return the room of a place."""
    return next(room for room in ROOMS if room.place is place)


def open_rooms(tabs: tuple[Tab, ...], built: frozenset[Place]) -> tuple[DeclaredRoom, ...]:
    """Return the rooms a person with these tabs may enter, of those a window holds, in order."""
    return tuple(room for room in ROOMS if room.place in built and (room.right is None or room.right in tabs))
