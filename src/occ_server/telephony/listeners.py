"""What telephony offers to those who have calls made: to hear what becomes of them, as it is taken over.

The application connects them, by the kind of thing a call is for; telephony knows none of them.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from occ_contract.sync import Entity
from occ_server.kit.unit import UnitOfWork
from occ_server.telephony.adapter import CallProgress


@dataclass(frozen=True, slots=True)
class Purpose:
    """A call and what it is for."""

    call_id: str
    organisation_id: str
    id: str


class Gone(Protocol):
    """Hears of calls the PBX does not have."""

    async def __call__(self, uow: UnitOfWork, call_ids: Sequence[str], *, wait: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class CallListener:
    """What whoever has calls of one kind does in telephony's units of work.

    ``lock(uow, purpose)`` comes before the call's row is locked: it locks what the listener will change, and
    says so where the call has been given up (``calls.give_up``). ``reported(uow, purpose, report)`` takes
    over what the PBX says; reports come in order for each call, but may come twice, or after the end.
    ``going_on(uow, call_ids, seen_at)`` hears at a slow beat which calls the PBX still had at that moment,
    ``gone(uow, call_ids, wait)`` which it was told to dial and has not though they are not over; what
    somebody works on is left alone unless told to ``wait``.
    """

    lock: Callable[[UnitOfWork, Purpose], Awaitable[None]]
    reported: Callable[[UnitOfWork, Purpose, CallProgress], Awaitable[None]]
    going_on: Callable[[UnitOfWork, Sequence[str], datetime], Awaitable[None]]
    gone: Gone


CallListeners = Mapping[Entity, CallListener]
