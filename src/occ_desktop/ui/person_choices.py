"""People to search for: those who are there, and after them those who have left. It knows no rights."""

from collections.abc import Iterable

from occ_contract.people import Agent
from occ_desktop.ui import vocabulary
from occ_desktop.ui.widgets.choice_chip import Choice


def person_choices(present: Iterable[Agent], former: Iterable[Agent]) -> list[Choice]:
    """Return a choice for each person; somebody who is still among the present is offered once."""
    here = {person.id: Choice(person.id, person.name) for person in present}
    gone = (Choice(p.id, vocabulary.former(p.name)) for p in former if p.id not in here)
    return [*here.values(), *gone]
