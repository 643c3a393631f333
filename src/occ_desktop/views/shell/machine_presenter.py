"""Says what of this machine is not as it should be: a copy repaired, a setting left out, a zone unknown."""

from PySide6.QtCore import QObject

from occ_desktop.domain import zones
from occ_desktop.domain.rescue import Rescue, Tally
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.events import RescueRead, SessionChanged
from occ_desktop.ui import sentences
from occ_desktop.ui.messages import Messages

RESCUE, IGNORED, ZONE = "rescue", "ignored-setting", "time-zone"


class MachinePresenter(QObject):
    """Shows banners that stay until they are read or the reason is gone."""

    def __init__(self, messages: Messages, services: Services, tasks: TaskOwner) -> None:
        super().__init__(messages)
        self._messages = messages
        self._services = services
        self._tasks = tasks
        subscribe = services.bus.subscribe
        self._offs = (
            subscribe(SessionChanged, lambda _event: self.refresh()),
            subscribe(RescueRead, lambda _event: self.refresh()),  # in another window, too
        )
        self.refresh()

    def close(self) -> None:
        """Stop listening."""
        for off in self._offs:
            off()

    def refresh(self) -> None:
        """Show what there is to say of this machine now."""
        self._show_rescue()
        self._show_ignored()
        self._show_zone()

    def _show_rescue(self) -> None:
        place = self._services.workplace
        rescue = place.cache.rescue if place.open else None
        if rescue is None:
            self._messages.clear_banner(RESCUE)
        else:
            self._messages.banner(
                RESCUE,
                self.tr("The local copy was damaged and is fetched again."),
                self.words(rescue),
                glyph="warning-fill",
                action=self.tr("I have read it"),
                on_action=self._on_read,
            )

    def _show_ignored(self) -> None:
        ignored = self._services.session.ignored_settings
        if not ignored:
            self._messages.clear_banner(IGNORED)
            return
        self._messages.banner(
            IGNORED,
            self.tr("A setting of this computer was left out."),
            " ".join(sentences.for_ignored(setting) for setting in ignored),
            glyph="warning-fill",
        )

    def _show_zone(self) -> None:
        me = self._services.session.me
        if me is None or zones.is_known(me.time_zone):
            self._messages.clear_banner(ZONE)
            return
        text = self.tr(
            "This computer does not know the time zone {zone} of your organisation. Days begin and end in "
            "UTC here, too. Have its time zones brought up to date, or the organisation's zone corrected."
        )
        self._messages.banner(
            ZONE, self.tr("All times are shown in UTC."), text.format(zone=me.time_zone), glyph="clock"
        )

    def words(self, rescue: Rescue) -> str:
        """Return what came over and what did not, in sentences."""
        if rescue.foreign:
            kept = self.tr("It was another account's, so nothing of it was taken over.")
        else:
            kept = " ".join(
                (
                    self._outbox(rescue.outbox),
                    self._drafts(rescue.drafts),
                    self._preferences(rescue.preferences),
                    self._notices(rescue.notices),
                )
            )
        stays = self.tr("The damaged file stays as {file}.").format(file=rescue.file)
        return f"{kept} {stays}"

    def _outbox(self, tally: Tally) -> str:
        if tally.lost is None:
            words = self.tr("Unsent work: {kept} rescued; whether there was more is not known.")
        elif tally.lost:
            words = self.tr("Unsent work: {kept} rescued, {lost} lost. Please do the lost ones again.")
        else:
            words = self.tr("Unsent work: all {kept} rescued.")
        return words.format(kept=tally.kept, lost=tally.lost)

    def _drafts(self, tally: Tally) -> str:
        if tally.lost is None:
            words = self.tr("Unfinished notes: {kept} rescued; whether there were more is not known.")
        elif tally.lost:
            words = self.tr("Unfinished notes: {kept} rescued, {lost} lost.")
        else:
            words = self.tr("Unfinished notes: all {kept} rescued.")
        return words.format(kept=tally.kept, lost=tally.lost)

    def _preferences(self, tally: Tally) -> str:
        if tally.lost == 0:
            return self.tr("Your settings were rescued.")
        return self.tr("Some of your settings may be lost.")

    def _notices(self, tally: Tally) -> str:
        if tally.lost == 0:
            return self.tr("Notices you had read stay read.")
        return self.tr("Some notices you had read may show as new again.")

    def _on_read(self) -> None:
        self._tasks.start(self._take_as_read, name="rescue-read")

    async def _take_as_read(self) -> None:
        await self._services.session.rescue_read()
