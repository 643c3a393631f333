"""Which adapter an installation has. All its processes go by what stands in the database.

A process that names an adapter (``OCC_CTI_ADAPTER``) has the installation agree on it; one that names none
takes it as it is, and a new installation has no PBX. Whoever names another one than the adapter that is at
work now is refused before it serves anybody.
"""

from functools import partial

from occ_contract.cti import CtiMode
from occ_server.kit.db import Database
from occ_server.kit.jobs.owner import holder_of
from occ_server.kit.jobs.times import present
from occ_server.kit.unit import UnitOfWork
from occ_server.telephony.lines import touch_seats
from occ_server.telephony.link import (
    ASTERISK,
    SIMULATOR,
    Link,
    begin_link,
    change_link,
    end_link,
    load_link,
    lock_link,
)

OWNER = "pbx"  # the seat of whoever holds the link
NO_ADAPTER = "none"  # the workstations' softphones dial
KNOWN = (ASTERISK, SIMULATOR, NO_ADAPTER)


class AdapterContradiction(Exception):
    """A process names another adapter than the one at work; says so to the operator, in a sentence."""


def check_known(named: str | None) -> None:
    """Refuse a name no adapter has.

    :raises ValueError: with a sentence for the operator.
    """
    if named is not None and named not in KNOWN:
        raise ValueError(
            f"there is no CTI adapter {named!r}: OCC_CTI_ADAPTER is {', '.join(KNOWN[:-1])} or {KNOWN[-1]}"
        )


async def agree_on_adapter(database: Database, named: str | None) -> str | None:
    """Return the adapter this installation has from now on; ``named`` None asks for it.

    None: it has a PBX whose adapter nobody named yet (a server of before wrote it down).

    :raises AdapterContradiction: another one is at work.
    """
    link = await database.run(partial(_agree, database=database, named=named))
    return NO_ADAPTER if link.mode is CtiMode.SOFTPHONE else link.adapter


async def check_agreed(database: Database, named: str | None) -> None:
    """Make sure that an adapter is still the installation's, before it is connected.

    :raises AdapterContradiction: another process named another one meanwhile.
    """
    async with database.read() as conn:
        link = await load_link(conn)
    if named is not None and named != link.adapter:
        raise AdapterContradiction(
            f"this installation's telephony goes through {link.adapter or NO_ADAPTER} by now, not {named}:"
            " start this process again with the right OCC_CTI_ADAPTER, or without"
        )


async def notice_absence(database: Database) -> None:
    """Write down that nobody is connected to the PBX any more: whoever was could not say so."""
    async with database.read() as conn:
        holder = await holder_of(conn, OWNER, present(database))
    if holder is None:
        await agree_on_adapter(database, None)


async def _agree(uow: UnitOfWork, database: Database, named: str | None) -> Link:
    if named is not None and named != NO_ADAPTER:
        await begin_link(uow, named)
    link = await lock_link(uow)
    if link.mode is CtiMode.SOFTPHONE:
        return link
    holder = await holder_of(uow.conn, OWNER, present(database))
    if named is None or named == link.adapter:
        if holder is None and link.connected:  # whoever was connected could not say so any more
            await change_link(uow, connected=False, since=uow.now)
            await touch_seats(uow)
    elif named == NO_ADAPTER:
        _refuse_beside(holder, link, named)
        await end_link(uow)
        await touch_seats(uow)
    else:
        if link.adapter is not None:
            _refuse_beside(holder, link, named)
        kept = link.since if holder is not None else None  # a server of before may be connected
        connected = link.connected and kept is not None
        await change_link(uow, connected=connected, since=kept or uow.now, adapter=named)
        await touch_seats(uow)
    return await load_link(uow.conn)


def _refuse_beside(holder: str | None, link: Link, named: str) -> None:
    if holder is not None:
        raise AdapterContradiction(
            f"OCC_CTI_ADAPTER={named} contradicts this installation: its telephony goes through"
            f" {link.adapter or 'a PBX'}, which {holder} is connected to. Stop the processes that name it"
            " first, or start this one without OCC_CTI_ADAPTER"
        )
