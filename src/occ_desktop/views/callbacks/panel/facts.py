"""What the panel says about one row, made of the row alone: texts ready to show, no widget, no waiting."""

from collections.abc import Callable, Container, Iterable
from datetime import datetime
from enum import StrEnum
from operator import itemgetter
from zoneinfo import ZoneInfo

import msgspec
from PySide6.QtCore import QCoreApplication

from occ_contract.callbacks import Attempt, Callback, CallbackStatus, HistoryItem
from occ_contract.cti import CallState
from occ_contract.phone import shown
from occ_contract.sms import CustomerText
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.ui import moments
from occ_desktop.ui.texting_words import look_code
from occ_desktop.ui.vocabulary import name_of
from occ_desktop.views.callbacks.offers import Claim
from occ_desktop.views.parts.promise_cell import SOON

translate = QCoreApplication.translate


class Known(StrEnum):
    """How far something can be relied on that the server knows better."""

    CHECKING = "checking"  # not answered yet
    HERE = "here"  # as far as this machine knows; the server cannot be asked
    WHOLE = "whole"


class Silence(msgspec.Struct, frozen=True):
    """No news come in; the last did at ``since`` (UTC), None: none ever."""

    since: datetime | None


class Line(msgspec.Struct, frozen=True):
    """One line of a section: a time, a status shape with its name, a text, something at the right.

    ``target`` is the callback a click opens, ``message`` the text; ``tooltip`` is the whole of what is cut.
    """

    time: str
    status: str
    text: str
    aside: str = ""
    tooltip: str = ""
    target: str = ""
    message: str = ""
    glyph: str = ""


class Fact(msgspec.Struct, frozen=True):
    """A labelled fact; ``tone`` as labels know it."""

    label: str
    text: str
    tone: str = ""
    tooltip: str = ""


class PanelFacts(msgspec.Struct, frozen=True):
    """Everything above the note."""

    callback_id: str
    name: str
    phone: str
    status: str
    status_name: str
    message: str
    facts: tuple[Fact, ...]
    attempts: tuple[Line, ...]
    attempt_count: int


class FactsMaker:
    """Turns rows into panel texts; names come from memory, the clock and zone are given."""

    def __init__(
        self,
        service_name: Callable[[str], str],
        person_name: Callable[[str | None], str],
        me: Callable[[], str],
        now: Callable[[], datetime],
        zone: Callable[[], ZoneInfo],
        silent: Callable[[], Silence | None] = lambda: None,
    ) -> None:
        self._silent = silent
        self._service_name = service_name
        self._person_name = person_name
        self._me = me
        self._now = now
        self._zone = zone

    def facts(self, row: CallbackRow, claim: Claim | None = None) -> PanelFacts:
        """Return what the panel says of a row; ``claim`` is the running call on it as the row shows it."""
        callback = row.callback
        return PanelFacts(
            callback_id=row.id,
            name=callback.name or translate("PanelFacts", "No name"),
            phone=shown(callback.phone),
            status=f"callback.{row.status.value}",
            status_name=name_of(f"callback.{row.status.value}"),
            message=(callback.message or "").strip(),
            facts=tuple(self._facts(callback)),
            attempts=tuple(self._attempt(call, claim) for call in reversed(callback.calls)),
            attempt_count=callback.attempts,
        )

    def history(
        self, items: Iterable[HistoryItem], texts: Iterable[CustomerText] = (), opened: Container[str] = ()
    ) -> tuple[Line, ...]:
        """Return callbacks, tickets and texts as lines, newest first; ``opened``: texts one can go to."""
        lines = [(item.at, item.id, self._history_line(item)) for item in items]
        lines += [(text.at, text.id, self._text_line(text, opens=text.id in opened)) for text in texts]
        return tuple(line for *_, line in sorted(lines, key=itemgetter(0, 1), reverse=True))

    def queue(self, rows: tuple[CallbackRow, ...]) -> tuple[Line, ...]:
        """Return the person's next callbacks as lines."""
        return tuple(
            Line(
                time=self._turn(row.callback),
                status=f"callback.{row.status.value}",
                text=row.callback.name or shown(row.callback.phone),
                aside=row.callback.route_name or "",
                target=row.id,
            )
            for row in rows
        )

    def _turn(self, callback: Callback) -> str:
        """Return the moment a callback stands in line for: the wish, which says so, or the receipt."""
        if callback.preferred_at is None:
            return self._short(callback.received_at)
        return translate("PanelFacts", "wish {time}").format(time=self._short(callback.preferred_at))

    def _facts(self, callback: Callback) -> list[Fact]:
        service = self._service_name(callback.service_id)
        where = " · ".join(part for part in (service, callback.route_name or "") if part)
        facts = [
            Fact(translate("PanelFacts", "Service"), where),
            Fact(
                translate("PanelFacts", "Received"),
                self._ago(callback.received_at),
                tooltip=moments.full(callback.received_at, self._zone()),
            ),
        ]
        if callback.phone_remark:  # no telephone dials it: whoever answers is asked for it
            facts.insert(0, Fact(translate("PanelFacts", "Extension"), callback.phone_remark, tone="warning"))
        if callback.preferred_at is not None:
            facts.append(self._wish(callback.preferred_at, callback.status))
        if callback.assignee_id:
            facts.append(Fact(translate("PanelFacts", "In charge"), self._in_charge(callback)))
        if callback.completed_at is not None:
            facts.append(Fact(translate("PanelFacts", "Completed"), self._completed(callback)))
        return facts

    def _wish(self, wish: datetime, status: CallbackStatus) -> Fact:
        pressing = status is not CallbackStatus.COMPLETED and wish - self._now() <= SOON
        late = pressing and wish < self._now()
        text = self._short(wish)
        if late:
            text = translate("PanelFacts", "{time} · {minutes} min ago").format(
                time=text, minutes=int((self._now() - wish).total_seconds() // 60)
            )
        return Fact(
            translate("PanelFacts", "Wish"),
            text,
            tone="error" if late else "warning" if pressing else "",
            tooltip=moments.full(wish, self._zone()),
        )

    def _in_charge(self, callback: Callback) -> str:
        name = self._person_name(callback.assignee_id)
        if callback.assignee_id == self._me():
            name = translate("PanelFacts", "{name} (me)").format(name=name)
        if callback.assigner_id is None or callback.assigned_at is None:
            return name
        if callback.assigner_id == callback.assignee_id:
            source = translate("PanelFacts", "{name} · taken at {time}")
        else:
            source = translate("PanelFacts", "{name} · assigned by {assigner} at {time}")
        return source.format(
            name=name,
            assigner=self._person_name(callback.assigner_id),
            time=self._short(callback.assigned_at),
        )

    def _completed(self, callback: Callback) -> str:
        time = self._short(callback.completed_at)
        by = self._person_name(callback.completed_by)
        return " · ".join(part for part in (time, by) if part)

    def _ago(self, moment: datetime) -> str:
        minutes = int((self._now() - moment).total_seconds() // 60)
        time = self._short(moment)
        if not 0 <= minutes < 24 * 60:
            return time
        if minutes < 1:
            return translate("PanelFacts", "{time} · just now").format(time=time)
        if minutes < 60:
            return translate("PanelFacts", "{time} · {minutes} min ago").format(time=time, minutes=minutes)
        return translate("PanelFacts", "{time} · {hours} h ago").format(time=time, hours=minutes // 60)

    def _attempt(self, call: Attempt, claim: Claim | None) -> Line:
        who = self._person_name(call.agent_id)
        if call.state is not CallState.ENDED:
            state: CallState = call.state
            since = call.answered_at if state is CallState.TALKING else call.started_at
            if claim is not None and claim.attempt_id == call.id:
                state, since = claim.state, claim.since
            running = moments.running(since, self._now()) if since is not None else ""
            if (silence := self._silent()) is not None:
                running = self._not_known(silence)
            name = name_of(f"call.{state.value}")
            return Line(self._short(call.started_at), "call.live", f"{name} · {who}", aside=running)
        result = call.result.value if call.result else "unknown"
        parts = [name_of(f"call.{result}")]
        if call.talk_seconds:
            words = translate("PanelFacts", "talk {time}")
            if not call.answer_known:
                words = translate("PanelFacts", "call {time}")
            parts.append(words.format(time=moments.span(call.talk_seconds)))
        elif call.ring_seconds:
            parts.append(translate("PanelFacts", "rang {seconds} s").format(seconds=call.ring_seconds))
        return Line(self._short(call.started_at), f"call.{result}", " · ".join([*parts, who]))

    def _not_known(self, silence: Silence) -> str:
        if silence.since is None:
            return translate("PanelFacts", "not known now")
        return translate("PanelFacts", "not known since {time}").format(time=self._short(silence.since))

    def _history_line(self, item: HistoryItem) -> Line:
        when, who = self._short(item.at), self._person_name(item.by_id)
        if item.kind == "ticket":
            return Line(when, "", item.title, who, tooltip=item.title, glyph="ticket")
        code = f"callback.{item.status}"
        title = translate("PanelFacts", "{title} · {status}").format(
            title=item.title or translate("PanelFacts", "Callback"), status=name_of(code)
        )
        return Line(when, code, title, who, tooltip=title, target=item.id)

    def _text_line(self, text: CustomerText, *, opens: bool) -> Line:
        code = look_code(text)
        words = translate("PanelFacts", "Text · {status} · {title}")
        if not text.title:
            words = translate("PanelFacts", "Text · {status}")
        line = words.format(title=text.title, status=name_of(code))
        return Line(
            self._short(text.at),
            code,
            line,
            self._person_name(text.by_id),
            tooltip="\n".join(part for part in (line, text.body) if part),
            message=text.id if opens else "",
        )

    def _short(self, moment: datetime | None) -> str:
        return moments.short(moment, self._now(), self._zone())
