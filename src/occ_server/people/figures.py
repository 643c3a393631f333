"""The live channel of agents' states: whoever changes a fact they are derived from says so here."""

from collections.abc import Iterable

from occ_server.kit.unit import UnitOfWork

AGENTS = "agents"


def agents_changed(uow: UnitOfWork, organisation_id: str, person_ids: Iterable[str | None]) -> None:
    """Have the states of these people read again once this is committed."""
    uow.stir(organisation_id, AGENTS, person_ids)
