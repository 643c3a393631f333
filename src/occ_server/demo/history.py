"""Ninety days of callbacks with their calls, notes and tickets: pure, by seed, as contract Structs.

It must not know the database: :mod:`occ_server.demo.load` writes what this module invents.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp
from zoneinfo import ZoneInfo

from occ_contract.callbacks import Attempt, AttemptResult, Callback, CallbackStatus
from occ_contract.cti import CallState
from occ_contract.tickets import Ticket, TicketPriority, TicketSource, TicketType
from occ_server.demo.calendar import Calendar
from occ_server.demo.names import person_name, phone_number
from occ_server.demo.trades import NO_ANSWER_NOTES, NO_CALL_NOTES, TRADES, RouteScript, Trade, spoken

DAYS = 90
TOTAL = 20_000
TICKET_AGE = timedelta(days=30)  # the sample services began to make tickets a month ago
_TYPES = (TicketType.INQUIRY, TicketType.REQUEST, TicketType.COMPLAINT, TicketType.CALLBACK, TicketType.OTHER)
_PRIORITIES = (TicketPriority.NORMAL, TicketPriority.HIGH, TicketPriority.LOW, TicketPriority.URGENT)


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works in one service, as ids."""

    service_id: str
    assignees: tuple[str, ...]
    assigners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """What happened, oldest first."""

    callbacks: list[Callback]
    tickets: list[Ticket]


def id_at(rng: random.Random, moment: datetime) -> str:
    """Return a UUIDv7 of that moment, its random part drawn from ``rng``."""
    milliseconds = int(moment.timestamp() * 1000)
    bits = rng.getrandbits(74)
    number = (milliseconds << 80) | (7 << 76) | ((bits >> 62) << 64) | (2 << 62) | (bits & (1 << 62) - 1)
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


class Historian:
    """Writes the history of the sample centre up to ``now``."""

    def __init__(self, rng: random.Random, crews: tuple[Crew, ...], now: datetime, zone: ZoneInfo) -> None:
        self._rng = rng
        self._crews = crews
        self._now = now
        self._calendar = Calendar(now, zone)
        self._customers: list[list[tuple[str, str | None]]] = [[] for _ in TRADES]
        self._tickets: list[Ticket] = []

    def write(self, days: int = DAYS, total: int = TOTAL, since: datetime | None = None) -> History:
        """Return the callbacks of ``days`` days (those after ``since``) and the tickets that came of them."""
        moments = self._calendar.arrivals(self._rng, days, total)
        if since is not None:
            moments = [moment for moment in moments if moment > since]
        services = self._rng.choices(range(len(TRADES)), [t.share for t in TRADES], k=len(moments))
        callbacks = [
            self._callback(service, moment) for service, moment in zip(services, moments, strict=True)
        ]
        self._tickets.sort(key=lambda t: t.created_at)
        return History(callbacks, self._tickets)

    def request(self, service: int, moment: datetime) -> tuple[Callback, RouteScript]:
        """Return a fresh request of some customer, in status RECEIVED, and the route it came through."""
        rng = self._rng
        trade = TRADES[service]
        route = rng.choices(trade.routes, [r.share for r in trade.routes])[0]
        phone, name = self._customer(service)
        wish = None
        if rng.random() < 0.22:
            soon = self._calendar.at_work(rng, moment + timedelta(minutes=rng.randrange(60, 360)))
            wish = soon - timedelta(seconds=soon.timestamp() % 1800)
        callback = Callback(
            id=id_at(rng, moment),
            service_id=self._crews[service].service_id,
            external_id=f"ivr-{rng.getrandbits(48):012x}",
            phone=phone,
            name=name,
            route_code=route.code,
            route_name=route.label,
            message=spoken(rng, rng.choice(route.messages)) if rng.random() < 0.86 else None,
            preferred_at=wish,
            received_at=moment,
            status=CallbackStatus.RECEIVED,
        )
        return callback, route

    def customers(self, service: int) -> Sequence[tuple[str, str | None]]:
        """Return who has asked in a service so far: number and name, oldest first."""
        return self._customers[service]

    def _customer(self, service: int) -> tuple[str, str | None]:
        rng, known = self._rng, self._customers[service]
        if known and rng.random() < 0.17:
            return known[-1 - int(min(rng.expovariate(1 / 300), len(known) - 1))]
        customer = (phone_number(rng), person_name(rng) if rng.random() < 0.74 else None)
        known.append(customer)
        return customer

    def _callback(self, service: int, moment: datetime) -> Callback:
        """Give a request its fate: the newest wait, those before are in hand, nearly all older are done."""
        rng, crew = self._rng, self._crews[service]
        request, route = self.request(service, moment)
        assigned_at = self._calendar.at_work(rng, moment + timedelta(seconds=40 + rng.expovariate(1 / 540)))
        waited = self._calendar.open_hours(moment, self._now)
        if assigned_at > self._now or rng.random() < 0.9 * exp(-waited / 2.2):
            return request
        assignee = rng.choice(crew.assignees)
        took_it = rng.random() < 0.12
        assigner = assignee if took_it else rng.choice(crew.assigners)
        fields = {"assignee_id": assignee, "assigner_id": assigner, "assigned_at": assigned_at}
        fate = self._fate(self._calendar.open_hours(assigned_at, self._now))
        if fate is CallbackStatus.CANCELLED:
            return _replace(request, status=fate)
        calls = tuple(self._calls(service, request, route, assignee, assigned_at, fate))
        fields |= {"calls": calls, "attempts": len(calls), "status": CallbackStatus.ASSIGNED}
        if fate is CallbackStatus.COMPLETED:
            last = calls[-1].ended_at if calls else assigned_at
            done = (last or assigned_at) + timedelta(seconds=rng.uniform(15, 240))
            if done <= self._now:
                reached = any(c.result is AttemptResult.CONNECTED for c in calls)
                note = rng.choice(route.notes if reached else NO_ANSWER_NOTES if calls else NO_CALL_NOTES)
                fields |= {
                    "status": fate,
                    "completed_at": done,
                    "completed_by": assignee,
                    "note": note if rng.random() < 0.7 else None,
                }
        elif calls and rng.random() < 0.4:
            fields["note"] = rng.choice(NO_ANSWER_NOTES)
        return _replace(request, **fields)

    def _fate(self, hours: float) -> CallbackStatus:
        """Return what became of a request that has been in hand for so many working hours."""
        draw = self._rng.random()
        unfinished = 0.7 * exp(-hours / 4) + 0.05 * exp(-hours / 24)
        withdrawn = 0.06 * exp(-hours / 8)
        if draw < unfinished:
            return CallbackStatus.ASSIGNED
        return CallbackStatus.CANCELLED if draw < unfinished + withdrawn else CallbackStatus.COMPLETED

    def _calls(
        self,
        service: int,
        request: Callback,
        route: RouteScript,
        agent: str,
        assigned_at: datetime,
        fate: CallbackStatus,
    ) -> Iterator[Attempt]:
        rng = self._rng
        most = 4 if fate is CallbackStatus.COMPLETED else rng.choice((0, 0, 0, 1, 1, 2))
        start = assigned_at + timedelta(seconds=20 + rng.expovariate(1 / 700))
        for number in range(most):
            start = self._calendar.at_work(rng, start)
            draw = rng.random()
            reached = fate is CallbackStatus.COMPLETED and (
                draw < 0.62 or (number == most - 1 and draw < 0.9)
            )
            call = self._call(start, agent, reached=reached)
            if call.ended_at is None or call.ended_at > self._now:
                return
            yield self._with_ticket(service, request, route, call)
            if reached or (fate is CallbackStatus.COMPLETED and rng.random() < 0.05):
                return
            start = call.ended_at + timedelta(minutes=rng.uniform(8, 75))

    def _call(self, start: datetime, agent: str, *, reached: bool) -> Attempt:
        rng = self._rng
        dial = timedelta(seconds=rng.uniform(1, 3))
        ring, talk, answered = None, None, None
        end = start + dial
        if reached:
            result = AttemptResult.CONNECTED
            ring, talk = rng.randint(3, 18), int(max(8.0, min(rng.lognormvariate(4.7, 0.6), 1500.0)))
            answered = end + timedelta(seconds=ring)
            end = answered + timedelta(seconds=talk)
        else:
            result = rng.choices(
                (AttemptResult.NO_ANSWER, AttemptResult.BUSY, AttemptResult.FAILED), (66, 27, 7)
            )[0]
            if result is AttemptResult.NO_ANSWER:
                ring = rng.randint(24, 30)
                end += timedelta(seconds=ring)
        return Attempt(
            id=id_at(rng, start),
            agent_id=agent,
            started_at=start,
            state=CallState.ENDED,
            result=result,
            answered_at=answered,
            ended_at=end,
            ring_seconds=ring,
            talk_seconds=talk,
        )

    def _with_ticket(self, service: int, request: Callback, route: RouteScript, call: Attempt) -> Attempt:
        """Make the ticket the service's switch asks for: at dial time, or only once the customer answered."""
        trade: Trade = TRADES[service]
        rng = self._rng
        if call.started_at < self._now - TICKET_AGE:
            return call
        if not trade.auto_ticket and call.answered_at is None:
            return call
        at = call.started_at if trade.auto_ticket else call.answered_at
        ticket = Ticket(
            id=id_at(rng, at or call.started_at),
            service_id=request.service_id,
            subject=route.subject,
            content=request.message or "",
            type=rng.choices(_TYPES, (46, 22, 12, 14, 6))[0],
            priority=rng.choices(_PRIORITIES, (84, 9, 5, 2))[0],
            source=TicketSource.OUTBOUND,
            phone=request.phone,
            name=request.name,
            created_at=at or call.started_at,
            created_by=call.agent_id,
            callback_id=request.id,
            attempt_id=call.id,
        )
        self._tickets.append(ticket)
        return _replace_call(call, ticket_id=ticket.id)


def _replace(callback: Callback, **fields: object) -> Callback:
    values = {name: getattr(callback, name) for name in Callback.__struct_fields__}
    return Callback(**(values | fields))


def _replace_call(call: Attempt, *, ticket_id: str) -> Attempt:
    values = {name: getattr(call, name) for name in Attempt.__struct_fields__}
    return Attempt(**(values | {"ticket_id": ticket_id}))
