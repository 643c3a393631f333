"""What is begun together is there together or not at all, however it is broken off. It knows no desk."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager


@asynccontextmanager
async def all_or_nothing() -> AsyncIterator[AsyncExitStack]:
    """Undo what the block began when it fails or is cancelled; being cancelled again does not break that off.

    What is pushed onto the stack is undone in reverse, and only then.
    """
    undo = AsyncExitStack()
    whole = False
    try:
        yield undo
        whole = True
    finally:
        if not whole:  # what is whole waits for nothing more: it could be cancelled there
            await asyncio.shield(undo.aclose())
