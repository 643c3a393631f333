"""What notices say: title, detail, what the button does and where it leads. No phone number, no customer.

Pure; both the notification centre and what pops up speak through here.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from PySide6.QtCore import QObject

from occ_contract.notices import NoticeKind
from occ_contract.sms import CarrierTrouble, HeldReason
from occ_desktop.services.events import NoticeGroup
from occ_desktop.ui import moments
from occ_desktop.ui.frame import Place, Target
from occ_desktop.ui.texting_words import name_of
from occ_desktop.ui.theme.tokens import Token


class NoticeText(msgspec.Struct, frozen=True):
    """One line to read. ``glyph`` with ``ink`` on ``ground`` is its mark; ``action`` names the button."""

    title: str
    detail: str
    action: str
    target: Target
    glyph: str
    ink: Token
    ground: Token


class Telling(msgspec.Struct, frozen=True):
    """What is needed to put notices into words."""

    now: datetime
    zone: ZoneInfo
    service_name: Callable[[str], str]

    def clock(self, moment: datetime) -> str:
        """Return a moment as lists show it."""
        return moments.short(moment, self.now, self.zone)

    def services(self, ids: Iterable[str]) -> str:
        """Return the names of services, those not known left out."""
        return ", ".join(name for name in map(self.service_name, ids) if name)


class Wording(QObject):
    """Puts notices into words; an object only because plural forms hang on `tr`."""

    def __init__(self, telling: Telling, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._telling = telling

    def of(self, group: NoticeGroup) -> NoticeText:
        """Return the words of one group."""
        if group.kind is NoticeKind.CALLBACK_ASSIGNED:
            return self._assigned(group)
        if group.kind is NoticeKind.ASSIGNMENT_WITHDRAWN:
            return self._withdrawn(group)
        if group.kind is NoticeKind.SMS_HELD:
            return self._held(group)
        if group.kind is NoticeKind.SMS_TROUBLE:
            return self._trouble(group)
        if group.kind is NoticeKind.SMS_TROUBLE_ENDED:
            return self._trouble_ended(group)
        return self._received(group)

    def digest(self, groups: tuple[NoticeGroup, ...]) -> NoticeText:
        """Return the one line for what happened while this client was away."""
        parts = [self.of(group).title for group in groups]
        own = next((g for g in groups if g.kind is NoticeKind.CALLBACK_ASSIGNED), groups[0])
        return NoticeText(
            self.tr("While you were away"),
            " · ".join(parts),
            self.tr("Open"),
            _target(own),
            "list-bullets",
            "grey",
            "greyb",
        )

    def together(self, groups: tuple[NoticeGroup, ...]) -> NoticeText:
        """Return several groups as one line: desktops report a click only for the last thing shown."""
        texts = [self.of(group) for group in groups]
        parts = [texts[0].detail, *(text.title for text in texts[1:])]
        return msgspec.structs.replace(texts[0], detail=" · ".join(part for part in parts if part))

    def _assigned(self, group: NoticeGroup) -> NoticeText:
        sentences = []
        if len(group.actors) == 1:
            sentences.append(self.tr("{name} assigned them.").format(name=group.actors[0]))
        if group.preferred_at is not None:
            wish = self.tr("The most urgent one asked to be called at {time}.")
            sentences.append(wish.format(time=self._telling.clock(group.preferred_at)))
        if not sentences:
            sentences.append(self._telling.services(group.services))
        return NoticeText(
            self.tr("%n callback(s) assigned to you", None, group.count),
            " ".join(sentences),
            self.tr("Show my callbacks"),
            _target(group),
            "user-plus",
            "blue",
            "blueb",
        )

    def _received(self, group: NoticeGroup) -> NoticeText:
        where = self._telling.services(group.services)
        detail = where
        if len(group.routes) == 1 and where:
            detail = self.tr("{services}, {route}").format(services=where, route=group.routes[0])
        return NoticeText(
            self.tr("%n new callback(s)", None, group.count),
            detail,
            self.tr("Open"),
            _target(group),
            "phone-incoming",
            "amber",
            "amberb",
        )

    def _withdrawn(self, group: NoticeGroup) -> NoticeText:
        detail = self._telling.services(group.services)
        if len(group.actors) == 1:
            detail = self.tr("{name} withdrew the assignment.").format(name=group.actors[0])
        return NoticeText(
            self.tr("No longer yours: %n callback(s)", None, group.count),
            detail,
            self.tr("Show my callbacks"),
            Target(Place.CALLBACK_LIST, {"mine": "1"}),
            "arrows-left-right",
            "grey",
            "greyb",
        )

    def _held(self, group: NoticeGroup) -> NoticeText:
        return NoticeText(
            self.tr("%n of your texts wait(s) for your decision", None, group.count),
            " · ".join(name_of(HeldReason(reason)) for reason in group.reasons),
            self.tr("Open"),
            Target(Place.SMS_HISTORY, {"message": group.texts[0]} if group.texts else {}),
            "clock",
            "amber",
            "amberb",
        )

    def _trouble(self, group: NoticeGroup) -> NoticeText:
        named = [self._named(reason) for reason in group.reasons]
        waits = self.tr("Texts wait until it is over; none is lost.")
        return NoticeText(
            self.tr("Trouble with texting: {services}").format(services=self._services(group)),
            " · ".join([*named, waits]),
            self.tr("Open"),
            Target(Place.SMS_HISTORY),
            "warning",
            "amber",
            "amberb",
        )

    def _named(self, reason: str) -> str:
        if reason == HeldReason.SENDER_UNUSABLE.value:
            return self.tr("The carrier does not take a sender number any more")
        return name_of(CarrierTrouble(reason))

    def _trouble_ended(self, group: NoticeGroup) -> NoticeText:
        return NoticeText(
            self.tr("Texting works again: {services}").format(services=self._services(group)),
            self.tr("What waited is being sent."),
            self.tr("Open"),
            Target(Place.SMS_HISTORY),
            "check",
            "green",
            "greenb",
        )

    def _services(self, group: NoticeGroup) -> str:
        return self._telling.services(group.services)


def _target(group: NoticeGroup) -> Target:
    arguments: dict[str, str] = {}
    if len(group.callback_ids) == 1 and group.kind is not NoticeKind.ASSIGNMENT_WITHDRAWN:
        arguments["id"] = group.callback_ids[0]
    elif group.kind is NoticeKind.CALLBACK_ASSIGNED:
        arguments["mine"] = "1"
    return Target(Place.CALLBACK_LIST, arguments)
