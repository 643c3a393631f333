"""The person's own telephony: log in, state, current call. What the PBX does is the server's to know."""

from occ_contract.cti import CallState, CtiLogin, CtiState, CtiStateChange, CtiStatus
from occ_contract.errors import ErrorCode
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import Refused
from occ_desktop.services.bus import Bus
from occ_desktop.services.coalesce import Coalesced
from occ_desktop.services.events import CtiChanged, SessionChanged
from occ_desktop.services.ports import Tasks
from occ_desktop.services.preferences import Preferences
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import people as stored


class Cti:
    """Commands go to the server at once; `status` follows the feed and the answers, the later one wins."""

    def __init__(self, workplace: Workplace, preferences: Preferences, bus: Bus, tasks: Tasks) -> None:
        self._place = workplace
        self._preferences = preferences
        self._bus = bus
        self._reload_soon = Coalesced(tasks, "reload-cti", self.reload)
        self._status: CtiStatus | None = None
        bus.subscribe(ChangeSet, self._on_change)
        bus.subscribe(SessionChanged, self._on_session)

    @property
    def status(self) -> CtiStatus | None:
        """Return the last known state, None before the first news and while nobody is logged in."""
        return self._status

    @property
    def logged_in(self) -> bool:
        """Tell whether the person's phone is logged in."""
        return self._status is not None and self._status.state is not CtiState.LOGGED_OUT

    @property
    def on_call(self) -> bool:
        """Tell whether a call of any state is on the person's line."""
        call = self._status.call if self._status else None
        return call is not None and call.state is not CallState.ENDED

    async def login(self, extension: str) -> None:
        """Log the phone in; the extension is 2-10 digits.

        :raises Refused: ``extension_invalid``, ``extension_in_use`` (by_name), ``cti_unavailable`` …
        :raises Unreachable: the server is away.
        """
        number = extension.strip()
        if not (number.isascii() and number.isdigit() and 2 <= len(number) <= 10):
            raise Refused(ErrorCode.EXTENSION_INVALID, field="extension")
        self._take(await self._place.online().cti_login(CtiLogin(extension=number)))
        self._preferences.change(last_extension=number)

    async def logout(self) -> None:
        """Log the phone out.

        :raises Refused: ``cti_busy`` during a call; :raises Unreachable: the server is away.
        """
        self._take(await self._place.online().cti_logout())

    async def set_state(self, state: CtiState) -> None:
        """Set 대기, 업무 or 휴식.

        :raises Refused: ``cti_login_required``, ``bad_choice`` …; :raises Unreachable: the server is away.
        """
        self._take(await self._place.online().cti_set_state(CtiStateChange(state=state)))

    async def hang_up(self) -> None:
        """End the current call; nothing happens when there is none. :raises Unreachable: server away."""
        call = self._status.call if self._status else None
        if call is not None:
            await self._place.online().cti_hang_up(call.id)
            self._place.desk.sync.nudge()

    async def reload(self) -> None:
        """Read the person's row from the cache."""
        if not self._place.open:
            self._show(None)
            return
        status = await self._place.cache.read(stored.own_cti, self._place.me.id)
        if status is not None:
            self._take(status)

    def _take(self, status: CtiStatus) -> None:
        if self._status is None or status.seq >= self._status.seq:
            self._show(status)

    def _show(self, status: CtiStatus | None) -> None:
        if status != self._status:
            self._status = status
            self._bus.publish(CtiChanged())

    def _on_change(self, change: ChangeSet) -> None:
        if change.touches(Entity.CTI):
            self._reload_soon()

    def _on_session(self, event: SessionChanged) -> None:
        if event.me is None:
            self._show(None)
        else:
            self._reload_soon()
