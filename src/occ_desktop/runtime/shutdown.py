"""One closing order for quitting, logging out and switching users: named stages, each with its time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import msgspec

_log = logging.getLogger(__name__)


class Stage(msgspec.Struct, frozen=True):
    """`close` gets `seconds`; then it is cancelled and the next stage comes."""

    name: str
    close: Callable[[], Awaitable[object]]
    seconds: float


class StageResult(msgspec.Struct, frozen=True):
    """How a stage ended: `done`, `late` (cancelled) or `failed`."""

    name: str
    outcome: str
    seconds: float


class Shutdown:
    """Stages run in the order they were added. Running twice waits for the first run."""

    def __init__(self) -> None:
        self._stages: list[Stage] = []
        self._run: asyncio.Future[list[StageResult]] | None = None

    def add(self, name: str, close: Callable[[], Awaitable[object]], *, seconds: float) -> None:
        """Append a stage."""
        self._stages.append(Stage(name, close, seconds))

    @property
    def names(self) -> list[str]:
        """The stages in order."""
        return [stage.name for stage in self._stages]

    @property
    def started(self) -> bool:
        """Whether closing has begun: no new work from now on."""
        return self._run is not None

    async def run(self) -> list[StageResult]:
        """Close everything. No stage can keep the later ones from their turn."""
        if self._run is not None:
            return await asyncio.shield(self._run)
        self._run = asyncio.get_running_loop().create_future()
        results: list[StageResult] = []
        try:
            for stage in self._stages:
                result = await self._close(stage)
                results.append(result)
        finally:
            if not self._run.done():
                self._run.set_result(results)
        return results

    async def _close(self, stage: Stage) -> StageResult:
        loop = asyncio.get_running_loop()
        began = loop.time()
        outcome = "done"
        try:
            async with asyncio.timeout(stage.seconds):
                await stage.close()
        except TimeoutError:
            outcome = "late"
            _log.warning("closing stage %s took longer than %.1f s", stage.name, stage.seconds)
        except Exception:  # noqa: BLE001 - a border: one stage must not cost the others their turn
            outcome = "failed"
            _log.exception("closing stage %s failed", stage.name)
        return StageResult(stage.name, outcome, loop.time() - began)
