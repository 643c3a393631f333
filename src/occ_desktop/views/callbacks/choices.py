"""What the conditions offer to choose from, and the room its names need."""

from dataclasses import dataclass

from occ_contract.people import Agent, Permission
from occ_desktop.services.directory import Directory
from occ_desktop.services.rights import Rights
from occ_desktop.ui.person_choices import person_choices
from occ_desktop.ui.widgets.choice_chip import Choice
from occ_desktop.views.callbacks.columns import Widths, widths_for


@dataclass(frozen=True)
class Choices:
    """The values of the four conditions that are chosen from a list."""

    routes: list[Choice]
    assigners: list[Choice]
    assignees: list[Choice]
    services: list[Choice]


def choices_of(directory: Directory, rights: Rights) -> Choices:
    """Return what a person may search for: their services, and the people and routes of these."""
    services = frozenset(rights.callback_services())
    former = directory.former(services)
    assigners = [person for person in directory.agents(services) if _assigns(person)]
    return Choices(
        routes=[Choice(key, label) for key, label in directory.routes(services)],
        assigners=person_choices(assigners, former),
        assignees=person_choices(directory.assignees(services), former),
        services=[Choice(s.id, s.name) for s in directory.services() if s.id in services],
    )


def widths_of(directory: Directory, *, one_day: bool) -> Widths:
    """Return the column widths the names of this organisation need."""
    return widths_for(
        (service.name for service in directory.services()),
        (route.label for service in directory.services() for route in service.routes),
        directory.names().values(),
        one_day=one_day,
    )


def _assigns(person: Agent) -> bool:
    return Permission.CALLBACK_ASSIGN in person.permissions
