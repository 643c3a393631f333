"""What a room hands over to have something saved as a spreadsheet; knows no callback and no figure.

The room makes the job, bootstrap says which dialog opens it, so that no room imports another.
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

import msgspec
from PySide6.QtWidgets import QWidget

Progress = Callable[[int, int], None]


class Outcome(Protocol):
    """What became of a download."""

    @property
    def path(self) -> Path:
        """Where the file stands."""

    @property
    def rows(self) -> int:
        """How many rows it has."""

    @property
    def cancelled(self) -> bool:
        """Tell whether the person stopped it; no file is left then."""


class Run(Protocol):
    """Writes the file; raises what `domain.failures` knows."""

    def __call__(
        self, path: Path, purpose: str, progress: Progress, cancel: asyncio.Event
    ) -> Awaitable[Outcome]:
        """Write to ``path``; ``progress(done, total)`` is called on the loop, ``cancel`` stops it."""


class DownloadJob(msgspec.Struct, frozen=True):
    """``what`` is the translated sentence of what is saved, naming the count; ``file_name`` ends in .xlsx.

    ``personal``: the file holds data of customers, and the dialog says so.
    """

    what: str
    rows: int
    file_name: str
    run: Run
    personal: bool = True


OpenDownload = Callable[[DownloadJob, QWidget], None]
