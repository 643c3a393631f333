"""Processes that die, or freeze, at a chosen place while they do jobs. Run as ``python -m support.victims``.

``killed transactional|external URL`` begins the same work again and again in processes of their own. The n-th
is killed before its n-th statement or commit, another one finishes what is left; the traces are printed as a
JSON line. The last one, which nobody killed, ends it. ``frozen transactional|external URL`` takes one job,
stops itself in the middle (SIGSTOP) and goes on when it is let.
"""

import asyncio
import os
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import delete, event

from occ_server.kit.db import Database
from occ_server.kit.jobs.kinds import Attempt, External, Finish, JobKind, Retry, Transactional
from occ_server.kit.jobs.queue import enqueue
from occ_server.kit.jobs.runner import Runner
from occ_server.kit.unit import UnitOfWork
from occ_server.topics import open_database
from support.errands import Errand, done, effects, note, rows

LEASE = 0.1  # seconds
CAUSES = ("a", "b")
NAME = "test.victim"


class Traces(msgspec.Struct):
    """What was found after one death: causes committed, effects in the database, acts outside."""

    at: int
    killed: bool
    causes: dict[str, int]
    effects: dict[str, int]
    acts: dict[str, int]


def kind_of(style: str, act: Callable[[str], None], name: str = "") -> JobKind[Errand]:
    """Return the kind whose handler acts and leaves its trace ``done …``."""

    async def effect(uow: UnitOfWork, errand: Errand, attempt: Attempt) -> None:
        await note(uow, f"done {name}{errand.what}")
        act(errand.what)

    async def errand_outside(database: Database, errand: Errand, attempt: Attempt) -> Finish:
        act(errand.what)
        return lambda uow: note(uow, f"done {name}{errand.what}")

    handler = Transactional(effect) if style == "transactional" else External(errand_outside, "acts again")
    return JobKind(NAME, Errand, handler, Retry(attempts=1000), lease_seconds=LEASE)


def forked(work: Callable[[], Coroutine[Any, Any, None]]) -> int:
    """Do it in a process of its own; return how it ended."""
    child = os.fork()
    if child == 0:
        try:
            asyncio.run(work())
        except BaseException:  # noqa: BLE001 - the parent sees the code
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1]


STATEMENTS = ("before_cursor_execute", "commit")
TRANSACTIONS = ("begin", "commit")  # in between, whatever was done is undone


def die_at(database: Database, place: int, steps: Sequence[str] = STATEMENTS) -> None:
    """Kill this process before its so-manieth statement or commit, or other step of its databases."""
    left = place

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    for engine in {database._writer.sync_engine, database._reader.sync_engine}:
        for step in steps:
            event.listen(engine, step, count)


async def _victim(url: str, kind: JobKind[Errand], place: int) -> None:
    database = open_database(url)
    die_at(database, place)
    for cause in CAUSES:

        async def work(uow: UnitOfWork, cause: str = cause) -> None:
            await note(uow, f"cause {cause}")
            await enqueue(uow, kind, Errand(cause), key=cause)

        await database.run(work)
    await Runner(database, [kind]).settled()
    await database.close()


async def _aftermath(url: str, kind: JobKind[Errand], place: int, *, killed: bool, acts: Path) -> None:
    """Finish what is left, as another process does; print the traces and wipe them away."""
    database = open_database(url)
    while await rows(database, kind):
        await Runner(database, [kind]).settled()
        await asyncio.sleep(0.02)
    found = await done(database)
    causes = {what.removeprefix("cause "): n for what, n in found.items() if what.startswith("cause ")}
    ended = {what.removeprefix("done "): n for what, n in found.items() if what.startswith("done ")}
    _tell(Traces(place, killed, causes, ended, dict(Counter(acts.read_text().split()))))  # noqa: ASYNC240
    async with database.write() as uow:
        await uow.conn.execute(delete(effects))
    await database.close()


def _tell(traces: Traces) -> None:
    sys.stdout.write(msgspec.json.encode(traces).decode() + "\n")
    sys.stdout.flush()


def killed(style: str, url: str) -> None:
    """Kill one process after the other, each a statement later than the one before."""
    with tempfile.TemporaryDirectory() as folder:
        acts = Path(folder) / "acts"

        def act(what: str) -> None:
            with acts.open("a") as file:
                file.write(f"{what} ")

        kind = kind_of(style, act)
        for place in range(1, 200):
            acts.write_text("")
            status = forked(partial(_victim, url, kind, place))
            was_killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
            assert was_killed or status == 0, status
            assert forked(partial(_aftermath, url, kind, place, killed=was_killed, acts=acts)) == 0
            if not was_killed:
                return


def frozen(style: str, url: str) -> None:
    """Take the job that waits and stop in the middle of it."""
    kind = kind_of(style, lambda _: os.kill(os.getpid(), signal.SIGSTOP), "frozen ")

    async def run() -> None:
        database = open_database(url)
        await Runner(database, [kind]).settled()
        await database.close()

    asyncio.run(run())


if __name__ == "__main__":
    {"killed": killed, "frozen": frozen}[sys.argv[1]](sys.argv[2], sys.argv[3])
