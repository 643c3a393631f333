"""Asterisk behind ``telephony.adapter``: dials, hangs up, seats agents in queues, reports how calls go.

What is not known is not taken for over: while there is no connection every call may be alive, and whoever
asks about one is told that the PBX is away. It knows no callback, no person's rights and no database.
"""

import logging
from collections.abc import AsyncIterator, Iterable
from datetime import datetime

from occ_contract.cti import CtiState
from occ_server.kit.clock import Clock
from occ_server.kit.figures import PBX_REPAIRS
from occ_server.kit.repeated import Repeated
from occ_server.kit.tasks import TaskOwner
from occ_server.telephony.adapter import CtiEvent, LinkChanged, PbxUnavailable, SeatReported
from occ_server.telephony.asterisk.address import PbxAddress
from occ_server.telephony.asterisk.connection import AmiConnection, NotTold, Refused, Unreachable
from occ_server.telephony.asterisk.dials import DIAL_PREFIX, Dials
from occ_server.telephony.asterisk.link import Link
from occ_server.telephony.asterisk.messages import Message
from occ_server.telephony.asterisk.roster import Roster, Seat, Told
from occ_server.telephony.reports import Reports

CALL_VARIABLE = "OCC_CALL_ID"  # what a dial plan, a recording or a CDR may name the call by
_LONGEST_NUMBER = 20

logger = logging.getLogger(__name__)


class Asterisk:
    """A ``CtiAdapter``: the one connection of an installation to its Asterisk."""

    def __init__(self, clock: Clock, address: PbxAddress) -> None:
        self._clock = clock
        self._address = address
        self._link = Link(address, clock, self)
        self._tasks = TaskOwner()
        self._events = Reports()
        self._dials = Dials()
        self._roster = Roster()
        self._seats: dict[str, Seat] = {}
        self._told_at: dict[str, datetime] = {}  # when the PBX was last told of an agent
        self._refusals = Repeated(clock)

    async def start(self) -> None:
        """Connect, or go on trying: then the first event says that there is no connection."""
        self._events = Reports()  # nothing of an earlier time
        self._dials.clear()
        self._seats.clear()
        self._told_at.clear()
        await self._link.start()

    async def stop(self) -> None:
        """Disconnect; calls go on at the PBX."""
        await self._tasks.close()
        await self._link.stop()
        self._events.put_nowait(None)

    def events(self) -> AsyncIterator[CtiEvent]:
        return self._events.read()

    # -- seats ------------------------------------------------------------------------------------------

    async def login(self, extension: str, agent_id: str) -> None:
        interface = self._address.interface(extension)
        known = self._seats.get(agent_id)
        state = known.state if known is not None and known.interface == interface else None
        await self._seat(agent_id, Seat(interface, state))

    async def logout(self, agent_id: str) -> None:
        seat = self._seats.pop(agent_id, None)
        self._told_at.pop(agent_id, None)
        taken = seat is not None and any(other.interface == seat.interface for other in self._seats.values())
        interface = None if seat is None or taken else seat.interface
        await self._tell(self._roster.unseating(agent_id, interface))

    async def set_state(self, agent_id: str, state: CtiState) -> None:
        seat = self._seats.get(agent_id)
        if seat is not None:
            await self._seat(agent_id, Seat(seat.interface, state))

    async def _seat(self, agent_id: str, seat: Seat) -> None:
        self._seats[agent_id] = seat
        self._told_at.pop(agent_id, None)  # until it is told, what the queues say is no contradiction
        try:
            await self._tell(self._roster.seating(agent_id, seat, self._address.queues))
        finally:
            self._told_at[agent_id] = self._clock.now()

    async def _tell(self, orders: Iterable[Told]) -> None:
        """Tell the PBX of seats. What it refuses (an unknown queue) keeps nobody from dialling."""
        try:
            connection = self._link.told()
            for order in list(orders):
                await self._tell_one(connection, order)
        except Unreachable as error:
            raise PbxUnavailable(str(error)) from error

    async def _tell_one(self, connection: AmiConnection, order: Told) -> None:
        try:
            await connection.ask(order.action, *order.fields)
            self._roster.told(order)
        except Refused as error:
            where = dict(order.fields).get("Queue", "its queues")
            spell, is_news = self._refusals.met(f"{order.action} {where}: {error}")
            if is_news:
                logger.warning(
                    "Asterisk refuses %s in %s: %s%s",
                    order.action,
                    where,
                    error,
                    spell.words if spell else "",
                )

    # -- calls ------------------------------------------------------------------------------------------

    async def originate(self, call_id: str, extension: str, phone: str) -> str:
        """Have the agent's telephone ring, and the customer dialled once it is answered."""
        if not (_is_number(phone) and _is_number(extension)):
            raise PbxUnavailable("a number or an extension is not made of digits")
        if call_id in self._dials:  # it runs: whoever asks again does not know it yet
            return call_id
        try:
            connection = self._link.told()
            self._dials.order(call_id, self._clock.now())
            await connection.ask(
                "Originate", *self._dial(call_id, extension, phone), action_id=DIAL_PREFIX + call_id
            )
        except (NotTold, Refused) as error:
            self._dials.forget(call_id)
            raise PbxUnavailable(str(error)) from error
        except Unreachable:  # it may have been heard: the comparison after the return says so
            logger.warning("Asterisk: whether call %s is dialled is not known yet", call_id)
        return call_id

    def _dial(self, call_id: str, extension: str, phone: str) -> tuple[tuple[str, str], ...]:
        return (
            ("Channel", self._address.interface(extension)),
            ("Context", self._address.context),
            ("Exten", self._address.prefix + phone),
            ("Priority", "1"),
            ("Timeout", str(self._address.answer_seconds * 1000)),
            ("CallerID", f"{phone} <{phone}>"),
            ("Variable", f"__{CALL_VARIABLE}={call_id}"),
            ("ChannelId", call_id),
            ("Async", "true"),
        )

    async def find(self, call_id: str) -> str | None:
        if self._link.connection is None:
            raise PbxUnavailable(self._address.where)
        return call_id if call_id in self._dials else None

    async def hangup(self, pbx_call_id: str) -> None:
        """End a call; one that has no channel yet ends as soon as it has one."""
        try:
            connection = self._link.told()
            self._dials.want_end(pbx_call_id)
            await connection.ask("Hangup", ("Channel", pbx_call_id))
        except Refused:  # no such channel, any more or yet
            self._link.hurry()
        except Unreachable as error:
            raise PbxUnavailable(str(error)) from error

    def is_live(self, pbx_call_id: str) -> bool:
        return self._link.connection is None or pbx_call_id in self._dials

    # -- what the link brings -----------------------------------------------------------------------------

    def hear(self, event: Message) -> None:
        """Take over an event of the PBX."""
        self._roster.hear(event)
        if event["Event"] == "QueueMemberPause":
            self._link.hurry()  # somebody else's word, perhaps: the queues say so themselves
        self._report(self._dials.hear(event, self._clock.now()))
        if event["Event"] == "Newchannel" and self._dials.is_unwanted(event["Uniqueid"]):
            self._tasks.start(self._hang_up_late(event["Uniqueid"]), "asterisk hang-up")

    async def accord(self, connection: AmiConnection, away_since: datetime | None) -> bool:
        """Compare calls and queues with the PBX; tell whether something stays open."""
        asked_at = self._clock.now()
        channels = await connection.listed("CoreShowChannels")
        found = self._dials.compare(channels, asked_at, away_since=away_since)
        await self._look_at_queues(connection)
        if found:
            PBX_REPAIRS.labels("call").inc(len(found))
            logger.info("Asterisk: %d calls had moved on unheard", len(found))
        self._report(found)
        if away_since is not None:
            await self._seat_again(connection)
        else:
            self._report(self._seats_by_the_pbx(asked_at))
        return self._dials.doubtful

    async def _look_at_queues(self, connection: AmiConnection) -> None:
        try:
            self._roster.replace(await connection.listed("QueueStatus"))
        except Refused as error:  # an Asterisk without queues dials all the same
            _, is_news = self._refusals.met(str(error))
            if is_news:
                logger.warning("Asterisk has no queues to look at (%s)", error)

    def linked(self, *, connected: bool) -> None:
        """Hear that the connection is there, or is not any more."""
        self._events.put_nowait(LinkChanged(connected=connected, at=self._clock.now()))

    async def _seat_again(self, connection: AmiConnection) -> None:
        """Tell a PBX that was away, and may have forgotten it, who sits where."""
        for agent_id, seat in list(self._seats.items()):
            for order in list(self._roster.seating(agent_id, seat, self._address.queues)):
                PBX_REPAIRS.labels("seat").inc()
                await self._tell_one(connection, order)

    async def _hang_up_late(self, call_id: str) -> None:
        try:
            await self.hangup(call_id)
        except PbxUnavailable:  # the comparison after the return finds the call, or its end
            logger.warning("Asterisk: call %s could not be ended in time", call_id)

    def _seats_by_the_pbx(self, asked_at: datetime) -> list[CtiEvent]:
        """Take over what others made of our agents in the queues: READY is what the PBX agrees to."""
        found: list[CtiEvent] = []
        for agent_id, seat in list(self._seats.items()):
            told_at = self._told_at.get(agent_id)
            state = self._roster.otherwise(agent_id, seat)
            if state is not None and told_at is not None and told_at < asked_at:
                self._seats[agent_id] = Seat(seat.interface, state)
                found.append(SeatReported(agent_id=agent_id, state=state, at=asked_at))
        return found

    def _report(self, found: Iterable[CtiEvent]) -> None:
        for progress in found:
            self._events.put_nowait(progress)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
