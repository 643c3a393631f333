"""The one way past a damaged cache: what met the damage is done once more, on a cache that was made anew.

Whoever works on a cache before a person sits at it goes this way; damage met later is heard of by the session
(`Cache.on_damaged`). It knows no file and counts no tries beyond the second.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from occ_desktop.domain.failures import CacheFailure

T = TypeVar("T")


async def past_damage(work: Callable[[bool], Awaitable[T]], *, known: bool = False) -> T:
    """Return what ``work(damaged)`` returns; told True, it sets the cache aside and rescues what it can.

    ``known``: damage was met before, so that nobody has to meet it again.

    :raises CacheFailure: the surroundings are in the way, or the new cache is damaged, too.
    """
    if not known:
        try:
            return await work(False)
        except CacheFailure as failure:
            if not failure.damaged:
                raise
    return await work(True)
