"""All services of one program, built in the one order in which they need each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from occ_desktop.domain.server_time import ServerTime
from occ_desktop.services.assignment import Assignment
from occ_desktop.services.bus import Bus
from occ_desktop.services.callback_actions import CallbackActions
from occ_desktop.services.callback_search import CallbackSearch
from occ_desktop.services.claims import Claims
from occ_desktop.services.clock_check import ClockCheck
from occ_desktop.services.colleagues import Colleagues
from occ_desktop.services.cti import Cti
from occ_desktop.services.customer import Customer
from occ_desktop.services.desks import Desks, LinkFactory, SyncFactory
from occ_desktop.services.directory import Directory
from occ_desktop.services.doctor import Doctor
from occ_desktop.services.drafts import Drafts
from occ_desktop.services.export import SpreadsheetExport
from occ_desktop.services.figures import Figures
from occ_desktop.services.notes import Notes
from occ_desktop.services.notifications import Notifications
from occ_desktop.services.outbox import OutboxRoom
from occ_desktop.services.ports import Beats, Clock, OpenUri, Secrets, Tasks
from occ_desktop.services.preferences import Preferences
from occ_desktop.services.quiet import DoNotDisturb
from occ_desktop.services.second_thoughts import SecondThoughts
from occ_desktop.services.session import Session
from occ_desktop.services.sheet_process import WORKER
from occ_desktop.services.texting import Texting
from occ_desktop.services.tickets import Tickets
from occ_desktop.services.workplace import Workplace


@dataclass(frozen=True)
class Services:
    """What rooms are handed. Everything here lives as long as the program; sessions come and go inside."""

    bus: Bus
    clock: Clock
    clock_check: ClockCheck
    preferences: Preferences
    workplace: Workplace
    session: Session
    directory: Directory
    colleagues: Colleagues
    search: CallbackSearch
    actions: CallbackActions
    drafts: Drafts
    notes: Notes
    assignment: Assignment
    figures: Figures
    tickets: Tickets
    customer: Customer
    export: SpreadsheetExport
    notifications: Notifications
    quiet: DoNotDisturb
    outbox: OutboxRoom
    cti: Cti
    texting: Texting
    doctor: Doctor

    async def close(self) -> None:
        """End the session's desk and write the settings; the last thing before the windows go."""
        await self.colleagues.keep()
        await self.session.close()
        await self.preferences.flush()


@dataclass(frozen=True)
class Surroundings:
    """What the program hands to its services; ``device`` is this machine's name in the audit trail.

    ``clock``: a `ServerTime` shared with the synchronisations, so that all follow the server's clock.
    """

    clock: Clock
    tasks: Tasks
    vault: Secrets
    links: LinkFactory
    syncs: Callable[[Bus], SyncFactory]
    open_uri: OpenUri
    report: Callable[[BaseException], None]
    cache_folder: Path
    settings_file: Path
    device: str
    sheet_worker: Sequence[str] = WORKER
    beats: Beats = field(default_factory=Beats)


def build_services(around: Surroundings) -> Services:
    """Return the services, settings loaded, nobody logged in. Reads one small file."""
    bus, clock, tasks = Bus(around.report), ServerTime.of(around.clock), around.tasks
    preferences = Preferences(around.settings_file, bus, tasks)
    preferences.load()
    workplace = Workplace(bus)
    colleagues = Colleagues(workplace, bus, tasks, clock, around.beats)
    directory = Directory(workplace, colleagues, bus, tasks)
    desks = Desks(around.links, around.syncs(bus), around.vault, around.cache_folder, tasks, around.device)
    drafts = Drafts(workplace, tasks, clock)
    session = Session(workplace, directory, desks, drafts, preferences, bus, tasks, clock, around.beats.limit)
    cti = Cti(workplace, preferences, bus, tasks)
    claims = Claims(workplace, cti, bus, tasks, around.beats)
    thoughts = SecondThoughts(workplace, tasks, around.beats.second_thoughts)
    quiet = DoNotDisturb(workplace, cti, preferences, bus, tasks, clock, around.beats)
    return Services(
        bus=bus,
        clock=clock,
        clock_check=ClockCheck(bus),
        preferences=preferences,
        workplace=workplace,
        session=session,
        directory=directory,
        colleagues=colleagues,
        search=CallbackSearch(workplace, clock),
        actions=CallbackActions(workplace, directory, cti, claims, drafts, thoughts, clock, around.open_uri),
        drafts=drafts,
        notes=Notes(workplace, session, directory, drafts, bus, tasks, clock),
        assignment=Assignment(workplace, directory, clock),
        figures=Figures(workplace),
        tickets=Tickets(workplace, clock),
        customer=Customer(workplace),
        export=SpreadsheetExport(workplace, directory, clock, around.sheet_worker),
        notifications=Notifications(workplace, session, quiet, preferences, bus, tasks, around.beats, clock),
        quiet=quiet,
        outbox=OutboxRoom(workplace, clock),
        cti=cti,
        texting=Texting(workplace, drafts, clock),
        doctor=Doctor(session, around.vault, (around.cache_folder, around.settings_file.parent)),
    )
