"""What rooms read from the cache, and not what the bell, the sync and others read for themselves beside."""

import asyncio
from collections.abc import Iterable
from typing import Any

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services

_ALL = "test."  # the owner of every test's tasks is called so


def reads_of(owners: Iterable[TaskOwner], services: Services) -> list[str]:
    """Collect what is read from now on by tasks of these owners, and by those nobody is known to own."""
    cache, reads, read = services.workplace.cache, list[str](), services.workplace.cache.read
    names = tuple(f"{owner.name}." for owner in owners)

    async def noted(question: Any, *arguments: Any) -> Any:
        task = asyncio.current_task()
        name = "" if task is None else task.get_name()
        if name.startswith(names) or not name.startswith(_ALL):
            reads.append(question.__name__)
        return await read(question, *arguments)

    cache.read = noted  # type: ignore[method-assign]
    return reads
