"""Brings the outbox to the server: oldest first, order kept per callback, same key until an answer came."""

import logging
from collections.abc import Callable

from occ_contract.callbacks import Complete, NoteChange
from occ_contract.sync import ExportRecord
from occ_contract.tickets import NewTicket
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.commands import Command, CommandState, Unread
from occ_desktop.domain.failures import Refused, Unreachable
from occ_desktop.remote.api import Api
from occ_desktop.store import outbox, projection
from occ_desktop.store.cache import Cache

_log = logging.getLogger(__name__)


class OutboxSender:
    """Sends what waits; every change to an entry is published through ``publish``."""

    def __init__(self, api: Api, cache: Cache, publish: Callable[[ChangeSet], None]) -> None:
        self._api = api
        self._cache = cache
        self._publish = publish
        self._kept_back: set[str] = set()

    def keep_back(self, key: str) -> None:
        """Leave this command where it is; what follows it on the same callback waits with it."""
        self._kept_back.add(key)

    def let_go(self, key: str) -> None:
        """Send it with the next push."""
        self._kept_back.discard(key)

    async def push(self) -> Refused | None:
        """Send each waiting command once; return a transient refusal if one was met.

        A command the server refuses is kept with the reason; one it cannot take now keeps its place, and so
        do the later ones of the same callback.

        :raises Unreachable: the rest waits. :raises LoggedOut: the session ended.
        """
        held: set[str] = set()
        later: Refused | None = None
        for command in await self._cache.read(outbox.entries):
            if command.held:  # a newer version knows how, and what must not come before it
                held.add(command.callback_id or "")
                continue
            if command.state not in {CommandState.QUEUED, CommandState.SENDING}:
                continue
            if command.callback_id is not None and command.callback_id in held:
                continue
            if command.key in self._kept_back:
                held.add(command.callback_id or "")
                continue
            try:
                await self._send(command)
            except Refused as refused:
                if not refused.transient:
                    await self._refuse(command, refused)
                    continue
                _log.info("a %s waits: %s", command.kind, refused.code)
                later = refused
                if refused.wait_seconds:
                    break  # whoever is asked to wait does not knock for each of the others
                if command.callback_id is not None:
                    held.add(command.callback_id)
        return later

    async def _send(self, command: Command) -> None:
        """Send one command; noted before it leaves, so that a crash in between sends the same key again."""
        if await self._cache.write(projection.sending, command.key) == ChangeSet():
            return  # the person took it back, or it was answered meanwhile
        try:
            seq = await self._call(command)
        except Unreachable as away:
            if not away.sent:
                self._publish(await self._cache.write(projection.not_sent, command.key))
            raise
        if seq is None:
            self._publish(await self._cache.write(projection.done, command.key))
        else:
            self._publish(await self._cache.write(projection.accepted, command.key, seq))

    async def _call(self, command: Command) -> int | None:
        """Return the sequence number that will show the effect, None when the feed never will.

        :raises ValueError: a command of a newer version.
        """
        body, key, row = command.body, command.key, command.callback_id or ""
        match body:
            case Complete():
                return (await self._api.complete(row, body, key=key)).seq
            case NoteChange():
                return (await self._api.change_note(row, body, key=key)).seq
            case NewTicket():
                return (await self._api.create_ticket(body, key=key)).seq
            case ExportRecord():
                await self._api.record_export(body, key=key)
                return None
            case Unread():
                raise ValueError(command.kind)

    async def _refuse(self, command: Command, refused: Refused) -> None:
        _log.info("a %s was refused: %s", command.kind, refused.code)
        change = await self._cache.write(projection.refused, command.key, refused.code.value, refused.params)
        self._publish(change)
