"""Rows and changes for the store's tests, made by seed."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import msgspec

from occ_contract.callbacks import Callback, CallbackStatus
from occ_contract.sync import Change, Entity, SyncPage
from occ_desktop.store import CacheOwner

KEY = bytes(range(32))
START = datetime(2026, 11, 2, 0, 0, tzinfo=UTC)
ME = "agent-1"
OWNER = CacheOwner("https://occ.example", ME)
NEVER = datetime(2026, 11, 23, tzinfo=UTC)
_STATUSES = list(CallbackStatus)[:4]


def callback(no: int, **changes: Any) -> Callback:
    """Return a received callback with believable contents; ``changes`` replace fields."""
    values: dict[str, Any] = {
        "id": f"0193-{no:08d}",
        "service_id": f"service-{no % 3}",
        "phone": f"010{no * 7919 % 10**8:08d}",
        "received_at": START + timedelta(minutes=no),
        "status": CallbackStatus.RECEIVED,
        "route_code": f"r{no % 5}",
        "name": f"고객{no}",
        "message": "배송 조회 부탁드립니다" if no % 2 else "환불 문의입니다",
        "seq": no + 1,
    }
    return Callback(**{**values, **changes})


def callbacks(count: int, seed: int = 1) -> list[Callback]:
    """Return callbacks in every status, by seed."""
    random = Random(seed)
    found = []
    for no in range(count):
        status = random.choices(_STATUSES, (5, 10, 80, 5))[0]
        received = START + timedelta(minutes=random.randrange(count))
        taken = status in {CallbackStatus.ASSIGNED, CallbackStatus.COMPLETED}
        assigned = received + timedelta(minutes=random.randrange(60)) if taken else None
        done = status is CallbackStatus.COMPLETED
        found.append(
            callback(
                no,
                received_at=received,
                status=status,
                assigned_at=assigned,
                assignee_id=f"agent-{random.randrange(9)}" if taken else None,
                assigner_id=f"boss-{random.randrange(2)}" if taken else None,
                completed_at=assigned + timedelta(minutes=9) if assigned and done else None,
                attempts=random.randrange(4),
            )
        )
    return found


def change(body: Any, *keys: str, entity: Entity = Entity.CALLBACK, seq: int | None = None) -> Change:
    """Return the feed's change that carries ``body``."""
    return Change(
        entity=entity,
        id=body.id,
        seq=body.seq if seq is None else seq,
        keys=keys or ("s:1:callbacks",),
        body=msgspec.Raw(msgspec.json.encode(body)),
    )


def gone(row_id: str, seq: int, entity: Entity = Entity.CALLBACK) -> Change:
    """Return the feed's word that a row left this person's view."""
    return Change(entity=entity, id=row_id, seq=seq, gone=True)


def page(*changes: Change, head: int = 0, **values: Any) -> SyncPage:
    """Return a last page of a pull."""
    fields: dict[str, Any] = {"epoch": "e1", "cursor": f"c{head}", "head": head, "has_more": False}
    return SyncPage(changes=tuple(changes), **{**fields, **values})
