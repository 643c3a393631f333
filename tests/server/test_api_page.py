"""The API page tells the truth. If this fails, whoever builds on it meets answers nobody told them of."""

from pathlib import Path

import pytest

from support.centre import Centre, Desk
from support.exploring import Explored, explore


@pytest.fixture
def backend() -> str:
    """The page is the same on both databases; what the statements answer is tested on both elsewhere."""
    return "sqlite"


def _token(desk: Desk) -> str:
    return desk.headers["Authorization"].removeprefix("Bearer ")


async def _explored(centre: Centre, url: str, folder: Path, *options: str) -> Explored:
    """Ask as a supervisor who also telephones, and as the IVR, about rows that are there."""
    boss, ann = centre.boss, centre.ann
    await boss.sit_down("1001")
    own = [await centre.given(boss) for _ in range(6)]
    others = await centre.waiting(3)
    assigned = (await boss.assign(await centre.waiting(2), [ann])).json()
    attempt = (await boss.connect(own[0])).json()["attempt"]["id"]
    return await explore(
        url,
        folder,
        *options,
        secrets={
            "OCC_PERSON": _token(boss),
            "OCC_INTEGRATION": centre.ivr["X-Api-Key"],
            "OCC_LEAVING": _token(ann),
        },
        rows={
            "callbacks": own + others,
            "attempts": [attempt],
            "batches": [assigned["batch_id"]],
            "services": [centre.service],
            "people": [boss.id, ann.id],
            "phones": ["010-1234-5678", "02-312-3456", "01000000001"],
            "keys": [f"s:{centre.service}:callbacks"],
        },
    )


async def test_every_answer_is_one_the_page_promises(centre: Centre, live: str, tmp_path: Path) -> None:
    found = await _explored(centre, live, tmp_path, "--max-examples", "8")
    assert not found.broken, found.report
    assert found.requests > 1000
