"""Do-not-disturb: while it holds nothing pops up and nothing sounds; the notification centre still fills."""

import asyncio
from datetime import datetime, time, timedelta

from occ_desktop.services.bus import Bus
from occ_desktop.services.cti import Cti
from occ_desktop.services.events import CtiChanged, DoNotDisturbChanged, SessionChanged
from occ_desktop.services.ports import Beats, Clock, Tasks
from occ_desktop.services.preferences import Preferences, QuietMode
from occ_desktop.services.workplace import Workplace

_HALF_HOUR = timedelta(minutes=30)


class DoNotDisturb:
    """30 minutes, while on a call, or until the organisation's next midnight. Survives a restart."""

    def __init__(
        self,
        workplace: Workplace,
        cti: Cti,
        preferences: Preferences,
        bus: Bus,
        tasks: Tasks,
        clock: Clock,
        beats: Beats,
    ) -> None:
        self._look = beats.quiet
        self._place = workplace
        self._cti = cti
        self._preferences = preferences
        self._bus = bus
        self._tasks = tasks
        self._clock = clock
        self._told = False
        bus.subscribe(CtiChanged, lambda _event: self._tell())
        bus.subscribe(SessionChanged, self._on_session)

    @property
    def mode(self) -> QuietMode:
        """Return what was chosen and has not run out."""
        settings = self._preferences.value
        if settings.quiet_until is not None and settings.quiet_until <= self._clock.now():
            return QuietMode.OFF
        return settings.quiet_mode

    @property
    def until(self) -> datetime | None:
        """Return when it ends by itself (UTC), None when it does not."""
        return self._preferences.value.quiet_until if self.mode is not QuietMode.OFF else None

    @property
    def active(self) -> bool:
        """Tell whether it holds now."""
        mode = self.mode
        return self._cti.on_call if mode is QuietMode.WHILE_ON_CALL else mode is not QuietMode.OFF

    def choose(self, mode: QuietMode) -> None:
        """Begin, change or end it."""
        until = self._end_of(mode)
        self._preferences.change(quiet_mode=mode, quiet_until=until)
        self._tell()
        if until is not None:
            self._tasks.start(self._watch(), name="quiet-until")

    def _on_session(self, _event: SessionChanged) -> None:
        """Follow what was chosen before the program was started."""
        if self.until is not None:
            self._tasks.start(self._watch(), name="quiet-until")
        self._tell()

    def _end_of(self, mode: QuietMode) -> datetime | None:
        now = self._clock.now()
        if mode is QuietMode.HALF_HOUR:
            return now + _HALF_HOUR
        if mode is QuietMode.UNTIL_TOMORROW:
            zone = self._place.zone
            tomorrow = now.astimezone(zone).date() + timedelta(days=1)
            return datetime.combine(tomorrow, time(), zone).astimezone(now.tzinfo)
        return None

    async def _watch(self) -> None:
        """Say when it has run out; looks now and then, since computers sleep through timers."""
        while (until := self.until) is not None:
            left = (until - self._clock.now()).total_seconds()
            await asyncio.sleep(min(max(left, 0.01), self._look))
        self._tell()

    def _tell(self) -> None:
        if self.active != self._told:
            self._told = self.active
            self._bus.publish(DoNotDisturbChanged(self._told))
