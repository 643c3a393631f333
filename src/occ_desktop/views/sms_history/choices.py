"""What the conditions of the history offer to choose from. Pure; what was sent is read by the room."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from occ_contract.phone import shown
from occ_desktop.services.directory import Directory
from occ_desktop.services.rights import Rights
from occ_desktop.ui.person_choices import person_choices
from occ_desktop.ui.widgets.choice_chip import Choice


@dataclass(frozen=True)
class Choices:
    """The values of the conditions that are chosen from lists that change.

    ``own``: the name of a person who sees their own texts alone, empty for all others.
    """

    templates: list[Choice]
    agents: list[Choice]
    senders: list[Choice]
    services: list[Choice]
    own: str = ""


def choices_of(
    directory: Directory,
    rights: Rights,
    me: str,
    senders: Iterable[str],
    templates: Mapping[str, str],
) -> Choices:
    """Return what a person may search for: people of their services, and what texts were sent from."""
    services = frozenset(rights.sending_services())
    named = sorted(templates.items(), key=lambda item: (item[1], item[0]))
    return Choices(
        templates=[Choice(template, name) for template, name in named],
        agents=person_choices(directory.agents(services), directory.former(services)),
        senders=[Choice(sender, shown(sender)) for sender in senders],
        services=[Choice(s.id, s.name) for s in directory.services() if s.id in services],
        own=directory.name(me) if rights.sees_own_texts_alone() else "",
    )
