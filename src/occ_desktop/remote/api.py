"""The server's calls, one typed method each. ``key`` is the Idempotency-Key: same key, same command.

Every call raises :class:`Refused`, :class:`Unreachable` or :class:`LoggedOut` and nothing else. Paths are
fixed (architecture, names that stay).
"""

from datetime import datetime

from occ_contract.callbacks import (
    Assign,
    AssignAnswer,
    AttemptReport,
    Callback,
    CallbackPage,
    CancelAnswer,
    CancelAssignments,
    Complete,
    ConnectAnswer,
    CustomerHistory,
    NoteChange,
    Stats,
    UndoAnswer,
)
from occ_contract.cti import CtiLogin, CtiStateChange, CtiStatus
from occ_contract.ids import new_id
from occ_contract.people import Me
from occ_contract.statistics import Period
from occ_contract.sync import ExportRecord, KeyPage, SyncChecksums, SyncPage
from occ_contract.tickets import NewTicket, Ticket, TicketPage
from occ_desktop.domain.filters import CallbackFilter, StatsFilter
from occ_desktop.remote.auth import Auth
from occ_desktop.remote.texting_api import TextingApi

_NOTHING = type(None)


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


class Api:
    """One signed-in person's calls."""

    def __init__(self, auth: Auth) -> None:
        self._auth = auth
        self.texting = TextingApi(auth)

    async def me(self) -> Me:
        """Ask who this session belongs to."""
        return await self._auth.call("GET", "/v1/me", Me)

    # the feed

    async def sync(self, cursor: str | None, limit: int, *, summed: bool = False) -> SyncPage:
        """Pull the next page after ``cursor`` (None: from the start); ``summed``: the last one with sums."""
        params = {"cursor": cursor, "limit": limit, "checksums": "true" if summed else None}
        return await self._auth.call("GET", "/v1/sync", SyncPage, params=params)

    async def key_rows(self, key: str, cursor: str | None, limit: int) -> KeyPage:
        """Read the next page of what stands under one visibility key (a damaged one is mended from it)."""
        params = {"key": key, "cursor": cursor, "limit": limit}
        return await self._auth.call("GET", "/v1/sync/key", KeyPage, params=params)

    async def checksums(self) -> SyncChecksums:
        """Ask what a whole cache of this person holds."""
        return await self._auth.call("GET", "/v1/sync/checksums", SyncChecksums)

    # callbacks

    async def callback(self, callback_id: str) -> Callback:
        """Read one callback (audited as a customer view)."""
        return await self._auth.call("GET", f"/v1/callbacks/{callback_id}", Callback)

    async def callbacks(self, f: CallbackFilter, cursor: str | None, limit: int) -> CallbackPage:
        """Search on the server, newest received first; ``text`` is the cache's alone."""
        params = {
            "service_id": f.services,
            "status": tuple(s.value for s in f.statuses),
            "from": _time(f.received_from),
            "to": _time(f.received_to),
            "phone": f.phone or None,
            "route": f.routes,
            "assignee_id": f.assignees,
            "assigner_id": f.assigners,
            "cursor": cursor,
            "limit": limit,
        }
        return await self._auth.call("GET", "/v1/callbacks", CallbackPage, params=params)

    async def complete(self, callback_id: str, body: Complete, *, key: str) -> Callback:
        """Complete a callback."""
        return await self._auth.call(
            "POST", f"/v1/callbacks/{callback_id}/complete", Callback, body=body, key=key
        )

    async def change_note(self, callback_id: str, body: NoteChange, *, key: str) -> Callback:
        """Keep a call note."""
        return await self._auth.call(
            "POST", f"/v1/callbacks/{callback_id}/note", Callback, body=body, key=key
        )

    async def connect(self, callback_id: str, *, key: str) -> ConnectAnswer:
        """Dial a customer."""
        return await self._auth.call("POST", f"/v1/callbacks/{callback_id}/connect", ConnectAnswer, key=key)

    async def renew_attempt(self, callback_id: str, attempt_id: str) -> None:
        """Keep the claim of a running call."""
        path = f"/v1/callbacks/{callback_id}/attempts/{attempt_id}/renew"
        await self._auth.call("POST", path, _NOTHING, key=new_id())

    async def report_attempt(
        self, callback_id: str, attempt_id: str, report: AttemptReport, *, key: str
    ) -> None:
        """Enter the result of a softphone call."""
        path = f"/v1/callbacks/{callback_id}/attempts/{attempt_id}/result"
        await self._auth.call("POST", path, _NOTHING, body=report, key=key)

    async def assign(self, request: Assign, *, key: str) -> AssignAnswer:
        """Assign a batch, or preview it."""
        return await self._auth.call("POST", "/v1/callbacks/assign", AssignAnswer, body=request, key=key)

    async def undo_assignment(self, batch_id: str, *, key: str) -> UndoAnswer:
        """Undo a batch."""
        path = f"/v1/callbacks/assignments/{batch_id}/undo"
        return await self._auth.call("POST", path, UndoAnswer, key=key)

    async def cancel_assignments(self, request: CancelAssignments, *, key: str) -> CancelAnswer:
        """Withdraw assignments."""
        path = "/v1/callbacks/cancel-assignment"
        return await self._auth.call("POST", path, CancelAnswer, body=request, key=key)

    async def customer_history(self, callback_id: str) -> CustomerHistory:
        """Ask what is known of a customer (audited)."""
        return await self._auth.call("GET", f"/v1/callbacks/{callback_id}/history", CustomerHistory)

    async def stats(self, f: StatsFilter, by: Period) -> Stats:
        """Ask for the figures of 처리현황."""
        params = {
            "from": f.first.isoformat(),
            "to": f.last.isoformat(),
            "by": by.value,
            "service_id": f.services,
            "route": f.routes,
            "assignee_id": f.assignees,
        }
        return await self._auth.call("GET", "/v1/callbacks/stats", Stats, params=params)

    # tickets

    async def create_ticket(self, ticket: NewTicket, *, key: str) -> Ticket:
        """Register a ticket."""
        return await self._auth.call("POST", "/v1/tickets", Ticket, body=ticket, key=key)

    async def tickets(self, *, phone: str | None, cursor: str | None, limit: int) -> TicketPage:
        """Read tickets, newest first."""
        params = {"phone": phone, "cursor": cursor, "limit": limit}
        return await self._auth.call("GET", "/v1/tickets", TicketPage, params=params)

    # telephony

    async def cti(self) -> CtiStatus:
        """Ask for the person's own telephony."""
        return await self._auth.call("GET", "/v1/cti", CtiStatus)

    async def cti_login(self, request: CtiLogin) -> CtiStatus:
        """Log the phone in."""
        return await self._auth.call("POST", "/v1/cti/login", CtiStatus, body=request, key=new_id())

    async def cti_logout(self) -> CtiStatus:
        """Log the phone out."""
        return await self._auth.call("POST", "/v1/cti/logout", CtiStatus, key=new_id())

    async def cti_set_state(self, request: CtiStateChange) -> CtiStatus:
        """Set the agent state."""
        return await self._auth.call("PUT", "/v1/cti/state", CtiStatus, body=request, key=new_id())

    async def cti_hang_up(self, call_id: str) -> None:
        """End a call."""
        await self._auth.call("POST", f"/v1/cti/calls/{call_id}/hangup", _NOTHING, key=new_id())

    # audit

    async def record_export(self, record: ExportRecord, *, key: str) -> None:
        """Record purpose and size of a download."""
        await self._auth.call("POST", "/v1/audit/exports", _NOTHING, body=record, key=key)
