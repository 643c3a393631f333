"""What is wrong with a PBX, in sentences an operator can act on. It rings nobody and leaves nothing behind.

What the user may read is told by nobody, so it is tried: a dial to a place that does not exist ends with an
event, and so does a paused seat that is taken and left at once.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from occ_server.kit.tasks import unless
from occ_server.settings import PREFIX
from occ_server.telephony.asterisk.address import PbxAddress
from occ_server.telephony.asterisk.connection import AmiConnection, Refused, Unreachable
from occ_server.telephony.asterisk.link import log_in
from occ_server.telephony.asterisk.messages import Message

OLDEST = 16
EVENT_SECONDS = 2.0  # how long an event that we may read can be on its way
_NOWHERE = "Local/occ-check@occ-check"
_SAMPLE = "01000000000"  # a number as it is dialled
_WRITE = {  # by the class that allows it
    "originate": ("Originate",),
    "call": ("Hangup",),
    "reporting": ("CoreShowChannels", "CoreSettings", "ShowDialPlan"),
    "agent": ("QueueAdd", "QueueRemove", "QueuePause"),
}
_QUEUES = "QueueStatus"  # anybody may ask for it where there are queues at all


@dataclass(slots=True)
class Found:
    """What a check found: ``wrong`` is empty when all is well; ``about`` says what was looked at."""

    wrong: list[str] = field(default_factory=list)
    about: str = ""


async def check(address: PbxAddress, extension: str | None = None) -> Found:
    """Try everything an adapter does, and look at one telephone where an ``extension`` is named."""
    heard: list[Message] = []
    try:
        connection = await AmiConnection.opened(address, heard.append)
    except Unreachable as error:
        return Found([str(error)])
    checking = _Checking(address, connection, heard)
    try:
        return await unless(connection.read(), checking.all(extension))
    except Unreachable as error:
        return Found([*checking.found.wrong, str(error)])
    finally:
        await connection.close()


class _Checking:
    def __init__(self, address: PbxAddress, connection: AmiConnection, heard: list[Message]) -> None:
        self._address = address
        self._connection = connection
        self._heard = heard
        self._may: frozenset[str] = frozenset()
        self._lacking: set[str] = set()  # classes to write that are missing
        self.found = Found()

    async def all(self, extension: str | None) -> Found:
        await log_in(self._connection, self._address)
        await self._look_at_rights()
        steps: list[tuple[str, Callable[[], Awaitable[None]]]] = [
            ("CoreSettings", self._look_at_version),
            ("Originate", self._look_at_dials),
            (_QUEUES, self._look_at_queues),
            ("ShowDialPlan", self._look_at_context),
        ]
        for action, step in steps:
            if action.lower() in self._may:
                await step()
        if extension is not None:
            await self._look_at_telephone(extension)
        return self.found

    def _wrong(self, sentence: str) -> None:
        self.found.wrong.append(sentence)

    async def _look_at_rights(self) -> None:
        listed = await self._connection.ask("ListCommands")
        self._may = frozenset(listed.names())
        for needed, actions in _WRITE.items():
            if needed == "agent" and not self._has_queues:
                continue
            if any(action.lower() not in self._may for action in actions):
                self._lacking.add(needed)
        if self._lacking:
            self._wrong(self._missing("write", sorted(self._lacking)))
        if self._address.queues and not self._has_queues:
            self._wrong("this Asterisk has no queues: the module app_queue is not loaded")
        if not await self._heard_of(lambda event: event["Event"] == "FullyBooted"):
            self._wrong(self._missing("read", ["system"]))

    @property
    def _has_queues(self) -> bool:
        return _QUEUES.lower() in self._may

    def _missing(self, way: str, classes: list[str]) -> str:
        return (
            f"the user {self._address.user!r} lacks rights: add {','.join(classes)} to {way} = … of its"
            " section in manager.conf, then: asterisk -rx 'manager reload'"
        )

    async def _look_at_version(self) -> None:
        version = (await self._connection.ask("CoreSettings"))["AsteriskVersion"]
        self.found.about = f"Asterisk {version} at {self._address.where}"
        number = re.search(r"\d+", version)
        if number is not None and int(number[0]) < OLDEST:
            self._wrong(f"Asterisk {version} is too old: {OLDEST} or later is needed")

    async def _look_at_dials(self) -> None:
        """See whether what becomes of a dial would be heard."""
        named = "check-dial"
        try:
            await self._connection.ask(
                "Originate",
                ("Channel", _NOWHERE),
                ("Application", "NoOp"),
                ("Async", "true"),
                action_id=named,
            )
        except Refused as error:
            self._wrong(f"the PBX dials nothing for us ({error.words})")
            return
        if not await self._heard_of(lambda event: event["Event"] == "OriginateResponse"):
            self._wrong(self._missing("read", ["call"]))

    async def _look_at_queues(self) -> None:
        rows = await self._connection.listed(_QUEUES)
        there = sorted({row["Queue"] for row in rows if row["Event"] == "QueueParams"})
        known = [queue for queue in self._address.queues if queue in there]
        for queue in self._address.queues:
            if queue not in there:
                self._wrong(
                    f"there is no queue {queue!r} ({PREFIX}AMI_QUEUES); there are: {', '.join(there)}"
                )
        if known and "agent" not in self._lacking:
            await self._look_at_seats(known[0])

    async def _look_at_seats(self, queue: str) -> None:
        seat = (("Queue", queue), ("Interface", _NOWHERE))
        await self._connection.ask("QueueAdd", *seat, ("Paused", "1"), ("MemberName", "occ-check"))
        try:
            said = await self._heard_of(lambda event: event["Event"] == "QueueMemberAdded")
        finally:
            await self._connection.ask("QueueRemove", *seat)
        if not said:
            self._wrong(self._missing("read", ["agent"]))

    async def _look_at_context(self) -> None:
        context, dialled = self._address.context, self._address.prefix + _SAMPLE
        try:
            await self._connection.listed("ShowDialPlan", ("Context", context))
        except Refused:
            self._wrong(f"the dial plan has no context {context!r} ({PREFIX}AMI_CONTEXT)")
            return
        try:
            await self._connection.listed("ShowDialPlan", ("Context", context), ("Extension", dialled))
        except Refused:
            self._wrong(
                f"nothing in the context {context!r} takes a number like {dialled} ({PREFIX}AMI_PREFIX)"
            )

    async def _look_at_telephone(self, extension: str) -> None:
        interface = self._address.interface(extension)
        try:
            answer = await self._connection.ask("Getvar", ("Variable", f"DEVICE_STATE({interface})"))
        except Refused as error:
            self._wrong(f"the state of {interface} cannot be asked for ({error.words})")
            return
        if answer["Value"] == "INVALID":
            self._wrong(f"there is no telephone {interface} ({PREFIX}AMI_CHANNEL)")
        elif answer["Value"] == "UNAVAILABLE":
            self._wrong(f"the telephone {interface} is not registered")

    async def _heard_of(self, is_it: Callable[[Message], bool]) -> bool:
        """Tell whether an event came, or comes within a moment."""
        for _ in range(int(EVENT_SECONDS / 0.05)):
            if any(is_it(event) for event in self._heard):
                return True
            await asyncio.sleep(0.05)
        return False
