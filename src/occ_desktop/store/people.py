"""Services, colleagues and the person's own telephony, as the feed left them."""

import msgspec
from sqlalchemy import Connection, select

from occ_contract.cti import CtiStatus
from occ_contract.people import Agent, Service
from occ_desktop.store.schema import agents, cti, services

_service = msgspec.json.Decoder(Service)
_agent = msgspec.json.Decoder(Agent)
_cti = msgspec.json.Decoder(CtiStatus)


def all_services(conn: Connection) -> tuple[Service, ...]:
    """Return the services this person belongs to, by name."""
    found = [_service.decode(body) for body in conn.execute(select(services.c.body)).scalars()]
    return tuple(sorted(found, key=lambda s: (s.name, s.id)))


def all_agents(conn: Connection) -> tuple[Agent, ...]:
    """Return the colleagues of this person's services, by name."""
    found = [_agent.decode(body) for body in conn.execute(select(agents.c.body)).scalars()]
    return tuple(sorted(found, key=lambda a: (a.name, a.id)))


def own_cti(conn: Connection, person_id: str) -> CtiStatus | None:
    """Return the person's own telephony, None before the first word of it."""
    body = conn.execute(select(cti.c.body).where(cti.c.id == person_id)).scalar()
    return None if body is None else _cti.decode(body)
