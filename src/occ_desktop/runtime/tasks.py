"""Tasks that belong to somebody: named, held strongly, cancelled with their owner, errors to one door.

asyncio keeps only weak references to tasks and reports a lost error when it feels like it; a bare
`create_task` is therefore forbidden in the client. Knows nothing of what the tasks do, but that a session
or the local copy may fail under them.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject

from occ_desktop.domain.failures import CacheFailure, LoggedOut

_log = logging.getLogger(__name__)

Work = Coroutine[Any, Any, Any] | Callable[[], Coroutine[Any, Any, Any]]


class Policy(StrEnum):
    """What happens when work is started under a name that is still running."""

    DROP = "drop"  # the new one is not started (a button pressed twice)
    LATEST = "latest"  # the old one is cancelled, the new one starts once it is gone (a search)
    AGAIN = "again"  # it runs once more after the old one, however often asked (what follows a flow of news)
    QUEUE = "queue"  # the new one waits for the old ones (saves in order)


class TaskOwner:
    """Owns the tasks of one object.

    `parent`: a `QObject`; its destruction cancels everything. Errors go to `on_error(error, task_name)` if
    given, else to the loop's exception handler, where the crash reporter sits.
    """

    def __init__(
        self,
        name: str,
        *,
        parent: QObject | None = None,
        on_error: Callable[[BaseException, str], None] | None = None,
    ) -> None:
        self._name = name
        self._on_error = on_error
        self._tasks: dict[str, list[asyncio.Task[None]]] = {}
        self._cancelled: set[asyncio.Task[None]] = set()  # and not gone yet
        self._children: list[TaskOwner] = []
        self._closed = False
        if parent is not None:
            parent.destroyed.connect(self._on_parent_destroyed)

    @property
    def name(self) -> str:
        """The owner's name; task names start with it."""
        return self._name

    @property
    def closed(self) -> bool:
        """Whether new work is refused."""
        return self._closed

    def child(self, name: str, *, parent: QObject | None = None) -> "TaskOwner":
        """An owner that closes with this one and reports to the same door."""
        self._children = [child for child in self._children if not child.closed]
        made = TaskOwner(f"{self._name}.{name}", parent=parent, on_error=self._on_error)
        self._children.append(made)
        if self._closed:
            made.cancel_all(close=True)
        return made

    def start(self, work: Work, *, name: str, policy: Policy = Policy.DROP) -> asyncio.Task[None] | None:
        """Start a coroutine, or what a factory makes, on the running loop.

        Returns the task that now stands for `name`: with `DROP` and `AGAIN` possibly one started before; what
        `AGAIN` starts asks for its subject only when it begins. What was cancelled stands for nothing, and
        has gone before the new one begins. Returns `None` once the owner is closed or the loop has ended,
        since signals may still arrive then.
        """
        if self._closed:
            _discard(work)
            _log.debug("owner %s is closed; %s not started", self._name, name)
            return None
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # a Qt timer between two runs of the loop: at the very end, or between tests
            _discard(work)
            _log.debug("the loop does not run; %s not started", name)
            return None
        running = [task for task in self._tasks.get(name, []) if not task.done()]
        standing = [task for task in running if task not in self._cancelled]
        enough = {Policy.DROP: 1, Policy.AGAIN: 2}.get(policy)  # of two, the second has not begun
        if enough is not None and len(standing) >= enough:
            _discard(work)
            return standing[-1]
        if policy is Policy.LATEST:
            self.cancel(name)
        full_name = f"{self._name}.{name}"
        task = loop.create_task(self._run(work, tuple(running), full_name), name=full_name)
        self._tasks[name] = [*running, task]
        task.add_done_callback(lambda done: self._forget(name, done, work))
        return task

    def running(self, name: str) -> bool:
        """Whether work of that name is under way, and was not cancelled."""
        return any(not task.done() and task not in self._cancelled for task in self._tasks.get(name, []))

    @property
    def active(self) -> tuple[asyncio.Task[None], ...]:
        """All tasks under way, children's included."""
        own = [task for tasks in self._tasks.values() for task in tasks if not task.done()]
        return (*own, *(task for child in self._children for task in child.active))

    def cancel(self, name: str) -> None:
        """Cancel the work of that name; nothing happens if there is none."""
        for task in self._tasks.get(name, []):
            self._cancelled.add(task)
            task.cancel()

    def cancel_all(self, *, close: bool = False) -> None:
        """Cancel everything without waiting; with `close` also refuse new work from now on."""
        self._closed = self._closed or close
        for child in self._children:
            child.cancel_all(close=close)
        for tasks in list(self._tasks.values()):
            for task in tasks:
                if not task.get_loop().is_closed():
                    self._cancelled.add(task)
                    task.cancel()

    async def aclose(self) -> None:
        """Cancel everything and wait until it is gone. Safe to call twice, and from one of the own tasks."""
        self.cancel_all(close=True)
        waiting = set(self.active) - {asyncio.current_task()}
        if waiting:
            await asyncio.wait(waiting)

    def _on_parent_destroyed(self, _object: QObject | None = None) -> None:
        self.cancel_all(close=True)

    async def _run(self, work: Work, before: tuple[asyncio.Task[None], ...], name: str) -> None:
        pending = [task for task in before if not task.done()]
        if pending:
            try:
                await asyncio.wait(pending)
            except asyncio.CancelledError:
                _discard(work)
                raise
        try:
            await (work if isinstance(work, Coroutine) else work())
        except asyncio.CancelledError:
            raise
        except LoggedOut:
            _log.info("%s ended with the session", name)  # the session tells the person itself, once
        except CacheFailure as failure:
            _log.warning("%s ended: local copy %s", name, failure.reason)  # the frame says so while it lasts
        except Exception as error:  # noqa: BLE001 - the border: shown once, and the task is over
            self._report(error, name)

    def _report(self, error: BaseException, name: str) -> None:
        if self._on_error is not None:
            self._on_error(error, name)
            return
        context = {"message": f"task {name} failed", "exception": error}
        asyncio.get_running_loop().call_exception_handler(context)

    def _forget(self, name: str, done: asyncio.Task[None], work: Work) -> None:
        if done.cancelled():
            _discard(work)  # cancelled before its first step: a bare coroutine would warn
        self._cancelled.discard(done)
        left = [task for task in self._tasks.get(name, []) if task is not done]
        if left:
            self._tasks[name] = left
        else:
            self._tasks.pop(name, None)


def _discard(work: Work) -> None:
    if isinstance(work, Coroutine):
        work.close()
