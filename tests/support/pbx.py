"""A PBX that outlives the servers connected to it, and deaths of whoever holds the link."""

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

from litestar import Litestar
from sqlalchemy import update

from occ_contract.callbacks import AttemptResult
from occ_contract.cti import CallState, CtiState
from occ_server.app import create_app
from occ_server.auth.passwords import Passwords
from occ_server.kit.clock import Clock
from occ_server.kit.db import Database
from occ_server.kit.jobs.tables import jobs
from occ_server.settings import Settings
from occ_server.telephony.adapter import CallProgress, CtiEvent, LinkChanged
from occ_server.telephony.reports import Reports


class PaperPbx:
    """A ``CtiAdapter`` whose calls are files in a folder, and which notes whatever it is told, in order."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._clock = clock
        self._log = folder / "log"
        self._live = folder / "live"
        self._live.mkdir(exist_ok=True)
        self._log.touch()
        self._events = Reports()
        self.connections = 0

    @property
    def told(self) -> list[str]:
        """Return what it was told so far."""
        return self._log.read_text().splitlines()

    def counted(self, word: str) -> Counter[str]:
        """Count what it was told of this word, by whom or what it was about."""
        return Counter(line.split()[1] for line in self.told if line.startswith(f"{word} "))

    def forget_log(self) -> None:
        """Forget what it was told, not its calls."""
        self._log.write_text("")

    async def start(self) -> None:
        self.connections += 1
        self._events.put_nowait(LinkChanged(connected=True, at=self._clock.now()))

    async def stop(self) -> None:
        pass

    async def login(self, extension: str, agent_id: str) -> None:
        self._note("login", agent_id, extension)

    async def logout(self, agent_id: str) -> None:
        self._note("logout", agent_id)

    async def set_state(self, agent_id: str, state: CtiState) -> None:
        self._note("state", agent_id, state.value)

    async def originate(self, call_id: str, extension: str, phone: str) -> str:
        self._note("dial", call_id, extension, phone)
        (self._live / call_id).touch()
        return f"pbx {call_id}"

    async def find(self, call_id: str) -> str | None:
        return f"pbx {call_id}" if (self._live / call_id).exists() else None

    async def hangup(self, pbx_call_id: str) -> None:
        call_id = pbx_call_id.removeprefix("pbx ")
        self._note("hangup", call_id)
        if (self._live / call_id).exists():
            (self._live / call_id).unlink()
            self._events.put_nowait(
                CallProgress(
                    call_id=call_id,
                    pbx_call_id=pbx_call_id,
                    state=CallState.ENDED,
                    at=self._clock.now(),
                    result=AttemptResult.NO_ANSWER,
                )
            )

    def is_live(self, pbx_call_id: str) -> bool:
        return (self._live / pbx_call_id.removeprefix("pbx ")).exists()

    def events(self) -> AsyncIterator[CtiEvent]:
        return self._events.read()

    async def delivered(self) -> None:
        """Wait until the reader has dealt with every event so far."""
        await self._events.join()

    def _note(self, *words: str) -> None:
        with self._log.open("a") as log:
            log.write(" ".join(words) + "\n")


async def owner_dies(database: Database) -> None:
    """Let all leases of jobs and seats run out, as when the process that had them is never heard of again."""
    async with database.write() as uow:
        await uow.conn.execute(update(jobs).where(jobs.c.token.is_not(None)).values(ready_at=uow.now))


def server_with(settings: Settings, database: Database, pbx: PaperPbx) -> Litestar:
    """Return a server process that stands for the link to this PBX."""
    built = create_app(settings, database, passwords=Passwords.cheap())
    built.state.cti_adapter = pbx
    return built
