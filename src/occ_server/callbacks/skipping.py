"""Why a row of a batch was left out, saying who has it and what it is now.

Receipts keep this, so it names no customer: ``answers`` does.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.callbacks import CallbackStatus, Skipped
from occ_contract.errors import ErrorCode
from occ_server.callbacks.claims import Claim
from occ_server.callbacks.rows import CallbackRow, names_of
from occ_server.kit.problems import ApiError


def unseen(callback_id: str) -> Skipped:
    """Return the answer for a row that does not exist for the caller."""
    return Skipped(callback_id=callback_id, code=ErrorCode.NOT_FOUND.value)


def last_hand(row: CallbackRow) -> str | None:
    """Return who brought a row into its present state, None for the IVR."""
    if row.status is CallbackStatus.COMPLETED:
        return row.completed_by  # type: ignore[no-any-return]
    if row.status is CallbackStatus.ASSIGNED:
        return row.assigner_id  # type: ignore[no-any-return]
    return row.changed_by  # type: ignore[no-any-return]


async def left_out(
    conn: AsyncConnection,
    rows: Sequence[tuple[CallbackRow, ErrorCode]],
    claims: Mapping[str, Claim],
    *,
    touched: bool = False,
) -> list[Skipped]:
    """Return the answers for rows left out with these codes, named by who took or last touched them."""
    hands = [
        claims[row.id].agent_id
        if code is ErrorCode.DIALLING
        else row.changed_by
        if touched
        else last_hand(row)
        for row, code in rows
    ]
    names = await names_of(conn, rows[0][0].organisation_id, hands) if rows else {}
    return [
        Skipped(
            callback_id=row.id,
            code=code.value,
            by_id=hand,
            by_name=names.get(hand) if hand else None,
            status=row.status,
        )
        for (row, code), hand in zip(rows, hands, strict=True)
    ]


def without_taker(row: CallbackRow) -> Skipped:
    """Return the answer for a row nobody chosen may take; nobody took it."""
    return Skipped(
        callback_id=row.id,
        code=ErrorCode.NO_ELIGIBLE_AGENT.value,
        status=row.status,
    )


async def wrong_state(conn: AsyncConnection, row: CallbackRow) -> ApiError:
    """Return 409 ``invalid_transition`` for a row, naming its state and who brought it there."""
    hand = last_hand(row)
    names = await names_of(conn, row.organisation_id, [hand])
    return ApiError(
        ErrorCode.INVALID_TRANSITION,
        409,
        status=row.status.value,
        by_id=hand,
        by_name=names.get(hand) if hand else None,
    )


async def not_assignee(conn: AsyncConnection, row: CallbackRow) -> ApiError:
    """Return 409 ``not_assignee`` for a row that is somebody else's, naming them."""
    names = await names_of(conn, row.organisation_id, [row.assignee_id])
    return ApiError(ErrorCode.NOT_ASSIGNEE, 409, by_id=row.assignee_id, by_name=names.get(row.assignee_id))
