"""Assignment: if these fail, work is spread unfairly, taken from somebody unseen, or cannot be taken back."""

from collections import Counter

import pytest

from support.centre import Centre


@pytest.fixture
async def centre(world, app, client) -> Centre:
    return await Centre.open(world, app, client)


async def test_equal_assignment_of_200_to_7_differs_by_one_at_most_and_keeps_the_order(
    centre: Centre, clock
) -> None:
    agents = [await centre.seat(await centre.world.agent(f"agent{n}", centre.service)) for n in range(7)]
    ids = []
    for _ in range(200):
        clock.move(1)
        ids.append(await centre.received())
    answer = await centre.boss.assign(reversed(ids), agents)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert [row["callback_id"] for row in body["assigned"]] == ids
    counts = Counter(row["agent_id"] for row in body["assigned"])
    assert sorted(counts.values()) == [28, 28, 28, 29, 29, 29, 29]
    assert body["counts"] == dict(counts)
    first_turn = [row["agent_id"] for row in body["assigned"][:7]]
    assert [row["agent_id"] for row in body["assigned"][7:14]] == first_turn
    row = await centre.boss.view(ids[0])
    assert (row["status"], row["assignee_id"], row["assigner_id"]) == (
        "assigned",
        body["assigned"][0]["agent_id"],
        centre.boss.id,
    )
    outstanding = {a["id"]: a["outstanding"] for a in (await centre.boss.get("/v1/agents")).json()}
    assert all(outstanding[agent.id] == counts[agent.id] for agent in agents)
