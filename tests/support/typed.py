"""Notes as a person's box hands them on, for tests that have no box. It knows no screen."""

from occ_desktop.domain.drafts import Draft, DraftKind
from occ_desktop.domain.written_note import Fate
from occ_desktop.services.container import Services
from occ_desktop.services.notes import Left


async def keep_draft(services: Services, callback_id: str, text: str, base: str | None = "") -> None:
    """Keep what is being typed."""
    await services.drafts.keep(DraftKind.NOTE, callback_id, Draft(text, base))


async def draft_of(services: Services, callback_id: str, kind: DraftKind = DraftKind.NOTE) -> str:
    """Return what was typed and not sent, empty when there is nothing."""
    found = await services.drafts.read(kind, callback_id)
    return found.text if found is not None else ""


async def write_note(services: Services, callback_id: str, text: str, base: str | None = "") -> Left:
    """Write a note on a callback; it goes to the outbox."""
    left = await services.notes.leave(callback_id, Draft(text, base))
    assert left.fate is Fate.ARRIVED, left
    return left
