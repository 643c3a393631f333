"""API keys of integrations (an IVR that hands in requests), cut to one organisation and to scopes."""

import secrets
from collections.abc import Iterable

from sqlalchemy import insert, select, update

from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_server.audit.service import Acting, Who, record
from occ_server.auth.sessions import token_hash
from occ_server.auth.tables import integration_keys
from occ_server.kit.problems import not_found, refused_field
from occ_server.kit.unit import UnitOfWork
from occ_server.people.names import checked_name

DEFAULT_SCOPES = ("callbacks.intake",)


async def create_key(
    uow: UnitOfWork,
    actor: Acting | Who,
    organisation_id: str,
    name: str,
    scopes: Iterable[str] = DEFAULT_SCOPES,
) -> str:
    """Make a key for these scopes; return it. It is shown this once, only its hash is kept.

    :raises ApiError: 422 for an unusable name, or one an unrevoked key of the organisation has.
    """
    name, held = checked_name(name), sorted(set(scopes))
    table = integration_keys
    query = select(table.c.id).where(
        table.c.organisation_id == organisation_id, table.c.name == name, table.c.revoked_at.is_(None)
    )
    if (await uow.conn.execute(query)).first() is not None:
        raise refused_field("name", ErrorCode.TAKEN, value=name)
    key, key_id = f"occ_{secrets.token_urlsafe(32)}", new_id()
    await uow.conn.execute(
        insert(table).values(
            id=key_id,
            organisation_id=organisation_id,
            name=name,
            hash=token_hash(key),
            scopes=held,
            created_at=uow.now,
        )
    )
    subject = ("integration", key_id)
    await record(
        uow, actor, "key.created", subject=subject, organisation_id=organisation_id, name=name, scopes=held
    )
    return key


async def revoke_key(uow: UnitOfWork, actor: Acting | Who, organisation_id: str, name: str) -> None:
    """Revoke the key of that name.

    :raises ApiError: 404.
    """
    table = integration_keys
    statement = (
        update(table)
        .where(table.c.organisation_id == organisation_id, table.c.name == name, table.c.revoked_at.is_(None))
        .values(revoked_at=uow.now)
        .returning(table.c.id)
    )
    revoked = (await uow.conn.execute(statement)).scalars().all()
    if not revoked:
        raise not_found()
    for key_id in revoked:  # two, where both were made at one moment
        subject = ("integration", key_id)
        await record(uow, actor, "key.revoked", subject=subject, organisation_id=organisation_id, name=name)
