"""Three months of texts: after missed calls and completed callbacks, to single customers, to many at once.

Pure, by seed; :mod:`occ_server.demo.texts.load` writes what this module invents.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from occ_contract.callbacks import AttemptResult, Callback
from occ_contract.sms import HeldReason
from occ_server.demo.history import Crew
from occ_server.demo.texts.scripts import Use
from occ_server.demo.texts.stock import Stock, Stocked
from occ_server.demo.texts.writing import Customer, Sending, Writer, Written

FOR_EACH_CALLBACK = 1.5  # texts
MISSED, DONE, SINGLE = 0.32, 0.18, 0.18  # of calls nobody took, of completed callbacks, of all callbacks
RESERVED, TAKEN_BACK = 0.07, 0.025  # of single texts
SETTLED = timedelta(minutes=3)  # what is older than this ended, as a rule
AHEAD = (40, 75, 130, 240, 420, 780, 1150)  # minutes until the reserved ones go
_SIZES = (12, 25, 40, 80, 150, 260, 400, 640, 1000)
_OFTEN = (10, 14, 16, 16, 14, 10, 7, 4, 2)
_OUTAGE_AGO, _OUTAGE = timedelta(days=2, hours=3), timedelta(minutes=37)


@dataclass(frozen=True, slots=True)
class Place:
    """One service: its people, its catalogue, its customers with a mobile telephone."""

    crew: Crew
    stock: Stock
    customers: Sequence[Customer]


class TextHistorian:
    """Writes the texts of the sample centre up to ``now``."""

    def __init__(
        self, rng: random.Random, writer: Writer, places: Sequence[Place], now: datetime, zone: ZoneInfo
    ) -> None:
        self._rng = rng
        self._writer = writer
        self._places = {place.crew.service_id: place for place in places}
        self._now = now
        self._zone = zone

    def write(self, callbacks: Sequence[Callback]) -> list[Written]:
        """Return requests about these callbacks and to their customers, oldest first."""
        target = round(len(callbacks) * FOR_EACH_CALLBACK)
        written = [self._writer.write(sending) for sending in self._singles(callbacks)]
        moments = [c.received_at for c in callbacks if 9 <= c.received_at.astimezone(self._zone).hour < 18]
        moments = [at for at in moments if at < self._now - timedelta(minutes=30)]
        left = target - len(written)
        for at in self._rng.sample(moments, len(moments)):
            if left <= 0:
                break
            place = self._rng.choice(list(self._places.values()))
            size = min(self._rng.choices(_SIZES, _OFTEN)[0], left)
            for sending in self._sending(place, Use.GROUP, at, size):
                written.append(self._writer.write(self._delayed(sending)))
                left -= len(sending.to)
        written.sort(key=lambda one: one.at)
        return written

    def ahead(self, callbacks: Sequence[Callback]) -> list[Written]:
        """Return what is under way at any time: reservations, one that is held, one nobody knows of."""
        rng, places = self._rng, list(self._places.values())
        found: list[Sending] = []
        for number, minutes in enumerate(AHEAD):
            place = places[number % len(places)]
            use, many, ago = (Use.GROUP, 24, 170) if number == 3 else (Use.SINGLE, 1, 38)
            at = self._now - timedelta(minutes=rng.uniform(ago - 34, ago))
            due = self._now + timedelta(minutes=minutes)
            found += self._sending(place, use, at, many, reserved_at=_on_the_dial(due))
        found += self._held(callbacks)
        lost = self._sending(places[0], Use.SINGLE, self._now - timedelta(minutes=7), 1)
        found += [replace(one, lost=True) for one in lost]
        return [self._writer.write(sending) for sending in found]

    def _held(self, callbacks: Sequence[Callback]) -> Iterator[Sending]:
        """Yield a reserved text whose callback was completed before it went, as its sender had asked."""
        latest = self._now - timedelta(minutes=20)
        fitting = [
            c
            for c in callbacks
            if c.completed_at is not None
            and c.completed_by is not None
            and c.received_at + timedelta(minutes=20) <= c.completed_at <= latest
            and _is_mobile(c.phone)
        ]
        first = next(iter(self._places.values())).crew.assignees[0]
        fitting.sort(key=lambda c: (c.completed_by == first, c.completed_at))
        for callback in fitting[-1:]:
            assert callback.completed_at is not None
            at = callback.completed_at - timedelta(minutes=18)
            what = self._chosen(self._places[callback.service_id].stock, Use.SINGLE, at)
            if what is not None and callback.completed_by is not None:
                yield Sending(
                    service_id=callback.service_id,
                    agent_id=callback.completed_by,
                    at=at,
                    what=what,
                    to=[(callback.phone, callback.name)],
                    reserved_at=_on_the_dial(callback.completed_at + timedelta(minutes=18)),
                    callback_id=callback.id,
                    held=HeldReason.CALLBACK_COMPLETED,
                )

    def _singles(self, callbacks: Sequence[Callback]) -> Iterator[Sending]:
        for callback in callbacks:
            if not _is_mobile(callback.phone):
                continue
            place = self._places[callback.service_id]
            for use, agent, at in self._occasions(callback, place):
                what = self._chosen(place.stock, use, at)
                if what is not None and at < self._now - SETTLED:
                    sending = Sending(
                        service_id=callback.service_id,
                        agent_id=agent,
                        at=at,
                        what=what,
                        to=[(callback.phone, callback.name)],
                        callback_id=callback.id,
                    )
                    yield self._varied(sending) if use is Use.SINGLE else self._delayed(sending)

    def _occasions(self, callback: Callback, place: Place) -> Iterator[tuple[Use, str, datetime]]:
        rng = self._rng
        for call in callback.calls:
            if call.result is AttemptResult.NO_ANSWER and call.ended_at and rng.random() < MISSED:
                yield Use.MISSED, call.agent_id, call.ended_at + timedelta(seconds=rng.uniform(8, 70))
        if callback.completed_at and callback.completed_by and rng.random() < DONE:
            yield (
                Use.DONE,
                callback.completed_by,
                callback.completed_at + timedelta(seconds=rng.uniform(5, 90)),
            )
        if callback.assigned_at and rng.random() < SINGLE:
            agent = callback.assignee_id or rng.choice(place.crew.assignees)
            yield Use.SINGLE, agent, callback.assigned_at + timedelta(minutes=rng.uniform(1, 40))

    def _varied(self, sending: Sending) -> Sending:
        """Reserve some, and take some back."""
        rng = self._rng
        if rng.random() < RESERVED:
            due = sending.at + timedelta(minutes=rng.uniform(36, 400))
            if due < self._now - SETTLED:
                sending = replace(sending, reserved_at=_on_the_dial(due))
        if rng.random() < TAKEN_BACK:
            spent = (sending.due - sending.at) * rng.uniform(0.2, 0.9)
            return replace(sending, cancelled_at=sending.at + spent)
        return self._delayed(sending)

    def _delayed(self, sending: Sending) -> Sending:
        """Let what was due while the carrier was down go when it was back."""
        began = self._now - _OUTAGE_AGO
        if sending.service_id != next(iter(self._places)) or not began < sending.due < began + _OUTAGE:
            return sending
        return replace(sending, late=began + _OUTAGE - sending.due)

    def _sending(
        self, place: Place, use: Use, at: datetime, many: int, reserved_at: datetime | None = None
    ) -> Iterator[Sending]:
        """Yield what somebody of a service sends to so many of its customers, if there is anything."""
        what = self._chosen(place.stock, use, at)
        to = self._rng.sample(place.customers, min(many, len(place.customers)))
        people = place.crew.assigners if use is Use.GROUP else place.crew.assignees
        if what is not None and to:
            yield Sending(
                service_id=place.crew.service_id,
                agent_id=self._rng.choice(people),
                at=at,
                what=what,
                to=to,
                reserved_at=reserved_at,
            )

    def _chosen(self, stock: Stock, use: Use, at: datetime) -> Stocked | None:
        fitting = [one for one in stock[use] if one.changed_at <= at]
        if not fitting:
            return None
        return self._rng.choices(fitting, [one.share for one in fitting])[0]


def _on_the_dial(moment: datetime) -> datetime:
    """Return the five minutes a person would choose."""
    return moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0)


def _is_mobile(phone: str) -> bool:
    return phone.startswith("010")


def with_a_handset(known: Sequence[Customer]) -> list[Customer]:
    """Return those of these customers who can read a text, each once."""
    return [(phone, name) for phone, name in dict(known).items() if _is_mobile(phone)]
