"""What notices say: title, detail, what the button does and where it leads. No phone number, no customer.

Pure; both the notification centre and what pops up speak through here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from occ_contract.notices import NoticeKind
from occ_desktop.services.events import NoticeGroup
from occ_desktop.ui import moments
from occ_desktop.ui.frame import Place, Target
from occ_desktop.ui.theme.tokens import Token

translate = QCoreApplication.translate


@dataclass(frozen=True)
class NoticeText:
    """One line to read. ``glyph`` with ``ink`` on ``ground`` is its mark; ``action`` names the button."""

    title: str
    detail: str
    action: str
    target: Target
    glyph: str
    ink: Token
    ground: Token


@dataclass(frozen=True)
class Telling:
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


def text_of(group: NoticeGroup, telling: Telling) -> NoticeText:
    """Return the words of one group."""
    if group.kind is NoticeKind.CALLBACK_ASSIGNED:
        return _assigned(group, telling)
    if group.kind is NoticeKind.ASSIGNMENT_WITHDRAWN:
        return _withdrawn(group, telling)
    return _received(group, telling)


def digest_of(groups: tuple[NoticeGroup, ...], telling: Telling) -> NoticeText:
    """Return the one line for what happened while this client was away."""
    parts = [text_of(group, telling).title for group in groups]
    own = next((g for g in groups if g.kind is NoticeKind.CALLBACK_ASSIGNED), groups[0])
    return NoticeText(
        translate("Notices", "While you were away"),
        " · ".join(parts),
        translate("Notices", "Open"),
        _target(own),
        "list-bullets",
        "grey",
        "greyb",
    )


def _target(group: NoticeGroup) -> Target:
    arguments: dict[str, str] = {}
    if len(group.callback_ids) == 1 and group.kind is not NoticeKind.ASSIGNMENT_WITHDRAWN:
        arguments["id"] = group.callback_ids[0]
    elif group.kind is NoticeKind.CALLBACK_ASSIGNED:
        arguments["mine"] = "1"
    return Target(Place.CALLBACK_LIST, arguments)


def _assigned(group: NoticeGroup, telling: Telling) -> NoticeText:
    sentences = []
    if len(group.actors) == 1:
        sentences.append(translate("Notices", "{name} assigned them.").format(name=group.actors[0]))
    if group.preferred_at is not None:
        wish = translate("Notices", "The most urgent one asked to be called at {time}.")
        sentences.append(wish.format(time=telling.clock(group.preferred_at)))
    if not sentences:
        sentences.append(telling.services(group.services))
    return NoticeText(
        translate("Notices", "%n callback(s) assigned to you", None, group.count),
        " ".join(sentences),
        translate("Notices", "Show my callbacks"),
        _target(group),
        "user-plus",
        "blue",
        "blueb",
    )


def _received(group: NoticeGroup, telling: Telling) -> NoticeText:
    where = telling.services(group.services)
    if len(group.routes) == 1 and where:
        detail = translate("Notices", "{services}, {route}").format(services=where, route=group.routes[0])
    else:
        detail = where
    return NoticeText(
        translate("Notices", "%n new callback(s)", None, group.count),
        detail,
        translate("Notices", "Open"),
        _target(group),
        "phone-incoming",
        "amber",
        "amberb",
    )


def _withdrawn(group: NoticeGroup, telling: Telling) -> NoticeText:
    if len(group.actors) == 1:
        detail = translate("Notices", "{name} withdrew the assignment.").format(name=group.actors[0])
    else:
        detail = telling.services(group.services)
    return NoticeText(
        translate("Notices", "%n callback(s) are no longer yours", None, group.count),
        detail,
        translate("Notices", "Show my callbacks"),
        Target(Place.CALLBACK_LIST, {"mine": "1"}),
        "arrows-left-right",
        "grey",
        "greyb",
    )
