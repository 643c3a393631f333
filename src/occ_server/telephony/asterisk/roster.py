"""Who sits in which queue and is offered calls, as the PBX says, and what it is to be told. Pure.

A member's name is the agent's id: so the PBX's own lists say whose seat it is, also to a process that did not
put them there. It knows neither calls nor what waits in a queue.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from occ_contract.cti import CtiState
from occ_contract.ids import is_id
from occ_server.telephony.asterisk.messages import Message

_GONE = "QueueMemberRemoved"
_EVENTS = frozenset({"QueueMember", "QueueMemberAdded", "QueueMemberPause", "QueueMemberStatus", _GONE})


@dataclass(frozen=True, slots=True)
class Member:
    """A telephone in a queue."""

    queue: str
    interface: str
    name: str
    paused: bool
    reason: str
    dynamic: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """Where an agent sits and what they told us to be; None: in a call, which changes nothing there."""

    interface: str
    state: CtiState | None = None

    @property
    def paused(self) -> bool:
        """Tell whether no calls are to be offered."""
        return self.state is not CtiState.READY

    @property
    def reason(self) -> str:
        """Return why, for the PBX's own books; empty where calls are taken."""
        return self.state.value if self.state is not None and self.paused else ""


@dataclass(frozen=True, slots=True)
class Told:
    """Something to tell the PBX."""

    action: str
    fields: tuple[tuple[str, str], ...]


class Roster:
    """The members of all queues as far as the PBX has said."""

    def __init__(self) -> None:
        self._members: dict[tuple[str, str], Member] = {}

    def replace(self, rows: Iterable[Message]) -> None:
        """Take over a complete list (``QueueStatus``)."""
        self._members.clear()
        for row in rows:
            self.hear(row)

    def hear(self, event: Message) -> None:
        """Take over what an event, or a row, says of a member; others say nothing of one."""
        if event["Event"] not in _EVENTS:
            return
        interface = event["Interface"] or event["Location"]  # a row's name of it differs from an event's
        key = (event["Queue"], interface)
        if event["Event"] == _GONE:
            self._members.pop(key, None)
            return
        self._members[key] = Member(
            *key,
            name=event["MemberName"] or event["Name"],
            paused=event["Paused"] == "1",
            reason=event["PausedReason"],
            dynamic=event["Membership"] == "dynamic",
        )

    def told(self, order: Told) -> None:
        """Take over what the PBX agreed to; its event may come later."""
        said = dict(order.fields)
        queue, interface = said.get("Queue", ""), said["Interface"]
        if order.action == "QueueRemove":
            self._members.pop((queue, interface), None)
        elif order.action == "QueueAdd":
            paused, reason = said["Paused"] == "1", said.get("Reason", "")
            self._members[queue, interface] = Member(
                queue, interface, said["MemberName"], paused, reason, True
            )
        else:
            paused, reason = said["Paused"] == "true", said["Reason"]
            for member in self.at(interface):
                self._members[member.queue, interface] = replace(member, paused=paused, reason=reason)

    def at(self, interface: str) -> list[Member]:
        """Return the memberships of a telephone."""
        return [member for member in self._members.values() if member.interface == interface]

    def of(self, agent_id: str) -> list[Member]:
        """Return the memberships under an agent's name."""
        return [member for member in self._members.values() if member.name == agent_id]

    def seating(self, agent_id: str, seat: Seat, queues: Sequence[str]) -> Iterator[Told]:
        """Yield what brings the PBX to what an agent is to be there."""
        at_the_seat = self.at(seat.interface)
        others = [member for member in at_the_seat if _was_somebody_else(member, agent_id)]
        for member in (*others, *(m for m in self.of(agent_id) if m.interface != seat.interface)):
            if member.dynamic:
                yield _leave(member)
        there = {member.queue: member for member in at_the_seat if member not in others}
        for queue in queues:
            if queue not in there:
                yield _join(queue, agent_id, seat)
        if seat.state is None:
            return
        as_said = (seat.paused, seat.reason)
        if any(
            (member.paused, member.reason if member.paused else "") != as_said for member in there.values()
        ):
            yield _pause(seat)

    def otherwise(self, agent_id: str, seat: Seat) -> CtiState | None:
        """Return what an agent is in all queues by the PBX's word, if they told it to be the opposite."""
        members = [member for member in self.of(agent_id) if member.interface == seat.interface]
        if seat.state is None or not members or any(m.paused is seat.paused for m in members):
            return None
        return CtiState.READY if seat.paused else CtiState.BREAK

    def unseating(self, agent_id: str, interface: str | None) -> Iterator[Told]:
        """Yield what takes an agent, and whoever sat at that telephone, out of all queues."""
        members = {(m.queue, m.interface): m for m in self.of(agent_id)}
        if interface is not None:
            members |= {(m.queue, m.interface): m for m in self.at(interface)}
        for member in members.values():
            if member.dynamic:
                yield _leave(member)
            elif not member.paused:  # written into the PBX's configuration: it cannot leave
                yield _pause(Seat(member.interface, CtiState.LOGGED_OUT))


def _was_somebody_else(member: Member, agent_id: str) -> bool:
    """Tell whether we seated somebody there who never left; whom others put there is not ours to remove."""
    return member.dynamic and is_id(member.name) and member.name != agent_id


def _join(queue: str, agent_id: str, seat: Seat) -> Told:
    paused = (
        (("Paused", "1"), ("Reason", seat.reason)) if seat.reason else (("Paused", str(int(seat.paused))),)
    )
    fields = (("Queue", queue), ("Interface", seat.interface), ("MemberName", agent_id), *paused)
    return Told("QueueAdd", fields)


def _leave(member: Member) -> Told:
    return Told("QueueRemove", (("Queue", member.queue), ("Interface", member.interface)))


def _pause(seat: Seat) -> Told:
    paused = "true" if seat.paused else "false"
    return Told("QueuePause", (("Interface", seat.interface), ("Paused", paused), ("Reason", seat.reason)))
